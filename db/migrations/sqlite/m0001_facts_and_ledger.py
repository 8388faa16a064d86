"""The first tables: sources, topics, facts, citations, names, the full-text index and the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("member", name=op.f("uq_actor_member")),
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("voice", sa.String(length=20), nullable=False),
        sa.Column("speaker", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("when", sa.String(length=80), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.String(length=20), nullable=False),
        sa.Column("rank_reason", sa.Text(), nullable=True),
        sa.Column("superseded_by", sa.String(length=80), nullable=True),
        sa.Column("derived", sa.Text(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(voice = 'reported' AND kind <> 'claim') OR coalesce(trim(speaker), '') <> ''",
            name=op.f("ck_fact_speaker_is_named"),
        ),
        sa.CheckConstraint(
            "kind IN ('poll', 'event', 'person', 'organization', 'law', 'claim')", name=op.f("ck_fact_kind")
        ),
        sa.CheckConstraint("rank IN ('normal', 'deprecated')", name=op.f("ck_fact_rank")),
        sa.CheckConstraint(
            "(rank = 'deprecated') = (coalesce(trim(rank_reason), '') <> '')", name=op.f("ck_fact_rank_has_a_reason")
        ),
        sa.CheckConstraint("status IN ('draft', 'published', 'retracted')", name=op.f("ck_fact_status")),
        sa.CheckConstraint("trim(text) <> ''", name=op.f("ck_fact_text")),
        sa.CheckConstraint("voice IN ('reported', 'opinion', 'forecast', 'quotation')", name=op.f("ck_fact_voice")),
        sa.CheckConstraint(
            '("when" IS NULL) = (first_day IS NULL) AND first_day <= last_day', name=op.f("ck_fact_days")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        sa.UniqueConstraint("server", "key", name=op.f("uq_fact_server_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_fact_first_day", "fact", ["first_day"], unique=False)
    op.create_index("ix_fact_kind", "fact", ["kind"], unique=False)
    op.create_table(
        "server",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("server", "key", name=op.f("uq_source_server_key")),
    )
    op.create_table(
        "synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("phrases", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("server", "key", name=op.f("uq_topic_server_key")),
    )
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=True),
        sa.Column("span_end", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("reported_from", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "length(fingerprint) = 64 AND fingerprint NOT GLOB '*[^0-9a-f]*'", name=op.f("ck_citation_fingerprint")
        ),
        sa.CheckConstraint("(span_start IS NULL) = (span_end IS NULL)", name=op.f("ck_citation_span_is_whole")),
        sa.CheckConstraint("paragraph >= 1", name=op.f("ck_citation_paragraph")),
        sa.CheckConstraint("span_start >= 0 AND span_start < span_end", name=op.f("ck_citation_span")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_citation_fact_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_citation_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
    )
    op.create_index("ix_citation_fact_id", "citation", ["fact_id"], unique=False)
    op.create_index("ix_citation_source_id_paragraph", "citation", ["source_id", "paragraph"], unique=False)
    op.create_table(
        "fact_topic",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_fact_topic_fact_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_fact_topic_topic_id")),
        sa.PrimaryKeyConstraint("fact_id", "topic_id", name=op.f("pk_fact_topic")),
    )
    op.create_index("ix_fact_topic_topic_id", "fact_topic", ["topic_id"], unique=False)
    op.create_table(
        "name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("shown", sa.String(length=200), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("fact_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(topic_id IS NULL) <> (fact_id IS NULL)", name=op.f("ck_name_one_owner")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_name_fact_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_name_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name")),
    )
    op.create_index("ix_name_fact_id", "name", ["fact_id"], unique=False)
    op.create_index("ix_name_folded", "name", ["folded"], unique=False)
    op.create_index("ix_name_topic_id", "name", ["topic_id"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_revision_actor_id")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_revision_fact_id")),
        sa.ForeignKeyConstraint(["undoes"], ["revision.id"], name=op.f("fk_revision_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("hash", name=op.f("uq_revision_hash")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_revision_previous_hash")),
    )
    op.create_index("ix_revision_fact_id", "revision", ["fact_id"], unique=False)
    op.create_index("ix_revision_subject_key", "revision", ["subject", "key"], unique=False)
    op.create_table(
        "word",
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("stem", sa.String(length=80), nullable=False),
        sa.Column("sound", sa.String(length=80), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("server", "word", name=op.f("pk_word")),
    )
    op.create_index("ix_word_stem_server_facts", "word", ["stem", "server", "facts"], unique=False)
    op.create_index("ix_word_sound_server", "word", ["sound", "server"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE fact_search USING fts5("
        "text, names, topics, asked, details, words UNINDEXED, tokenize = 'unicode61')"
    )
