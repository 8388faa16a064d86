"""Replies and facts as the JSON that other programs rely on."""

import json
import re
from typing import Any

from bot.briefing.answer import Answer, Place, Statement
from bot.render.spans import plain_note


def reply(question: str, answer: Answer) -> dict[str, Any]:
    """Return what `footnote ask --json` prints for one message."""
    return {
        "question": question,
        "status": answer.status,
        "statements": [_statement(statement) for statement in answer.statements],
        **({"passages": passages} if (passages := [_passage(place) for place in answer.passages]) else {}),
        "note": plain_note(answer.notes, answer.prefix) or None,
    }


def line(data: Any) -> str:
    """Return the data as one line of JSON, also for a reader that ends lines where Unicode does."""
    written = json.dumps(data, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", written)


def _statement(statement: Statement) -> dict[str, Any]:
    fact = statement.fact
    return {
        "fact": fact.label,
        "key": fact.key,
        "kind": fact.kind,
        "voice": fact.voice,
        "speaker": fact.speaker,
        "text": fact.text,
        "rank": fact.rank,
        **({"superseded_by": fact.superseded_by} if fact.superseded_by else {}),
        "citations": [citation(place) for place in statement.places],
        **({"lacks": list(statement.lacks)} if statement.lacks else {}),
    }


def _passage(place: Place) -> dict[str, Any]:
    return {
        "source": place.source.key,
        "paragraph": place.paragraph,
        "span": list(place.citation.span) if place.citation.span else None,
        "text": place.excerpt,
        "locator": locator(place),
        "check": place.check,
    }


def citation(place: Place) -> dict[str, Any]:
    """Return a citation with its label and check."""
    return {
        "source": place.source.key,
        "paragraph": place.paragraph,
        "span": list(place.citation.span) if place.citation.span else None,
        # The contract's form has the bare year, which other programs rely on; an export has the date as it is.
        "label": f"{place.source.name} ({place.source.year}), ¶{place.paragraph}",
        "reported_from": place.citation.reported_from,
        "check": place.check,
        **({"locator": located} if (located := locator(place)) else {}),
    }


def locator(place: Place) -> dict[str, Any] | None:
    """Return the page and headings of the paragraph, None where the document on hand has neither."""
    found = place.locator
    return {"page": found.page, "headings": list(found.headings)} if found.page or found.headings else None


def exported(statement: Statement) -> dict[str, Any]:
    """Return a fact as `footnote export --format json` writes it."""
    fact = statement.fact
    record = {
        name: value
        for name, value in fact.content.model_dump(mode="json").items()
        # What the contract does not name is there where it says something.
        if value is not None or name in ("speaker", "when")
    }
    places = {(place.citation.source, place.citation.paragraph): place for place in statement.places}
    return {
        "fact": fact.label,
        **record,
        "server": fact.server,
        "citations": [
            {**citation(places[cited.source, cited.paragraph]), **cited.model_dump(mode="json")}
            for cited in fact.citations
        ],
    }
