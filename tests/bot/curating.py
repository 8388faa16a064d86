"""Curators for the tests of facts by command: two moderators, and some facts to write."""

from bot.briefing.answer import Answer

CLAIM = (
    "!fact add kind: claim topics: ferry about: The night ferry fills up stance: against voice: opinion "
    "speaker: Greta Holm text: After nine, half of the boats are empty. source: harbour-2031 paragraph: 4"
)
EVENT = (
    "!fact add kind: event topics: ferry name: Maiden voyage place: Port Ellery "
    "text: The Måren sailed from Port Ellery for the first time. source: harbour-2031 paragraph: 1"
)
POLL = (
    "!fact add kind: poll topics: residents text: Of islanders, 70% want a ferry at night. "
    "source: harbour-2031 paragraph: 3 results: islanders want it 70"
)

ANA = {"server": 7, "member": 41, "name": "Ana"}
BEN = {"server": 7, "member": 42, "name": "Ben"}


def stated(answer: Answer) -> list[str]:
    """Return the numbers of the facts that an answer states."""
    return [statement.fact.label for statement in answer.statements]
