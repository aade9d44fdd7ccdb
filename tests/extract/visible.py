"""Texts whose mentions a reader sees: ``由⟦L:教育部⟧牵头，⟦S:财政部⟧配合``; a small letter is shown, not counted."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from extract.formats import Format
from extract.records import Block, BlockKind, Document, Extraction, Role, Span

LETTERS = {
    "L": Role.LEAD, "S": Role.SUPPORT, "J": Role.JOINT, "I": Role.IMPLEMENT, "G": Role.GUIDE, "V": Role.SUPERVISE,
}  # fmt: skip
_MARK = re.compile(r"⟦([LSJIGVlsjigv]):([^⟧]*)⟧")


@dataclass(frozen=True, slots=True)
class Case:
    title: str
    marked: str

    @property
    def plain(self) -> str:
        return _MARK.sub(r"\2", self.marked)


def cases(path: Path) -> tuple[Case, ...]:
    """Read the cases of a gold file: ``## title``, then the marked text."""
    parts = re.split(r"^## (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return tuple(Case(title, text.strip("\n")) for title, text in zip(parts[::2], parts[1::2], strict=True))


def document(text: str) -> Document:
    """Make a plain document, a block for each line that is not blank."""
    blocks = tuple(
        Block(span=Span(m.start(), m.end()), kind=BlockKind.PARAGRAPH) for m in re.finditer(r"[^\n]*\S[^\n]*", text)
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(id=digest, name="case.txt", format=Format.TXT, text=text, blocks=blocks)


def marked(extraction: Extraction) -> str:
    """Print the text with every mention marked by its role."""
    letters = {role: letter for letter, role in LETTERS.items()}
    text = extraction.document.text
    for a in sorted(extraction.assignments, key=lambda a: -a.mention.span.start):
        span = a.mention.span
        letter = letters[a.role] if a.basis.counted else letters[a.role].lower()
        text = f"{text[: span.start]}⟦{letter}:{a.mention.words}⟧{text[span.end :]}"
    return text
