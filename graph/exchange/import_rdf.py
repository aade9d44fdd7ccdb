"""Take in a plan that comes as RDF: the graph that this program wrote elsewhere, in any syntax of one graph.

Guarantees:
    1. Only what this program would write itself: the graph conforms to the shapes, and writing its rows gives the same
       triples again. RDF of another vocabulary, or with one statement more or less, is refused with the reason.
    2. The plan's graph has the same bytes as where it came from. Nothing is fetched.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from extract.messages import Message, message
from extract.records import Severity
from graph.dataset.load import load_plan, plan_text
from graph.dataset.rows import Corpus
from graph.dataset.triples import ntriples
from graph.exchange.formats import BadRdfError, read
from graph.exchange.syntaxes import OF_ONE_GRAPH
from graph.exchange.validate import ForeignGraphError, Report, validate
from graph.store import open_store

LARGEST = 200_000_000  # bytes; a plan of a million characters takes a tenth
_SHOWN = 3  # faults named in a message


def adopt(file: Path) -> tuple[Corpus, str]:
    """Read the rows and the full text of a plan from an RDF file.

    Raises:
        BadRdfError: when the file is not RDF in the syntax that its suffix names, or is too large.
        RemoteContextError: when a JSON-LD document names a context by address.
        ForeignGraphError: when it is not the graph of one plan as this program writes it.
        OSError: when it cannot be read.
    """
    if file.stat().st_size > LARGEST:
        raise BadRdfError(message("{name} 超过 {largest} MB，不读。", name=file.name, largest=LARGEST // 1000000))
    written = read(file.read_bytes(), OF_ONE_GRAPH[file.suffix.lower()])
    report = validate(written)
    if not report.conforms:
        raise _foreign(file, message("不合词表的规则"), report)
    return _rows(file, written, report)


def _rows(file: Path, written: bytes, report: Report) -> tuple[Corpus, str]:
    """Load the graph into a temporary store, and compare it with the triples of its rows."""
    with TemporaryDirectory() as folder, open_store(Path(folder) / "data") as store:
        store.replace(report.plan, written)
        try:
            corpus, text = load_plan(store, report.plan), plan_text(store, report.plan)
            ours = ntriples(corpus, text)
        except ValueError as error:
            raise _foreign(file, message("内容自相矛盾（{error}）", error=str(error)), report) from error
    strange = set(written.splitlines()) ^ set(ours.splitlines())
    if strange:
        first = min(strange).decode()[:200]
        raise _foreign(
            file,
            message("有 {n} 条三元组与本软件所写的不同，如 {first}", n=len(strange), first=first),
            report,
        )
    return corpus, text


def _foreign(file: Path, reason: Message, report: Report) -> ForeignGraphError:
    faults = [result for result in report.results if result.severity is Severity.ERROR][:_SHOWN]
    return ForeignGraphError(
        message(
            "{name} 不是本软件写的一份方案的图：{reasons}",
            name=file.name,
            reasons=(reason, *(one.message for one in faults)),
        )
    )
