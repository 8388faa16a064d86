"""A folder of fixtures, or one file of an export, as a library of records and back."""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from db.bibliography import Source
from db.documents import Document
from db.errors import DamagedFixture, explain
from db.kinds import Poll, Survey
from db.pinpoints import SHORT
from db.records import Fact, Library, SourceText, Topic
from db.succession import circle, in_words

# Fields of an export that an import works out for itself.
DERIVED = {"facts": ("fact", "server"), "citations": ("label", "check", "locator")}
_DIGITS = 30
SUFFIXES = (".yaml", ".yml", ".json")
_RECORDS: dict[str, type[Source | SourceText | Topic | Fact]] = {
    "sources": Source,
    "documents": SourceText,
    "topics": Topic,
    "facts": Fact,
}


_DEPTH = 100  # levels
_OPENED = re.compile(r"[\[{]")
_INDENTED = re.compile(rf"^[-? ]{{{_DEPTH},}}", re.MULTILINE)
_CORE = "tag:yaml.org,2002:"
# Tags that are read, and what has to have them.
_TAGS: dict[str, type[yaml.Node]] = {
    **{f"{_CORE}{name}": yaml.ScalarNode for name in ("str", "int", "float", "bool", "null")},
    f"{_CORE}map": yaml.MappingNode,
    f"{_CORE}seq": yaml.SequenceNode,
}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # libyaml may be missing
    """PyYAML's safe loader, but dates and `no` stay text, and a key given twice is an error.

    A value that cannot be read (a number of thousands of digits, what is not of its tag) is told with its field.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._fields: dict[int, str] = {}

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            field = f"`{self._fields[id(node)]}:` " if id(node) in self._fields else ""
            problem = f"{field}cannot be read as {node.tag.rpartition(':')[2]}: put it in quotes, or write another"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, value in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                # Merged into each other, a few lines come to millions.
                raise yaml.MarkedYAMLError(
                    problem="“<<” is not read: write the fields out", problem_mark=key.start_mark
                )
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a name should be one word", problem_mark=key.start_mark)
            if key.tag != f"{_CORE}str":
                problem = f"the name “{key.value}” should be text: put it in quotes"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"“{key.value}” is given twice", problem_mark=key.start_mark)
            seen.add(key.value)
            for part in _parts(value):
                self._fields[id(part)] = key.value
                if not isinstance(part, _TAGS.get(part.tag, ())):
                    tag = part.tag.replace(_CORE, "!!")
                    problem = f"`{key.value}:` is not what its tag {tag} says, or that tag is not read: leave it out"
                    raise yaml.MarkedYAMLError(problem=problem, problem_mark=part.start_mark)
        made: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return made


def _parts(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield the node, and what is listed in it."""
    yield node
    if isinstance(node, yaml.SequenceNode):
        yield from node.value


