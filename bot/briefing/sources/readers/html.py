"""The text of an HTML page (HTML Living Standard): its main part, one block element a line.

The parser is Lexbor's, as Resiliparse brings it: a page without `</head>` is valid. Encodings have the labels of the
Encoding Standard, by which browsers read them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import webencodings
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode, HTMLTree, TextNode

from bot.briefing.sources.readers.block import Block, Reading, UnreadableFile, raised, tidied, tidy

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table "
    "tbody td tfoot th thead tr ul".split()
)
# Elements that a reader of the page does not read: code, controls, pictures, what was struck out, readings of ruby.
_SKIPPED = frozenset(
    "head script style template noscript svg canvas iframe object embed audio video map nav button "
    "datalist input textarea progress meter dialog del s strike rt rp search".split()
)
_ROLES = frozenset("navigation search contentinfo banner menu menubar dialog alertdialog toolbar tablist".split())
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|cookies?|consent|share|sharing|social|pagination|pager|skip-?link|skip|sidebar|"
    r"navbox|navbar|nav|menu|mw-editsection|editsection|noprint|advert(?:isement)?|related|newsletter|subscribe|"
    r"sr-only|visually-hidden|screen-reader-text|print-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADING = re.compile(r"h([1-6])")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([^\s\"'/>;]+)", re.IGNORECASE)
_PROLOG = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_SCANNED = 4096  # bytes; the standard has 1,024, and browsers look further
_LINKED = 0.5  # a block of which a larger share is links leads elsewhere
_SENTENCE = 60  # characters; furniture is rarely longer
_CELL = 300  # characters; a table with longer cells lays a page out
_FIGURES = re.compile(r"\d")


def read(content: bytes) -> Reading:
    """Return the blocks of a page; raises UnreadableFile where its encoding is not known."""
    return of_markup(_decoded(content))


def of_markup(markup: str) -> Reading:
    """Return the blocks of a page that is text already."""
    tree = HTMLTree.parse(markup)
    root = tree.document and tree.document.query_selector("html")
    if root is None:
        return Reading(())
    body = root.query_selector("body") or root
    main = _main(body)
    blocks = list(_Walk().blocks(main or body))
    if main is None and any(_is_furniture(block) for block in blocks):
        found = tidy(extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=False))
        blocks = _between(blocks, found)
    head = root.query_selector("head")
    return Reading(
        tuple(tidied(block.block for block in blocks)),
        title=tidy(tree.title or "") or None,
        authors=tuple(_meta(head, "author", "article:author", "citation_author")),
        issued=next(_meta(head, "article:published_time", "citation_publication_date", "date", "dc.date"), None),
        language=root.getattr("lang") or None,
    )


def _decoded(content: bytes) -> str:
    """Return the page as text: by its mark, by the label that it declares, else as UTF-8."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strictly(content, codec)
    declared = _CHARSET.search(content[:_SCANNED]) or _PROLOG.search(content[:_SCANNED])
    encoding = webencodings.lookup(declared[1].decode("ascii", "replace")) if declared else None
    if encoding is None or encoding.name.startswith("utf-16"):
        # Bytes in which a label could be read are no UTF-16, whatever the label says.
        return _strictly(content, "utf-8")
    try:
        return content.decode("utf-8") if encoding.name == "utf-8" else _strictly(content, _codec(encoding))
    except UnicodeDecodeError:
        raise UnreadableFile("not text") from None


def _codec(encoding: webencodings.Encoding) -> str:
    # The standard decodes GBK as the larger GB 18030.
    return "gb18030" if encoding.name == "gbk" else encoding.codec_info.name


