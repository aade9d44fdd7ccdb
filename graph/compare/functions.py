"""Compare a plan with the functions of its units (三定规定、权责清单): duties outside them, and functions no task takes up.

The forms handled::

    单位,职责                                              (a CSV; further columns are left alone)
    州司法局,负责规范性文件的合法性审查和备案
    牵头单位：州司法局   under an item of a plan-like document: the item is a function of the unit

A function is taken up by a task that contains half of it: of its pairs of letters, each weighed by how seldom it is in
the list and in the plan. Words are no proof, so everything found is a question.
"""

import csv
import io
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.messages import Message, message
from extract.records import Role, UnitKind
from graph.dataset.rows import Corpus, TaskRow, UnitRow
from graph.errors import MeasureError

TAKEN_UP = 0.5
"""Weighed share of a function that a task contains from which on it takes the function up."""
_UNIT, _TEXT = ("单位", "部门", "unit"), ("职责", "职能", "function")
_NOT_LETTERS = re.compile(r"[^\w]+|[0-9_]+")
_BEARING = frozenset({Role.LEAD.value, Role.JOINT.value})
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFunction:
    """One function of a unit, in the words of the list."""

    unit: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionQuestion:
    """A task of a unit that none of its functions covers, or a function that no task takes up.

    Attributes:
        task: None for a function that no task takes up.
        function: the nearest function, or the one without a task.
        share: how much of it the task, or the nearest task, contains; 0 to 1.
    """

    unit: UnitRow
    task: TaskRow | None
    function: str
    share: float

    def sentence(self) -> Message:
        """Give the questions."""
        if self.task is None:
            return message(
                "{unit}的职责“{function}”在方案中没有对应任务，是否遗漏？", unit=self.unit.name, function=self.function
            )
        quote = self.task.title or self.task.text[:40]
        if not self.share:
            return message(
                "任务“{quote}”是否属于{unit}的职责？清单中没有相近的职责。", quote=quote, unit=self.unit.name
            )
        return message(
            "任务“{quote}”是否属于{unit}的职责？清单中最接近的是“{function}”。",
            quote=quote,
            unit=self.unit.name,
            function=self.function,
        )


