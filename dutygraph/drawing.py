"""A drawing of a network that a notebook shows by itself, and that can be saved as one file."""

from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page with an interactive drawing, made with pyvis; it loads nothing from anywhere.

    Attributes:
        html: the page.
        height: the height of the frame in a notebook, in pixels.
    """

    html: str
    height: int = 600

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a file, which any browser opens, offline.

        Raises:
            OSError: when the file cannot be written.
        """
        Path(path).write_text(self.html, encoding="utf-8", newline="\n")

    def _repr_html_(self) -> str:
        return f'<div><iframe srcdoc="{escape(self.html)}" width="100%" height="{self.height}"></iframe></div>'
