"""Columns and metadata that several tables share."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, String

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


def number() -> Column[int]:
    """Return the column by whose number a row is known."""
    return Column("id", Integer, primary_key=True)


def of_server() -> Column[int]:
    """Return the column that says which server a row belongs to, SHARED for all of them."""
    return Column("server", BigInteger, nullable=False, server_default=str(SHARED))


def key() -> Column[str]:
    """Return the column of a record's key."""
    return Column("key", String(80), nullable=False)
