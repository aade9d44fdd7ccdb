"""One plan: read from a file or a text, with everything that it says."""

from html import escape
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from dutygraph.rows import Rows
from dutygraph.sources import Source, bytes_and_name

if TYPE_CHECKING:
    from extract.records import Document
    from graph.dataset.rows import Corpus, PlanRow


class Plan(Rows):
    r"""A plan; ``read`` and ``extract`` make one.

    >>> plan = extract("一、主要任务\n1.修订预案。\n牵头单位：市应急管理局\n")
    >>> task = plan.tasks.iloc[0]
    >>> plan.text[task.start : task.end].splitlines()[0]
    '修订预案。'
    """

    def __init__(self, corpus: "Corpus", text: str) -> None:
        self._rows = corpus
        self._text = text

    @property
    def text(self) -> str:
        """The text of the plan; all offsets count its code points."""
        return self._text

    @property
    def iri(self) -> str:
        """The IRI of the plan, which follows from the bytes of its file."""
        return self._row.iri

    @property
    def title(self) -> str:
        """The title, empty where the text has none."""
        return self._row.title

    @property
    def issuer(self) -> str:
        """Who issued the plan, empty where the text does not say."""
        return self._row.issuer

    @property
    def number(self) -> str:
        """The document number, empty where the text has none."""
        return self._row.number

    @property
    def issued(self) -> str:
        """The date, as exact as the text gives it: ``2015-12-08``, ``2015-12``, ``2015`` or empty."""
        return self._row.issued

    def __repr__(self) -> str:
        rows = self._rows
        counted = sum(row.counted for row in rows.assignments)
        return f"<Plan {self.title or self._row.source!r}: {len(rows.tasks)} tasks, {counted} assignments>"

    def _repr_html_(self) -> str:
        said = " · ".join(escape(words) for words in (self.issuer, self.number, self.issued) if words)
        columns = ["task_ref", "task_title", "role", "mention", "unit_label"]
        shown: str = self.assignments[columns].head(_SHOWN).to_html(index=False)
        return f"<h4>{escape(self.title or self._row.source)}</h4><p>{said}</p>{shown}<p>{escape(repr(self))}</p>"

    @property
    def _row(self) -> "PlanRow":
        return self._rows.plans[0]

    def _corpus(self) -> "Corpus":
        return self._rows

    def _ntriples(self) -> bytes:
        from graph.dataset.triples import ntriples

        return ntriples(self._rows, self._text)


_SHOWN = 10  # rows of the table under a plan's title


def read(source: Source, *, name: str = "") -> Plan:
    """Read a plan from a file: txt, docx, pdf, xlsx, html, csv, ofd and others.

    Args:
        source: a path, the bytes of a file, or a file open for reading bytes.
        name: the file name of bytes; it decides only between kinds that look alike, and names the file in errors.

    Raises:
        UnreadableSourceError: for a file that is missing, empty, damaged or of an unknown format, for a folder, for a
            container of several plans, and for the address of a page.
        SourceTooLargeError: for a file that passes a limit.
        TypeError: for anything that is no source.
    """
    from extract import readers

    found = bytes_and_name(source, name)
    return _plan(readers.read(found) if isinstance(found, Path) else readers.read_bytes(*found))


def extract(text: str, *, name: str = "text.txt") -> Plan:
    """Read a plan from its text.

    Raises:
        UnreadableSourceError: for a text without words.
        TypeError: for anything but a text.
    """
    from extract.messages import message
    from extract.readers import read_bytes

    given: object = text
    if not isinstance(given, str):
        kind = type(text).__name__
        raise TypeError(str(message("extract 要方案的文字（str），不能是 {kind}；文件请用 read。", kind=kind)))
    return _plan(read_bytes(text.encode("utf-8", errors="replace"), name))


def example() -> Plan:
    """Read the plan that comes with the program: 昌吉回族自治州, 2015.

    >>> example()
    <Plan '自治州全面推进依法行政 加快建设法治政府实施方案': 30 tasks, 136 assignments>
    """
    with as_file(files("extract") / "examples" / "changji-2015.txt") as path:
        return read(path)


def _plan(document: "Document") -> Plan:
    from extract.pipeline import extract as extraction_of
    from graph.dataset.model import corpus_of

    return Plan(corpus_of(extraction_of(document)), document.text)
