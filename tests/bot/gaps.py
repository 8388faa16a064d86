"""A gap for the tests: a question that the store cannot answer, and who asks it."""

from typing import Any

from tests.conftest import raw

UNKNOWN = "how many whales did the divers count"
ADA: dict[str, Any] = {"server": 7, "member": 42, "moderator": False, "channel": 70}
BEN: dict[str, Any] = {"server": 7, "member": 43, "moderator": False, "channel": 71}
MOD: dict[str, Any] = {"server": 7, "member": 5, "channel": 79}


def rows(url: str, query: str = "SELECT * FROM gap JOIN gap_asker ON gap_id = gap.id") -> list[tuple[Any, ...]]:
    """Return what the tables hold, read past our code."""
    with raw(url) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]
