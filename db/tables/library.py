"""Tables of the library: sources with their documents, topics, facts and their citations."""

from sqlalchemy import (
    JSON,
    BigInteger,
    BindParameter,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    bindparam,
    literal_column,
    select,
    text,
)

from db.tables.common import SHARED, WHOLE, key, metadata, number, of_server, written

source = Table(
    "source",
    metadata,
    number(),
    of_server(),
    key(),
    Column("record", JSON, nullable=False),
    UniqueConstraint("server", "key"),
)

# The text of a source's document, where it was added by command, as the `reader` named read it from a file of this
# `digest`, which the operator had at `path`. It is written once, so that a later version of a reader changes nothing.
# The newest counts; a takedown empties `text` and `locators`.
document = Table(
    "document",
    metadata,
    number(),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("name", written(200), nullable=False),
    Column("text", written()),
    Column("digest", written(64)),
    Column("reader", written(100)),
    Column("path", written()),
    # Page and headings of each paragraph: [[12, ["Benefits", "Open enrollment"]], …]
    Column("locators", JSON(none_as_null=True)),
    Index("ix_document_source_id", "source_id"),
    sqlite_autoincrement=True,
)

topic = Table(
    "topic",
    metadata,
    number(),
    of_server(),
    key(),
    Column("title", written(200), nullable=False),
    Column("aliases", JSON, nullable=False),
    UniqueConstraint("server", "key"),
)

synonym = Table(
    "synonym",
    metadata,
    number(),
    of_server(),
    Column("phrases", JSON, nullable=False),
)

# The kinds of fact that the records know, entered at every start; a trigger lets no fact be of another.
kind = Table("kind", metadata, Column("name", written(20), primary_key=True))

# Facts that `!fact restore` is for, in the words of the index: SQLite uses a partial one for these alone.
_RESTORABLE = "status = 'retracted' OR rank = 'deprecated'"
RESTORABLE: ColumnElement[bool] = literal_column("(fact.status = 'retracted' OR fact.rank = 'deprecated')")

fact = Table(
    "fact",
    metadata,
    number(),
    of_server(),
    key(),
    Column("kind", written(20), nullable=False),
    Column("voice", written(20), nullable=False),
    Column("speaker", written(200)),
    Column("text", written(), nullable=False),
    Column("when", written(80)),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("note", written()),
    Column("status", written(20), nullable=False),
    Column("rank", written(20), nullable=False),
    Column("rank_reason", written()),
    Column("superseded_by", written(80)),
    Column("derived", written()),
    Column("payload", JSON, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("asked", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("server", "key"),
    CheckConstraint("voice IN ('reported', 'opinion', 'forecast', 'quotation')", name="voice"),
    CheckConstraint("status IN ('draft', 'published', 'retracted')", name="status"),
    CheckConstraint("rank IN ('normal', 'deprecated')", name="rank"),
    CheckConstraint("(rank = 'deprecated') = (coalesce(trim(rank_reason), '') <> '')", name="rank_has_a_reason"),
    CheckConstraint("trim(text) <> ''", name="text"),
    CheckConstraint(
        "(voice = 'reported' AND kind <> 'claim') OR coalesce(trim(speaker), '') <> ''", name="speaker_is_named"
    ),
    CheckConstraint('("when" IS NULL) = (first_day IS NULL) AND first_day <= last_day', name="days"),
    Index("ix_fact_kind", "kind"),
    Index("ix_fact_server", "server"),
    Index("ix_fact_restorable", "server", sqlite_where=text(_RESTORABLE), postgresql_where=text(_RESTORABLE)),
    Index("ix_fact_first_day", "first_day"),
    sqlite_autoincrement=True,
)

# The shared facts that a server does not want to see.
hidden = Table(
    "hidden",
    metadata,
    Column("server", BigInteger, primary_key=True),
    Column("fact_id", ForeignKey("fact.id"), primary_key=True),
    CheckConstraint("server <> 0", name="server"),
)

citation = Table(
    "citation",
    metadata,
    number(),
    Column("fact_id", ForeignKey("fact.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("paragraph", WHOLE, nullable=False),
    Column("span_start", Integer),
    Column("span_end", Integer),
    Column("fingerprint", written(64), nullable=False),
    Column("reported_from", written(200)),
    CheckConstraint("paragraph >= 1", name="paragraph"),
    CheckConstraint("length(fingerprint) = 64 AND fingerprint NOT GLOB '*[^0-9a-f]*'", name="fingerprint"),
    CheckConstraint("(span_start IS NULL) = (span_end IS NULL)", name="span_is_whole"),
    CheckConstraint("span_start >= 0 AND span_start < span_end", name="span"),
    Index("ix_citation_fact_id", "fact_id"),
    Index("ix_citation_source_id_paragraph", "source_id", "paragraph"),
)

# `server` and `kind` are the fact's, `kind` being NULL where it is not published: a topic with a million facts is asked
# whether it has one of a kind.
fact_topic = Table(
    "fact_topic",
    metadata,
    Column("fact_id", ForeignKey("fact.id"), primary_key=True),
    Column("topic_id", ForeignKey("topic.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    of_server(),
    Column("kind", written(20)),
    Index("ix_fact_topic_topic_id_kind_server", "topic_id", "kind", "server"),
)


# The asking server in statements that are built once: its number, SHARED where only the shared store is asked.
HERE = bindparam("here", type_=BigInteger)
Asking = int | BindParameter[int] | None


def seen_by(server: Asking) -> tuple[int | BindParameter[int], ...]:
    """Return the servers whose records one server sees: what is shared, and its own."""
    return (SHARED,) if server is None else (SHARED, server)


def shown_to(server: Asking) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on `fact` for what a server's answers may draw on: seen, published and not hidden."""
    conditions = [fact.c.server.in_(seen_by(server)), fact.c.status == "published"]
    if server is not None:
        conditions.append(fact.c.id.not_in(select(hidden.c.fact_id).where(hidden.c.server == server)))
    return tuple(conditions)
