"""Tables of the ledger: actors and revisions, and previews that wait for their author’s yes."""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    func,
    select,
)

from db.tables.common import key, metadata, number, written

# Actors: whoever changed something, by a random id; the person behind it can be emptied.
actor = Table(
    "actor",
    metadata,
    Column("id", written(32), primary_key=True),
    Column("member", BigInteger, unique=True),
    Column("name", written(200)),
)

revision = Table(
    "revision",
    metadata,
    number(),
    Column("subject", written(20), nullable=False),
    key(),
    Column("fact_id", ForeignKey("fact.id")),
    Column("number", Integer, nullable=False),
    Column("server", BigInteger, nullable=False),
    Column("actor_id", ForeignKey("actor.id"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("reason", written()),
    Column("undoes", ForeignKey("revision.id")),
    # The first revision of the same transaction: what was written together is taken back together.
    Column("change", Integer),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True), nullable=False),
    Column("previous_hash", written(64), nullable=False, unique=True),
    Column("hash", written(64), nullable=False, unique=True),
    # What the hash covers (`db/ledger/chain.py`); it is never made anew.
    Column("hash_version", Integer, nullable=False, server_default="1"),
    Index("ix_revision_fact_id", "fact_id"),
    Index("ix_revision_subject_key", "subject", "key"),
)

# The number and hash of the newest revision, so that it shows where the newest ones are cut off; one row.
head = Table(
    "head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", written(64), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

# The hash of the newest revision, empty where there is none: what tells one state of the library from any other.
NEWEST = select(func.coalesce(select(revision.c.hash).order_by(revision.c.id.desc()).limit(1).scalar_subquery(), ""))

# Changes that a person was shown in a channel and has yet to confirm; one a person and channel, for some minutes.
preview = Table(
    "preview",
    metadata,
    number(),
    Column("actor_id", ForeignKey("actor.id"), nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("ends", DateTime, nullable=False),
    Column("record", JSON, nullable=False),
    UniqueConstraint("actor_id", "channel"),
    Index("ix_preview_ends", "ends"),
    sqlite_autoincrement=True,
)
