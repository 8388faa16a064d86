"""Errors: a database that cannot be used, a record that cannot be taken, a change that comes too late.

Each says in its message, or lets its reader say, what to do instead.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from db.bibliography import Source
from db.kinds import KINDS
from db.records import StoredFact
from db.succession import in_words
from db.values import Record


class DatabaseUnusable(Exception):
    """The database cannot be used as it is; the message says why and what to do."""


class DatabaseAway(DatabaseUnusable):
    """The database cannot be used for now: its server is not there yet, or somebody else has it; later it may be."""


class NoProgram(DatabaseUnusable):
    """A program that this takes is not installed."""


class LibraryChanged(Exception):
    """The library is not any more in the state that was to be read."""


class DamagedFixture(Exception):
    """A fixture that cannot be taken, with every problem in words: file, record and field."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


class UnreadableDocument(Exception):
    """A document's file is there and cannot be read as UTF-8 text."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name} cannot be read: {reason}")


class UnknownReference(Exception):
    """A record points to a source or a topic that the store does not have."""

    def __init__(self, noun: str, key: str) -> None:
        self.noun, self.key = noun, key
        super().__init__(f"there is no {noun} {key}")


class SourceTaken(Exception):
    """There is another source of this key."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"there is a source {key} already")


class KeyTaken(Exception):
    """The server has another fact under the key."""

    def __init__(self, existing: StoredFact) -> None:
        self.existing = existing
        super().__init__(f"the key {existing.key} is {existing.label}’s")


class StaleSource(Exception):
    """The source was changed since it was read (optimistic concurrency); `current` is what it is now."""

    def __init__(self, current: Source) -> None:
        self.current = current
        super().__init__(f"{current.key} was changed")


class StaleFact(Exception):
    """The fact was changed since it was read (optimistic concurrency); `current` is what it is now."""

    def __init__(self, current: StoredFact) -> None:
        self.current = current
        super().__init__(f"{current.label} is at revision {current.revision}")


class CircularSuccession(Exception):
    """Facts would supersede each other in a circle, so that none of them holds; `keys` has them one after the other."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        super().__init__(f"superseded in a circle: {in_words(keys)}")


class TooManyGaps(Exception):
    """A person has as many questions waiting as one may have."""


class TooManyDrafts(Exception):
    """A person has as many proposed facts waiting as one may have."""


DAMAGED = (
    "The database {name} is damaged: `footnote doctor` says where, `footnote doctor --repair` mends what can be "
    "mended, and `footnote restore` takes a backup."
)


def damaged(name: str) -> DatabaseUnusable:
    """Return what is raised for a database in which something is not as it should be, whatever it says of that."""
    return DatabaseUnusable(DAMAGED.format(name=name))


def problems(record: type[Record], data: object) -> list[str]:
    """Return what keeps the data from being such a record."""
    try:
        record.model_validate(data)
    except ValidationError as error:
        return list(explain(error))
    return []


_MESSAGES = {
    "missing": "is missing: add it",
    "extra_forbidden": "is not a field of this record: check its spelling",
    "int_parsing_size": "has more digits than are taken",
    "tuple_type": "should be a list",
    "model_type": "should be a record: fields with their values",
    "model_attributes_type": "should be a record: fields with their values",
    "too_short": "needs at least one entry",
    "string_type": "should be text: put it in quotes",
    "string_too_short": "should not be empty",
    "string_too_long": "should have at most {max_length} characters",
    "union_tag_invalid": "`kind` should be one of {expected_tags}",
    "union_tag_not_found": "`kind` is missing: write what kind of fact it is",
    "literal_error": "should be {expected}",
}
# The beginnings of pydantic's own sentences.
_LEAD = re.compile(r"Value error, |Input (?=should)")
_PATTERNS = {
    "key": "should be lower-case letters, figures and single hyphens, as in post-2031",
    "URL": "should begin with http:// or https:// and hold no space",
    "document": "should be the name of a file without its folder",
}


def explain(error: ValidationError) -> Iterator[str]:
    """Yield each problem as `field: what to do`, without the library's own words where ours are clearer."""
    for problem in error.errors(include_url=False):
        # Pydantic names the member of the union in an error's path; a person looks for the field.
        path = [part for part in problem["loc"] if not (isinstance(part, str) and part in KINDS)]
        field = " ".join(str(part + 1) if isinstance(part, int) else part for part in path) or "the record"
        if problem["type"] == "string_pattern_mismatch" and field in _PATTERNS:
            yield f"{field}: {_PATTERNS[field]}"
            continue
        if problem["type"] == "missing" and path[-1:] == ["fingerprint"]:
            yield f"{field}: is missing: list the source’s `fingerprints`, as `footnote fingerprint FILE` prints them"
            continue
        message = _MESSAGES.get(problem["type"])
        yield f"{field}: {message.format(**problem.get('ctx', {})) if message else _LEAD.sub('', problem['msg'])}"
