"""Read one source: what a process of the pool does, and nothing that needs the store.

Guarantees:
    1. Pure and picklable; a source that cannot be read comes back as its error.
    2. A document whose bytes the store knows, read by the same program with the same tables, is not extracted again.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.errors import ExtractError
from extract.messages import Message, message
from extract.pipeline import extract
from extract.readers import read_all, read_all_bytes
from extract.readers.empty import why_empty
from extract.records import Document
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.dataset.triples import ntriples
from graph.errors import GraphError
from graph.exchange.syntaxes import OF_ONE_GRAPH
from ontology import iris


class ContradictionError(GraphError):
    """What was read from a source cannot be true: a span outside the text, a unit that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document that was read: its rows, its text, the triples of both, and why there is no assignment."""

    name: str
    corpus: Corpus
    text: str
    content: bytes
    empty: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDocument:
    """A document that the store has already, by the hash of its bytes."""

    name: str
    sha256: str

    @property
    def plan(self) -> str:
        """The IRI of its plan."""
        return iris.plan(self.sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReading:
    """What a source contains: one document, or several of a mail or a zip; or why it cannot be read."""

    source: Path
    documents: tuple[ReadDocument | KnownDocument, ...] = ()
    error: Message | None = None


def known_source(source: Path, known: Collection[str]) -> SourceReading | None:
    """Give the reading of a source whose bytes are known; ``None`` for any other, also for one that cannot be read."""
    if not known:
        return None
    try:
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
    found = KnownDocument(name=source.name, sha256=digest)
    return SourceReading(source=source, documents=(found,)) if digest in known else None


def read_source(source: Path, known: Collection[str], data: bytes | None = None) -> SourceReading:
    """Read a source.

    Args:
        source: a file.
        known: the SHA-256 of the documents that the store has, as this program would read them; ``known_source`` tells
            beforehand whether the source is one.
        data: the bytes of the file, where it is on another machine.
    """
    try:
        return SourceReading(source=source, documents=tuple(_documents(source, known, data)))
    except (ExtractError, GraphError) as error:
        return SourceReading(source=source, error=error.message)


def _documents(source: Path, known: Collection[str], data: bytes | None) -> Iterator[ReadDocument | KnownDocument]:
    adopted = _adopted(source) if data is None else None
    if adopted:
        yield adopted
        return
    for document in read_all(source) if data is None else read_all_bytes(data, source.name):
        if document.id in known:
            yield KnownDocument(name=document.name, sha256=document.id)
        else:
            yield _extracted(document)


def _adopted(source: Path) -> ReadDocument | None:
    """Read a file of RDF; ``None`` for any other."""
    if source.suffix.lower() not in OF_ONE_GRAPH or not source.is_file():
        return None
    # only here: a process that reads other documents starts in a third of the time without
    from graph.build.migration import completed  # noqa: PLC0415
    from graph.exchange.import_rdf import adopt  # noqa: PLC0415

    written, text = adopt(source)
    corpus = completed(written, text)
    return ReadDocument(name=source.name, corpus=corpus, text=text, content=ntriples(corpus, text))


def _extracted(document: Document) -> ReadDocument:
    try:
        corpus = corpus_of(extract(document))
        return ReadDocument(
            name=document.name,
            corpus=corpus,
            text=document.text,
            content=ntriples(corpus, document.text),
            empty=why_empty(document).said,
        )
    except ValueError as error:
        raise ContradictionError(
            message(
                "{name}：识别结果自相矛盾，未导入。请将文件交管理员处理。（{error}）",
                name=document.name,
                error=str(error),
            )
        ) from error
