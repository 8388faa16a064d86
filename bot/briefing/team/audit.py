"""The ledger as moderators read it: who changed what in their server, newest first."""

import re
from datetime import datetime, time

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments, whole
from bot.briefing.asker import Asker
from bot.briefing.errors import Refusal, clean, quoted
from db.dates import EXAMPLES, bounds, spoken, written
from db.ledger.history import History, Revision

PAGE = 20
EXAMPLE = "`!audit @Mo 2026-11`, or `!audit by: Mo since: 2026-11-01 page: 2`"
_MENTION = re.compile(r"<@!?(\d{1,20})>")


class Audit:
    """Answers `!audit`."""

    def __init__(self, history: History) -> None:
        self._history = history

    async def read(self, arguments: Arguments, asker: Asker) -> Answer:
        """Return a page of the changes made in the server, by one member or since a day if that is asked."""
        by, since = _asked(arguments)
        problems, page = [], 1
        try:
            page = whole(arguments.get("page") or "1", "page")
        except ValueError as error:
            problems.append(str(error))
        arguments.refuse_problems(*problems, example=EXAMPLE)
        first = _moment(since) if since else None
        mention = _MENTION.fullmatch(by)
        member: int | str | None = int(mention[1]) if mention else by or None
        revisions, total = await self._history.made(asker.server, member, first, PAGE, PAGE * (page - 1))
        whose = f" by {clean(by) if not mention else 'this member'}" if by else ""
        when = f" since {spoken(written(since))}" if since else ""
        if not total:
            return Answer("unknown", note=f"The ledger holds no change{whose}{when} here.")
        pages = -(-total // PAGE)
        if page > pages:
            raise Refusal(f"There are {pages} pages: write `page: {pages}` at most.")
        lines = [_line(revision) for revision in revisions]
        if page < pages:
            lines.append(f"Page {page} of {pages}; `page: {page + 1}` has what was before.")
        changes = "1 change" if total == 1 else f"{total:,} changes"
        return Answer("done", f"Ledger: {changes}{whose}{when}", note="\n".join(lines))


def _asked(arguments: Arguments) -> tuple[str, str]:
    """Return the member and the day, which may also stand without their names: `@Mo 2026-11`."""
    by, since = arguments.get("by") or "", arguments.get("since") or ""
    for word in arguments.subject.split():
        if not since and _is_date(word):
            since = word
        else:
            by = f"{by} {word}".strip()
    return by.removeprefix("@"), since


def _is_date(word: str) -> bool:
    try:
        bounds(word)
    except ValueError:
        return False
    return True


def _moment(day: str) -> datetime:
    try:
        return datetime.combine(bounds(written(day))[0], time.min)
    except ValueError:
        raise Refusal(f"`since:` {quoted(day)} is not a date I can read: write {EXAMPLES}.") from None


def _line(revision: Revision) -> str:
    reason = f": {clean(revision.reason)}" if revision.reason else ""
    undoing = f" (takes back revision {revision.undoes})" if revision.undoes else ""
    return f"{revision.at:%Y-%m-%d %H:%M} {clean(revision.who)}: {_what(revision)}{undoing}{reason}"


def _what(revision: Revision) -> str:
    before, after, key = revision.before or {}, revision.after, revision.key
    label = f"F{revision.fact}" if revision.fact else key
    match revision.subject:
        case "fact":
            if revision.first:
                return f"added {label} `{key}`"
            if before.get("status") != after.get("status"):
                return f"{'retracted' if after.get('status') == 'retracted' else 'restored'} {label} `{key}`"
            return f"changed {label} `{key}`, revision {revision.number}"
        case "vouch":
            return f"{'vouched for' if after.get('revision') else 'no longer vouches for'} {label} `{key}`"
        case "hidden":
            return f"{'hid' if after.get('hidden') else 'unhid'} `{key}`"
        case "document" if revision.undoes is not None:
            return f"took back a version of the document of `{key}`"
        case "document":
            return f"{'brought' if after.get('sha256') else 'took down'} the document of `{key}`"
        case "source" if before.get("retired") != after.get("retired"):
            return f"{'retired' if after.get('retired') else 'restored'} the source `{key}`"
        case subject:
            return f"{'added' if revision.first else 'changed'} {subject} `{key}`"