_TEXT_IN_1_2 = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_Loader.yaml_implicit_resolvers = {
    first: [resolver for resolver in resolvers if resolver[0] not in _TEXT_IN_1_2]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


# PyYAML's own dumper lets U+0085 through, which its loader takes for the end of a line; libyaml's does not.
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def seed_folder() -> Path:
    """Return the shipped seed: in a wheel it travels inside `db`, in a checkout it stands beside it."""
    package = Path(str(files("db")))
    packed = package / "shipped"
    return packed if packed.is_dir() else package.parent / "fixtures"


def digest(folder: Path, *, bare: bool = False) -> str:
    """Return what the files of a folder come to, for as long as the program that reads them stays the same."""
    found = hashlib.sha256(b"bare" if bare else b"")
    package = Path(str(files("db")))
    program = (path for path in package.rglob("*") if path.suffix in (".py", ".lark"))
    for path in (*sorted(program), *_fixtures(folder)):
        content = _content(path)
        found.update(f"{path.name} {len(content)}\n".encode() + content)
    return found.hexdigest()


def load(folder: Path) -> Library:
    """Read every fixture of a folder as one library; an empty folder is an empty library.

    Raises DamagedFixture with all that is wrong; then nothing of the folder is to be used.
    """
    library, files = load_with_files(folder)
    problems = [f"{files[fact]}, {problem}" for fact, problem in _beyond(library)]
    if problems:
        raise DamagedFixture(problems)
    return library


def load_with_files(folder: Path) -> tuple[Library, dict[str, str]]:
    """Read the library of a folder, and say in which of its files each fact stands."""
    problems: list[str] = []
    parts: list[dict[str, Any]] = []
    for path in _fixtures(folder):
        try:
            parts.append(_read(path.name, _content(path)))
        except DamagedFixture as damage:
            problems.extend(damage.problems)
    if problems:
        raise DamagedFixture(problems)
    library = _assemble(parts)
    files = {text["source"]: part["file"] for part in parts for text in part.get("documents", [])}
    files |= {fact["key"]: part["file"] for part in parts for fact in part.get("facts", [])}
    problems = [f"{files[fact]}, {problem}" for fact, problem in (*_dangling(library), *_circles(library, {}))]
    if problems:
        raise DamagedFixture(problems)
    return library, files


def _fixtures(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise DamagedFixture([f"there is no folder {folder}: point FIXTURES_DIR to a folder of fixtures"])
    return sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.name != "schema.json")


def _content(path: Path) -> bytes:
    """Return what a file holds; raises DamagedFixture where it is none, or cannot be read."""
    try:
        # Who reads what is no file may wait for its end for ever.
        if path.is_file():
            return path.read_bytes()
        reason = "it is no file" if path.exists() else "it is a link to nothing"
    except OSError as error:
        reason = error.strerror or "see its rights"
    raise DamagedFixture([f"{path.name} cannot be read: {reason}"])


def parse(name: str, content: bytes) -> Library:
    """Read one file, YAML or JSON; raises DamagedFixture."""
    return _assemble([_read(name, content)])


def _read(name: str, content: bytes) -> dict[str, Any]:
    """Return the raw lists of one file, each record with the file it stands in."""
    try:
        text = content.decode("utf-8-sig")
        if name.endswith(".json"):
            data = json.loads(text, object_pairs_hook=_once, parse_int=_number)
        else:
            _refuse_depth(name, text)
            data = yaml.load(text, _Loader)  # noqa: S506  # it is a safe loader  # nosec B506
    except UnicodeDecodeError as error:
        raise DamagedFixture([f"{name} is not UTF-8 text"]) from error
    except json.JSONDecodeError as error:
        raise DamagedFixture([f"{name}, line {error.lineno}: {error.msg}"]) from error
    except RepeatedKey as error:
        raise DamagedFixture([f"{name}: “{error}” is given twice in one record"]) from error
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise DamagedFixture([f"{name}{line}: {error.problem}"]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise DamagedFixture([f"{name} is not YAML that can be read"]) from error
    if data is None:
        return {"file": name}
    if _size(data, len(text)) > len(text):
        raise DamagedFixture([f"{name} repeats itself by anchors (`&`, `*`) many times over: write out what is meant"])
    if not isinstance(data, dict):
        raise DamagedFixture([f"{name} should hold lists under `sources:`, `topics:`, `synonyms:` or `facts:`"])
    unknown = [key for key in data if key not in Library.model_fields]
    unlisted = [key for key in data if key not in unknown and not isinstance(data[key], list | None)]
    if unknown or unlisted:
        raise DamagedFixture(
            [f"{name} has “{key}”, which is not one of {', '.join(Library.model_fields)}" for key in unknown]
            + [f"{name}: `{key}:` should hold a list" for key in unlisted]
        )
    return {"file": name, **{key: value or [] for key, value in data.items()}}


def _refuse_depth(name: str, text: str) -> None:
    """Raise DamagedFixture for what is nested deeper than any record: libyaml ends the program over it."""
    if len(_OPENED.findall(text)) <= _DEPTH and not _INDENTED.search(text):
        return
    depth = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            raise DamagedFixture([f"{name} is nested too deeply: a record has lists and records a few levels deep"])


def _size(data: Any, most: int) -> int:
    """Count what the data come to where each anchor is written out; whatever is beyond `most` is not counted."""
    count, left = 0, [data]
    while left and count <= most:
        found = left.pop()
        count += 1
        if isinstance(found, dict):
            left += found.values()
        elif isinstance(found, list):
            left += found
    return count


def _number(digits: str) -> int | str:
    """Return the number; one of more digits than any field takes stays text, so that its field is told."""
    return int(digits) if len(digits) < _DIGITS else digits


class RepeatedKey(ValueError):
    """A key that a record in JSON has twice, of which a reader would see but the last."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        raise RepeatedKey(next(key for key in keys if keys.count(key) > 1))
    return record


def _assemble(parts: list[dict[str, Any]]) -> Library:
    """Validate the records of all files, each by itself so that every problem is named at once."""
    problems: list[str] = []
    records: dict[str, list[Any]] = {section: [] for section in _RECORDS}
    taken: dict[str, set[str]] = {section: set() for section in _RECORDS}
    manifests: dict[str, tuple[str, ...]] = {}
    surveys: dict[str, tuple[str, Survey]] = {}
    for section, record in _RECORDS.items():
        noun = section.removesuffix("s")
        for part in parts:
            for position, raw in enumerate(part.get(section, []), 1):
                if section == "facts":
                    raw = _plain(raw, manifests)
                key = raw.get("source" if record is SourceText else "key") if isinstance(raw, dict) else None
                label = f"{part['file']}, {noun} {key or f'number {position}'}"
                try:
                    value = record.model_validate(raw)
                except ValidationError as error:
                    problems.extend(f"{label}, {problem}" for problem in explain(error))
                    continue
                if value.key in taken[section]:
                    problems.append(f"{label}: the key is already taken by another {noun}")
                taken[section].add(value.key)
                records[section].append(value)
                match value:
                    case Source(fingerprints=fingerprints):
                        manifests[value.key] = fingerprints
                    case SourceText(source=source, text=text) if not manifests.get(source):
                        manifests[source] = Document(text).fingerprints
                    case SourceText(source=source, text=text) if manifests[source] != Document(text).fingerprints:
                        problems.append(f"{label}, text: its paragraphs are not those that the source {source} lists")
                    case Fact(payload=Poll(survey=survey)):
                        first, known = surveys.setdefault(survey.key, (value.key, survey))
                        if known != survey:
                            problems.append(f"{label}, survey: the data differ from those of {survey.key} in {first}")
    listed = {source.key: source for source in records["sources"]}
    for text in records["documents"]:
        if text.source in listed and not listed[text.source].fingerprints:
            filled = {"fingerprints": manifests[text.source]}
            listed[text.source] = listed[text.source].model_copy(update=filled)
    records["sources"] = list(listed.values())
    values: dict[str, list[Any]] = {"synonyms": [], "ledger": []}
    for part in parts:
        try:
            library = Library.model_validate({name: part.get(name, []) for name in values})
        except ValidationError as error:
            problems.extend(f"{part['file']}, {problem}" for problem in explain(error))
            continue
        for name, found in values.items():
            found += getattr(library, name)
    if problems:
        raise DamagedFixture(problems)
    return Library.model_validate({**records, **values})


def _plain(raw: Any, manifests: dict[str, tuple[str, ...]]) -> Any:
    """Drop what is derived, and fill in the fingerprints that the sources list."""
    if not isinstance(raw, dict):
        return raw
    raw = {name: value for name, value in raw.items() if name not in DERIVED["facts"]}
    citations = raw.get("citations")
    if isinstance(citations, list):
        raw["citations"] = [_plain_citation(citation, manifests) for citation in citations]
    return raw


def _plain_citation(raw: Any, manifests: dict[str, tuple[str, ...]]) -> Any:
    if isinstance(raw, str) and (place := SHORT.fullmatch(raw)):
        raw = {"source": place["source"], "paragraph": int(place["paragraph"])}
    if not isinstance(raw, dict):
        return raw
    raw = {name: value for name, value in raw.items() if name not in DERIVED["citations"]}
    source, paragraph = raw.get("source"), raw.get("paragraph")
    manifest = manifests.get(source, ()) if isinstance(source, str) else ()
    if "fingerprint" not in raw and isinstance(paragraph, int) and 1 <= paragraph <= len(manifest):
        raw["fingerprint"] = manifest[paragraph - 1]
    return raw


def unknown_references(
    library: Library, sources: Collection[str] = (), topics: Collection[str] = (), facts: Collection[str] = ()
) -> list[str]:
    """Name each reference that points to nothing, given the keys that the store knows already."""
    return [problem for _, problem in _dangling(library, sources, topics, facts)]


def circles(library: Library, superseded_by: Mapping[str, str | None]) -> list[str]:
    """Name the facts that supersede each other, given by what those are superseded that the store has already."""
    return [problem for _, problem in _circles(library, superseded_by)]


def _circles(library: Library, superseded_by: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield the key of a fact of each circle, and what is wrong."""
    following = {**superseded_by, **{fact.key: fact.superseded_by for fact in library.facts}}
    passed: set[str] = set()
    for fact in library.facts:
        if fact.key not in passed and (keys := circle(fact.key, following)):
            passed.update(keys)
            yield fact.key, f"fact {fact.key}, superseded_by: facts supersede each other in a circle: {in_words(keys)}"


def _dangling(
    library: Library, sources: Collection[str] = (), topics: Collection[str] = (), facts: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield the key of each fact that points to nothing, and where."""
    known_facts = {fact.key for fact in library.facts}
    known_sources = {source.key: source for source in library.sources}
    known_topics = {topic.key for topic in library.topics} | set(topics)
    for text in library.documents:
        if text.source not in known_sources and text.source not in sources:
            yield text.source, f"document {text.source}: there is no source {text.source}"
    for fact in library.facts:
        for citation in fact.citations:
            if citation.source not in known_sources and citation.source not in sources:
                yield fact.key, f"fact {fact.key}, citations: there is no source {citation.source}"
        for topic in fact.topics:
            if topic not in known_topics:
                yield fact.key, f"fact {fact.key}, topics: there is no topic {topic}: add it under `topics:`"
        if fact.superseded_by and fact.superseded_by not in known_facts and fact.superseded_by not in facts:
            yield fact.key, f"fact {fact.key}, superseded_by: there is no fact {fact.superseded_by}"


def _beyond(library: Library) -> Iterator[tuple[str, str]]:
    """Yield the key of each fact that cites a paragraph beyond the last that its source lists, and which."""
    counts = {source.key: len(source.fingerprints) for source in library.sources}
    for fact in library.facts:
        for citation in fact.citations:
            if 0 < (count := counts.get(citation.source, 0)) < citation.paragraph:
                beyond = f"{citation.source} has paragraphs 1 to {count}, and no {citation.paragraph}"
                yield fact.key, f"fact {fact.key}, citations: {beyond}"


def dump(library: Library) -> str:
    """Write a library as YAML that `load` and `parse` take back."""
    data = library.model_dump(mode="json", by_alias=True, exclude_none=True)
    for field in ("documents", "ledger"):
        if not data[field]:
            del data[field]
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a fixture, made from the records, for editors."""
    made = Library.model_json_schema(by_alias=True)
    records = made["$defs"]
    # A fixture may leave the fingerprint to the source's list, and cite a whole paragraph in short.
    records["Citation"]["required"].remove("fingerprint")
    citations = records["Fact"]["properties"]["citations"]
    # Patterns in a schema are those of ECMAScript, which names groups otherwise.
    short = {"type": "string", "pattern": "^" + re.sub(r"\?P<\w+>", "?:", SHORT.pattern) + "$"}
    citations["items"] = {"anyOf": [citations["items"], short]}
    for record in records.values():
        if "kind" in record["properties"]:
            # The kind has a default in the record, and tells the payloads apart in a fixture.
            record["properties"]["kind"]["description"] = "what sort of fact it is"
            record["required"] = ["kind", *record.get("required", [])]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_untitled(made)}


def _untitled(part: Any) -> Any:
    """Drop the titles that pydantic makes of the names of fields; they say nothing more."""
    if isinstance(part, list):
        return [_untitled(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {name: _untitled(value) for name, value in part.items() if not (name == "title" and isinstance(value, str))}
