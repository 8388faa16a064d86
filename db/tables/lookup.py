"""Tables by which facts are found: names, words and the full-text index."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    column,
    table,
)

from db.tables.common import SHARED, WHOLE, metadata, number, of_server, written

# Document frequencies: in how many of a server's published facts a word occurs. Typos are compared with these words.
# Under the empty word stands how many there are.
EVERY = ""
word = Table(
    "word",
    metadata,
    Column("server", BigInteger, primary_key=True),
    Column("word", written(80), primary_key=True),
    Column("stem", written(80), nullable=False),
    Column("sound", written(80), nullable=False),
    Column("facts", Integer, nullable=False),
    Index("ix_word_stem_server_facts", "stem", "server", "facts"),
    Index("ix_word_sound_server", "sound", "server"),
)

# Every name by which a topic or a fact is looked up, folded as `tokenizer.fold` does. `kind` is the fact's, or `topic`,
# and NULL where it is not to be offered, since the fact is not published.
name = Table(
    "name",
    metadata,
    number(),
    Column("folded", written(200), nullable=False),
    Column("shown", written(200), nullable=False),
    Column("topic_id", ForeignKey("topic.id")),
    Column("fact_id", ForeignKey("fact.id")),
    of_server(),
    Column("kind", written(20)),
    CheckConstraint("(topic_id IS NULL) <> (fact_id IS NULL)", name="one_owner"),
    Index("ix_name_folded", "folded"),
    Index("ix_name_topic_id", "topic_id"),
    Index("ix_name_fact_id", "fact_id"),
    Index("ix_name_kind_server_folded", "kind", "server", "folded"),
)

# Names of several words, turned round to begin with each later word: `king martin luther` for `martin luther king`.
# Only for completion, so that those that are not to be offered are not here.
turned_name = Table(
    "turned_name",
    metadata,
    Column("kind", written(20), primary_key=True),
    Column("server", BigInteger, primary_key=True, server_default=str(SHARED)),
    Column("folded", written(200), primary_key=True),
    Column("name_id", ForeignKey("name.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_turned_name_name_id", "name_id"),
    sqlite_with_rowid=False,
)

# The version of the tokenizer that the index was made by; one row.
index_version = Table("index_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

# FTS5's virtual table, or on PostgreSQL one with a tsvector; outside the metadata, which alembic would want to create.
# `server` is searched too. The columns of SEARCHED hold stems, the lines of a field parted by "|"; `words` holds the
# words as they are, unindexed.
SEARCHED = ("text", "names", "topics", "asked", "details")
fact_search = table(
    "fact_search",
    column("rowid", Integer),
    column("fact_search"),
    column("server", BigInteger),
    *map(column, SEARCHED),
    column("words"),
)

# Every paragraph of the documents on hand, by the number that `passage_search` has it under; those of one document
# follow each other.
passage = Table(
    "passage",
    metadata,
    number(),
    of_server(),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("paragraph", WHOLE, nullable=False),
    UniqueConstraint("source_id", "paragraph"),
)

# In how many paragraphs that a server has on hand a stem occurs; under EVERY how many there are.
passage_stem = Table(
    "passage_stem",
    metadata,
    Column("server", BigInteger, primary_key=True),
    Column("stem", written(80), primary_key=True),
    Column("passages", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Of which version of a source's document the paragraphs are indexed: an added one, or a file of the operator's folder.
passage_edition = Table(
    "passage_edition",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("edition", written(80), nullable=False),
)

# The same of paragraphs, with the stems of each and of the headings that it stands under.
passage_search = table(
    "passage_search",
    column("rowid", Integer),
    column("passage_search"),
    column("server", BigInteger),
    column("text"),
    column("headings"),
)

# What is stored in each table of full text, which the metadata does not know.
FULL_TEXT = {
    fact_search: ("rowid", "server", "words", *SEARCHED),
    passage_search: ("rowid", "server", "text", "headings"),
}
