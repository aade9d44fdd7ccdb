"""The shared development corpus: each document with labels must make its labels possible."""

import json
from pathlib import Path

import pytest

from extract.readers import read
from extract.records import BlockKind, Document

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
CORPUS = SHARED / "corpus"
READABLE = {".txt", ".html", ".pdf", ".csv"}
ROLES = ("lead", "support", "joint", "implement", "guide", "supervise")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus does not stand beside this checkout"),
]


def sources() -> list[Path]:
    found = sorted((CORPUS / "docs").glob("*")) if CORPUS.is_dir() else []
    return [path for path in found if path.suffix in READABLE]


def labelled() -> list[str]:
    return [path.name[:3] for path in sources() if (CORPUS / "gold" / f"{path.name[:3]}.jsonl").is_file()]


def bare(text: str) -> str:
    return "".join(text.split())


def spoken(document: Document) -> str:
    """The words that are no noise, without white space."""
    return bare("".join(document.quote(block.span) for block in document.blocks if block.kind is not BlockKind.NOISE))


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.stem)
def test_every_document_is_read_and_its_blocks_tile_it(source: Path) -> None:
    document = read(source)
    last = 0
    for block in document.blocks:
        assert last <= block.span.start < block.span.end
        assert not document.text[last : block.span.start].strip()
        assert document.quote(block.span) == document.quote(block.span).strip()
        last = block.span.end
    assert not document.text[last:].strip()


@pytest.mark.parametrize("number", labelled())
def test_the_words_of_the_labels_are_in_the_text(number: str) -> None:
    (source,) = (CORPUS / "docs").glob(f"{number}-*")
    words = spoken(read(source))
    missing = []
    for line in (CORPUS / "gold" / f"{number}.jsonl").read_text("utf-8").splitlines():
        task = json.loads(line)
        if "n" not in task:
            continue
        wanted = [task["quote"], *task["sections"], *(mention for role in ROLES for mention in task[role])]
        missing += [text for text in wanted if bare(text) not in words]
    assert missing == []
