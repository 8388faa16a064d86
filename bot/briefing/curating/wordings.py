"""Wordings: questions that a new fact answers, made of its own fields, and those that wait as gaps for such a fact."""

from collections.abc import Iterator, Mapping
from string import Formatter

from bot.briefing.asking.stopwords import STOP_STEMS
from bot.briefing.prose import clean
from db.dates.spoken import spoken
from db.gap_store import GapStore
from db.kinds import Item
from db.records import Fact
from db.tokenizer import fold, stems

PROPOSED = 5
LONGEST = 200
TELLING = 2  # words that a waiting question has in common with the fact: one alone is the subject of many


class Wordings:
    """Proposes in what other words people may ask for a fact."""

    def __init__(self, gaps: GapStore) -> None:
        self._gaps = gaps

    async def proposed(self, fact: Fact, server: int | None) -> tuple[str, ...]:
        """Return the questions, those that people have asked already first."""
        # Words that were put privately are nobody's to keep with a fact.
        waiting = [clean(gap.public, LONGEST + 1) for gap in await self._gaps.open(server) if gap.public]
        asked = [question for question in waiting if _answers(fact, question)]
        known = {fold(question) for question in (fact.name, *fact.asked)}
        found: dict[str, str] = {}
        for question in (*asked, *_made(fact)):
            if len(question) <= LONGEST and fold(question) not in known:
                found.setdefault(fold(question), question)
        return tuple(found.values())[:PROPOSED]


def _answers(fact: Fact, question: str) -> bool:
    """Say whether the fact has every telling word of a question."""
    wanted = set(stems(question)) - STOP_STEMS
    values = (value for stated in _stated(fact) for value in stated.values())
    words = set(stems(" ".join((fact.text, *fact.topics, *fact.aliases, *values))))
    return len(wanted) >= TELLING and wanted <= words


def _made(fact: Fact) -> Iterator[str]:
    """Yield the wordings of the kind, filled by what the fact states."""
    for wording in fact.payload.DESCRIPTION.wordings:
        fields = {field for _, field, _, _ in Formatter().parse(wording.words) if field}
        needed = {*fields, *filter(None, (wording.needs,))}
        for stated in _stated(fact):
            if needed <= stated.keys():
                yield wording.words.format_map(stated)


def _stated(fact: Fact) -> Iterator[Mapping[str, str]]:
    """Yield the fields that the fact states as words, once with those of each item that it lists."""
    single = {"when": spoken(fact.when) if fact.when else None, "speaker": fact.speaker}
    items: list[Item] = []
    for name, value in fact.payload:
        match value:
            case str() if value != type(fact.payload).model_fields[name].default:
                # What is as it is by default nobody states.
                single[name] = value
            case tuple() if value and isinstance(value[0], Item):
                items += value
            case tuple():
                single[name] = ", ".join(map(str, value))
    stated = {name: value for name, value in single.items() if value}
    yield stated
    for item in items:
        yield stated | {name: value for name, value in item if isinstance(value, str)}
