"""The text of a message of electronic mail (RFC 5322, MIME): its body, plain before HTML."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from bot.briefing.sources.readers import html, text
from bot.briefing.sources.readers.block import Block, Reading, UnreadableFile, tidy


def read(content: bytes) -> Reading:
    """Return the blocks of a message; raises UnreadableFile where it has no body of text."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise UnreadableFile("no text")
    try:
        words = body.get_content()
    except (LookupError, UnicodeError):
        raise UnreadableFile("not text") from None
    reading = html.of_markup(words) if body.get_content_subtype() == "html" else text.of_text(words, mail=True)
    subject, sent = tidy(str(message.get("subject", ""))), message.get("date")
    return Reading(
        (*((Block(subject),) if subject else ()), *reading.blocks),
        title=subject or None,
        authors=tuple(address.display_name for address in _senders(message) if address.display_name),
        issued=sent.datetime.date().isoformat() if sent is not None and sent.datetime else None,
    )


def _senders(message: EmailMessage):  # type: ignore[no-untyped-def]  # the library's registry makes the class
    return getattr(message.get("from"), "addresses", ())
