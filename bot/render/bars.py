"""The bars of a poll in text, for terminals and where no file may be attached."""

from bot.render.figures import figure
from db.kinds import Poll

_LENGTH = 25  # characters of 100%
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def bars(poll: Poll) -> list[str]:
    """Return a line a figure: who, what, the bar from zero, and the figure as it is stated."""
    groups = max(len(result.group) for result in poll.results)
    answers = max(len(result.answer) for result in poll.results)
    return [
        f"{result.group:<{groups}}  {result.answer:<{answers}}  {_bar(result.percent)} {figure(result)}"
        for result in poll.results
    ]


def _bar(percent: float) -> str:
    eighths = round(percent / 100 * _LENGTH * 8)
    return _EIGHTHS[8] * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
