"""Tables of the running bot: replies, leases, sessions that begin, commands synced, servers greeted."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
)

from db.tables.common import metadata, written

# Replies of late, for their buttons and to correct them: `db.reply_store`.
reply = Table(
    "reply",
    metadata,
    Column("id", written(16), primary_key=True),
    Column("server", BigInteger),
    Column("channel", BigInteger, nullable=False),
    Column("message", BigInteger, nullable=False),
    Column("asker", BigInteger),
    Column("question", written()),
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

# The facts that a reply showed, in which revision.
shown = Table(
    "shown",
    metadata,
    Column("reply_id", ForeignKey("reply.id"), primary_key=True),
    Column("fact_id", ForeignKey("fact.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Index("ix_shown_fact_id", "fact_id"),
)

# The processes that are connected to Discord with this store, by their shards: `db.lease_store`.
lease = Table(
    "lease",
    metadata,
    Column("shard", Integer, primary_key=True, autoincrement=False),
    Column("shard_count", Integer, nullable=False),
    Column("holder", written(200), nullable=False),
    Column("until", DateTime, nullable=False),
)

# When the next session may begin, in seconds since 1970, by the buckets in which Discord limits that.
identify = Table(
    "identify",
    metadata,
    Column("bucket", Integer, primary_key=True, autoincrement=False),
    Column("free", Float, nullable=False),
)

# The commands that Discord has, as a hash, by application.
synced = Table(
    "synced",
    metadata,
    Column("application", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", written(64), nullable=False),
)

# The Discord servers that have had the greeting.
greeted = Table("greeted", metadata, Column("server", BigInteger, primary_key=True, autoincrement=False))
