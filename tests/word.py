"""Word files made by hand (ECMA-376), as small as they get."""

import io
import zipfile
from xml.sax.saxutils import escape

_SCHEMAS = "http://schemas.openxmlformats.org"


def run(text: str) -> str:
    """Return a run of text."""
    return f"<w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"


def paragraph(text: str) -> str:
    """Return a paragraph of one run."""
    return f"<w:p>{run(text)}</w:p>"


def file(*blocks: str, title: str, author: str = "Holm") -> bytes:
    """Return a document of these blocks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_SCHEMAS}/package/2006/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_SCHEMAS}/package/2006/relationships"><Relationship Id="r1" '
            f'Target="word/document.xml" '
            f'Type="{_SCHEMAS}/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_SCHEMAS}/wordprocessingml/2006/main"><w:body>{"".join(blocks)}</w:body>'
            "</w:document>",
        )
        archive.writestr(
            "docProps/core.xml",
            f"<c><dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator></c>",
        )
    return out.getvalue()
