"""Describe plans by a few figures, gather their distribution by kind of document and level, and say where one plan is in it.

A reference has figures only: for each kind, level and measure the number of plans, the date, and eleven quantiles.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from extract.messages import message
from extract.records import Role
from graph.dataset.clarity import Grade, without_clear_lead
from graph.dataset.columns import columns
from graph.dataset.rows import Corpus
from graph.errors import MeasureError
from graph.measures.inequality import top_share

FEWEST_PLANS, FEWEST_TASKS = 10, 5
_TENTHS = np.linspace(0, 1, 11)
_SHIPPED = Path(__file__).with_name("figures.csv")
_HEAD = ("kind", "level", "measure", "plans", "date", *(f"q{tenth}" for tenth in range(0, 101, 10)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """One measure over the documents of one kind and level.

    Attributes:
        plans: how many.
        date: the day on which they were counted.
        quantiles: 0 %, 10 %, … 100 %.
    """

    kind: str
    level: str
    measure: str
    plans: int
    date: str
    quantiles: tuple[float, ...]

    def below(self, value: float) -> float:
        """Give the share of plans with less than a value, 0 to 1; equal ones are not counted."""
        place = int(np.searchsorted(self.quantiles, value, side="left"))
        if place < len(self.quantiles) and self.quantiles[place] == value:
            return float(_TENTHS[place])
        return float(np.interp(value, self.quantiles, _TENTHS))

    def above(self, value: float) -> float:
        """Give the share of plans with more than a value, 0 to 1; equal ones are not counted."""
        place = int(np.searchsorted(self.quantiles, value, side="right"))
        if place and self.quantiles[place - 1] == value:
            return 1 - float(_TENTHS[place - 1])
        return 1 - float(np.interp(value, self.quantiles, _TENTHS))


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureComparison:
    """One figure of a plan next to those of documents of its kind and level; ``among`` is None where they are too few."""

    measure: str
    value: float
    among: Distribution | None


def _list_lengths(corpus: Corpus) -> Sequence[int]:
    lengths = np.bincount(columns(corpus).pairs(tuple(Role))[0])
    return [int(length) for length in lengths if length]


def _top_three(corpus: Corpus) -> float:
    return top_share(np.bincount(columns(corpus).pairs((Role.LEAD,))[1]).astype(np.float64))


MEASURES: Mapping[str, Callable[[Corpus], float]] = {
    "tasks": lambda corpus: float(len(corpus.tasks)),
    "units": lambda corpus: float(len(set(columns(corpus).pairs(tuple(Role))[1].tolist()))),
    "units_per_task": lambda corpus: float(np.mean(_list_lengths(corpus))),
    "unclear": lambda corpus: len(without_clear_lead(corpus.tasks)) / len(corpus.tasks),
    "co_equal": lambda corpus: sum(task.clarity == Grade.CO_EQUAL for task in corpus.tasks) / len(corpus.tasks),
    "top_three": _top_three,
}
"""What is measured of one plan; ``top_three`` is the share of leads of the three units with most."""


def measured(corpus: Corpus) -> Mapping[str, float]:
    """Measure one plan; nothing where it has fewer than five tasks or no assignment."""
    if len(corpus.tasks) < FEWEST_TASKS or not len(columns(corpus).task):
        return {}
    return {name: measure(corpus) for name, measure in MEASURES.items()}


def reference(plans: Iterable[Corpus], date: str) -> tuple[Distribution, ...]:
    """Gather the distributions of the kinds and levels of which there are at least ten plans.

    Args:
        plans: the rows of one plan each.
        date: the day to state.
    """
    values: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for corpus in plans:
        for name, value in measured(corpus).items():
            values[corpus.plans[0].kind, corpus.plans[0].level, name].append(value)
    return tuple(
        Distribution(
            kind=kind,
            level=level,
            measure=name,
            plans=len(found),
            date=date,
            quantiles=tuple(np.quantile(found, _TENTHS).round(6).tolist()),
        )
        for (kind, level, name), found in sorted(values.items())
        if len(found) >= FEWEST_PLANS
    )


def compared(corpus: Corpus, known: Sequence[Distribution]) -> tuple[FigureComparison, ...]:
    """Compare one plan with the documents of its kind and level."""
    plan = corpus.plans[0]
    among = {row.measure: row for row in known if (row.kind, row.level) == (plan.kind, plan.level)}
    return tuple(
        FigureComparison(measure=name, value=value, among=among.get(name)) for name, value in measured(corpus).items()
    )


def written(rows: Iterable[Distribution]) -> str:
    """Write distributions as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows((row.kind, row.level, row.measure, row.plans, row.date, *row.quantiles) for row in rows)
    return out.getvalue()


def read(text: str) -> tuple[Distribution, ...]:
    """Read distributions from CSV.

    Raises:
        MeasureError: when the text is not such a table.
    """
    rows = list(csv.reader(io.StringIO(text)))
    try:
        return tuple(
            Distribution(
                kind=kind,
                level=level,
                measure=name,
                plans=int(plans),
                date=date,
                quantiles=tuple(map(float, _eleven(found))),
            )
            for kind, level, name, plans, date, *found in rows[1:]
        )
    except ValueError as fault:
        raise MeasureError(message("参考分布表有误：{fault}", fault=str(fault))) from fault


def _eleven(found: list[str]) -> list[str]:
    if len(found) != len(_TENTHS):
        raise ValueError(f"{len(found)} quantiles")
    return found


@cache
def shipped() -> tuple[Distribution, ...]:
    """Give the distributions that come with the program."""
    return read(_SHIPPED.read_text(encoding="utf-8"))
