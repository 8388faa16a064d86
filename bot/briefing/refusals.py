"""Refusals: requests that cannot be carried out, with a sentence fit for chat."""

from bot.briefing.answer import Answer, Status
from db.notes import note

NAME_LIMIT = 200  # characters of a name, a topic or the number of a fact
REASON_LIMIT = 500


class Refusal(Exception):
    """A request that is refused; its note, of a template and its values, says what to do instead."""

    status: Status = "error"

    def __init__(self, template: str, *values: object) -> None:
        super().__init__(template)
        self.note = note(template, *values)

    @property
    def answer(self) -> Answer:
        return Answer(self.status, note=self.note)


class Denied(Refusal):
    """The person may not do this."""

    status: Status = "denied"


def within(words: str, limit: int, what: str) -> str:
    """Return the words stripped; raises Refusal where they are longer than a reply could deal with."""
    words = words.strip()
    if len(words) > limit:
        raise Refusal("That is {:,} characters long: write {} in at most {}.", len(words), what, limit)
    return words