def decoded(data: bytes) -> str:
    """Decode a CSV as UTF-8, or as GB 18030, in which spreadsheets of China save it.

    Raises:
        MeasureError: when it is neither.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise MeasureError(message("不能判断，因为职责清单的文字编码不是 UTF-8 或 GB 18030。"))


def functions_of_csv(text: str) -> tuple[UnitFunction, ...]:
    """Read a list of functions from CSV.

    Raises:
        MeasureError: when the table has no column of units or none of functions.
    """
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    names = [name for name in rows.fieldnames or () if name]
    unit, function = (next((name for name in names if name.strip().lower() in wanted), "") for wanted in (_UNIT, _TEXT))
    if not unit or not function:
        raise MeasureError(message("不能判断，因为职责清单须有“单位”和“职责”两列，现有：{names}。", names=tuple(names)))
    pairs = (((row[unit] or "").strip(), (row[function] or "").strip()) for row in rows)
    return tuple(UnitFunction(unit=who, text=what) for who, what in pairs if who and what)


def functions_of_document(corpus: Corpus) -> tuple[UnitFunction, ...]:
    """Take the items of a plan-like document as functions of the units responsible for them."""
    names = {unit.iri: unit.name for unit in corpus.units}
    tasks = {task.iri: task for task in corpus.tasks}
    found = ((names[row.unit], tasks[row.task]) for row in corpus.assignments if row.counted and row.role in _BEARING)
    return tuple(dict.fromkeys(UnitFunction(unit=name, text=task.title or task.text) for name, task in found))


def questions_of_functions(corpus: Corpus, functions: Sequence[UnitFunction]) -> tuple[FunctionQuestion, ...]:
    """Give questions about tasks outside the functions of their units, in document order, then about functions without a task.

    Guarantees:
        1. Only units that the list names, by their full name, are in a question; only counted leads and joint duties.

    Raises:
        MeasureError: when it cannot be judged, because the list is empty or names no unit of the plan.
    """
    listed = _listed(corpus, functions)
    held = _held(corpus)
    tasks = {task.iri: task for task in corpus.tasks}
    words = {task.iri: f"{task.title}{task.text}" for task in corpus.tasks}
    weights = _weights([*(one.text for one in functions), *words.values()])
    outside: list[FunctionQuestion] = []
    unused: list[FunctionQuestion] = []
    for unit, texts in listed.items():
        borne = [tasks[iri] for iri in held[unit.iri]]
        shares = [[_contained(text, words[task.iri], weights) for text in texts] for task in borne]
        outside += _outside(unit, texts, borne, shares)
        unused += _unused(unit, texts, shares)
    order = {task.iri: place for place, task in enumerate(corpus.tasks)}
    outside.sort(key=lambda one: (order[one.task.iri] if one.task else 0, one.unit.iri))
    return (*outside, *unused)


def _outside(
    unit: UnitRow, texts: Sequence[str], borne: Sequence[TaskRow], shares: Sequence[Sequence[float]]
) -> Iterator[FunctionQuestion]:
    """Ask about the tasks that no function covers; ``shares`` has a row a task and a column a function."""
    for task, row in zip(borne, shares, strict=True):
        most = max(row)
        if most < TAKEN_UP:
            yield FunctionQuestion(unit=unit, task=task, function=texts[row.index(most)], share=most)


def _unused(unit: UnitRow, texts: Sequence[str], shares: Sequence[Sequence[float]]) -> Iterator[FunctionQuestion]:
    """Ask about the functions that no task takes up."""
    for place, text in enumerate(texts):
        most = max((row[place] for row in shares), default=0.0)
        if most < TAKEN_UP:
            yield FunctionQuestion(unit=unit, task=None, function=text, share=most)


def _listed(corpus: Corpus, functions: Sequence[UnitFunction]) -> Mapping[UnitRow, list[str]]:
    """Give the functions of each unit of the plan that the list names."""
    if not functions:
        raise MeasureError(message("不能判断，因为职责清单中没有职责。"))
    units = {unit.name: unit for unit in corpus.units if unit.kind == UnitKind.SINGLE}
    found: dict[UnitRow, list[str]] = defaultdict(list)
    for one in functions:
        if one.unit in units:
            found[units[one.unit]].append(one.text)
    if not found:
        names = tuple(dict.fromkeys(one.unit for one in functions))[:_NAMED]
        raise MeasureError(
            message("不能判断，因为清单中的单位（{names}等）都不在方案中，可能是其他地方的清单。", names=names)
        )
    return found


def _held(corpus: Corpus) -> Mapping[str, dict[str, None]]:
    """Give the tasks that each unit leads or is jointly responsible for."""
    held: dict[str, dict[str, None]] = defaultdict(dict)
    for row in corpus.assignments:
        if row.counted and row.role in _BEARING:
            held[row.unit][row.task] = None
    return held


def _bigrams(text: str) -> set[str]:
    """Give the pairs of letters that follow each other inside a clause."""
    return {part[at : at + 2] for part in _NOT_LETTERS.split(text) for at in range(len(part) - 1)}


def _weights(texts: Iterable[str]) -> Mapping[str, float]:
    """Weigh pairs of letters by how few texts have them."""
    parts = [_bigrams(text) for text in texts]
    counts = Counter(pair for part in parts for pair in part)
    return {pair: math.log((1 + len(parts)) / many) for pair, many in counts.items()}


def _contained(function: str, task: str, weights: Mapping[str, float]) -> float:
    """Give the weighed share of a function that a task contains; 0 for a function without words."""
    pairs, there = sorted(_bigrams(function)), _bigrams(task)
    every = math.fsum(weights[pair] for pair in pairs)
    return math.fsum(weights[pair] for pair in pairs if pair in there) / every if every else 0.0
