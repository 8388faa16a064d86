"""What each kind of fact holds besides its text, read from named arguments."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.briefing.arguments import entries, whole
from bot.briefing.curating import results
from bot.briefing.curating.draft import NOTHING, Work, date, slug
from bot.briefing.errors import quoted
from bot.briefing.near import either
from db.dates import EXAMPLES, written
from db.kinds import KINDS, Kind
from db.store import Store
from db.tokenizer import fold

# The arguments of each kind, and the field of the record that each fills.
OF_KIND: dict[Kind, dict[str, str]] = {
    "poll": {"question": "question", "wording": "wording", "results": "results", "complete": "complete"},
    "event": {"name": "name", "place": "place", "participants": "participants", "outcome": "outcome"},
    "person": {"name": "name", "office": "offices"},
    "organization": {"name": "name"},
    "law": {"name": "name", "jurisdiction": "jurisdiction", "status": "status"},
    "claim": {"about": "about", "stance": "stance"},
}
SURVEY = {
    "survey": "title",
    "sponsor": "sponsor",
    "pollster": "pollster",
    "population": "population",
    "fielded": "fielded",
    "sample": "sample_size",
    "margin": "margin_of_error",
    "mode": "mode",
}
_NEEDED: dict[Kind, tuple[str, str]] = {
    "event": ("name", "what it is called"),
    "person": ("name", "who it is"),
    "organization": ("name", "what it is called"),
    "law": ("name", "what it is called"),
    "claim": ("about", "the matter, as a proposition that one can be for or against"),
}


class Payloads:
    """Makes the payload of a fact."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def draft(self, work: Work, kind: Kind, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of the payload; those of the held fact stay where its kind does."""
        work.problems += _strays(work, kind)
        payload: dict[str, Any] = {"kind": kind}
        if work.held and work.held.kind == kind:
            payload = work.held.payload.model_dump()
        for argument, name in OF_KIND[kind].items():
            value = work.get(argument)
            if value == NOTHING:
                payload.pop(name, None)
            elif value is not None and argument != "results":
                payload[name] = _field(work, argument, value)
        if kind in _NEEDED and not payload.get(_NEEDED[kind][0]):
            argument, what = _NEEDED[kind]
            work.problems.append(f"`{argument}:` is missing: say {what}.")
        if kind == "poll":
            await self._poll(work, payload, record)
        return payload

    async def _poll(self, work: Work, payload: dict[str, Any], record: Mapping[str, Any]) -> None:
        value = work.get("results")
        if value is not None:
            groups, answers = await self._store.polls.groups(work.server), await self._store.polls.answers(work.server)
            payload["results"] = work.attempt(results.read, value, groups, answers) or payload.get("results", ())
        elif not payload.get("results"):
            work.problems.append(f"`results:` is missing: write them as in `{results.EXAMPLE}`.")
        if "question" not in payload:
            asked = record.get("asked") or (record.get("text") or "",)
            payload["question"] = asked[0][:200]
            work.remarks.append(f"No `question:` is given: it is listed as {quoted(payload['question'])}.")
        payload["survey"] = await self._survey(work, payload.get("survey"))

    async def _survey(self, work: Work, held: dict[str, Any] | None) -> dict[str, Any]:
        """Return the survey that is named, else the held one, else the one of the source's other polls."""
        title = work.get("survey")
        if title is not None:
            surveys = await self._store.polls.surveys(work.server)
            same = next((one for one in surveys if fold(title) in (fold(one.title), fold(one.key))), None)
            survey: dict[str, Any] = same.model_dump() if same else {"key": slug(title) or "survey", "title": title}
        else:
            survey = dict(held) if held else await self._likely_survey(work)
        for argument, name in SURVEY.items():
            value = work.get(argument)
            if value is not None and argument != "survey":
                survey[name] = _field(work, argument, value) if value != NOTHING else None
        return survey

    async def _likely_survey(self, work: Work) -> dict[str, Any]:
        key = re.split(r"[#¶,\s]", (work.get("source") or work.get("cite") or "").strip())[0].casefold()
        source = await self._store.source(key, work.server)
        used = await self._store.polls.surveys(work.server, source) if source else ()
        surveys = {survey.key: survey for survey in used}
        if len(surveys) == 1:
            (survey,) = surveys.values()
            work.remarks.append(f"No `survey:` is given: as in other polls of this source, it is the {survey.title}.")
            return survey.model_dump()
        sponsor = work.get("reported")
        title = (f"Survey of {sponsor}" if sponsor else f"Survey reported in {key or 'the source'}")[:200]
        work.remarks.append(f"No `survey:` is given: it is called {quoted(title)}.")
        return {"key": slug(title) or "survey", "title": title}


def _field(work: Work, argument: str, value: str) -> Any:
    match argument:
        case "participants":
            return entries(value)
        case "office":
            return work.attempt(_offices, value) or ()
        case "complete":
            return work.arguments.flag("complete")
        case "stance":
            return value.casefold()
        case "fielded":
            return work.attempt(date, "fielded", value)
        case "sample":
            return work.attempt(whole, value, "sample")
        case "margin":
            return work.attempt(_points, value)
    return value


def _strays(work: Work, kind: Kind) -> Iterable[str]:
    """Yield a sentence for each argument that belongs to another kind."""
    own = {*OF_KIND[kind], *(SURVEY if kind == "poll" else ())}
    for name in dict.fromkeys([*(name for fields in OF_KIND.values() for name in fields), *SURVEY]):
        if name not in own and work.get(name) is not None:
            takers = [other for other in KINDS if name in OF_KIND[other] or (other == "poll" and name in SURVEY)]
            owners = either([f"{'an' if taker[0] in 'aeo' else 'a'} {taker}" for taker in takers])
            yield f"`{name}:` belongs to {owners}, not to {'an' if kind[0] in 'aeo' else 'a'} {kind}."


def _points(value: str) -> float:
    match = re.fullmatch(r"[±+/\-\s]*(\d+(?:\.\d+)?)\s*(?:%|points?|percentage points?)?", value)
    if match is None:
        raise ValueError(f"`margin:` should be percentage points, such as 3.1, not {quoted(value)}.")
    return float(match[1])


def _offices(value: str) -> tuple[dict[str, Any], ...]:
    """Return offices, written as `title, organization, date`; with `|` where a part holds a comma."""
    offices = []
    for one in filter(None, map(str.strip, value.split(";"))):
        parts = [part.strip() for part in one.split("|" if "|" in one else ",")]
        if not 1 <= len(parts) <= 3 or not parts[0]:
            raise ValueError(
                f"`office:` {quoted(one)} should be a title, an organization and a date: "
                "`office: Secretary of State | United States | 2018/2021`."
            )
        office: dict[str, Any] = {"title": parts[0]}
        for part in filter(None, parts[1:]):
            try:
                office["when"] = written(part)
            except ValueError:
                if "organization" in office:
                    raise ValueError(f"`office:` {quoted(part)} is not a date I can read: write {EXAMPLES}.") from None
                office["organization"] = part
        offices.append(office)
    return tuple(offices)
