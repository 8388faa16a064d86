"""Full text: what is asked of an index, of facts or of passages, in statements that are built once.

On SQLite an index is a table of FTS5. On PostgreSQL it is a table with a column of type tsvector, which has the name of
the table and the stems of all fields. Either way the stems are ours (`db/tokenizer.py`), and looked up as those of one
server and the shared ones, so that a question reads nothing of what other servers say: by the column `server` there, by
the server's number before each stem here.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    Dialect,
    Float,
    Subquery,
    TableClause,
    column,
    func,
    select,
)
from sqlalchemy import String as SqlString
from sqlalchemy import bindparam as bind
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from db.errors import DatabaseUnusable
from db.tables import SHARED

# The stems of a phrase may stand apart.
Phrase = tuple[str, ...]
# Weights are added as whole numbers, which makes the same sum in any order.
_PRECISION = 2**32
_ANY_NUMBER = 2**31 - 1


# Before a stem in the column of PostgreSQL, and in its place until it is known whose facts are asked for.
_UNTOLD = "~"
# Servers by shorter numbers, so that stems take less room: where two have the same, the facts found say whose they are.
_MODULUS = 999_983


def _written(phrases: Sequence[Phrase], dialect: str) -> str:
    """Return the expression for any of the phrases, for what no row has where there are none.

    Stems are letters and digits; quoting keeps them from being read as AND, OR, NOT and NEAR.
    """
    before, after, and_, or_ = (
        ('"', '"', " AND ", " OR ") if dialect == "sqlite" else (f"'{_UNTOLD}", "'", " & ", " | ")
    )
    listed = phrases or [("",)]
    return or_.join("(" + and_.join(f"{before}{stem}{after}" for stem in phrase) + ")" for phrase in listed)


class Phrases(TypeDecorator[Sequence[Phrase]]):
    """Phrases of which a row is to have one, in the words of the database."""

    impl = SqlString
    cache_ok = True

    def process_bind_param(self, value: Sequence[Phrase] | None, dialect: Dialect) -> str | None:
        return None if value is None else _written(value, dialect.name)


class _WeighedPhrases(TypeDecorator[Sequence[tuple[Sequence[Phrase], float]]]):
    """Pairs of phrases and their weight, as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return [(_written(phrases, dialect.name), round(weight * _PRECISION)) for phrases, weight in value]


class _Matches(FunctionElement[bool]):
    name = "matches"
    inherit_cache = True
    type = Boolean()
    _is_implicitly_boolean = True  # as in db/functions.py


class _MatchesField(FunctionElement[bool]):
    name = "matches_field"
    inherit_cache = True
    type = Boolean()
    _is_implicitly_boolean = True  # as in db/functions.py


def matches(
    index: TableClause, phrases: ColumnElement[Any], server: ColumnElement[int], field: str | None = None
) -> ColumnElement[bool]:
    """Return the condition that a row that the server sees has one of the phrases, or has it in this field."""
    rows = index.c[index.name]
    return _Matches(rows, phrases, server) if field is None else _MatchesField(rows, phrases, server, index.c[field])


def _in_fts5(server: str, phrases: str, fields: str = "- server") -> str:
    """Return the SQL of an expression of FTS5."""
    return f"""'server : ("{SHARED}" OR "' || {server} || '") AND {fields} : (' || {phrases} || ')'"""


def _in_tsquery(server: str, phrases: str) -> str:
    """Return the SQL of an expression of PostgreSQL."""
    own = f"replace({phrases}, '{_UNTOLD}', CAST(mod({server}, {_MODULUS}) AS text) || ':')"
    return f"CAST({own} || ' | ' || replace({phrases}, '{_UNTOLD}', '{SHARED}:') AS tsquery)"


