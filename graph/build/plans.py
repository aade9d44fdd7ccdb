"""Build a store from sources: one plan per source, with an outcome for each.

Guarantees:
    1. A source that cannot be read is a ``BuildOutcome`` with its error; the others are built.
    2. A plan is stored completely or not at all: its graph is replaced in one transaction.
    3. Human corrections are replayed on every import, so reading a plan again does not lose them.
    4. Sources are taken in the order given; the files of a folder in the order of their paths.
    5. A file of RDF is a plan that this program wrote elsewhere, or it is refused.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from extract.errors import ExtractError
from extract.messages import Message, message
from extract.pipeline import extract
from extract.readers import read_all
from extract.readers.containers import is_system_file
from extract.readers.empty import why_empty
from extract.records import Document, LineState
from graph.build.versions import OnDuplicate, Taken, take
from graph.corrections import Conflict
from graph.corrections.store import settle
from graph.dataset.model import corpus_of
from graph.errors import GraphError
from graph.exchange.import_rdf import SYNTAXES, adopt
from graph.store import Store
from graph.store.folder import is_ours


class ContradictionError(GraphError):
    """What was read from a source cannot be true: a span outside the text, a unit that is not there."""


class Stage(StrEnum):
    """What is being done with a source."""

    READ = "read"
    EXTRACT = "extract"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildStep:
    """A step: the source, the stage of its processing, and which of how many sources it is (from 1)."""

    source: Path
    stage: Stage
    number: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOutcome:
    """The outcome of one source. Either ``plan`` is the IRI of its graph, or ``error`` says why there is none.

    Where the store contains the document already and nothing was taken, ``stored`` is false and ``plan`` is what is there.
    """

    source: Path
    plan: str = ""
    title: str = ""
    sections: int = 0
    tasks: int = 0
    assignments: int = 0
    findings: int = 0
    unread: int = 0  # lines of the ledger that no rule explains
    conflicts: tuple[Conflict, ...] = ()  # corrections that no longer fit
    likeness: Message | None = None  # how it is like a plan of the store, and what was done
    stored: bool = True
    error: Message | None = None
    empty: Message | None = None  # why there is no assignment, where there is none


def build(
    sources: Iterable[Path],
    store: Store,
    progress: Callable[[BuildStep], None],
    on_duplicate: OnDuplicate | None = None,
) -> tuple[BuildOutcome, ...]:
    """Read sources into the store, one plan per source, or several from a mail or a zip file.

    Args:
        sources: files, or folders whose files are all taken.
        store: where the plans go; a plan that is already there is replaced.
        progress: called with each step before it begins, and with each outcome.
        on_duplicate: what to do with a document that is there in another version or form; see ``graph.build.versions``.
    """
    files = tuple(source_files(sources))
    outcomes: list[BuildOutcome] = []
    for number, file in enumerate(files, start=1):

        def tell(stage: Stage, file: Path = file, number: int = number) -> None:
            progress(BuildStep(source=file, stage=stage, number=number, total=len(files)))

        outcomes += _take(file, store, tell, on_duplicate)
        tell(Stage.DONE)
    settle(store)
    return tuple(outcomes)


def put(document: Document, store: Store, on_duplicate: OnDuplicate | None = None) -> Taken:
    """Extract one document that is already read, and make it a plan of the store.

    Raises:
        GraphError: when the store refuses, or when what was read contradicts itself; the store stays as it was.
    """
    try:
        return take(store, corpus_of(extract(document)), document.text, on_duplicate)
    except ValueError as error:
        raise ContradictionError(
            message(
                "{name}：识别结果自相矛盾，未导入。请将文件交管理员处理。（{error}）",
                name=document.name,
                error=str(error),
            )
        ) from error


def source_files(sources: Iterable[Path]) -> Iterable[Path]:
    """List the files meant by paths: a file is itself, a folder all files below it but our own and the system's, sorted."""
    for source in sources:
        if source.is_dir():
            ours = {path.parent for path in source.rglob("VERSION") if is_ours(path.parent)}
            inside = (path for path in source.rglob("*") if path.is_file() and ours.isdisjoint(path.parents))
            yield from sorted(path for path in inside if not is_system_file(path.relative_to(source).as_posix()))
        else:
            yield source


def system_files(sources: Iterable[Path]) -> tuple[str, ...]:
    """Name the files that folders contain for the system or an office program alone, and that are passed over.

    What is hidden by a dot is not named: there may be thousands of such files.
    """
    inside = (path.relative_to(source) for source in sources if source.is_dir() for path in source.rglob("*"))
    named = (path for path in inside if not any(part.startswith(".") for part in path.parts))
    return tuple(sorted(path.as_posix() for path in named if is_system_file(path.as_posix())))


def _take(
    file: Path, store: Store, tell: Callable[[Stage], None], on_duplicate: OnDuplicate | None
) -> Iterator[BuildOutcome]:
    try:
        tell(Stage.READ)
        if file.suffix.lower() in SYNTAXES and file.is_file():
            yield _outcome(file, take(store, *adopt(file), on_duplicate))
            return
        documents = read_all(file)
        tell(Stage.EXTRACT)
        for document in documents:
            outcome = _outcome(file.parent / document.name, put(document, store, on_duplicate))
            yield replace(outcome, empty=why_empty(document).said)
    except (ExtractError, GraphError) as error:
        yield BuildOutcome(source=file, error=error.message)


def _outcome(source: Path, taken: Taken) -> BuildOutcome:
    corpus, plan = taken.corpus, taken.corpus.plans[0]
    return BuildOutcome(
        source=source,
        plan=plan.iri if taken.stored or taken.alike is None else taken.alike.plan,
        title=plan.title,
        sections=len(corpus.sections),
        tasks=len(corpus.tasks),
        assignments=sum(row.counted for row in corpus.assignments),
        findings=len(corpus.findings),
        unread=sum(line.state == LineState.UNREAD for line in corpus.ledger),
        conflicts=taken.conflicts,
        likeness=taken.said,
        stored=taken.stored,
    )