def _strictly(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        raise UnreadableFile("not text") from None


def _meta(head: ElementNode | None, *names: str) -> Iterator[str]:
    for meta in head.query_selector_all("meta") if head else ():
        named = (meta.getattr("name") or meta.getattr("property") or "").casefold()
        if named in names and (content := tidy(meta.getattr("content") or "")):
            yield content


def _main(body: ElementNode) -> ElementNode | None:
    """Return the element that the page itself calls its main part."""
    for selector in ("main", "[role=main]", "article"):
        found = body.query_selector_all(selector)
        if len(found) == 1 and len(tidy(found[0].text or "")) > _SENTENCE:
            return found[0]
    return None


@dataclass
class _Text:
    """A block as it is gathered, with how much of it is links."""

    block: Block
    linked: int = 0


def _is_furniture(gathered: _Text) -> bool:
    return gathered.linked > _LINKED * len(gathered.block.text)


def _between(blocks: list[_Text], main: str) -> list[_Text]:
    """Return the blocks of the main part, by the text that Resiliparse found.

    It leaves out lists and tables within that part; so what lies between its first and its last block stays, but for
    what leads elsewhere.
    """
    inside = [
        place
        for place, gathered in enumerate(blocks)
        if tidy(gathered.block.text) in main and not _is_furniture(gathered)
    ]
    if not inside:
        return blocks
    certain = set(inside)
    return [
        gathered
        for place, gathered in enumerate(blocks)
        if place in certain
        or (inside[0] < place < inside[-1] and (not _is_furniture(gathered) or tidy(gathered.block.text) in main))
        or (not _is_furniture(gathered) and len(gathered.block.text) > _SENTENCE)
    ]


@dataclass
class _Walk:
    """Goes through the tree once, and gathers words into blocks."""

    _words: list[str] = field(default_factory=list)
    _linked: int = 0
    _headings: list[tuple[int, str]] = field(default_factory=list)
    _in_link: bool = False
    _in_form: bool = False

    def blocks(self, node: ElementNode) -> Iterator[_Text]:
        """Yield the blocks of an element and of all within it."""
        yield from self._children(node)
        yield from self._end()

    def _children(self, node: ElementNode) -> Iterator[_Text]:
        for child in node.child_nodes:
            if isinstance(child, TextNode):
                self._take(re.sub(r"\s", " ", child.value or ""))
            elif isinstance(child, ElementNode) and not _is_skipped(child):
                yield from self._element(child)

    def _element(self, node: ElementNode) -> Iterator[_Text]:
        tag = node.tag
        if tag == "br":
            self._words.append("\v")
        elif tag == "sup":
            self._take(_superscript(node, "".join(self._words)))
        elif tag == "pre":
            yield from self._end()
            for line in (node.text or "").split("\n"):
                self._take(line)
                yield from self._end()
        elif tag == "select":
            # As a browser copies it; the ones in forms ask for something, and say nothing.
            if not self._in_form:
                self._take(" ".join(option.text or "" for option in node.query_selector_all("option")))
        elif tag == "table" and (rows := _rows(node)):
            yield from self._end()
            for row in rows:
                self._take(row)
                yield from self._end()
        elif tag == "a":
            around, self._in_link = self._in_link, True
            yield from self._children(node)
            self._in_link = around
        elif tag in _BLOCKS:
            yield from self._end()
            around, self._in_form = self._in_form, self._in_form or tag == "form"
            heading = _HEADING.fullmatch(tag)
            if heading:
                level = int(heading[1])
                self._headings = [known for known in self._headings if known[0] < level]
            yield from self._children(node)
            title = tidy("".join(self._words)) if heading else ""
            yield from self._end()
            self._in_form = around
            if heading and title:
                self._headings.append((int(heading[1]), title))
        else:
            yield from self._children(node)

    def _take(self, words: str) -> None:
        self._words.append(words)
        if self._in_link:
            self._linked += len(words.strip())

    def _end(self) -> Iterator[_Text]:
        """Yield what was gathered; two line breaks are how a paragraph is set where there is no element for it."""
        gathered, linked = "".join(self._words), self._linked
        self._words, self._linked = [], 0
        for part in re.split(r"\v\s*\v", gathered):
            if part.strip():
                yield _Text(Block(part, tuple(title for _, title in self._headings)), linked)


def _is_skipped(node: ElementNode) -> bool:
    tag = node.tag
    if tag in _SKIPPED or (tag == "footer" and node.query_selector("p, li, a") is not None):
        return True
    # Asking for the names first spares most elements the rest.
    attributes = node.attrs
    if not attributes:
        return tag == "form" and not node.query_selector("p, h1, h2, h3, table")
    if "hidden" in attributes or node.getattr("aria-hidden") == "true" or node.getattr("role") in _ROLES:
        return True
    if "style" in attributes and _HIDDEN.search(node.getattr("style") or ""):
        return True
    if tag == "form" and not node.query_selector("p, h1, h2, h3, table"):
        return True
    named = f"{node.getattr('class') or ''} {node.getattr('id') or ''}"
    return tag in _BLOCKS | {"span", "a"} and bool(_FURNITURE.search(named)) and _leads_elsewhere(node)


def _leads_elsewhere(node: ElementNode) -> bool:
    """Say whether an element that is named like furniture is nothing else: short, or made of links."""
    length = len(tidy(node.text or ""))
    linked = sum(len(tidy(link.text or "")) for link in node.query_selector_all("a"))
    return length < 2 * _SENTENCE or linked > _LINKED * length


def _superscript(node: ElementNode, before: str) -> str:
    """Return raised words as they read in the line; a link to a note is not one of them."""
    if node.query_selector("a[href^='#']") is not None or "reference" in (node.getattr("class") or ""):
        return ""
    return raised(node.text or "", before)


def _rows(table: ElementNode) -> list[str]:
    """Return the rows of a table of data, each cell with its header; none of a table that lays out a page."""
    if table.query_selector("table, h1, h2, h3, ul, ol, pre, p + p") is not None:
        return []
    grid, headers = _grid(table)
    if not grid or max((len(cell) for row in grid for cell in row), default=0) > _CELL:
        return []
    rows = []
    for row in grid:
        cells = [
            f"{header}: {cell}" if header and header != cell else cell
            for header, cell in zip(headers + [""] * len(row), row, strict=False)
            if cell
        ]
        rows.append("; ".join(cells))
    return ["; ".join(dict.fromkeys(filter(None, headers))), *rows] if any(headers) else rows


def _grid(table: ElementNode) -> tuple[list[list[str]], list[str]]:
    """Return the cells by row and column, those that span several repeated, and the headers of the columns."""
    grid: list[list[str]] = []
    headers: list[str] = []
    below: dict[int, tuple[int, str]] = {}  # what spans into the next rows, by column
    for line in table.query_selector_all("tr"):
        cells: list[str] = []
        elements = [cell for cell in line.child_nodes if isinstance(cell, ElementNode) and cell.tag in ("td", "th")]

        def spanned(cells: list[str] = cells) -> None:
            while len(cells) in below:
                left, text = below.pop(len(cells))
                if left > 1:
                    below[len(cells)] = left - 1, text
                cells.append(text)

        for element in elements:
            spanned()
            text = tidy("".join(gathered.block.text + " " for gathered in _Walk().blocks(element)))
            for _ in range(_span(element, "colspan")):
                if (rows := _span(element, "rowspan")) > 1:
                    below[len(cells)] = rows - 1, text
                cells.append(text)
        spanned()
        if elements and all(cell.tag == "th" for cell in elements) and not grid:
            headers = [" ".join(filter(None, dict.fromkeys(pair))) for pair in _paired(headers, cells)]
        elif any(cells):
            grid.append(cells)
    return grid, headers


def _paired(upper: list[str], lower: list[str]) -> Iterator[tuple[str, str]]:
    for column in range(max(len(upper), len(lower))):
        yield (
            upper[column] if column < len(upper) else "",
            lower[column] if column < len(lower) else "",
        )


def _span(cell: ElementNode, name: str) -> int:
    written = cell.getattr(name) or "1"
    return min(max(int(written), 1), 100) if written.isdecimal() and len(written) < 5 else 1
