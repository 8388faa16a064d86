"""The schema of a database of PostgreSQL, as its catalogue says, and a copy of all that is in it."""

from collections.abc import Mapping

from sqlalchemy import Connection, text

from db.migrations.history import migrate
from db.postgresql import triggers

COPY = "footnote_copy"
_EXPECTED = "footnote_expected"


def columns(connection: Connection) -> set[tuple[str, str]]:
    """Return every column by the name of its table and its own, but for those of full text that FTS5 has hidden."""
    query = text(
        "SELECT table_name AS owner, column_name AS name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND is_generated = 'NEVER' AND column_name <> 'rowid'"
    )
    return {(row.owner, row.name) for row in connection.execute(query)}


def indexes(connection: Connection) -> set[str]:
    """Return the names of the indexes."""
    return set(connection.scalars(text("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")))


def expected(connection: Connection) -> dict[tuple[str, str], str]:
    """Return what the migrations make, triggers too; it is made beside the store, and taken back at once."""
    with connection.begin_nested() as trial:
        connection.execute(text(f"CREATE SCHEMA {_EXPECTED}"))
        connection.execute(text(f"SET LOCAL search_path = {_EXPECTED}"))
        migrate(connection, triggers)
        made = objects(connection)
        trial.rollback()
    return made


def objects(connection: Connection) -> dict[tuple[str, str], str]:
    """Return what there is by its type and name, each as PostgreSQL writes it."""
    return {(row.type, row.name): row.sql for row in connection.execute(_OBJECTS)}


_OBJECTS = text(
    """
    WITH here AS (SELECT oid, quote_ident(nspname) || '.' AS prefix FROM pg_namespace WHERE nspname = current_schema())
    SELECT 'column' AS type, c.relname || '.' || a.attname AS name, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN 'NOT NULL' END, a.attidentity, a.attgenerated, l.collname,
        replace(pg_get_expr(d.adbin, d.adrelid), here.prefix, '')) AS sql
    FROM here JOIN pg_class AS c ON c.relnamespace = here.oid AND c.relkind = 'r'
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
        LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
    UNION ALL
    SELECT 'constraint', o.conname, c.relname || ' ' || replace(pg_get_constraintdef(o.oid), here.prefix, '')
    FROM here JOIN pg_constraint AS o ON o.connamespace = here.oid AND o.contype <> 't'
        JOIN pg_class AS c ON c.oid = o.conrelid
    UNION ALL
    SELECT 'index', i.indexname, replace(i.indexdef, here.prefix, '')
    FROM here JOIN pg_indexes AS i ON i.schemaname = current_schema()
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE connamespace = here.oid AND conname = i.indexname)
    UNION ALL
    SELECT 'trigger', t.tgname, ''
    FROM here JOIN pg_class AS c ON c.relnamespace = here.oid JOIN pg_trigger AS t ON t.tgrelid = c.oid
    WHERE NOT t.tgisinternal
    """
)


def rebuild(connection: Connection) -> None:
    """Make every index anew."""
    for table in _tables(connection):
        connection.execute(text(f"REINDEX TABLE {table}"))


def numbers(connection: Connection) -> dict[str, int]:
    """Return the last number given to a row, of each table that has given one."""
    return {row.owner: row.number for row in connection.execute(_NUMBERS) if row.number is not None}


def number_from(connection: Connection, numbers: Mapping[str, int]) -> None:
    """Have the next row of each table numbered after this one."""
    sequences = {row.owner: row.sequence for row in connection.execute(_NUMBERS).all()}
    for owner, number in numbers.items():
        if number and owner in sequences:
            last = {"sequence": sequences[owner], "number": number}
            connection.execute(text("SELECT setval(CAST(:sequence AS regclass), :number)"), last)


_NUMBERS = text(
    "SELECT c.relname AS owner, s.oid::regclass::text AS sequence, pg_sequence_last_value(s.oid) AS number"
    " FROM pg_class AS s JOIN pg_depend AS d ON d.objid = s.oid AND d.deptype = 'i'"
    " JOIN pg_class AS c ON c.oid = d.refobjid"
    " WHERE s.relkind = 'S' AND c.relnamespace = current_schema()::regnamespace"
)


def empty(connection: Connection) -> None:
    """Drop all tables and the functions of their triggers."""
    for table in _tables(connection):
        connection.execute(text(f"DROP TABLE {table} CASCADE"))
    for name in triggers.TRIGGERS:
        connection.execute(text(f"DROP FUNCTION IF EXISTS {name}()"))


def copy(connection: Connection) -> None:
    """Copy all that there is into a schema of its own, triggers as far as they are as they should be."""
    here = connection.scalar(text("SELECT quote_ident(current_schema())"))
    tables, missing = _tables(connection), triggers.missing(connection)
    constraints = connection.execute(_CONSTRAINTS).all()
    indexes = [sql for (kind, _), sql in objects(connection).items() if kind == "index"]
    drop_copy(connection)
    connection.execute(text(f"CREATE SCHEMA {COPY}"))
    for table in tables:
        connection.execute(text(f"CREATE TABLE {COPY}.{table} (LIKE {here}.{table} INCLUDING ALL EXCLUDING INDEXES)"))
        filled = connection.scalar(_FILLED, {"owner": table})
        connection.execute(text(f"INSERT INTO {COPY}.{table} ({filled}) SELECT {filled} FROM {here}.{table}"))
    connection.execute(text(f"SET LOCAL search_path = {COPY}"))
    for constraint in constraints:
        added = f'ALTER TABLE {constraint.owner} ADD CONSTRAINT "{constraint.name}" {constraint.sql}'
        connection.exec_driver_sql(added)
    for index in indexes:
        connection.exec_driver_sql(index)
    if len(missing) < len(triggers.TRIGGERS):
        triggers.install(connection, but=missing)


def drop_copy(connection: Connection) -> None:
    """Drop the copy where there is one."""
    connection.execute(text(f"DROP SCHEMA IF EXISTS {COPY} CASCADE"))


# Keys before what refers to them.
_CONSTRAINTS = text(
    "SELECT c.relname AS owner, o.conname AS name, pg_get_constraintdef(o.oid) AS sql FROM pg_constraint AS o"
    " JOIN pg_class AS c ON c.oid = o.conrelid JOIN pg_namespace AS n ON n.oid = o.connamespace"
    " WHERE o.contype IN ('p', 'u', 'f') AND n.nspname = current_schema() ORDER BY o.contype = 'f'"
)
_FILLED = text(
    "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = :owner AND is_generated = 'NEVER'"
)


def _tables(connection: Connection) -> list[str]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    return list(connection.scalars(text(query)))
