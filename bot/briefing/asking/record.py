"""The record: what the fields of sources, surveys and topics say of themselves, asked in plain words.

Who wrote a source, when and where it appeared, how many a survey asked and when, how many facts there are on a topic,
and what is newest on one.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.briefing.answer import Answer, Section, Statement
from bot.briefing.asking.stopwords import STOP_STEMS
from bot.briefing.evidence import Evidence
from bot.briefing.prose import counted, listed
from bot.briefing.recency import day, last_day, latest
from db.bibliography import Source
from db.dates.spoken import spoken
from db.kinds import KINDS, Poll, Survey, kinds_by_word
from db.notes import Line, Note, line
from db.records import StoredFact
from db.store import Store
from db.tokenizer import stems

LISTED = 5

_DOCUMENT = "document|source|article|text|paper|piece|report|publication"
_PAPER = "(?:news)?paper|journal|magazine|site|website|publication|outlet"
_POLL = "surveys?|polls?|polling"
_ASKED = "asked|polled|surveyed|interviewed|questioned|sampled"
_MADE = "taken|conducted|carried out|done|held|made|fielded|run"
_PEOPLE = r"(?:people|persons|respondents|participants|adults|men and women|all)"
_ON = "on|about|regarding|concerning"
_DOCUMENT_STEMS = frozenset(stems(_DOCUMENT.replace("|", " ")))
# Words with which a survey is spoken of, whichever it is.
_SURVEY_STEMS = frozenset(stems(f"survey poll polling sample {_ASKED}".replace("|", " ")))


def _whole(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)})[\s?!.]*", re.IGNORECASE)


_AUTHOR = _whole(
    r"who (?:wrote|has written|authored|penned) (?:for |in )?(?P<source>\S.*?)",
    r"who (?:is|was|are|were) (?:the )?(?:author|writer)s? (?:of|behind) (?P<of>\S.*?)",
    r"(?:by whom|who) (?:is|was) (?P<by>\S.*?) (?:written(?: by)?|by)",
)
_ISSUED = _whole(
    r"(?:when|in (?:what|which) (?:year|month)) (?:was|were) (?P<source>\S.*?)"
    r" (?:published|written|issued|released|printed)",
    r"when did (?P<appeared>\S.*?) (?:appear|come out)",
    r"how old (?:is|are) (?P<old>\S.*?)",
    r"what(?:['’]s| is| was) the date of (?P<of>\S.*?)",
)
_CONTAINER = _whole(
    rf"(?:for|in|by) (?:what|which) (?:{_PAPER}) (?:was|is|did|does) (?P<source>\S.*?)"
    r"(?: (?:published|written|printed|write|appear|from))?(?: (?:for|in))?",
    rf"(?:what|which) (?:{_PAPER}) (?:published|printed|carried|ran) (?P<ran>\S.*?)",
    rf"(?:what|which) (?:{_PAPER}) (?:was|is|did|does) (?P<was>\S.*?)"
    r"(?: (?:published|written|printed|write|appear))? (?:in|for|from)",
    r"where (?:was|were|did) (?P<where>\S.*?) (?:published|printed|appear|come out)",
)
_SAMPLE = _whole(
    rf"how many(?: {_PEOPLE})? did (?P<survey>.*?\b(?:{_POLL})\b.*?)"
    rf" (?:ask|poll|survey|interview|question|sample|include|reach|cover)",
    rf"how many(?: {_PEOPLE})? (?:were|was) (?:{_ASKED})(?: (?:in|by|for) (?P<passive>\S.*?))?",
    rf"how many(?: {_PEOPLE})? (?:answered|took part in|participated in|responded to) (?P<part>.*?\b(?:{_POLL})\b.*?)",
    rf"how many {_PEOPLE} (?:did|does|has) (?P<has>.*?\b(?:{_POLL})\b.*?)(?: have)?",
    r"(?:what(?:['’]s| is| was) |how (?:large|big) (?:is|was) )?(?:the )?(?:sample|sample size)"
    r"(?: (?:of|in|for) (?P<of>\S.*?))?",
    rf"what(?:['’]s| is| was) (?P<own>.*?\b(?:{_POLL})\b.*?) sample(?: size)?",
)
_FIELDED = _whole(
    rf"when (?:was|were) (?P<survey>.*?\b(?:{_POLL})\b.*?) (?:{_MADE})",
    rf"when did (?P<place>.*?\b(?:{_POLL})\b.*?) take place",
    rf"when were (?:the )?{_PEOPLE} (?:{_ASKED})(?: (?:in|by|for) (?P<passive>\S.*?))?",
    rf"what(?:['’]s| is| was| are| were) the dates? of (?P<of>.*?\b(?:{_POLL})\b.*?)",
    rf"how (?:old|recent) (?:is|are) (?P<old>.*?\b(?:{_POLL})\b.*?)",
)
_COUNT = _whole(
    rf"how many (?P<facts>facts)(?: (?:do you (?:have|know|hold)|are there|have you(?: got)?))?"
    rf"(?: (?:{_ON}) (?:the )?(?P<subject>\S.*?))?",
    rf"how many (?P<noun>\w+) (?:do you (?:have|know|hold)|have you(?: got)?)(?: (?:{_ON}) (?:the )?(?P<about>\S.*?))?",
)
_LATEST = _whole(
    r"(?:what(?:['’]s| is| are) )?(?:the )?(?:latest|newest|most recent)(?: (?P<noun>\w+))?"
    rf" (?:{_ON}) (?:the )?(?P<subject>\S.*?)",
    rf"what(?:['’]s| is) new (?:{_ON}|with|in) (?:the )?(?P<new>\S.*?)",
)


class RecordQuestions:
    """Answers from the fields of what the store holds."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store = store
        self._evidence = evidence

    async def look_up(self, question: str, server: int | None) -> Answer | None:
        """Return what the record says, `related` where the field asked for is empty; None for another question."""
        question = " ".join(question.split())
        for pattern, tell in ((_SAMPLE, _sample), (_FIELDED, _fielded)):
            if asked := pattern.fullmatch(question):
                return await self._survey(_named(asked), tell, server)
        for pattern, state in ((_AUTHOR, _author), (_ISSUED, _issued), (_CONTAINER, _container)):
            if asked := pattern.fullmatch(question):
                return await self._source(_named(asked), state, server)
        if asked := _COUNT.fullmatch(question):
            return await self._count(asked["facts"] or asked["noun"], asked["subject"] or asked["about"], server)
        if asked := _LATEST.fullmatch(question):
            return await self._latest(asked["noun"], asked["subject"] or asked["new"], server)
        return None

    async def _source(self, name: str, state: "_State", server: int | None) -> Answer | None:
        wanted = set(stems(name)) - STOP_STEMS - _DOCUMENT_STEMS
        sources = await self._store.sources(server)
        meant = [source for source in sources if wanted <= set(_described(source))]
        if not meant or (not wanted and len(sources) > LISTED):
            return None
        stated = [source for source in meant if state(source)[1]]
        shown = sorted(stated or meant, key=lambda source: last_day(source.issued), reverse=True)[:LISTED]
        lines = [line("{} `!source {}` describes it.", state(source)[0], source.key) for source in shown]
        return Answer("answered" if stated else "related", note=tuple(lines))

    async def _survey(self, name: str, tell: "_Tell", server: int | None) -> Answer | None:
        """Return what the surveys say, each with a poll of it, the newest first."""
        wanted = set(stems(name)) - STOP_STEMS - _SURVEY_STEMS
        surveys = await self._store.polls.surveys(server)
        numbers = {survey.key: await self._store.polls.numbers(survey.key, server) for survey in surveys}
        found: list[tuple[Survey, Statement]] = []
        for survey in surveys:
            facts = await self._store.numbered(numbers[survey.key], server)
            known = [fact for fact in facts if fact.rank == "normal"]
            fitting = [fact for fact in known if wanted <= {*_words_of(survey), *stems(" ".join(_filed(fact)))}]
            if fitting:
                (statement,) = await self._evidence.statements(fitting[:1], server)
                found.append((survey, statement))
        if not found:
            return None
        found.sort(key=lambda pair: day(pair[1]), reverse=True)
        stated = [pair for pair in found if tell(pair[0])[1]]
        shown = (stated or found)[:LISTED]
        lines = tuple((tell(survey)[0],) for survey, _ in shown)
        lacking = () if stated else (_LACKS[tell],)
        statements = tuple(replace(statement, lacks=lacking) for _, statement in shown)
        if stated:
            return Answer("answered", sections=(Section(statements),), note=lines)
        nearest = Section(statements, "Not an answer, but what the survey found", nearest=True)
        return Answer("related", sections=(nearest,), note=lines, offers=("ask-the-team",))

    async def _count(self, noun: str, subject: str | None, server: int | None) -> Answer | None:
        kind = kinds_by_word().get(noun.lower())
        if noun.lower() not in ("facts", "sources", "topics") and kind is None:
            return None
        if noun.lower() == "sources" and not subject:
            return _counted(counted(len(await self._store.sources(server)), "source"), line("`!sources` lists them."))
        topics = {topic.key: count for topic, count in await self._store.topics(server) if count}
        if noun.lower() == "topics" and not subject:
            return _counted(counted(len(topics), "topic"), line("`!topics` lists them."))
        if not subject:
            of_kind = kind.KIND if kind else None
            kinds = await self._store.counts.by_kind(server)
            number = counted(kinds[of_kind], of_kind, kind.DESCRIPTION.plural) if kind and of_kind else _kinds(kinds)
            return _counted(number, line("`!topics` lists what they are about."))
        topic = await self._store.topic_named(subject, server)
        if topic is None or topic.key not in topics or noun.lower() in ("sources", "topics"):
            return None
        kinds = await self._store.counts.by_kind(server, topic.key)
        number = counted(kinds[kind.KIND], kind.KIND, kind.DESCRIPTION.plural) if kind else _kinds(kinds)
        return _counted(f"{number} on {topic.title}", line("`!brief {}` gives all on it.", topic.key))

    async def _latest(self, noun: str | None, subject: str, server: int | None) -> Answer | None:
        """Return the newest facts first: by their own date, or by their source's where they have none or foretell."""
        kind = kinds_by_word().get(noun.lower()) if noun else None
        if noun and kind is None and noun.lower() not in ("fact", "facts", "news"):
            return None
        found, more = latest(await self._store.named(subject, kind.KIND if kind else None, server))
        facts = [fact for fact in found if fact.rank == "normal"]
        if not facts:
            return None
        statements = await self._evidence.statements(facts, server)
        newest = sorted(statements, key=lambda said: (day(said), said.fact.number), reverse=True)[:LISTED]
        topic = await self._store.topic_named(subject, server)
        return Answer("answered", f"Latest: {topic.title if topic else facts[0].name}", (Section(tuple(newest)),), more)


