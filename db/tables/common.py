"""Columns and metadata that several tables share."""

from sqlalchemy import BigInteger, Column, Identity, Integer, MetaData, String
from sqlalchemy import Text as SqlText
from sqlalchemy.types import TypeEngine

# The server number of what all servers share; Discord's own numbers are never 0.
SHARED = 0

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def written(characters: int | None = None) -> TypeEngine[str]:
    """Return the type of a column of words.

    They are in the order of their letters' numbers, as Python has them, and SQLite. PostgreSQL holds nobody to a number
    of characters either: the records do.
    """
    sized = SqlText() if characters is None else String(characters)
    return sized.with_variant(SqlText(collation="C"), "postgresql")


# What somebody may ask for by a number of any length.
WHOLE: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")


def number() -> Column[int]:
    """Return the column by whose number a row is known."""
    return Column("id", WHOLE, Identity(), primary_key=True)


def of_server() -> Column[int]:
    """Return the column that says which server a row belongs to, SHARED for all of them."""
    return Column("server", BigInteger, nullable=False, server_default=str(SHARED))


def key() -> Column[str]:
    """Return the column of a record's key."""
    return Column("key", written(80), nullable=False)
