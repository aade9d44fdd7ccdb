"""The pairs of tasks of a store that people confirmed or refused, as the pages and tables show them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from api.read_model.histories import Histories
from api.read_model.index import Index
from api.read_model.read_model import ReadModel
from api.tables.model import Column, Table, table
from extract.messages import Message, message
from graph.compare.decisions import PairEntry, PairState, decide, decisions, in_force
from graph.dataset.keys import task_keys
from graph.dataset.rows import TaskRow
from graph.store import Store

STATES: Mapping[str, Message] = {PairState.CONFIRMED: message("已确认对应"), PairState.REFUSED: message("不是同一事项")}
_HEAD = 40  # characters of a task without a title


class PairBook:
    """The decisions of one store.

    Guarantees:
        1. The clock is looked at here, and nowhere below.
    """

    def __init__(self, store: Store, library: ReadModel) -> None:
        self._store = store
        self._library = library
        self._histories = Histories(store, library, decisions)

    def in_force(self) -> tuple[PairEntry, ...]:
        """Give what is in force, in the order of the first decisions about each pair."""
        return in_force(one for history in self._histories.by_key().values() for one in history)

    def decide(self, index: Index, tasks: Sequence[TaskRow], state: PairState, who: str) -> PairEntry:
        """Save a decision about two tasks.

        Raises:
            BadEntryError: the name is missing or too long; nothing is saved.
        """
        keys = task_keys(index.alone(*(index.plan_of[plan] for plan in dict.fromkeys(task.plan for task in tasks))))
        one, two = sorted(tasks, key=lambda task: keys[task.iri])
        entry = PairEntry(
            left=keys[one.iri],
            right=keys[two.iri],
            left_words=one.title or one.text[:_HEAD],
            right_words=two.title or two.text[:_HEAD],
            state=state,
            who=who.strip(),
            when=datetime.now(UTC).isoformat(timespec="microseconds"),
        )
        with self._library.changing():
            return decide(self._store, entry)


def pairs_table(found: Sequence[PairEntry]) -> Table:
    """Pairs that people confirmed or refused."""
    columns: tuple[Column[PairEntry], ...] = (
        Column("state", message("判断"), lambda one: one.state, names=STATES),
        Column("left_words", message("任务"), lambda one: one.left_words),
        Column("right_words", message("任务"), lambda one: one.right_words),
        Column("who", message("判断人"), lambda one: one.who),
        Column("when", message("时间"), lambda one: one.when[:16].replace("T", " ")),
        Column("left_key", message("任务编码"), lambda one: one.left, aside=True),
        Column("right_key", message("任务编码"), lambda one: one.right, aside=True),
    )
    return table("pairs", message("已判断的对应"), columns, found)
