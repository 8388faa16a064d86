"""The text of an HTML page or a PDF, one block a line; run in a process of its own, which a hostile file may exhaust.

`python -m bot.briefing.sources.extractors pdf` reads the file from standard input and writes one line of JSON:
`{"text": …}` or `{"problem": …}`, a key of `extraction.PROBLEMS`.
"""

import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator

MEMORY = 1 << 30  # bytes of address space
SECONDS = 20  # of processor time
LENGTH = 5_000_000  # characters of text

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr "
    "ul".split()
)
_DROPPED = frozenset("head noscript script style template".split())
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_FULL = 0.8  # a line shorter than this share of the widest ends its paragraph, where it ends a sentence too


class Problem(Exception):
    """A file that holds no text to be had; the argument is a key of `extraction.PROBLEMS`."""


def html(content: bytes) -> str:
    """Return the text of a page, one block element a line; scripts, styles and the head are left out."""
    from bs4 import BeautifulSoup  # noqa: PLC0415  # only the process that needs it loads it
    from bs4.dammit import EncodingDetector  # noqa: PLC0415
    from bs4.element import NavigableString, Tag  # noqa: PLC0415

    try:
        page = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = EncodingDetector.find_declared_encoding(content, is_html=True)
        if declared is None or declared.startswith("utf"):
            raise Problem("not text") from None
        try:
            page = content.decode(declared)
        except (UnicodeDecodeError, LookupError):
            raise Problem("not text") from None
    soup = BeautifulSoup(page, "html.parser")
    blocks: list[list[str]] = [[]]
    # The block element that an element's words belong to; None where they are dropped.
    belongs: dict[int, Tag | None] = {id(soup): soup}
    current: Tag | None = soup
    for element in soup.descendants:
        around = belongs[id(element.parent)]
        if isinstance(element, Tag):
            own = element if element.name in _BLOCKS else around
            belongs[id(element)] = None if around is None or element.name in _DROPPED else own
            if element.name in _BLOCKS:
                current = None
            elif element.name == "br":
                blocks[-1].append("\v")
            elif element.name in ("td", "th"):
                blocks[-1].append(" ")
        # Comments, doctypes and scripts are strings of classes of their own.
        elif type(element) is NavigableString and around is not None:
            if around is not current:
                blocks.append([])
                current = around
            blocks[-1].append(re.sub(r"\s", " ", element))
    # Two line breaks are how a paragraph is set where there is no element for it.
    return _lines(part for block in blocks for part in re.split(r"\v\s*\v", "".join(block)))


def pdf(content: bytes) -> str:
    """Return the text of a PDF, one paragraph a line as far as its lines show where one ends."""
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import DependencyError, LimitReachedError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Problem("locked")
        pages, length = [], 0
        for page in reader.pages:
            pages.append(page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False).split("\n"))
            length += sum(map(len, pages[-1]))
            if length > LENGTH:
                raise Problem("too much")
    except DependencyError:
        # What encrypts the newer way takes a library that Footnote does without.
        raise Problem("locked") from None
    except LimitReachedError:
        raise Problem("too much") from None
    text = _lines(_paragraphs(pages))
    if not text:
        raise Problem("no text")
    return text


def _paragraphs(pages: Iterable[list[str]]) -> Iterator[str]:
    """Yield the paragraphs of a PDF's lines.

    One ends where a blank line follows it, and where its last line ends a sentence short of the margin; a line that
    is full and in mid-sentence goes on past a blank one and past the end of its page.
    """
    words, short = "", False
    for lines in pages:
        widest = max((len(line.strip()) for line in lines), default=0)
        for line in map(str.strip, lines):
            ended = bool(_ENDS_SENTENCE.search(words))
            if (short and ended) or (not line and (short or ended)):
                yield words
                words, short = "", False
            if line:
                words, short = _joined(words, line), len(line) < _FULL * widest
    yield words


def _joined(words: str, line: str) -> str:
    """Return the words with the next line, a word that was parted at its end put together."""
    if words.endswith(("-", "\u00ad", "‐")) and words[-2:-1].isalpha() and line[:1].islower():
        return words[:-1] + line
    return f"{words} {line}".strip()


def _lines(blocks: Iterable[str]) -> str:
    # U+0000 and halves of surrogate pairs come out of damaged fonts; no text has them.
    cleaned = (re.sub(r"[\x00\ud800-\udfff]", "", " ".join(block.split())) for block in blocks)
    return "".join(f"{block}\n" for block in cleaned if block)


EXTRACTORS: dict[str, Callable[[bytes], str]] = {"html": html, "pdf": pdf}


def main() -> None:
    """Extract within bounds of memory and time, where the system has them."""
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        text = EXTRACTORS[sys.argv[1]](sys.stdin.buffer.read())
        said = {"problem": "too much"} if len(text) > LENGTH else {"text": text}
    except Problem as problem:
        said = {"problem": str(problem)}
    except (MemoryError, RecursionError):
        said = {"problem": "too much"}
    except Exception:  # a damaged file makes its reader raise whatever its parts raise
        said = {"problem": "damaged"}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