def with_record(record: Answer, answer: Answer) -> Answer:
    """Return what the record says with the answer of the facts: before it, or in place of a refusal."""
    if answer.status == "answered" != record.status:
        return record if _of_others(record, answer) else answer
    if answer.status != "answered" and (record.status == "answered" or record.sections):
        return record
    return replace(answer, sections=record.sections or answer.sections, note=(*record.note, *answer.note))


def _of_others(record: Answer, answer: Answer) -> bool:
    """Say whether the record is of a survey, and the answer of facts that are none of its polls."""
    polls = {said.fact.number for said in record.statements}
    return bool(polls) and polls.isdisjoint(said.fact.number for said in answer.statements)


# What a source or a survey says in a field, and whether it says anything.
_State = Callable[[Source], tuple[str, bool]]
_Tell = Callable[[Survey], tuple[str, bool]]


def _author(source: Source) -> tuple[str, bool]:
    if not source.author:
        return f"{source.title} names no author.", False
    return f"{source.title} is by {listed(name.full for name in source.author)}.", True


def _issued(source: Source) -> tuple[str, bool]:
    if not source.issued:
        return f"{source.title} bears no date.", False
    return f"{source.title} is of {spoken(source.issued)}.", True


def _container(source: Source) -> tuple[str, bool]:
    place = source.container_title or source.publisher
    if not place:
        return f"{source.title} does not say where it was published.", False
    return f"{source.title} was published in {place}.", True


