"""Payloads: what a fact holds besides its text, read from named arguments."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Any

from bot.briefing.arguments import entries
from bot.briefing.curating import fields, results
from bot.briefing.curating.draft import NOTHING, Work, free, slug
from bot.briefing.prose import listed, quoted
from db import pinpoints
from db.dates.spoken import spoken
from db.kinds import KINDS, Payload, Poll, Survey, fields_of
from db.notes import Line, line
from db.store import Store
from db.tokenizer import fold

# Of a poll these are read with a look at the polls that are there.
_LOOKED_UP = frozenset(("survey", "results"))


class Payloads:
    """Makes the payload of a fact."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def draft(self, work: Work, kind: type[Payload], record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of the payload; those of the fact that is edited stay where its kind does."""
        work.problems += _strays(work, kind)
        payload: dict[str, Any] = {"kind": kind.KIND}
        if work.original and isinstance(work.original.payload, kind):
            payload = work.original.payload.model_dump()
        if kind is Poll:
            await self._poll(work, payload)
        for field in kind.arguments():
            text = work.get(field.name)
            if text is None or (kind is Poll and field.name in _LOOKED_UP):
                pass
            elif text == NOTHING:
                _put(payload, field.path, None)
            elif (value := work.attempt(fields.read, field, text)) is not None:
                _put(payload, field.path, value)
            if field.needed and text in (None, NOTHING) and not payload.get(field.path[0]):
                how = line("write them as in `{}: {}`", field.name, field.hint) if field.items else f"say {field.hint}"
                work.problems.append(line("`{}:` is missing: {}.", field.name, how))
        if kind is Poll:
            payload["survey"] = await self._survey(work, payload["survey"])
        if kind is Poll and not payload.get("question"):
            asked = record.get("asked") or (record.get("text") or "",)
            payload["question"] = asked[0][:200]
            work.remarks.append(line("No `question:` is given: it is listed as {}.", quoted(payload["question"])))
        return payload

    async def _poll(self, work: Work, payload: dict[str, Any]) -> None:
        """Read what is known better from the polls that are there: the survey, and where a group's name ends."""
        text = work.get("results")
        if text == NOTHING:
            payload.pop("results", None)
        elif text is not None:
            groups, answers = await self._store.polls.groups(work.server), await self._store.polls.answers(work.server)
            payload["results"] = work.attempt(results.read, text, groups, answers) or payload.get("results", ())
        title = work.get("survey")
        if title is None:
            payload["survey"] = dict(payload.get("survey") or {})
            return
        surveys = await self._store.polls.surveys(work.server)
        same = next((known for known in surveys if fold(title) in (fold(known.title), fold(known.key))), None)
        new = {"key": free(slug(title) or "survey", {known.key for known in surveys}), "title": title}
        payload["survey"] = same.model_dump() if same else new

    async def _survey(self, work: Work, said: dict[str, Any]) -> dict[str, Any]:
        """Return the survey with what is said of it: its data are the same in all of its polls."""
        if "key" not in said:
            return await self._likely_survey(work, said)
        before = work.original.payload if work.original else None
        if isinstance(before, Poll) and before.survey.key == said["key"]:
            # What is edited is edited in all of them.
            return said
        surveys = await self._store.polls.surveys(work.server)
        known = next((survey for survey in surveys if survey.key == said["key"]), None)
        if known is None:
            return said
        for field in fields_of(Survey):
            value, other = said.get(field.path[0]), field.of(known)
            if value != other:
                (first, *_) = await self._store.polls.numbers(said["key"], work.server)
                work.problems.append(
                    line(
                        "`{0}:` of the {1} is {2} in F{3}: write another `survey:`, or `!fact edit F{3} {0}: …`, which "
                        "changes it in all of its polls.",
                        field.name,
                        known.title,
                        "not stated" if other is None else str(other),
                        first,
                    )
                )
        return said

    async def _likely_survey(self, work: Work, said: dict[str, Any]) -> dict[str, Any]:
        """Return the one survey of the source's other polls where what is said agrees with it, else a new one."""
        place = pinpoints.parse((*entries(work.get("source") or work.get("cite") or ""), "")[0])
        key = place.source if place else ""
        source = await self._store.source(key, work.server)
        used = await self._store.polls.surveys(work.server, source) if source else ()
        surveys = {survey.key: survey for survey in used}
        if len(surveys) == 1:
            (survey,) = surveys.values()
            if said.items() <= survey.model_dump().items():
                work.remarks.append(
                    line("No `survey:` is given: as in other polls of this source, it is the {}.", survey.title)
                )
                return survey.model_dump()
        whose = work.get("reported") or said.get("pollster")
        base = (f"Survey of {whose}" if whose else f"Survey reported in {key or 'the source'}")[:180]
        known = {fold(survey.title): survey for survey in await self._store.polls.surveys(work.server)}
        dated = (f"{base}, {spoken(said['fielded'])}",) if said.get("fielded") else ()
        numbered = (f"{base} ({number})" for number in count(2))
        titles = chain((base, *dated), numbered)
        # One that is there already is this one where it is the same in all that is said of it.
        title = next(
            title
            for title in titles
            if fold(title) not in known or said.items() <= known[fold(title)].model_dump().items()
        )
        work.remarks.append(line("No `survey:` is given: it is called {}.", quoted(title)))
        if same := known.get(fold(title)):
            return same.model_dump()
        return {"key": free(slug(title) or "survey", {other.key for other in known.values()}), "title": title, **said}


def _put(payload: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Put a value where the path leads; None takes out what is there."""
    *outer, last = path
    for step in outer:
        payload = payload.setdefault(step, {})
    if value is None:
        payload.pop(last, None)
    else:
        payload[last] = value


def _strays(work: Work, kind: type[Payload]) -> Iterable[Line]:
    """Yield a sentence for each argument that belongs to another kind."""
    own = {field.name for field in kind.arguments()}
    takers: dict[str, list[str]] = {}
    for payload in KINDS.values():
        for field in payload.arguments():
            takers.setdefault(field.name, []).append(payload.indefinite())
    for name, owners in takers.items():
        if name not in own and work.get(name) is not None:
            yield line("`{}:` belongs to {}, not to {}.", name, listed(owners, "or"), kind.indefinite())
