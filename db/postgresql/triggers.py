"""Triggers, for what no constraint can hold: a fact in use has a citation and says what the ledger says of it, and
history is only appended. They are those of `db/sqlite/triggers.py`, in the words of PostgreSQL.

Whether a fact in use has a citation is asked when a transaction ends; all else is refused at once. What only SQLite's
INSERT OR REPLACE could do needs no trigger here, what only TRUNCATE can do does.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, text

# What a fact says, as its columns and its revisions have it by the same names.
_SAID = "kind voice speaker text when note status rank rank_reason superseded_by derived".split()
_SAID_IN_JSON = "payload aliases asked".split()
_AS_THE_LEDGER_SAYS = " AND ".join(
    [
        "last.number = NEW.revision",
        *(f"last.after ->> '{name}' IS NOT DISTINCT FROM NEW.\"{name}\"" for name in _SAID),
        *(f"(last.after -> '{name}')::jsonb IS NOT DISTINCT FROM NEW.{name}::jsonb" for name in _SAID_IN_JSON),
    ]
)
_LAST = "SELECT * FROM revision WHERE fact_id = {fact} AND subject = 'fact' ORDER BY id DESC LIMIT 1"
_NO_KIND = "NOT EXISTS (SELECT 1 FROM kind WHERE name = NEW.kind)"
# The lock keeps two transactions from taking one of two citations each.
_UNCITED = (
    "EXISTS (SELECT 1 FROM fact WHERE id = {fact} AND status <> 'draft' FOR UPDATE)"
    " AND NOT EXISTS (SELECT 1 FROM citation WHERE fact_id = {fact})"
)
_NEVER_EMPTIED = "citation document fact head revision source".split()


class Trigger(NamedTuple):
    """A refusal, by the table, the event and the condition; `late` is asked when the transaction ends."""

    table: str
    event: str
    condition: str
    sentence: str
    late: bool = False

    @property
    def body(self) -> str:
        """What its function does."""
        row = "OLD" if self.event == "DELETE" else "NULL" if self.event == "TRUNCATE" else "NEW"
        return (
            f"BEGIN IF {self.condition} THEN RAISE EXCEPTION '{self.sentence}'"
            f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END"
        )

    @property
    def made(self) -> str:
        """When its function is run."""
        when = f"AFTER {self.event}" if self.late else f"BEFORE {self.event}"
        deferred = " DEFERRABLE INITIALLY DEFERRED" if self.late else ""
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return f"{when} ON {self.table}{deferred} FOR EACH {each}"


class Consequence(NamedTuple):
    """What is done once a row is inserted, by its table."""

    table: str
    statements: str
    late: bool = False

    @property
    def body(self) -> str:
        """What its function does."""
        return f"BEGIN {self.statements} RETURN NULL; END"

    @property
    def made(self) -> str:
        """When its function is run."""
        return f"AFTER INSERT ON {self.table} FOR EACH ROW"


_TRIGGERS: dict[str, Trigger | Consequence] = {
    "fact_starts_as_draft": Trigger("fact", "INSERT", "NEW.status <> 'draft'", "a fact begins as a draft"),
    "fact_begins_of_a_kind": Trigger("fact", "INSERT", _NO_KIND, "a fact is of one of the kinds"),
    "fact_stays_of_a_kind": Trigger("fact", "UPDATE", _NO_KIND, "a fact is of one of the kinds"),
    "fact_in_use_is_cited": Trigger(
        "fact", "UPDATE", _UNCITED.format(fact="NEW.id"), "a fact needs a citation", late=True
    ),
    "fact_stays_itself": Trigger(
        "fact",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.server <> OLD.server OR NEW.key <> OLD.key"
        " OR (OLD.status <> 'draft' AND NEW.status = 'draft')",
        "a fact keeps its number, server and key, and does not become a draft again",
    ),
    "fact_says_what_its_revision_says": Trigger(
        "fact",
        "UPDATE",
        f"NEW.status <> 'draft' AND NOT EXISTS (SELECT 1 FROM ({_LAST.format(fact='NEW.id')}) AS last"
        f" WHERE {_AS_THE_LEDGER_SAYS})",
        "a fact says what its last revision says",
    ),
    "fact_is_not_deleted": Trigger("fact", "DELETE", "true", "a fact is retracted, not deleted"),
    "last_citation_stays": Trigger(
        "citation", "DELETE", _UNCITED.format(fact="OLD.fact_id"), "a fact needs a citation", late=True
    ),
    "citation_is_not_changed": Trigger("citation", "UPDATE", "true", "a citation is added or deleted, not changed"),
    "citation_is_of_the_last_revision": Trigger(
        "citation",
        "INSERT",
        "EXISTS (SELECT 1 FROM fact WHERE id = NEW.fact_id AND status <> 'draft')"
        f" AND NOT EXISTS (SELECT 1 FROM ({_LAST.format(fact='NEW.fact_id')}) AS last,"
        " json_array_elements(last.after -> 'citations') AS cited"
        " WHERE cited ->> 'fingerprint' = NEW.fingerprint AND (cited ->> 'paragraph')::bigint = NEW.paragraph"
        " AND cited ->> 'source' = (SELECT key FROM source WHERE id = NEW.source_id))",
        "a fact cites what its last revision cites",
    ),
    "source_is_not_deleted": Trigger("source", "DELETE", "true", "a source is retired, not deleted"),
    "source_stays_itself": Trigger(
        "source",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.server <> OLD.server OR NEW.key <> OLD.key",
        "a source keeps its key",
    ),
    "document_is_only_emptied": Trigger(
        "document",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.source_id <> OLD.source_id OR NEW.name <> OLD.name OR NEW.text IS NOT NULL"
        " OR NEW.reader IS DISTINCT FROM OLD.reader OR NEW.locators IS NOT NULL",
        "a document is replaced by a new version, or forgotten",
    ),
    "document_is_not_deleted": Trigger("document", "DELETE", "true", "a document is forgotten, not deleted"),
    "only_shared_facts_are_hidden": Trigger(
        "hidden",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.fact_id AND server = 0)",
        "a server hides what is shared, and retracts its own",
    ),
    "revision_is_not_changed": Trigger("revision", "UPDATE", "true", "history is only appended"),
    "revision_is_not_deleted": Trigger("revision", "DELETE", "true", "history is only appended"),
    "revision_follows_the_head": Trigger(
        "revision",
        "INSERT",
        "EXISTS (SELECT 1 FROM head WHERE number + 1 <> NEW.id OR hash <> NEW.previous_hash)",
        "history is only appended",
    ),
    "revision_moves_the_head": Consequence(
        "revision",
        "UPDATE head SET number = NEW.id, hash = NEW.hash;"
        " IF NOT FOUND THEN INSERT INTO head VALUES (1, NEW.id, NEW.hash); END IF;",
    ),
    "revision_is_of_its_fact": Trigger(
        "revision",
        "INSERT",
        "NEW.fact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.fact_id AND key = NEW.key)",
        "a revision names the fact by its key",
    ),
    "head_goes_forward": Trigger(
        "head", "UPDATE", "NEW.id <> OLD.id OR NEW.number <= OLD.number", "history is only appended"
    ),
    "head_is_not_deleted": Trigger("head", "DELETE", "true", "history is only appended"),
    **{
        f"{table}_is_not_truncated": Trigger(table, "TRUNCATE", "true", f"what {table} has is kept")
        for table in _NEVER_EMPTIED
    },
}
# What makes each, but for where its tables are looked for.
TRIGGERS = {name: f"{trigger.made} {trigger.body}" for name, trigger in _TRIGGERS.items()}


def drop(connection: Connection) -> None:
    """Drop every trigger there is."""
    here = _here(connection)
    for row in connection.execute(_THERE).all():
        connection.execute(text(f'DROP TRIGGER "{row.name}" ON {here}."{row.owner}"'))


def install(connection: Connection, but: Collection[str] = ()) -> None:
    """Make every trigger anew, and its function, which looks for tables where they are now."""
    drop(connection)
    here = _here(connection)
    for name, trigger in _TRIGGERS.items():
        if name in but:
            continue
        kind = "CONSTRAINT TRIGGER" if trigger.late else "TRIGGER"
        # Whoever calls a table of their own `citation` does not put it in the place of this one.
        made = f"CREATE OR REPLACE FUNCTION {here}.{name}() RETURNS trigger LANGUAGE plpgsql"
        connection.exec_driver_sql(f"{made} SET search_path = {here}, pg_temp AS $${trigger.body}$$")
        connection.exec_driver_sql(f"CREATE {kind} {name} {trigger.made} EXECUTE FUNCTION {here}.{name}()")


def missing(connection: Connection) -> list[str]:
    """Return the names of the triggers that are not there as they should be, or are switched off."""
    there = {
        row.name: f"{row.made.split(f' {row.name} ', 1)[1].rsplit(' EXECUTE', 1)[0]} {row.body}"
        for row in connection.execute(_THERE)
        if row.on
    }
    return [name for name, made in TRIGGERS.items() if there.get(name) != made]


def _here(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT quote_ident(current_schema())")))


_THERE = text(
    "SELECT t.tgname AS name, c.relname AS owner, f.prosrc AS body, t.tgenabled = 'O' AS on,"
    " replace(replace(pg_get_triggerdef(t.oid), quote_ident(n.nspname) || '.', ''), 'NOT DEFERRABLE ', '') AS made"
    " FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS f ON f.oid = t.tgfoid"
    " JOIN pg_namespace AS n ON n.oid = c.relnamespace"
    " WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
)
