"""Tables of what is between people: questions for the team, reports, and what a server's administrators have set."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    false,
    text,
)

from db.tables.common import WHOLE, metadata, number, of_server, written

_OPEN = text("closed IS NULL")
# Questions that the store could not answer, kept because somebody who asked wants the team to see them.
# A closed one waits until all who asked have a notice: with the fact that answers it, or the reason why none does.
gap = Table(
    "gap",
    metadata,
    number(),
    of_server(),
    Column("words", written(), nullable=False),
    Column("closed", DateTime),
    Column("fact_id", ForeignKey("fact.id")),
    Column("reason", written()),
    CheckConstraint("(closed IS NULL) = (fact_id IS NULL AND reason IS NULL)", name="closed_with_an_outcome"),
    CheckConstraint("fact_id IS NULL OR reason IS NULL", name="one_outcome"),
    Index("uq_gap_server_words", "server", "words", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    sqlite_autoincrement=True,
)

# Askers, by their number at Discord (0 is the terminal), in their own words, and the channel to tell them in: there
# where the question was seen by others, else them alone.
gap_asker = Table(
    "gap_asker",
    metadata,
    Column("gap_id", ForeignKey("gap.id"), primary_key=True),
    Column("member", BigInteger, primary_key=True),
    Column("question", written(), nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("private", Boolean, nullable=False, server_default=false()),
    Column("unreachable", Boolean, nullable=False, server_default=false()),
    Index("ix_gap_asker_member", "member"),
    Index("ix_gap_asker_at", "at"),
)

# Facts reported as wrong by members, until a moderator settles it and, for the record, after. The reporter is told of
# that in the channel, or alone where the report was private; then the channel is emptied.
report = Table(
    "report",
    metadata,
    number(),
    Column("server", BigInteger, nullable=False),
    Column("fact_id", ForeignKey("fact.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("reporter", BigInteger),
    Column("reason", written(), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("settled", DateTime),
    Column("settlement", written()),
    Column("channel", BigInteger),
    Column("private", Boolean, nullable=False, server_default=false()),
    CheckConstraint("trim(reason) <> ''", name="reason"),
    CheckConstraint("(settled IS NULL) = (settlement IS NULL)", name="settled_with_words"),
    Index("ix_report_server_settled", "server", "settled"),
    Index("ix_report_reporter", "reporter"),
)

# Facts in the making, as the arguments of `!fact add`: of one sentence of a document, or proposed by a member, who is
# told in `channel` what became of it. A decided one is kept, so that nothing is proposed again.
draft = Table(
    "draft",
    metadata,
    number(),
    of_server(),
    Column("source_id", ForeignKey("source.id")),
    Column("paragraph", WHOLE),
    # SHA-256 of the words that it rests on, or of what a member wrote.
    Column("digest", written(64), nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("proposed", Boolean, nullable=False),
    Column("proposer", BigInteger),
    Column("channel", BigInteger),
    Column("private", Boolean, nullable=False, server_default=false()),
    Column("at", DateTime, nullable=False),
    Column("decided", DateTime),
    Column("fact_id", ForeignKey("fact.id")),
    Column("reason", written()),
    CheckConstraint("(decided IS NULL) = (fact_id IS NULL AND reason IS NULL)", name="decided_with_an_outcome"),
    CheckConstraint("fact_id IS NULL OR reason IS NULL", name="one_outcome"),
    Index("uq_draft_server_source_id_digest", "server", "source_id", "digest", unique=True),
    Index("ix_draft_server_decided", "server", "decided"),
    Index("ix_draft_proposer", "proposer"),
    sqlite_autoincrement=True,
)

# Settings of a server, as its administrators have made them.
server = Table(
    "server",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("record", JSON, nullable=False),
)
