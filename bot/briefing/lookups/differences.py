"""Differences between the facts about one matter, and what in their data may be why. They are shown, not resolved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from bot.briefing.answer import Origin, Section, Statement
from bot.briefing.evidence import Evidence
from bot.briefing.lookups.matters import Matter, results, stance
from bot.briefing.prose import listed
from db.bibliography import Source
from db.dates.bounds import bounds, overlap
from db.dates.spoken import spoken
from db.kinds import Poll, Stance, Survey
from db.notes import Line, Note, line
from db.tokenizer import fold

LISTED = 6


async def side_by_side(
    matters: Iterable[Matter], evidence: Evidence, server: int | None, lead: str = "", *, explained: bool = False
) -> tuple[Section, ...]:
    """Return a section a matter: its facts, and where they can be compared, in what they differ and what may be why.

    That is a detail unless it is to be `explained`.
    """
    sections = []
    for matter in matters:
        section = await evidence.section(matter.facts, f"{lead}{matter.heading}", server)
        why = explanation(matter, section.statements) if matter.comparable else ()
        said = replace(section, note=why) if explained else replace(section, details=why)
        sections.append(said)
    return tuple(sections)


def explanation(matter: Matter, statements: Sequence[Statement]) -> Note:
    """Return one line on what differs, and one on the likely reasons as far as the data hold any."""
    claims = [statement for statement in statements if stance(statement.fact)]
    polls = [statement for statement in statements if isinstance(statement.fact.payload, Poll)]
    lines: list[Line] = [(words,) for words in (*_positions(matter, claims), *_figures(matter, polls))]
    if claims and polls:
        voices = _listed(dict.fromkeys(_voice(statement) for statement in claims))
        lines.append(line("Figures of a survey stand beside what people hold ({}).", voices))
    reasons = [*_of_sources(statements), *_of_claims(matter, claims), *_of_polls(polls)]
    if reasons:
        lines.append(line("Likely reasons: {}.", ", ".join(reasons)))
    elif matter.disputed:
        lines.append(line("The data give no likely reason."))
    return tuple(lines)


def _positions(matter: Matter, claims: Sequence[Statement]) -> Iterator[str]:
    if len(matter.stances) < 2:
        return
    sources = _sources(claims)
    by_source = {
        key: [
            side
            for side in matter.stances
            if any(stance(claim.fact) == side and key in _origins(claim) for claim in claims)
        ]
        for key in sources
    }
    positions = "; ".join(f"{sources[key].label}: {_listed(sides)}" for key, sides in by_source.items())
    yield f"{_scope(by_source)}: {positions}."
    speakers = [{claim.fact.speaker for claim in claims if stance(claim.fact) == side} for side in matter.stances]
    changing = sorted(speaker for speaker in set.intersection(*speakers) if speaker)
    if changing:
        yield f"On more than one side: {_listed(changing)}."


def _figures(matter: Matter, polls: Sequence[Statement]) -> Iterator[str]:
    surveys = _surveys(polls)
    groups = list({fold(result.group): result.group for poll in polls for result in results(poll.fact)}.values())
    if len(surveys) > 1:
        yield f"Different surveys: {_listed(survey.title for survey in surveys)}."
    elif len(groups) > 1:
        yield f"One survey, asked of different groups: {_listed(groups)}."
    for group, answer in matter.conflicts:
        asked = fold(group), fold(answer)
        having = [
            poll
            for poll in polls
            if any((fold(result.group), fold(result.answer)) == asked for result in results(poll.fact))
        ]
        by_source = {key: [poll for poll in having if key in _origins(poll)] for key in _sources(having)}
        numbers = ", ".join(poll.fact.label for poll in having)
        yield f"{_scope(by_source)}: different figures for {group}, “{answer}” ({numbers})."


def _scope(by_source: Mapping[Origin, Sequence[object]]) -> str:
    """Say whether sources differ from each other, or one within itself, by what each holds."""
    within = any(len(sides) > 1 for sides in by_source.values())
    if len(by_source) == 1:
        return "Within one source"
    return "Between sources and within one" if within else "Between sources"


def _of_sources(statements: Sequence[Statement]) -> Iterator[str]:
    dates = [source.issued for source in _sources(statements).values() if source.issued]
    if _apart(dates):
        yield f"the sources are of {_listed(map(spoken, _dated(dates)))}"
    origins = list(
        dict.fromkeys(
            place.citation.reported_from
            for statement in statements
            for place in statement.places
            if place.citation.reported_from
        )
    )
    if len(origins) > 1:
        yield f"they pass on what others found ({_listed(origins)})"


def _of_claims(matter: Matter, claims: Sequence[Statement]) -> Iterator[str]:
    sides = {side: [claim for claim in claims if stance(claim.fact) == side] for side in matter.stances}
    if len(sides) < 2:
        return
    yield from _of_times(matter, claims, "they speak")
    for key, source in _sources(claims).items():
        own = [claim for claim in claims if key in _origins(claim)]
        if len(own) < len(claims):
            yield from _of_times(matter, own, f"{source.label} speaks")
    voices = {side: list(dict.fromkeys(map(_voice, claims))) for side, claims in sides.items()}
    if len({frozenset(named) for named in voices.values()}) > 1:
        yield f"the voices differ ({_each(voices)})"
    speakers = [{claim.fact.speaker for claim in claims} for claims in sides.values()]
    if not set.intersection(*speakers):
        yield "different people speak"


def _of_times(matter: Matter, claims: Sequence[Statement], who: str) -> Iterator[str]:
    """Yield the dates of each side where no date of one may be a date of another."""
    dates = {side: _dated(claim.fact.when for claim in claims if stance(claim.fact) == side) for side in matter.stances}
    dated = {side: days for side, days in dates.items() if days}
    if len(dated) > 1 and not any(
        overlap(date, other) for side, rest in combinations(dated.values(), 2) for date in side for other in rest
    ):
        yield f"{who} of different times ({_each({side: map(spoken, days) for side, days in dated.items()})})"


def _of_polls(polls: Sequence[Statement]) -> Iterator[str]:
    surveys = _surveys(polls)
    fielded = [survey.fielded for survey in surveys if survey.fielded]
    if _apart(fielded):
        yield f"people were asked at different times ({_listed(map(spoken, _dated(fielded)))})"
    for what, values in (
        ("the populations differ", [survey.population for survey in surveys]),
        ("people were reached differently", [survey.mode for survey in surveys]),
        ("the samples differ in size", [survey.sample_size and f"{survey.sample_size:,}" for survey in surveys]),
    ):
        known = list(dict.fromkeys(value for value in values if value))
        if len(known) > 1:
            yield f"{what} ({_listed(known)})"
    wordings = {fold(poll.fact.payload.wording or "") for poll in polls if isinstance(poll.fact.payload, Poll)}
    if len(wordings - {""}) > 1:
        yield "the question was put in different words"
    answers = [dict.fromkeys(result.answer for result in results(poll.fact)) for poll in polls]
    if len(answers) > 1 and not set.intersection(*(set(map(fold, words)) for words in answers)):
        yield f"the answers are worded differently ({' / '.join(dict.fromkeys(map(_listed, answers)))})"


def _voice(statement: Statement) -> str:
    return "reported words" if statement.fact.voice == "reported" else statement.fact.voice


def _each(sides: Mapping[Stance, Iterable[str]]) -> str:
    return "; ".join(f"{side}: {_listed(words)}" for side, words in sides.items())


def _dated(dates: Iterable[str | None]) -> list[str]:
    """Return the dates that there are, each once, the earliest first."""
    return sorted({date for date in dates if date}, key=bounds)


def _apart(dates: Sequence[str]) -> bool:
    """Say whether any two of the dates cannot be of the same day."""
    return any(not overlap(date, other) for date in dates for other in dates)


def _origins(statement: Statement) -> set[Origin]:
    return {place.origin for place in statement.places}


def _sources(statements: Iterable[Statement]) -> dict[Origin, Source]:
    return {place.origin: place.source for statement in statements for place in statement.places}


def _surveys(polls: Iterable[Statement]) -> list[Survey]:
    payloads = (poll.fact.payload for poll in polls)
    return list({poll.survey.key: poll.survey for poll in payloads if isinstance(poll, Poll)}.values())


def _listed(words: Iterable[str]) -> str:
    return listed(words, most=LISTED)
