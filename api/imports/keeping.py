"""Take one file into the store: what is present is reported, what is read is stored with its corrections."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from api.edge.preconditions import unchanged
from api.edge.refusal import RefusedRequest
from api.edge.uploads import Upload
from api.imports.border import DocumentReading
from api.imports.reading import ReadingJob
from api.imports.states import FileResult, Gain, ImportOptions, ImportStep
from api.read_model.read_model import ReadModel
from extract.messages import message
from extract.records import LineState
from graph.build.plans import ContradictionError
from graph.build.sources import drop_source, keep_source
from graph.build.versions import Likeness, OnDuplicate, alike, asked, remove, take
from graph.corrections.store import settle
from graph.dataset.load import load_plan
from graph.dataset.rows import Corpus
from graph.store import Store
from ontology import iris

MOST_ASKED = 20  # readings in memory about which a person was asked


class Keeper:
    """Files into one store."""

    def __init__(self, store: Store, library: ReadModel) -> None:
        self._store = store
        self._library = library
        self._asked: OrderedDict[str, DocumentReading] = OrderedDict()  # by the id of the plan that it would be

    def keep(
        self,
        task: ReadingJob,
        upload: Upload,
        options: ImportOptions,
        tell: Callable[[ImportStep], None],
    ) -> FileResult:
        """Read a file apart and store it, unless the document is there already.

        Raises:
            ExtractError: when it cannot be read.
            GraphError: when the store refuses, or what was read contradicts itself; the store stays as it was.
            CancelledError: when no client waits for it any more.
            RefusedRequest: 412, when others have changed the document after the revision ``options.seen``.
        """
        iri = iris.plan(upload.sha256)
        if not options.again and self._store.holds(iri):
            return FileResult(step=ImportStep.DUPLICATE, gain=gain_of(load_plan(self._store, iri)))
        reading = task.run(upload.path, upload.name, upload.sha256, lambda step: tell(ImportStep(step)))
        plan = reading.corpus.plans[0]
        keep_source(self._store, upload.sha256, upload.path.read_bytes())
        found = alike(self._store, plan, reading.text) if options.ask and not options.on_duplicate else None
        if found is not None and found.likeness is not Likeness.SAME_NUMBER:
            self._asked[plan.id] = reading
            while len(self._asked) > MOST_ASKED:
                self._asked.popitem(last=False)
            return FileResult(step=ImportStep.ASKED, gain=gain_of(reading.corpus), said=asked(found))
        return self.take(reading, options.on_duplicate, options.seen)

    def decide(self, plan_id: str, choice: OnDuplicate) -> FileResult:
        """Do with a document what a person decided.

        Raises:
            RefusedRequest: 410, when its reading is no longer in memory.
            GraphError: when the store refuses.
        """
        reading = self._asked.pop(plan_id, None)
        if reading is None:
            raise RefusedRequest(410, message("读取结果已不在内存中，请重新导入该文件。"))
        result = self.take(reading, choice)
        self.finish()
        return result

    def take(self, reading: DocumentReading, choice: OnDuplicate | None, seen: int | None = None) -> FileResult:
        """Store what was read, with its corrections.

        Raises:
            GraphError: when the store refuses, or what was read contradicts itself; the store stays as it was.
            RefusedRequest: 412, when others have changed the document after the revision ``seen``.
        """
        try:
            with self._library.changing(), self._as_seen(reading, seen):
                taken = take(self._store, reading.corpus, reading.text, choice)
        except ValueError as error:
            raise ContradictionError(
                message(
                    "{name}：识别结果自相矛盾，未导入。请将文件交管理员处理。（{error}）",
                    name=reading.corpus.plans[0].source,
                    error=str(error),
                )
            ) from error
        if taken.alike and not taken.stored:
            drop_source(self._store, reading.corpus.plans[0].sha256)
            there = load_plan(self._store, taken.alike.plan)
            return FileResult(step=ImportStep.DUPLICATE, gain=gain_of(there), said=taken.said)
        gain = gain_of(taken.corpus, conflicts=len(taken.conflicts))
        return FileResult(step=ImportStep.STORED, gain=gain, said=taken.said)

    @contextmanager
    def _as_seen(self, reading: DocumentReading, seen: int | None) -> Iterator[None]:
        """Write in a block without other writers, if neither the plan nor what it takes the place of was changed."""
        with self._store.alone():
            plan = reading.corpus.plans[0]
            found = None if seen is None else alike(self._store, plan, reading.text)
            with unchanged(self._store, seen, (plan.iri, *((found.plan,) if found else ()))):
                yield

    def again(self, reading: DocumentReading) -> None:
        """Put a new reading of a plan in the place of the one there is.

        Raises:
            GraphError: when the store refuses.
        """
        self.take(reading, None)
        self.finish()

    def finish(self) -> None:
        """Replay corrections on plans that were there before, whose units may have arrived only now."""
        with self._library.changing():
            settle(self._store)

    def remove(self, plan: str, seen: int | None = None) -> bool:
        """Remove a plan and its earlier versions; say whether it was there.

        Raises:
            RefusedRequest: 412, when it was changed after the revision ``seen``.
        """
        with self._library.changing(), unchanged(self._store, seen, (plan,)):
            if not self._store.holds(plan):
                return False
            remove(self._store, plan)
            return True


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
