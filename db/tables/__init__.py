"""The tables and their constraints. Triggers, which hold what a constraint cannot, are in `db/sqlite/triggers.py` and
`db/postgresql/triggers.py`.

All rooms of the schema are imported here, so that the metadata knows every table.
"""

from db.tables.common import SHARED, metadata
from db.tables.ledger import actor, head, preview, revision
from db.tables.library import (
    HERE,
    RESTORABLE,
    Asking,
    citation,
    document,
    fact,
    fact_topic,
    hidden,
    kind,
    seen_by,
    shown_to,
    source,
    synonym,
    topic,
)
from db.tables.lookup import (
    EVERY,
    FULL_TEXT,
    SEARCHED,
    fact_search,
    index_version,
    name,
    passage,
    passage_edition,
    passage_search,
    passage_stem,
    turned_name,
    word,
)
from db.tables.runtime import greeted, identify, lease, reply, shown, synced
from db.tables.team import draft, gap, gap_asker, report, server

__all__ = [
    "EVERY",
    "FULL_TEXT",
    "HERE",
    "RESTORABLE",
    "SEARCHED",
    "SHARED",
    "Asking",
    "actor",
    "citation",
    "document",
    "draft",
    "fact",
    "fact_search",
    "fact_topic",
    "gap",
    "gap_asker",
    "greeted",
    "head",
    "hidden",
    "identify",
    "index_version",
    "kind",
    "lease",
    "metadata",
    "name",
    "passage",
    "passage_edition",
    "passage_search",
    "passage_stem",
    "preview",
    "reply",
    "report",
    "revision",
    "seen_by",
    "server",
    "shown",
    "shown_to",
    "source",
    "synced",
    "synonym",
    "topic",
    "turned_name",
    "word",
]
