"""The progress of the tasks of a store, as the pages and tables show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from api.progress.ledger import LedgerReport, read_back
from api.read_model.histories import Histories
from api.read_model.index import Index
from api.read_model.read_model import ReadModel
from graph.dataset.keys import HEAD, task_keys
from graph.dataset.rows import Corpus, PlanRow, TaskRow
from graph.progress.records import ProgressEntry, ProgressState, judged
from graph.progress.store import add, entries
from graph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskProgress:
    """The reports about one task, oldest first, and the day on which to judge them."""

    task: TaskRow
    history: tuple[ProgressEntry, ...] = ()
    day: date | None = None

    @property
    def last(self) -> ProgressEntry | None:
        """The report in force."""
        return self.history[-1] if self.history else None

    @property
    def state(self) -> ProgressState:
        """How far it is."""
        reported = self.last.state if self.last else ProgressState.NOT_REPORTED
        return judged(reported, self.task.deadline, self.day)


class ProgressBook:
    """The reports of one store.

    Guarantees:
        1. The clock is looked at here, and nowhere below.
    """

    def __init__(self, store: Store, library: ReadModel) -> None:
        self._store = store
        self._library = library
        self._histories = Histories(store, library, entries)

    def of(self, index: Index, tasks: Sequence[TaskRow], day: date | None = None) -> tuple[TaskProgress, ...]:
        """Give the progress of some tasks."""
        histories = self._histories.by_key()
        keys = _keys(index, tasks, {history[-1].document for history in histories.values()})
        return tuple(TaskProgress(task=one, history=histories.get(keys.get(one.iri, ""), ()), day=day) for one in tasks)

    def reported(self, index: Index) -> Mapping[str, ProgressEntry]:
        """Give the report in force of each task that has one, by the IRI of the task."""
        return last_of(self.of(index, index.corpus.tasks))

    def take(self, ledger: bytes, name: str, who: str) -> tuple[ProgressEntry, ...]:
        """Save what a filled-in ledger says and was not known; one ledger is one batch.

        Raises:
            BadEntryError: the ledger does not fit; nothing is saved.
            ExtractError: the file cannot be read.
        """
        index = self._library.index()
        corpus = index.corpus
        return self._save(corpus, read_back(ledger, name, corpus, self.reported(index)), who)

    def report(
        self, index: Index, task: TaskRow, said: tuple[ProgressState, str, str], *, who: str, seen: int
    ) -> tuple[ProgressEntry, ...]:
        """Save what a person says of one task, unless it is in force already.

        Raises:
            BadEntryError: it is too long, or the name is missing; nothing is saved.
            ProgressChangedError: another person reported on it after report ``seen``; nothing is saved.
        """
        last = self.of(index, (task,))[0].last
        if last and last.said == said:
            return ()
        document = _of_documents(index, {document_of(index.plan_of[task.plan])})
        return self._save(document, (LedgerReport(task=task, said=said),), who, seen)

    def undo(self, batch: str, who: str) -> tuple[ProgressEntry, ...]:
        """Bring back what was before a batch, as another batch; tasks reported on since then remain as they are."""
        index = self._library.index()
        reports = []
        for one in self.of(index, index.corpus.tasks):
            if one.last and one.last.when == batch:
                before = one.history[-2].said if len(one.history) > 1 else (ProgressState.NOT_REPORTED, "", "")
                reports.append(LedgerReport(task=one.task, said=before))
        return self._save(index.corpus, tuple(reports), who)

    def batches(self) -> tuple[tuple[str, str, int], ...]:
        """Give when, by whom and about how many tasks reports were saved together, the latest first."""
        found: dict[str, tuple[str, str, int]] = {}
        for history in self._histories.by_key().values():
            for one in history:
                found[one.when] = (one.when, one.who, found.get(one.when, ("", "", 0))[2] + 1)
        return tuple(found[when] for when in sorted(found, reverse=True))

    def _save(
        self, corpus: Corpus, reports: Sequence[LedgerReport], who: str, seen: int | None = None
    ) -> tuple[ProgressEntry, ...]:
        when = datetime.now(UTC).isoformat(timespec="microseconds")
        new = signed(corpus, reports, who, when)
        with self._library.changing():
            return add(self._store, new, seen)


def last_of(found: Sequence[TaskProgress]) -> Mapping[str, ProgressEntry]:
    """Give the report in force of each task that has one, by the IRI of the task."""
    return {one.task.iri: one.last for one in found if one.last}


def not_reported(_index: Index, tasks: Sequence[TaskRow]) -> tuple[TaskProgress, ...]:
    """Give tasks of which nothing was reported."""
    return tuple(TaskProgress(task=one) for one in tasks)


def signed(corpus: Corpus, reports: Sequence[LedgerReport], who: str, when: str) -> tuple[ProgressEntry, ...]:
    """Sign reports."""
    keys, documents = task_keys(corpus), {plan.iri: plan.document or plan.iri for plan in corpus.plans}
    return tuple(
        ProgressEntry(
            key=keys[one.task.iri],
            document=documents[one.task.plan],
            task=one.task.title or one.task.text[:HEAD],
            state=one.said[0],
            report=one.said[1],
            remarks=one.said[2],
            who=who.strip(),
            when=when,
        )
        for one in reports
    )


def _keys(index: Index, tasks: Sequence[TaskRow], documents: set[str]) -> Mapping[str, str]:
    """Name the tasks of those documents of which anything was reported, as far as some tasks are of them."""
    asked = {document_of(index.plan_of[plan]) for plan in {one.plan for one in tasks}} & documents
    return task_keys(_of_documents(index, asked))


def _of_documents(index: Index, documents: set[str]) -> Corpus:
    """Give the plans that are versions of some documents, with their tasks."""
    plans = tuple(plan for plan in index.plans if document_of(plan) in documents)
    return Corpus(plans=plans, tasks=index.rows.limited(plans).rows(TaskRow)) if plans else Corpus()


def document_of(plan: PlanRow) -> str:
    """Name the document that a plan is a version of."""
    return plan.document or plan.iri
