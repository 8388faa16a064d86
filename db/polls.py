"""Polls as a whole: their surveys, and the groups and answers that they name."""

import json

from sqlalchemy import ColumnElement, func, select, true

from db import tables
from db.bibliography import StoredSource
from db.engine import Database
from db.functions import elements
from db.kinds import Poll, Survey


class Polls:
    """Reads what several published polls share, as one server sees them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def surveys(self, server: int | None = None, source: StoredSource | None = None) -> list[Survey]:
        """Return the surveys of the polls, or of those that cite a source, each once and the first first."""
        rows, cited = tables.fact, tables.citation
        conditions = [*tables.shown_to(server), rows.c.kind == Poll.KIND]
        if source is not None:
            citing = select(cited.c.fact_id).where(cited.c.source_id == source.number)
            conditions.append(rows.c.id.in_(citing))
        survey = rows.c.payload["survey"].as_string()
        query = select(survey).where(*conditions).group_by(survey).order_by(func.min(rows.c.id))
        async with self._database.reading() as connection:
            return [Survey.stored(json.loads(found)) for found in await connection.scalars(query)]

    async def numbers(self, survey: str, server: int | None = None) -> list[int]:
        """Return the numbers of the polls of the survey of that key."""
        rows = tables.fact
        key = rows.c.payload[("survey", "key")].as_string()
        query = select(rows.c.id).where(*tables.shown_to(server), rows.c.kind == Poll.KIND, key == survey)
        async with self._database.reading() as connection:
            return list(await connection.scalars(query.order_by(rows.c.id)))

    async def groups(self, server: int | None = None) -> list[str]:
        """Return the groups that the polls give figures of, each once and the first first."""
        return await self._of_results("group", server)

    async def answers(self, server: int | None = None) -> list[str]:
        """Return the answers that the polls give figures of, each once and the first first."""
        return await self._of_results("answer", server)

    async def _of_results(self, field: str, server: int | None) -> list[str]:
        rows = tables.fact
        result = elements(rows.c.payload["results"])
        value: ColumnElement[str] = result.c.value[field].as_string()
        query = (
            select(value)
            .select_from(rows)
            .join(result, true())
            .where(*tables.shown_to(server), rows.c.kind == Poll.KIND)
            .group_by(value)
            .order_by(func.min(rows.c.id), func.min(result.c.key))
        )
        async with self._database.reading() as connection:
            return list(await connection.scalars(query))
