"""The tables and their constraints. Triggers, which hold what a constraint cannot, are in `triggers.py`."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    select,
    table,
    text,
)

# The server number of what all servers share; Discord's own numbers are never 0.
SHARED = 0


def seen_by(server: int | None) -> tuple[int, ...]:
    """Return the servers whose records one server sees: what is shared, and its own."""
    return (SHARED,) if server is None else (SHARED, server)


def shown_to(server: int | None) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on `fact` for what a server's answers may draw on: seen, published and not hidden."""
    conditions = [fact.c.server.in_(seen_by(server)), fact.c.status == "published"]
    if server is not None:
        conditions.append(fact.c.id.not_in(select(hidden.c.fact_id).where(hidden.c.server == server)))
    return tuple(conditions)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("server", BigInteger, nullable=False, server_default="0"),
    Column("key", String(80), nullable=False),
    Column("record", JSON, nullable=False),
    UniqueConstraint("server", "key"),
)

# The text of a source's document, where it was added by command. The newest counts; a takedown empties `text`.
document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("text", Text),
    Index("ix_document_source_id", "source_id"),
    sqlite_autoincrement=True,
)

topic = Table(
    "topic",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("server", BigInteger, nullable=False, server_default="0"),
    Column("key", String(80), nullable=False),
    Column("title", String(200), nullable=False),
    Column("aliases", JSON, nullable=False),
    UniqueConstraint("server", "key"),
)

synonym = Table(
    "synonym",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("server", BigInteger, nullable=False, server_default="0"),
    Column("phrases", JSON, nullable=False),
)