@compiles(_Matches, "sqlite")
def _(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    index, phrases, server = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{index} MATCH ({_in_fts5(server, phrases)})"


@compiles(_Matches, "postgresql")
def _(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    index, phrases, server = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{index} @@ {_in_tsquery(server, phrases)}"


@compiles(_MatchesField, "sqlite")
def _(element: _MatchesField, compiler: SQLCompiler, **options: Any) -> str:
    *clauses, field = element.clauses
    index, phrases, server = (compiler.process(clause, **options) for clause in clauses)
    return f"{index} MATCH ({_in_fts5(server, phrases, field.name)})"


@compiles(_MatchesField, "postgresql")
def _(element: _MatchesField, compiler: SQLCompiler, **options: Any) -> str:
    index, phrases, server, field = (compiler.process(clause, **options) for clause in element.clauses)
    stems = f"array_to_tsvector(array_remove(string_to_array({field}, ' '), ''))"
    within = f"{stems} @@ CAST(replace({phrases}, '{_UNTOLD}', '') AS tsquery)"
    return f"({index} @@ {_in_tsquery(server, phrases)} AND {within})"


class _Weighed(FunctionElement[Any]):
    name = "weighed"
    inherit_cache = True


@compiles(_Weighed, "sqlite")
def _(element: _Weighed, compiler: SQLCompiler, **options: Any) -> str:
    pairs, server = (compiler.process(clause, **options) for clause in element.clauses)
    expression = _in_fts5(server, "json_extract(value, '$[0]')")
    return f"(SELECT {expression} AS expression, json_extract(value, '$[1]') AS weight FROM json_each({pairs}))"


@compiles(_Weighed, "postgresql")
def _(element: _Weighed, compiler: SQLCompiler, **options: Any) -> str:
    pairs, server = (compiler.process(clause, **options) for clause in element.clauses)
    expression = _in_tsquery(server, "(value ->> 0)")
    return f"(SELECT {expression} AS expression, (value ->> 1)::bigint AS weight FROM json_array_elements({pairs}))"


class _Has(FunctionElement[bool]):
    """That a row has what an expression asks for, which is one of the database's already."""

    name = "has"
    inherit_cache = True
    type = Boolean()
    _is_implicitly_boolean = True  # as in db/functions.py


@compiles(_Has, "sqlite")
def _(element: _Has, compiler: SQLCompiler, **options: Any) -> str:
    index, expression = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{index} MATCH {expression}"


@compiles(_Has, "postgresql")
def _(element: _Has, compiler: SQLCompiler, **options: Any) -> str:
    index, expression = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{index} @@ {expression}"


def weighed(index: TableClause, server: ColumnElement[int]) -> Subquery:
    """Select the rows that have any of the phrases in the parameter `wanted`, each with its weight, in all.

    They come by what they weigh: those that the server is shown are taken out of them.
    """
    pairs = _Weighed(bind("wanted", type_=_WeighedPhrases), server).table_valued(
        column("expression", SqlString), column("weight", BigInteger)
    )
    wanted = select(pairs.c.expression, pairs.c.weight).cte("wanted").prefix_with("MATERIALIZED")
    weight = func.sum(wanted.c.weight)
    return (
        select(index.c.rowid.label("number"), weight.label("weight"))
        .join_from(wanted, index, _Has(index.c[index.name], wanted.c.expression))
        .group_by(index.c.rowid)
        .order_by(weight.desc(), index.c.rowid)
        # Any limit keeps the database from asking of thousands whose they are, before it knows which are the best.
        .limit(_ANY_NUMBER)
        .subquery()
    )


class bm25(FunctionElement[float]):  # noqa: N801  # functions of SQL are written in small letters
    """How well a row fits what it was matched by, the best lowest, as FTS5 has it; what is ours does not ask for it."""

    name = "bm25"
    inherit_cache = True
    type = Float()


@compiles(bm25, "sqlite")
def _(element: bm25, compiler: SQLCompiler, **options: Any) -> str:
    return f"bm25({compiler.process(element.clauses, **options)})"


@compiles(bm25, "postgresql")
def _(element: bm25, compiler: SQLCompiler, **options: Any) -> str:
    raise DatabaseUnusable(
        "Plain full text, beside which answers are measured, is that of SQLite: name a library by --library, or point "
        "DATABASE_URL to a file."
    )


class Settling(Executable, ClauseElement):
    """The statement that rewrites an index, so that what was dropped from it stands nowhere in it any more."""

    inherit_cache = False

    def __init__(self, index: TableClause) -> None:
        self.index = index.name


@compiles(Settling, "sqlite")
def _(element: Settling, compiler: SQLCompiler, **options: Any) -> str:
    return f"INSERT INTO {element.index}({element.index}) VALUES ('optimize')"


@compiles(Settling, "postgresql")
def _(element: Settling, compiler: SQLCompiler, **options: Any) -> str:
    # What is dropped goes with the vacuum (`Database.scrub`), once what waits to be sorted in is.
    return f"SELECT gin_clean_pending_list('ix_{element.index}_{element.index}')"


class Proving(Executable, ClauseElement):
    """The statement that fails where an index is damaged in itself."""

    inherit_cache = False

    def __init__(self, index: TableClause) -> None:
        self.index = index.name


@compiles(Proving, "sqlite")
def _(element: Proving, compiler: SQLCompiler, **options: Any) -> str:
    return f"INSERT INTO {element.index}({element.index}) VALUES ('integrity-check')"


@compiles(Proving, "postgresql")
def _(element: Proving, compiler: SQLCompiler, **options: Any) -> str:
    # Its column is made of the others by the database itself.
    return f"SELECT count({element.index}) FROM {element.index}"
