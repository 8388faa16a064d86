"""Bars of a poll in text, for terminals and where no file may be attached."""

from rich.cells import cell_len, set_cell_size

from bot.render.panels import figure
from db.kinds import Poll

WIDTH = 72  # cells of a line where nobody says how wide the screen is
_LONGEST, _SHORTEST = 25, 10  # cells of 100%; a narrow screen has shorter bars, long names cut none below the second
_NAMES = 20  # cells that names have on the narrowest screen
_GAP = "  "
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def bars(poll: Poll, width: int = WIDTH) -> list[str]:
    """Return a line a figure: who, what, the figure as it is stated, and the bar from zero.

    In `width` cells the bar gives way first, then the names; the figure never does.
    """
    figures = [figure(result) for result in poll.results]
    wide = max(map(cell_len, figures))
    room = max(_NAMES, width - wide - _SHORTEST - 3 * len(_GAP))
    answers = min(max(cell_len(result.answer) for result in poll.results), room // 2)
    groups = min(max(cell_len(result.group) for result in poll.results), room - answers)
    longest = min(_LONGEST, max(0, width - groups - answers - wide - 3 * len(_GAP)))
    return [
        _GAP.join(
            (
                _cut(result.group, groups),
                _cut(result.answer, answers),
                f"{stated:>{wide}}",
                _bar(result.percent, longest),
            )
        ).rstrip()
        for result, stated in zip(poll.results, figures, strict=True)
    ]


def _cut(name: str, cells: int) -> str:
    """Return the name in just so many cells."""
    if cell_len(name) > cells:
        name = set_cell_size(name, cells - 1).rstrip() + "…"
    return set_cell_size(name, cells)


def _bar(percent: float, longest: int) -> str:
    eighths = round(percent / 100 * longest * 8)
    return _EIGHTHS[8] * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
