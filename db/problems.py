"""What is wrong with a record, in words that say what to do."""

import re
from collections.abc import Iterator

from pydantic import ValidationError

from db.kinds import KINDS

_MESSAGES = {
    "missing": "is missing: add it",
    "extra_forbidden": "is not a field of this record: check its spelling",
    "too_short": "needs at least one entry",
    "string_type": "should be text: put it in quotes",
    "string_too_short": "should not be empty",
    "string_too_long": "should have at most {max_length} characters",
    "union_tag_invalid": "`kind` should be one of {expected_tags}",
    "union_tag_not_found": "`kind` is missing: write what kind of fact it is",
    "literal_error": "should be {expected}",
}
# How pydantic begins its own sentences.
_LEAD = re.compile(r"Value error, |Input (?=should)")
_PATTERNS = {
    "key": "should be lower-case letters, figures and single hyphens, as in king-2020",
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
        message = _MESSAGES.get(problem["type"])
        yield f"{field}: {message.format(**problem.get('ctx', {})) if message else _LEAD.sub('', problem['msg'])}"
