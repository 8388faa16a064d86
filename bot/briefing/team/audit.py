"""The ledger as moderators read it: who changed what in their server, newest first."""

import re
from datetime import datetime, time

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments, whole
from bot.briefing.asker import Asker
from bot.briefing.errors import Refusal
from bot.briefing.text import clean, counted, quoted
from db.dates import EXAMPLES, bounds, spoken, written
from db.ledger.history import History, Revision
from db.notes import Line, line, note

PAGE = 20
EXAMPLE = line("`!audit @Mo 2026-11`, or `!audit by: Mo since: 2026-11-01 page: 2`")
_MENTION = re.compile(r"<@!?(\d{1,20})>")


class Audit:
    """Answers `!audit`."""

    def __init__(self, history: History) -> None:
        self._history = history

    async def read(self, arguments: Arguments, asker: Asker) -> Answer:
        """Return a page of the changes made in the server, by one member or since a day if that is asked."""
        by, since = _asked(arguments)
        problems: list[Line] = []
        page = 1
        try:
            page = whole(arguments.get("page") or "1", "page")
        except Refusal as refusal:
            problems += refusal.note
        arguments.refuse_problems(*problems, example=EXAMPLE)
        first = _moment(since) if since else None
        mention = _MENTION.fullmatch(by)
        member: int | str | None = int(mention[1]) if mention else by or None
        revisions, total = await self._history.made(asker.server, member, first, PAGE, PAGE * (page - 1))
        whose = f" by {clean(by) if not mention else 'this member'}" if by else ""
        when = f" since {spoken(written(since))}" if since else ""
        if not total:
            return Answer("unknown", note=note("The ledger holds no change{}{} here.", whose, when))
        pages = -(-total // PAGE)
        if page > pages:
            raise Refusal("The ledger has {}: write `page: {}` at most.", counted(pages, "page"), pages)
        lines = [_line(revision) for revision in revisions]
        if page < pages:
            lines.append(line("Page {} of {}; `page: {}` has what was before.", page, pages, page + 1))
        return Answer("done", f"Ledger: {counted(total, 'change')}{whose}{when}", note=tuple(lines))


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
        raise Refusal("`since:` {} is not a date I can read: write {}.", quoted(day), EXAMPLES) from None


def _line(revision: Revision) -> Line:
    reason = f": {clean(revision.reason)}" if revision.reason else ""
    undoing = f" (takes back revision {revision.undoes})" if revision.undoes else ""
    when = f"{revision.at:%Y-%m-%d %H:%M}"
    return line("{} {}: {}{}{}", when, clean(revision.who), _what(revision), undoing, reason)


def _what(revision: Revision) -> Line:
    before, after, key = revision.before or {}, revision.after, revision.key
    label = f"F{revision.fact}" if revision.fact else key
    match revision.subject:
        case "fact":
            if revision.first:
                return line("added {} `{}`", label, key)
            if before.get("status") != after.get("status"):
                return line("{} {} `{}`", "retracted" if after.get("status") == "retracted" else "restored", label, key)
            return line("changed {} `{}`, revision {}", label, key, revision.number)
        case "vouch":
            return line("{} {} `{}`", "vouched for" if after.get("revision") else "no longer vouches for", label, key)
        case "hidden":
            return line("{} `{}`", "hid" if after.get("hidden") else "unhid", key)
        case "document" if revision.undoes is not None:
            return line("took back a version of the document of `{}`", key)
        case "document":
            return line("{} the document of `{}`", "brought" if after.get("sha256") else "took down", key)
        case "source" if before.get("retired") != after.get("retired"):
            return line("{} the source `{}`", "retired" if after.get("retired") else "restored", key)
        case subject:
            return line("{} {} `{}`", "added" if revision.first else "changed", subject, key)
