"""A locator: where in a document a paragraph stands. It loads nothing, for the process that reads files."""

import textwrap
from dataclasses import dataclass

_HEADING = 60  # characters of a heading beside a paragraph


@dataclass(frozen=True)
class Locator:
    """Where in a document a paragraph stands, as far as its file says: the page from 1, and the headings over it.

    The widest heading comes first.
    """

    page: int | None = None
    headings: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The page and the nearest heading, as a citation has them before the paragraph: `p. 12, Open enrollment`."""
        page = f"p. {self.page}" if self.page else None
        heading = textwrap.shorten(self.headings[-1], _HEADING, placeholder=" …") if self.headings else None
        return ", ".join(filter(None, (page, heading)))


NOWHERE = Locator()
