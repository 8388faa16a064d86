"""The text of a Word file, by way of the HTML that mammoth makes of it."""

import io
import re
import zipfile

import mammoth

from bot.briefing.sources.readers import html
from bot.briefing.sources.readers.block import Reading, UnreadableFile, tidy

_UNPACKED = 100_000_000  # bytes; a bomb is small until it is unpacked
# Words that were struck out in review are not the text; mammoth leaves deletions out by itself.
_STYLES = "strike => del\ncomment-reference => "


def read(content: bytes) -> Reading:
    """Return the blocks of a `.docx`; raises UnreadableFile where it is none, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _UNPACKED:
                raise UnreadableFile("too much")
            core = (
                archive.read("docProps/core.xml").decode("utf-8") if "docProps/core.xml" in archive.namelist() else ""
            )
            if "word/document.xml" not in archive.namelist():
                raise UnreadableFile("damaged")
    except zipfile.BadZipFile:
        raise UnreadableFile("damaged") from None
    markup = mammoth.convert_to_html(
        io.BytesIO(content), style_map=_STYLES, convert_image=mammoth.images.img_element(lambda _: {"src": ""})
    ).value
    reading = html.of_markup(f"<main>{markup}</main>")
    return Reading(
        reading.blocks,
        title=_property(core, "dc:title"),
        authors=tuple(filter(None, [_property(core, "dc:creator")])),
        language=_property(core, "dc:language"),
    )


def _property(core: str, name: str) -> str | None:
    """Return a core property (ECMA-376-2); they are plain elements, and no parser of XML has to see them."""
    found = re.search(rf"<{name}[^>]*>([^<]*)</{name}>", core)
    return (tidy(found[1].replace("&amp;", "&")) or None) if found else None
