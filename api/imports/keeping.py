"""Take one file into the store: what is there already is said so, what is read is kept with its corrections."""

from collections import Counter
from collections.abc import Callable

from api.edge.uploads import Upload
from api.imports.reading import ReadingJob
from api.imports.states import Gain, ImportStep
from api.read_model.read_model import ReadModel
from extract.messages import message
from extract.records import LineState
from graph.build.plans import ContradictionError
from graph.build.versions import take
from graph.corrections.readings import reading_graph
from graph.corrections.store import settle
from graph.dataset.load import load_plan
from graph.dataset.rows import Corpus
from graph.exchange.void_formats import DESCRIPTION
from graph.store import Store
from ontology import iris


class Keeper:
    """Files into one store."""

    def __init__(self, store: Store, library: ReadModel) -> None:
        self._store = store
        self._library = library

    def keep(
        self,
        task: ReadingJob,
        upload: Upload,
        again: bool,  # noqa: FBT001 - the shape that Jobs calls
        tell: Callable[[ImportStep], None],
    ) -> tuple[ImportStep, Gain]:
        """Read a file apart and store it, unless its bytes are a plan already.

        Raises:
            ExtractError: when it cannot be read.
            GraphError: when the store refuses, or what was read contradicts itself; the store stays as it was.
            CancelledError: when nobody waits for it any more.
        """
        iri = iris.plan(upload.sha256)
        if not again and self._store.holds(iri):
            return ImportStep.DUPLICATE, gain_of(load_plan(self._store, iri))
        reading = task.run(upload.path, upload.name, upload.sha256, lambda step: tell(ImportStep(step)))
        try:
            with self._library.changing():
                taken = take(self._store, reading.corpus, reading.text)
        except ValueError as error:
            raise ContradictionError(
                message(
                    "{name}：识别结果自相矛盾，未导入。请将文件交管理员处理。（{error}）",
                    name=upload.name,
                    error=str(error),
                )
            ) from error
        if taken.alike and not taken.stored:
            return ImportStep.DUPLICATE, gain_of(load_plan(self._store, taken.alike.plan))
        return ImportStep.STORED, gain_of(taken.corpus, conflicts=len(taken.conflicts))

    def finish(self) -> None:
        """Replay corrections on plans that were there before, whose units may have arrived only now."""
        with self._library.changing():
            settle(self._store)

    def remove(self, plan: str) -> None:
        """Take a plan out of the store, with what was read of it, in one transaction."""
        graphs = (plan, reading_graph(plan), DESCRIPTION)  # the description is of a whole that is no more
        with self._library.changing():
            self._store.update(" ; ".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs), graphs=graphs)
            settle(self._store)


def gain_of(corpus: Corpus, conflicts: int = 0) -> Gain:
    """Sum up a corpus of one plan."""
    plan = corpus.plans[0]
    letters: Counter[str] = Counter()
    for line in corpus.ledger:
        letters[line.state] += line.end - line.start
    return Gain(
        plan=plan.id,
        url=f"/plans/{plan.id}",
        title=plan.title or plan.source,
        sections=len(corpus.sections),
        tasks=len(corpus.tasks),
        assignments=sum(row.counted for row in corpus.assignments),
        units=len({row.unit for row in corpus.assignments if row.counted}),
        findings=len(corpus.findings),
        read=letters[LineState.READ],
        not_assignment=letters[LineState.NOT_ASSIGNMENT],
        unread=letters[LineState.UNREAD],
        conflicts=conflicts,
    )
