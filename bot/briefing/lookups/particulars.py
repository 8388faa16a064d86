"""What a fact holds besides its text, in lines; what the document leaves open is “not stated”."""

from collections.abc import Iterator

from db.dates import spoken
from db.kinds import Claim, Event, Law, Person
from db.records import Fact

NOT_STATED = "not stated"


def particulars(fact: Fact) -> Iterator[str]:
    """Yield when it was, and the particulars of its kind; the figures of a poll are in its text."""
    if fact.when or isinstance(fact.payload, Event | Law):
        yield f"When: {_when(fact.when)}"
    match fact.payload:
        case Event(place=place, participants=participants, outcome=outcome):
            yield f"Place: {place or NOT_STATED}. Participants: {', '.join(participants) or NOT_STATED}"
            if outcome:
                yield f"Outcome: {outcome}"
        case Person(offices=offices):
            for office in offices:
                where = office.organization or f"organization {NOT_STATED}"
                yield f"Office: {office.title}; {where}; {_when(office.when, 'time ')}"
        case Law(jurisdiction=jurisdiction, status=status):
            yield f"Jurisdiction: {jurisdiction or NOT_STATED}. Status: {status or NOT_STATED}"
        case Claim(about=about, stance=stance):
            yield f"About: {about}. Stance: {stance}"


def _when(edtf: str | None, noun: str = "") -> str:
    return f"{spoken(edtf)} (EDTF {edtf})" if edtf else f"{noun}{NOT_STATED}"
