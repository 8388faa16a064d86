"""Links to the passage that a fact rests on, where its source is on the web."""

from urllib.parse import quote

from bot.briefing.answer import Place

# Discord takes no longer address in a button: https://discord.com/developers/docs/components/reference#button
LIMIT = 512
# Enough words to find a passage by, from its beginning and its end.
_WORDS = 6


def link(place: Place) -> str | None:
    """Return the address of the source, at the passage where the document is on hand; None where it has none.

    The passage is a text fragment (https://wicg.github.io/scroll-to-text-fragment/): its first and last words.
    """
    url = place.source.url
    if url is None:
        return None
    words = (place.excerpt or "").split()
    if words and "#" not in url:
        first, last = " ".join(words[:_WORDS]), " ".join(words[_WORDS:][-_WORDS:])
        fragment = ",".join(_encoded(part) for part in (first, last) if part)
        if len(f"{url}#:~:text={fragment}") <= LIMIT:
            url = f"{url}#:~:text={fragment}"
    return url.replace(">", "%3E")


def _encoded(words: str) -> str:
    # A hyphen, comma or ampersand means something in a fragment; `quote` leaves the hyphen.
    return quote(words, safe="").replace("-", "%2D")
