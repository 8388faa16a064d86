"""Succession: which fact holds in the place of one that is superseded, and which facts supersede each other."""

from collections.abc import Mapping

from db.records import StoredFact


def holding(key: str | None, facts: Mapping[str, StoredFact]) -> StoredFact | None:
    """Return what holds in the place of a fact that the one of this key supersedes: the end of their chain."""
    passed: set[str] = set()
    fact = facts.get(key or "")
    while fact and fact.status == "published" and fact.superseded_by and fact.key not in passed:
        passed.add(fact.key)
        fact = facts.get(fact.superseded_by)
    return fact if fact and fact.status == "published" and fact.rank == "normal" else None


def circle(key: str, superseded_by: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the keys from this one on, each superseded by the next and the last by the first; none where they end.

    >>> circle("a", {"a": "b", "b": "c", "c": "a"})
    ('a', 'b', 'c')
    >>> circle("a", {"a": "b", "b": "c", "c": "b"})
    ()
    """
    passed = [key]
    while (following := superseded_by.get(passed[-1])) and following not in passed:
        passed.append(following)
    return tuple(passed) if following == key else ()


def in_words(circle: tuple[str, ...]) -> str:
    """Return a circle as it is said.

    >>> in_words(("a", "b"))
    'a by b, b by a'
    """
    return ", ".join(f"{key} by {by}" for key, by in zip(circle, (*circle[1:], circle[0]), strict=True))
