"""Full text by FTS5: what is asked of an index, of facts or of passages, in statements that are built once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Subquery, TableClause, func, select

from db.tables import each


def matches(index: TableClause, expression: Any) -> ColumnElement[bool]:
    """Return the condition that a row of the index matches an expression of FTS5."""
    match: ColumnElement[bool] = index.c[index.name].op("MATCH")(expression)
    return match


def any_in_text(stems: Iterable[str]) -> str:
    """Return the expression for a text that holds any of the stems."""
    return "text : (" + " OR ".join(f'"{stem}"' for stem in stems) + ")"


def weighed(index: TableClause) -> Subquery:
    """Select the rows that match any of the expressions in the parameter `wanted`, each with its weight, in all.

    They come by what they weigh, whoever sees them: a server's are taken out of them.
    """
    pairs = each("wanted")
    wanted = (
        select(func.json_extract(pairs, "$[0]").label("expression"), func.json_extract(pairs, "$[1]").label("weight"))
        .cte("wanted")
        .prefix_with("MATERIALIZED")
    )
    weight = func.sum(wanted.c.weight)
    return (
        select(index.c.rowid.label("number"), weight.label("weight"))
        .join_from(wanted, index, matches(index, wanted.c.expression))
        .group_by(index.c.rowid)
        .order_by(weight.desc(), index.c.rowid)
        # Any limit keeps SQLite from asking of thousands whose they are, before it knows which are the best.
        .limit(-1)
        .subquery()
    )
