"""Write a reform down as names, and carry it out on paper."""

from dataclasses import dataclass

from extract.messages import message
from graph.dataset.rows import Corpus, UnitRow
from graph.errors import MeasureError
from graph.reform.transform import apply_table, dissolve, merge, move


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A task's duties pass from one unit to another; the task is named by its printed numbers or its id."""

    task: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReformProposal:
    """A reform in names of units: full names, ids, or words a plan uses.

    Attributes:
        year: apply the table of successors up to this reform first; 0 applies none.
        merged: which unit's duties pass to which other.
        dissolved: units that go without a successor.
        moves: single duties that pass on.
    """

    year: int = 0
    merged: tuple[tuple[str, str], ...] = ()
    dissolved: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()


def carry_out(corpus: Corpus, proposal: ReformProposal) -> Corpus:
    """Carry a proposal out: the table first, then moves, mergers and dissolutions.

    Guarantees:
        1. An empty proposal changes nothing.

    Raises:
        MeasureError: when a name is unknown or means several units, or a task has no such duty.
    """
    after = apply_table(corpus, proposal.year) if proposal.year else corpus
    for one in proposal.moves:
        after = _moved(after, one)
    if proposal.merged:
        after = merge(after, {find_unit(after, old).iri: find_unit(after, new).iri for old, new in proposal.merged})
    if proposal.dissolved:
        after = dissolve(after, [find_unit(after, name).iri for name in proposal.dissolved])
    return after


def find_unit(corpus: Corpus, words: str) -> UnitRow:
    """Find the one unit that words name: an id or IRI, a full name, the body's name, or words a plan uses for it.

    Raises:
        MeasureError: when no unit or more than one fits.
    """
    wanted = words.strip()
    for fits in (
        [unit for unit in corpus.units if wanted in {unit.id, unit.iri, unit.name}],
        [unit for unit in corpus.units if wanted == unit.body],
        _mentioned(corpus, wanted),
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            names = "、".join(unit.name for unit in fits)
            raise MeasureError(message("“{wanted}”不止指一个单位：{names}。请写全称。", wanted=wanted, names=names))
    raise MeasureError(message("没有这个单位：{wanted}。请写全称、单位号或原文中的写法。", wanted=wanted))


def _mentioned(corpus: Corpus, words: str) -> list[UnitRow]:
    named = {row.unit for row in corpus.assignments if row.mention == words}
    return [unit for unit in corpus.units if unit.iri in named]


def _moved(corpus: Corpus, one: Move) -> Corpus:
    old, new = find_unit(corpus, one.old), find_unit(corpus, one.new)
    tasks = {task.iri for task in corpus.tasks if one.task in {task.ref, task.id, task.iri}}
    rows = [row.iri for row in corpus.assignments if row.task in tasks and row.unit == old.iri]
    if not rows:
        raise MeasureError(message("任务 {task} 中没有{name}的职责。", task=one.task, name=old.name))
    return move(corpus, rows, new.iri)
