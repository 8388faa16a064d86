"""The forms of a draft: one to edit it, one to say why it is rejected."""

from __future__ import annotations

from collections.abc import Mapping

from bot.discord.components.form import INPUTS, Form, argument, line
from db.kinds import KINDS, PayloadField, kind_of
from db.values import LINE, TEXT

_NEEDED = {
    "kind": ("Kind", ", ".join(KINDS)),
    "source": ("Source", "the key of the source: king-2020"),
    "paragraph": ("Paragraph", "the number of the paragraph: 22"),
}


class EditDraft(Form, title="Edit the draft"):
    """Asks for the text and the topics, and for what its kind has as far as there is room."""

    def __init__(self, reply: str, known: Mapping[str, str]) -> None:
        super().__init__("draft", (reply,))
        self.ask("Text", line("text", known.get("text", ""), most=TEXT, long=True), "in your own words")
        self.ask("Topics", line("topics", known.get("topics", ""), "ferry, harbour", most=TEXT))
        # A draft of a document has all of these, what a member proposes may not.
        for name, (title, hint) in _NEEDED.items():
            if name not in known:
                self.ask(title, line(name, "", hint, required=False))
        kind = kind_of(known)
        fields = sorted(kind.arguments() if kind else (), key=lambda field: _rank(field, known))
        for field in fields[: INPUTS - len(self.children)]:
            self.ask(field.label, argument(field, known))
        if len(self.children) < INPUTS and (known.get("speaker") or (kind and kind.DESCRIPTION.attributed)):
            self.ask("Speaker", line("speaker", known.get("speaker", ""), "whose it is", most=LINE, required=False))


class RejectDraft(Form, title="Reject the draft"):
    """Asks for the reason."""

    def __init__(self, reply: str) -> None:
        super().__init__("reject", (reply,))
        reason = line("reason", hint="it says nothing by itself", most=400, long=True)
        self.ask("Reason", reason, "who proposed it is told")


def _rank(field: PayloadField, known: Mapping[str, str]) -> int:
    """Return how early a field is asked for: what is needed, what the draft lacks, what it has."""
    lacking = field.name not in known
    asked = bool(field.argument and field.argument.asked)
    return 0 if field.needed else 1 if asked and lacking else 3 if lacking else 2
