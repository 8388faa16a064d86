"""The list of personal data is complete: no column that may point to a person is left out."""

from sqlalchemy import BigInteger, Column
from sqlalchemy.dialects import sqlite

from db.retention import stored
from db.tables import actor, metadata, revision

SQLITE = sqlite.dialect()
# Numbers at Discord that are no person's, by the name of the column or of its table and it.
IMPERSONAL = {"server", "channel", "server.id", "synced.application"}


def test_every_column_that_may_point_to_a_person_is_listed() -> None:
    # The ledger keeps the random id: it leads to nobody once the actor is emptied.
    listed = {revision.c.actor_id}
    for personal in stored(90):
        listed |= {personal.person, *personal.emptied}
        if not personal.emptied:
            listed |= set(personal.person.table.columns)
    unlisted = [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if may_point_to_a_person(column) and column not in listed
    ]
    assert unlisted == [], "add a line to db/personal.py, or name the column as impersonal here"


def may_point_to_a_person(column: Column[object]) -> bool:
    if column.references(actor.c.id):
        return True
    names = {column.name, f"{column.table.name}.{column.name}"}
    # What counts from 1 has room for as many only on PostgreSQL.
    stored_as = column.type.dialect_impl(SQLITE)
    return isinstance(stored_as, BigInteger) and not names & IMPERSONAL


def test_what_hangs_on_the_actor_is_forgotten_before_the_actor() -> None:
    columns = [personal.person for personal in stored(90)]
    assert columns[-1] is actor.c.member
