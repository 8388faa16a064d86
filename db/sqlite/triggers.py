"""Triggers, for what no constraint can hold: a fact in use has a citation and says what the ledger says of it, and
history is only appended.

The triggers do not trust the connection: they hold with foreign keys off and without `recursive_triggers`,
where INSERT OR REPLACE removes a row without firing its delete trigger.
"""

from sqlalchemy import Connection, text

_CITED = "EXISTS (SELECT 1 FROM citation WHERE fact_id = {fact} AND id <> {but})"
_NO_KIND = "NOT EXISTS (SELECT 1 FROM kind WHERE name = NEW.kind)"
# What a fact says, as its columns and its revisions have it by the same names.
_SAID = "voice speaker text when note status rank rank_reason superseded_by derived".split()
_SAID_IN_JSON = "payload aliases asked".split()
_AS_THE_LEDGER_SAYS = " AND ".join(
    [
        "last.number = NEW.revision",
        "json_extract(last.after, '$.kind') IS NEW.kind",
        *(f"json_extract(last.after, '$.{name}') IS NEW.\"{name}\"" for name in _SAID),
        *(f"json_extract(last.after, '$.{name}') IS json(NEW.{name})" for name in _SAID_IN_JSON),
    ]
)
_LAST = "SELECT * FROM revision WHERE fact_id = {fact} AND subject = 'fact' ORDER BY id DESC LIMIT 1"
_SAYS_OTHERWISE = "NEW.status <> 'draft' AND NOT EXISTS (SELECT 1 FROM ({last}) AS last WHERE {alike})"
_CITES_OTHERWISE = (
    "{used} AND NOT EXISTS (SELECT 1 FROM ({last}) AS last, json_each(last.after, '$.citations') AS cited"
    " WHERE json_extract(cited.value, '$.fingerprint') = NEW.fingerprint"
    " AND json_extract(cited.value, '$.paragraph') = NEW.paragraph"
    " AND json_extract(cited.value, '$.source') = (SELECT key FROM source WHERE id = NEW.source_id))"
)
_IN_USE = "EXISTS (SELECT 1 FROM fact WHERE id = {fact} AND status <> 'draft')"


def _refusal(name: str, event: str, condition: str, sentence: str) -> tuple[str, str]:
    return name, (f"CREATE TRIGGER {name} BEFORE {event} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{sentence}'); END")


_last_citation_goes = f"{_IN_USE.format(fact='OLD.fact_id')} AND NOT {_CITED.format(fact='OLD.fact_id', but='OLD.id')}"

