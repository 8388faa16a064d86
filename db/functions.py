"""Functions of SQL that SQLite and PostgreSQL have under other names, each compiled for the database that is asked."""

from typing import Any

from sqlalchemy import ARRAY, JSON, Boolean, ColumnElement, Integer, String, bindparam, column
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Among(FunctionElement[bool]):
    name = "among"
    inherit_cache = True
    type = Boolean()
    # Otherwise SQLAlchemy compares it with 1 on SQLite, which then looks into no index.
    _is_implicitly_boolean = True


def among(asked: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Return the condition that a column is among what a parameter lists.

    Other than with `in_` the statement is the same for lists of any length, and built once.
    """
    listed = JSON().with_variant(ARRAY(asked.type), "postgresql")
    return _Among(asked, bindparam(parameter, type_=listed))


@compiles(_Among, "sqlite")
def _(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    asked, listed = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{asked} IN (SELECT value FROM json_each({listed}))"


@compiles(_Among, "postgresql")
def _(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    asked, listed = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{asked} = ANY ({listed})"


class arrays(FunctionElement[str]):  # noqa: N801  # functions of SQL are written in small letters
    """The rows of a group as the text of a JSON array of arrays, an empty one where there is none."""

    name = "arrays"
    inherit_cache = True
    type = String()


@compiles(arrays, "sqlite")
def _(element: arrays, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(arrays, "postgresql")
def _(element: arrays, compiler: SQLCompiler, **options: Any) -> str:
    return f"coalesce(json_agg(json_build_array({compiler.process(element.clauses, **options)}))::text, '[]')"


class _Elements(FunctionElement[Any]):
    name = "elements"
    inherit_cache = True


def elements(array: ColumnElement[Any]) -> Any:
    """Return the table of what a JSON array has: the place as `key`, and the `value` there."""
    return _Elements(array).table_valued(column("key", Integer), column("value", JSON))


@compiles(_Elements, "sqlite")
def _(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Elements, "postgresql")
def _(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    array = compiler.process(element.clauses, **options)
    return f"LATERAL (SELECT ordinality AS key, value FROM json_array_elements({array}) WITH ORDINALITY)"


class without(FunctionElement[Any]):  # noqa: N801  # used as a function of SQL
    """A JSON object without the member of a name."""

    name = "without"
    inherit_cache = True
    type = JSON()


@compiles(without, "sqlite")
def _(element: without, compiler: SQLCompiler, **options: Any) -> str:
    document, member = (compiler.process(clause, **options) for clause in element.clauses)
    return f"json_remove({document}, '$.' || {member})"


@compiles(without, "postgresql")
def _(element: without, compiler: SQLCompiler, **options: Any) -> str:
    document, member = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({document}::jsonb - {member})::json"


@compiles(OnConflictDoNothing, "postgresql")
def _(clause: Any, compiler: Any, **options: Any) -> str:
    clause.constraint_target = None
    compiled: str = compiler.visit_on_conflict_do_nothing(clause, **options)
    return compiled


@compiles(OnConflictDoUpdate, "postgresql")
def _(clause: Any, compiler: Any, **options: Any) -> str:
    # SQLite's clause says less than PostgreSQL's, which takes much longer to load.
    clause.constraint_target = None
    compiled: str = compiler.visit_on_conflict_do_update(clause, **options)
    return compiled