def _sample(survey: Survey) -> tuple[str, bool]:
    when = f" ({spoken(survey.fielded)})" if survey.fielded else ""
    if survey.sample_size is None:
        return f"{survey.title}{when}: the document does not state the sample size.", False
    return f"{survey.title}{when}: {survey.sample_size:,} people were asked.", True


def _fielded(survey: Survey) -> tuple[str, bool]:
    if not survey.fielded:
        return f"{survey.title}: the document does not state when people were asked.", False
    return f"{survey.title}: people were asked in {spoken(survey.fielded)}.", True


_LACKS: dict[_Tell, str] = {_sample: "sample size", _fielded: "date of the survey"}


def _named(asked: re.Match[str]) -> str:
    return next(filter(None, asked.groups()), "")


def _described(source: Source) -> list[str]:
    """Return the stems of what a source is called by."""
    names = [part for name in source.author for part in (name.full, name.short)]
    words = (source.key, source.title, source.title_short, source.container_title, source.publisher, source.issued)
    return stems(" ".join(filter(None, (*words, *names))))


def _words_of(survey: Survey) -> list[str]:
    return stems(" ".join(filter(None, (survey.title, survey.sponsor, survey.pollster, survey.population))))


def _filed(fact: StoredFact) -> Iterable[str]:
    assert isinstance(fact.payload, Poll)
    return (fact.payload.question, *fact.topics, *(result.group for result in fact.payload.results))


def _kinds(kinds: Counter[str]) -> str:
    parts = (counted(kinds[kind], kind, payload.DESCRIPTION.plural) for kind, payload in KINDS.items() if kinds[kind])
    return f"{counted(kinds.total(), 'fact')}: {listed(parts)}" if kinds else counted(0, "fact")


def _counted(number: str, more: Line) -> Answer:
    note: Note = (line("I have {}. {}", number, more),)
    return Answer("answered", "On the record", note=note)