TRIGGERS = dict(
    [
        _refusal("fact_starts_as_draft", "INSERT ON fact", "NEW.status <> 'draft'", "a fact begins as a draft"),
        _refusal("fact_begins_of_a_kind", "INSERT ON fact", _NO_KIND, "a fact is of one of the kinds"),
        _refusal("fact_stays_of_a_kind", "UPDATE ON fact", _NO_KIND, "a fact is of one of the kinds"),
        _refusal(
            "fact_is_not_replaced",
            "INSERT ON fact",
            "EXISTS (SELECT 1 FROM fact WHERE id = NEW.id OR (server = NEW.server AND key = NEW.key))",
            "a fact is revised, not replaced",
        ),
        _refusal(
            "fact_in_use_is_cited",
            "UPDATE ON fact",
            "NEW.status <> 'draft' AND NOT EXISTS (SELECT 1 FROM citation WHERE fact_id = NEW.id)",
            "a fact needs a citation",
        ),
        _refusal(
            "fact_stays_itself",
            "UPDATE ON fact",
            "NEW.id <> OLD.id OR NEW.server <> OLD.server OR NEW.key <> OLD.key"
            " OR (OLD.status <> 'draft' AND NEW.status = 'draft')",
            "a fact keeps its number, server and key, and does not become a draft again",
        ),
        _refusal(
            "fact_says_what_its_revision_says",
            "UPDATE ON fact",
            _SAYS_OTHERWISE.format(last=_LAST.format(fact="NEW.id"), alike=_AS_THE_LEDGER_SAYS),
            "a fact says what its last revision says",
        ),
        _refusal("fact_is_not_deleted", "DELETE ON fact", "1", "a fact is retracted, not deleted"),
        _refusal("last_citation_stays", "DELETE ON citation", _last_citation_goes, "a fact needs a citation"),
        _refusal(
            "citation_is_not_replaced",
            "INSERT ON citation",
            "EXISTS (SELECT 1 FROM citation WHERE id = NEW.id)",
            "a citation is added or deleted, not replaced",
        ),
        _refusal("citation_is_not_changed", "UPDATE ON citation", "1", "a citation is added or deleted, not changed"),
        _refusal(
            "citation_is_of_the_last_revision",
            "INSERT ON citation",
            _CITES_OTHERWISE.format(used=_IN_USE.format(fact="NEW.fact_id"), last=_LAST.format(fact="NEW.fact_id")),
            "a fact cites what its last revision cites",
        ),
        _refusal(
            "citation_has_a_source",
            "INSERT ON citation",
            "NOT EXISTS (SELECT 1 FROM source WHERE id = NEW.source_id)",
            "a citation needs a source",
        ),
        _refusal("source_is_not_deleted", "DELETE ON source", "1", "a source is retired, not deleted"),
        _refusal(
            "source_is_not_replaced",
            "INSERT ON source",
            "EXISTS (SELECT 1 FROM source WHERE id = NEW.id OR (server = NEW.server AND key = NEW.key))",
            "a source is revised, not replaced",
        ),
        _refusal(
            "source_stays_itself",
            "UPDATE ON source",
            "NEW.id <> OLD.id OR NEW.server <> OLD.server OR NEW.key <> OLD.key",
            "a source keeps its key",
        ),
        _refusal(
            "document_is_only_emptied",
            "UPDATE ON document",
            "NEW.id <> OLD.id OR NEW.source_id <> OLD.source_id OR NEW.name <> OLD.name OR NEW.text IS NOT NULL"
            " OR NEW.reader IS NOT OLD.reader OR NEW.locators IS NOT NULL",
            "a document is replaced by a new version, or forgotten",
        ),
        _refusal("document_is_not_deleted", "DELETE ON document", "1", "a document is forgotten, not deleted"),
        _refusal(
            "document_is_not_replaced",
            "INSERT ON document",
            "EXISTS (SELECT 1 FROM document WHERE id = NEW.id)",
            "a document is replaced by a new version, or forgotten",
        ),
        _refusal(
            "only_shared_facts_are_hidden",
            "INSERT ON hidden",
            "NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.fact_id AND server = 0)",
            "a server hides what is shared, and retracts its own",
        ),
        _refusal("revision_is_not_changed", "UPDATE ON revision", "1", "history is only appended"),
        _refusal("revision_is_not_deleted", "DELETE ON revision", "1", "history is only appended"),
        _refusal(
            "revision_is_not_replaced",
            "INSERT ON revision",
            "EXISTS (SELECT 1 FROM revision WHERE id = NEW.id OR hash = NEW.hash OR previous_hash = NEW.previous_hash)",
            "history is only appended",
        ),
        _refusal(
            "revision_follows_the_head",
            "INSERT ON revision",
            "EXISTS (SELECT 1 FROM head WHERE number + 1 <> NEW.id OR hash <> NEW.previous_hash)",
            "history is only appended",
        ),
        (
            "revision_moves_the_head",
            "CREATE TRIGGER revision_moves_the_head AFTER INSERT ON revision BEGIN"
            " UPDATE head SET number = NEW.id, hash = NEW.hash;"
            " INSERT INTO head SELECT 1, NEW.id, NEW.hash WHERE NOT EXISTS (SELECT 1 FROM head); END",
        ),
        _refusal(
            "revision_is_of_its_fact",
            "INSERT ON revision",
            "NEW.fact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.fact_id AND key = NEW.key)",
            "a revision names the fact by its key",
        ),
        _refusal(
            "head_goes_forward",
            "UPDATE ON head",
            "NEW.id <> OLD.id OR NEW.number <= OLD.number",
            "history is only appended",
        ),
        _refusal("head_is_not_deleted", "DELETE ON head", "1", "history is only appended"),
        _refusal("head_is_not_replaced", "INSERT ON head", "EXISTS (SELECT 1 FROM head)", "history is only appended"),
    ]
)


def drop(connection: Connection) -> None:
    """Drop every trigger there is, those of earlier versions too."""
    for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f'DROP TRIGGER "{name}"'))


def install(connection: Connection) -> None:
    """Make every trigger anew, as a migration that copies a table drops those on it."""
    drop(connection)
    for sql in TRIGGERS.values():
        connection.execute(text(sql))


def missing(connection: Connection) -> list[str]:
    """Return the names of the triggers that are not there as they should be."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    there = {row.name: row.sql for row in rows}
    return [name for name, sql in TRIGGERS.items() if there.get(name) != sql]
