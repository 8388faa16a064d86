"""PDFs made by hand, as small as they get (ISO 32000-1, 7.5), the honest and the hostile."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass


def written(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is the catalogue."""
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, trailer, len(out))
    )


def stream(content: bytes, attributes: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), attributes, content)


def page(lines: Sequence[str]) -> bytes:
    """Return a PDF of one page; an empty line leaves a gap."""
    shown = "\n".join(f"({line}) Tj T*" for line in lines)
    return _single(stream(f"BT /F1 12 Tf 14 TL 72 720 Td\n{shown}\nET".encode("latin-1")))


@dataclass(frozen=True)
class Words:
    """Words with the place of their first letter and their size, in points."""

    text: str
    left: float
    baseline: float
    size: float = 12


def pages(*contents: Sequence[Words]) -> bytes:
    """Return a PDF of these pages, each drawn word by word in this order."""
    count = len(contents)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, words in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
        )
        drawn = "\n".join(
            f"BT /F1 {word.size:.3f} Tf {word.left:.3f} {word.baseline:.3f} Td ({word.text}) Tj ET" for word in words
        )
        objects.append(stream(drawn.encode("latin-1")))
    return written(objects)


def bomb(megabytes: int) -> bytes:
    """Return a PDF whose one stream is small, and unpacks to so many megabytes of text."""
    line = b"(" + b"boats and ferries " * 4000 + b") Tj T*\n"
    packed = zlib.compress(b"BT /F1 12 Tf 14 TL 72 720 Td\n" + line * (megabytes * 1_000_000 // len(line)), 9)
    return _single(stream(packed, b"/Filter /FlateDecode"))


def circle() -> bytes:
    """Return a PDF whose pages are their own children."""
    return written([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 999999999 >>"])


def _single(content: bytes) -> bytes:
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            content,
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
    )
