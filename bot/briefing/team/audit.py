"""The ledger as moderators read it: who changed what in their server, newest first."""

import re
from collections.abc import Mapping
from typing import Any

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments, date, whole
from bot.briefing.asker import Asker
from bot.briefing.prose import clean, counted, listed
from bot.briefing.refusals import Refusal
from db.dates.bounds import moments
from db.dates.spoken import spoken
from db.dates.written import found
from db.ledger.history import History, Revision
from db.notes import Line, Moment, line, note

PAGE = 20
EXAMPLE = line("`!audit @Mo 2026-11`, or `!audit by: Mo since: 2026-11-01 page: 2`")
_MENTION = re.compile(r"<@!?(\d{1,20})>")


class Audit:
    """Answers `!audit`."""

    def __init__(self, history: History) -> None:
        self._history = history

    async def read(self, arguments: Arguments, asker: Asker) -> Answer:
        """Return a page of the changes made in the server, by one member or since a day if that is asked."""
        by, since = "", ""
        problems: list[Line] = []
        page = 1
        try:
            by, since = _asked(arguments)
        except Refusal as refusal:
            problems += refusal.note
        try:
            page = whole(arguments.get("page") or "1", "page")
        except Refusal as refusal:
            problems += refusal.note
        arguments.refuse_problems(*problems, example=EXAMPLE)
        first = moments(since)[0] if since else None
        mention = _MENTION.fullmatch(by)
        member: int | str | None = int(mention[1]) if mention else by or None
        revisions, total = await self._history.made(asker.server, member, first, PAGE, PAGE * (page - 1))
        whose = f" by {clean(by) if not mention else 'this member'}" if by else ""
        when = f" since {spoken(since)}" if since else ""
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
    """Return the member, and the date as EDTF; they may also stand without their names: `@Mo 2026-11`."""
    since, words = arguments.get("since"), arguments.subject
    edtf = date(since, "since") if since else ""
    if not since and (dated := next(found(words), None)):
        edtf, words = dated
    return f"{arguments.get('by') or ''} {words}".strip().removeprefix("@"), edtf


def _line(revision: Revision) -> Line:
    reason = f": {clean(revision.reason)}" if revision.reason else ""
    undoing = f" (takes back revision {revision.undoes})" if revision.undoes else ""
    return line("{} {}: {}{}{}", Moment(revision.at, "minute"), clean(revision.who), _what(revision), undoing, reason)


def _of_draft(number: str, after: Mapping[str, Any]) -> Line:
    named = line("draft {} of `{}`", number, after["place"])
    match after:
        case {"accepted": fact, "changed": changed}:
            with_ = line(", with {} changed", listed(changed)) if changed else ()
            return line("accepted {} as F{}{}", named, fact, with_)
        case {"edited": edited}:
            return line("edited {}: {}", named, listed(edited))
        case {"rejected": True}:
            return line("rejected {}", named)
        case _:
            return line("reopened {}", named)


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
        case "draft":
            return _of_draft(key, after)
        case subject:
            return line("{} {} `{}`", "added" if revision.first else "changed", subject, key)