fact = Table(
    "fact",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("server", BigInteger, nullable=False, server_default="0"),
    Column("key", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("voice", String(20), nullable=False),
    Column("speaker", String(200)),
    Column("text", Text, nullable=False),
    Column("when", String(80)),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("note", Text),
    Column("status", String(20), nullable=False),
    Column("rank", String(20), nullable=False),
    Column("rank_reason", Text),
    Column("superseded_by", String(80)),
    Column("derived", Text),
    Column("payload", JSON, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("asked", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("server", "key"),
    CheckConstraint("kind IN ('poll', 'event', 'person', 'organization', 'law', 'claim')", name="kind"),
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
    Column("id", Integer, primary_key=True),
    Column("fact_id", ForeignKey("fact.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("span_start", Integer),
    Column("span_end", Integer),
    Column("fingerprint", String(64), nullable=False),
    Column("reported_from", String(200)),
    CheckConstraint("paragraph >= 1", name="paragraph"),
    CheckConstraint("length(fingerprint) = 64 AND fingerprint NOT GLOB '*[^0-9a-f]*'", name="fingerprint"),
    CheckConstraint("(span_start IS NULL) = (span_end IS NULL)", name="span_is_whole"),
    CheckConstraint("span_start >= 0 AND span_start < span_end", name="span"),
    Index("ix_citation_fact_id", "fact_id"),
    Index("ix_citation_source_id_paragraph", "source_id", "paragraph"),
)

fact_topic = Table(
    "fact_topic",
    metadata,
    Column("fact_id", ForeignKey("fact.id"), primary_key=True),
    Column("topic_id", ForeignKey("topic.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Index("ix_fact_topic_topic_id", "topic_id"),
)

# In how many of a server's published facts a word occurs: what makes it telling, and what typos are held against.
# Under the empty word stands how many there are.
EVERY = ""
word = Table(
    "word",
    metadata,
    Column("server", BigInteger, primary_key=True),
    Column("word", String(80), primary_key=True),
    Column("stem", String(80), nullable=False),
    Column("sound", String(80), nullable=False),
    Column("facts", Integer, nullable=False),
    Index("ix_word_stem", "stem"),
    Index("ix_word_sound", "sound"),
)

# Every name by which a topic or a fact is looked up, folded as `words.fold` does. `kind` is the fact's, or `topic`,
# and NULL where it is not to be offered, since the fact is not published.
name = Table(
    "name",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("folded", String(200), nullable=False),
    Column("shown", String(200), nullable=False),
    Column("topic_id", ForeignKey("topic.id")),
    Column("fact_id", ForeignKey("fact.id")),
    Column("server", BigInteger, nullable=False, server_default="0"),
    Column("kind", String(20)),
    CheckConstraint("(topic_id IS NULL) <> (fact_id IS NULL)", name="one_owner"),
    Index("ix_name_folded", "folded"),
    Index("ix_name_topic_id", "topic_id"),
    Index("ix_name_fact_id", "fact_id"),
    Index("ix_name_kind_server_folded", "kind", "server", "folded"),
)

# Whoever changed something, by a random id; the person behind it can be emptied.
actor = Table(
    "actor",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("member", BigInteger, unique=True),
    Column("name", String(200)),
)

# Questions that the store could not answer, kept because somebody who asked wants the team to see them.
# A closed one waits until all who asked have been told: with the fact that answers it, or the reason why none does.
gap = Table(
    "gap",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("server", BigInteger, nullable=False, server_default="0"),
    Column("words", Text, nullable=False),
    Column("closed", DateTime),
    Column("fact_id", ForeignKey("fact.id")),
    Column("reason", Text),
    CheckConstraint("(closed IS NULL) = (fact_id IS NULL AND reason IS NULL)", name="closed_with_an_outcome"),
    CheckConstraint("fact_id IS NULL OR reason IS NULL", name="one_outcome"),
    Index("uq_gap_server_words", "server", "words", unique=True, sqlite_where=text("closed IS NULL")),
    sqlite_autoincrement=True,
)

# Who asked, by their number at Discord (0 is the terminal), in their own words, and the channel to tell them in.
gap_asker = Table(
    "gap_asker",
    metadata,
    Column("gap_id", ForeignKey("gap.id"), primary_key=True),
    Column("member", BigInteger, primary_key=True),
    Column("question", Text, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("at", DateTime, nullable=False),
    Index("ix_gap_asker_member", "member"),
    Index("ix_gap_asker_at", "at"),
)

# What a server's administrators have set.
server = Table(
    "server",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("record", JSON, nullable=False),
)

revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(20), nullable=False),
    Column("key", String(80), nullable=False),
    Column("fact_id", ForeignKey("fact.id")),
    Column("number", Integer, nullable=False),
    Column("server", BigInteger, nullable=False),
    Column("actor_id", ForeignKey("actor.id"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("reason", Text),
    Column("undoes", ForeignKey("revision.id")),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True), nullable=False),
    Column("previous_hash", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
    Index("ix_revision_fact_id", "fact_id"),
    Index("ix_revision_subject_key", "subject", "key"),
)

# Who is connected to Discord with this store, so that no two answer the same message.
lease = Table(
    "lease",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("holder", String(200), nullable=False),
    Column("until", DateTime, nullable=False),
)

# Which commands Discord was last given, by application.
synced = Table(
    "synced",
    metadata,
    Column("application", BigInteger, primary_key=True),
    Column("hash", String(64), nullable=False),
)

# The Discord servers that have been told how to begin.
greeted = Table("greeted", metadata, Column("server", BigInteger, primary_key=True))

# What a person was shown in a channel and has yet to confirm; one a person and channel, for some minutes.
preview = Table(
    "preview",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("actor_id", ForeignKey("actor.id"), nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("ends", DateTime, nullable=False),
    Column("record", JSON, nullable=False),
    UniqueConstraint("actor_id", "channel"),
    Index("ix_preview_ends", "ends"),
    sqlite_autoincrement=True,
)

# What the bot has said of late, for its buttons and to correct it: `db.replies`.
reply = Table(
    "reply",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("server", BigInteger),
    Column("channel", BigInteger, nullable=False),
    Column("message", BigInteger, nullable=False),
    Column("asker", BigInteger),
    Column("question", Text),
    Column("question_message", BigInteger),
    Column("private", Boolean, nullable=False),
    Column("plain", Boolean, nullable=False),
    Column("charted", Boolean, nullable=False),
    Column("page", Integer, nullable=False),
    Column("outline", JSON, nullable=False),
    Column("notices", JSON, nullable=False),
    Column("at", DateTime, nullable=False),
    Index("ix_reply_question_message", "question_message"),
    Index("ix_reply_asker", "asker"),
    Index("ix_reply_at", "at"),
)

# Which facts a reply showed, in which revision.
shown = Table(
    "shown",
    metadata,
    Column("reply_id", ForeignKey("reply.id"), primary_key=True),
    Column("fact_id", ForeignKey("fact.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Index("ix_shown_fact_id", "fact_id"),
)

# What members have reported as wrong, until a moderator settles it and, for the record, after.
report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("server", BigInteger, nullable=False),
    Column("fact_id", ForeignKey("fact.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("reporter", BigInteger),
    Column("reason", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("settled", DateTime),
    Column("settlement", Text),
    CheckConstraint("trim(reason) <> ''", name="reason"),
    CheckConstraint("(settled IS NULL) = (settlement IS NULL)", name="settled_with_words"),
    Index("ix_report_server_settled", "server", "settled"),
    Index("ix_report_reporter", "reporter"),
)

# FTS5's virtual table, made by the first migration; outside the metadata, which alembic would want to create.
# Its columns hold stems, the lines of a field parted by "|"; `words` holds the words as they are, unindexed.
SEARCHED = ("text", "names", "topics", "asked", "details")
fact_search = table(
    "fact_search", column("rowid", Integer), column("fact_search"), column("words"), *map(column, SEARCHED)
)
