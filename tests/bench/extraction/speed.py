"""Characters a second, memory beside the text, and PDFs beside the library that opens them."""

import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar

import pdfplumber

from extract.pipeline import extract
from extract.readers import read_bytes
from tests.bench.extraction.quality import CORPUS, example, has_corpus
from tests.extract.readers.makers import pdf, printed

RUNS = 3
COPIES = 20  # of the shipped plan in one text
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """One measurement of plain text."""

    name: str
    characters: int
    seconds: float

    @property
    def rate(self) -> float:
        """Characters a second."""
        return self.characters / self.seconds


def best(work: Callable[[], _Made], runs: int = RUNS) -> tuple[float, _Made]:
    """Time the quickest of several runs, in processor seconds of this process."""
    found: list[float] = []
    while True:
        start = time.process_time()
        made = work()
        found.append(time.process_time() - start)
        if len(found) >= runs:
            return min(found), made


def plain() -> Iterator[Speed]:
    """Read plain text from bytes to extraction: plan by plan, and all in one."""
    shipped = example().document.text
    yield _timed("the shipped plan", [shipped])
    yield _timed(f"the shipped plan, {COPIES} times in one text", [shipped * COPIES])
    if has_corpus():
        texts = [read_bytes(path.read_bytes(), path.name).text for path in sorted((CORPUS / "docs").glob("*.txt"))]
        yield _timed(f"{len(texts)} plans of the corpus, one by one", texts)
        yield _timed(f"{len(texts)} plans of the corpus in one text", ["\n".join(texts)])


def _timed(name: str, texts: list[str]) -> Speed:
    sources = [text.encode() for text in texts]
    seconds, _ = best(lambda: [extract(read_bytes(source, "plan.txt")) for source in sources])
    return Speed(name=name, characters=sum(map(len, texts)), seconds=seconds)


def memory() -> Iterator[tuple[str, float, float]]:
    """Give name, peak and what is kept, in bytes of the process beside one byte of the source."""
    for copies in (1, COPIES):
        source = (example().document.text * copies).encode()
        tracemalloc.start()
        kept = extract(read_bytes(source, "plan.txt"))
        held, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        yield f"{len(kept.document.text):,} characters", peak / len(source), held / len(source)


def pdfs() -> Iterator[tuple[str, float, float]]:
    """Give name, our seconds and the seconds the library takes for the words and tables of every page."""
    for path in sorted((CORPUS / "docs").glob("*.pdf")) if has_corpus() else ():
        data = path.read_bytes()
        ours, _ = best(lambda data=data: read_bytes(data, "plan.pdf"), 1)  # type: ignore[misc]
        theirs, _ = best(lambda data=data: _library(data), 1)  # type: ignore[misc]
        yield path.stem, ours, theirs


def hostile() -> Iterator[tuple[str, float, float]]:
    """Give name, seconds and the peak in bytes of Python's own memory for inputs that cost much more than their size."""
    count = 100_000
    places = [(n * 800 / count, n * 590 / count) for n in range(count)]
    lines = "".join(f"0 {y:.3f} m 590 {y:.3f} l S {x:.3f} 0 m {x:.3f} 800 l S\n" for y, x in places)
    attributes = " ".join(f'a{n}="1"' for n in range(count))
    for name, data in (
        ("200,000 crossing lines.pdf", pdf([lines + printed("责任单位：市财政局、市公安局、市司法局", 80, 700)])),
        ("100,000 attributes.html", f"<html><p {attributes}>责任单位：市财政局</p></html>".encode()),
    ):
        seconds, _ = best(lambda data=data, name=name: read_bytes(data, name), 1)  # type: ignore[misc]
        tracemalloc.start()
        read_bytes(data, name)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        yield name, seconds, peak


def _library(data: bytes) -> int:
    with pdfplumber.open(BytesIO(data)) as file:
        count = 0
        for page in file.pages:
            count += len(page.extract_text()) + len(page.extract_tables())
            page.close()
        return count
