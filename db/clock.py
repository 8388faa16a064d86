"""The time as the tables hold it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return this moment in UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
