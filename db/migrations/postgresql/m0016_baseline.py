"""The tables with which a store on PostgreSQL begins: what the migrations of SQLite come to by 0016."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0016"
down_revision = None
branch_labels = None
depends_on = None

# In the order of the letters' numbers, as SQLite and Python have it.
WORDS = sa.Text(collation="C")
STEMS = "array_to_tsvector(array_remove(string_to_array({fields}, ' '), ''))"


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=True),
        sa.Column("name", WORDS, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("member", name=op.f("uq_actor_member")),
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("voice", WORDS, nullable=False),
        sa.Column("speaker", WORDS, nullable=True),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("when", WORDS, nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("note", WORDS, nullable=True),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("rank", WORDS, nullable=False),
        sa.Column("rank_reason", WORDS, nullable=True),
        sa.Column("superseded_by", WORDS, nullable=True),
        sa.Column("derived", WORDS, nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(rank = 'deprecated') = (coalesce(trim(rank_reason), '') <> '')", name=op.f("ck_fact_rank_has_a_reason")
        ),
        sa.CheckConstraint(
            "(voice = 'reported' AND kind <> 'claim') OR coalesce(trim(speaker), '') <> ''",
            name=op.f("ck_fact_speaker_is_named"),
        ),
        sa.CheckConstraint("rank IN ('normal', 'deprecated')", name=op.f("ck_fact_rank")),
        sa.CheckConstraint("status IN ('draft', 'published', 'retracted')", name=op.f("ck_fact_status")),
        sa.CheckConstraint("trim(text) <> ''", name=op.f("ck_fact_text")),
        sa.CheckConstraint("voice IN ('reported', 'opinion', 'forecast', 'quotation')", name=op.f("ck_fact_voice")),
        sa.CheckConstraint(
            '("when" IS NULL) = (first_day IS NULL) AND first_day <= last_day', name=op.f("ck_fact_days")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        sa.UniqueConstraint("server", "key", name=op.f("uq_fact_server_key")),
    )
    op.create_index("ix_fact_first_day", "fact", ["first_day"], unique=False)
    op.create_index("ix_fact_kind", "fact", ["kind"], unique=False)
    op.create_index(
        "ix_fact_restorable",
        "fact",
        ["server"],
        unique=False,
        postgresql_where=sa.text("status = 'retracted' OR rank = 'deprecated'"),
    )
    op.create_index("ix_fact_server", "fact", ["server"], unique=False)
    op.create_table(
        "greeted",
        sa.Column("server", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("server", name=op.f("pk_greeted")),
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head")),
    )
    op.create_table(
        "index_version",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_index_version")),
    )
    op.create_table(
        "kind", sa.Column("name", WORDS, nullable=False), sa.PrimaryKeyConstraint("name", name=op.f("pk_kind"))
    )
    op.create_table(
        "lease",
        sa.Column("name", WORDS, nullable=False),
        sa.Column("holder", WORDS, nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "passage_stem",
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("stem", WORDS, nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("server", "stem", name=op.f("pk_passage_stem")),
    )
    op.create_table(
        "reply",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("server", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("asker", sa.BigInteger(), nullable=True),
        sa.Column("question", WORDS, nullable=True),
        sa.Column("question_message", sa.BigInteger(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("charted", sa.Boolean(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
    )
    op.create_index("ix_reply_asker", "reply", ["asker"], unique=False)
    op.create_index("ix_reply_at", "reply", ["at"], unique=False)
    op.create_index("ix_reply_question_message", "reply", ["question_message"], unique=False)
    op.create_table(
        "server",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("server", "key", name=op.f("uq_source_server_key")),
    )
    op.create_table(
        "synced",
        sa.Column("application", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("application", name=op.f("pk_synced")),
    )
    op.create_table(
        "synonym",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("phrases", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("server", "key", name=op.f("uq_topic_server_key")),
    )
    op.create_table(
        "word",
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("word", WORDS, nullable=False),
        sa.Column("stem", WORDS, nullable=False),
        sa.Column("sound", WORDS, nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("server", "word", name=op.f("pk_word")),
    )
    op.create_index("ix_word_sound_server", "word", ["sound", "server"], unique=False)
    op.create_index("ix_word_stem_server_facts", "word", ["stem", "server", "facts"], unique=False)
    op.create_table(
        "citation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("fact_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("paragraph", sa.BigInteger(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=True),
        sa.Column("span_end", sa.Integer(), nullable=True),
        sa.Column("fingerprint", WORDS, nullable=False),
        sa.Column("reported_from", WORDS, nullable=True),
        sa.CheckConstraint("fingerprint ~ '^[0-9a-f]{64}$'", name=op.f("ck_citation_fingerprint")),
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
        "document",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=True),
        sa.Column("digest", WORDS, nullable=True),
        sa.Column("reader", WORDS, nullable=True),
        sa.Column("path", WORDS, nullable=True),
        sa.Column("locators", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_document_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index("ix_document_source_id", "document", ["source_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=True),
        sa.Column("paragraph", sa.BigInteger(), nullable=True),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("proposer", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.BigInteger(), nullable=True),
        sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decided", sa.DateTime(), nullable=True),
        sa.Column("fact_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", WORDS, nullable=True),
        sa.CheckConstraint(
            "(decided IS NULL) = (fact_id IS NULL AND reason IS NULL)", name=op.f("ck_draft_decided_with_an_outcome")
        ),
        sa.CheckConstraint("fact_id IS NULL OR reason IS NULL", name=op.f("ck_draft_one_outcome")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_draft_fact_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_draft_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_proposer", "draft", ["proposer"], unique=False)
    op.create_index("ix_draft_server_decided", "draft", ["server", "decided"], unique=False)
    op.create_index("uq_draft_server_source_id_digest", "draft", ["server", "source_id", "digest"], unique=True)
    op.create_table(
        "fact_topic",
        sa.Column("fact_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("kind", WORDS, nullable=True),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_fact_topic_fact_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_fact_topic_topic_id")),
        sa.PrimaryKeyConstraint("fact_id", "topic_id", name=op.f("pk_fact_topic")),
    )
    op.create_index("ix_fact_topic_topic_id_kind_server", "fact_topic", ["topic_id", "kind", "server"], unique=False)
    op.create_table(
        "gap",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("words", WORDS, nullable=False),
        sa.Column("closed", sa.DateTime(), nullable=True),
        sa.Column("fact_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", WORDS, nullable=True),
        sa.CheckConstraint(
            "(closed IS NULL) = (fact_id IS NULL AND reason IS NULL)", name=op.f("ck_gap_closed_with_an_outcome")
        ),
        sa.CheckConstraint("fact_id IS NULL OR reason IS NULL", name=op.f("ck_gap_one_outcome")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_gap_fact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
    )
    op.create_index(
        "uq_gap_server_words",
        "gap",
        # A question may be longer than what an index takes.
        ["server", sa.text("md5(words)")],
        unique=True,
        postgresql_where=sa.text("closed IS NULL"),
    )
    op.create_table(
        "hidden",
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("fact_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("server <> 0", name=op.f("ck_hidden_server")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_hidden_fact_id")),
        sa.PrimaryKeyConstraint("server", "fact_id", name=op.f("pk_hidden")),
    )
    op.create_table(
        "name",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("folded", WORDS, nullable=False),
        sa.Column("shown", WORDS, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("fact_id", sa.BigInteger(), nullable=True),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("kind", WORDS, nullable=True),
        sa.CheckConstraint("(topic_id IS NULL) <> (fact_id IS NULL)", name=op.f("ck_name_one_owner")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_name_fact_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_name_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name")),
    )
    op.create_index("ix_name_fact_id", "name", ["fact_id"], unique=False)
    op.create_index("ix_name_folded", "name", ["folded"], unique=False)
    op.create_index("ix_name_kind_server_folded", "name", ["kind", "server", "folded"], unique=False)
    op.create_index("ix_name_topic_id", "name", ["topic_id"], unique=False)
    op.create_table(
        "passage",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("paragraph", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_passage_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("source_id", "paragraph", name=op.f("uq_passage_source_id_paragraph")),
    )
    op.create_table(
        "passage_edition",
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("edition", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_passage_edition_source_id")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_passage_edition")),
    )
    op.create_table(
        "preview",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("actor_id", WORDS, nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_preview_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview")),
        sa.UniqueConstraint("actor_id", "channel", name=op.f("uq_preview_actor_id_channel")),
    )
    op.create_index("ix_preview_ends", "preview", ["ends"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("fact_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reporter", sa.BigInteger(), nullable=True),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("settled", sa.DateTime(), nullable=True),
        sa.Column("settlement", WORDS, nullable=True),
        sa.Column("channel", sa.BigInteger(), nullable=True),
        sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_report_reason")),
        sa.CheckConstraint("(settled IS NULL) = (settlement IS NULL)", name=op.f("ck_report_settled_with_words")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_report_fact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index("ix_report_reporter", "report", ["reporter"], unique=False)
    op.create_index("ix_report_server_settled", "report", ["server", "settled"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("fact_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", WORDS, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", WORDS, nullable=True),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("change", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("previous_hash", WORDS, nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.Column("hash_version", sa.Integer(), server_default="1", nullable=False),
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
        "shown",
        sa.Column("reply_id", WORDS, nullable=False),
        sa.Column("fact_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_shown_fact_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_shown_reply_id")),
        sa.PrimaryKeyConstraint("reply_id", "fact_id", name=op.f("pk_shown")),
    )
    op.create_index("ix_shown_fact_id", "shown", ["fact_id"], unique=False)
    op.create_table(
        "gap_asker",
        sa.Column("gap_id", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("question", WORDS, nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("unreachable", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_asker_gap_id")),
        sa.PrimaryKeyConstraint("gap_id", "member", name=op.f("pk_gap_asker")),
    )
    op.create_index("ix_gap_asker_at", "gap_asker", ["at"], unique=False)
    op.create_index("ix_gap_asker_member", "gap_asker", ["member"], unique=False)
    op.create_table(
        "turned_name",
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("folded", WORDS, nullable=False),
        sa.Column("name_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["name.id"], name=op.f("fk_turned_name_name_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("kind", "server", "folded", "name_id", name=op.f("pk_turned_name")),
    )
    op.create_index("ix_turned_name_name_id", "turned_name", ["name_id"], unique=False)
    _full_text("fact_search", "text names topics asked details", "words")
    _full_text("passage_search", "text headings")


def _full_text(name: str, searched: str, *kept: str) -> None:
    """Make a table of stems, and of them a column of its name to search in."""
    fields = searched.split()
    stems = STEMS.format(fields=" || ' ' || ".join(fields))
    op.create_table(
        name,
        sa.Column("rowid", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(field, WORDS, nullable=False) for field in (*fields, *kept)),
        sa.Column(name, TSVECTOR(), sa.Computed(stems, persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_{name}", name, [name], postgresql_using="gin")
