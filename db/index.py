"""What is looked up and searched: the folded names of topics and facts, and the full-text index."""

from collections.abc import Iterable

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from db.dates import spoken
from db.payloads import Claim, Event, Law, Person, Poll
from db.records import Fact, Topic
from db.tables import fact_topic, name, topic
from db.words import fold, plain


async def name_topic(connection: AsyncConnection, number: int, record: Topic) -> None:
    """File a topic under its key, title and aliases."""
    await connection.execute(delete(name).where(name.c.topic_id == number))
    await _file(connection, (record.key, record.title, *record.aliases), topic_id=number)


async def index_fact(connection: AsyncConnection, number: int, fact: Fact) -> None:
    """File a fact under its name and aliases, and make its words searchable."""
    await connection.execute(delete(name).where(name.c.fact_id == number))
    await _file(connection, (fact.name, *fact.aliases), fact_id=number)
    filed = select(topic.c.title, topic.c.aliases).join(fact_topic).where(fact_topic.c.fact_id == number)
    titles = await connection.execute(filed)
    fields = {
        "text": fact.text,
        "names": " ".join((fact.name, *fact.aliases)),
        "topics": " ".join(" ".join((row.title, *row.aliases)) for row in titles),
        "asked": " ".join(fact.asked),
        "details": " ".join(details(fact)),
    }
    await connection.execute(text("DELETE FROM fact_search WHERE rowid = :number"), {"number": number})
    await connection.execute(
        text(
            "INSERT INTO fact_search (rowid, text, names, topics, asked, details)"
            " VALUES (:number, :text, :names, :topics, :asked, :details)"
        ),
        {"number": number, **{field: plain(words) for field, words in fields.items()}},
    )


def details(fact: Fact) -> Iterable[str]:
    """Yield what a fact says besides its text: kind, speaker, date and the words of its payload."""
    yield fact.kind
    yield from filter(None, (fact.speaker, fact.when and spoken(fact.when)))
    yield from {citation.reported_from for citation in fact.citations if citation.reported_from}
    match fact.payload:
        case Poll(question=question, survey=survey, results=results):
            yield from filter(None, (question, survey.title, survey.sponsor, survey.pollster, survey.population))
            yield from (f"{result.group} {result.answer} {result.percent:g}" for result in results)
        case Event(place=place, participants=participants, outcome=outcome):
            yield from filter(None, (place, outcome, *participants))
        case Person(offices=offices):
            for office in offices:
                yield from filter(None, (office.title, office.organization))
        case Law(jurisdiction=jurisdiction, status=status):
            yield from filter(None, (jurisdiction, status))
        case Claim(about=about, stance=stance):
            yield f"{about} {stance}"


async def _file(connection: AsyncConnection, names: Iterable[str], **owner: int) -> None:
    rows = {folded: shown for shown in names if (folded := fold(shown))}
    if rows:
        await connection.execute(
            name.insert(), [{"folded": folded, "shown": shown, **owner} for folded, shown in rows.items()]
        )
