"""What a reader selects of the progress: conditions that are shown and can be taken away."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from api.pages.frame.renderer import Reader
from api.pages.review.filters import FilterChoice
from api.progress.days import day_of, no_day
from api.progress.progress_book import TaskProgress
from api.progress.progress_tables import leading
from api.read_model.index import Index
from extract.messages import Message, message
from graph.progress.records import ProgressState

FIELDS = ("state", "plan", "unit", "section")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressFilter:
    """The conditions; an empty field sets no condition."""

    state: str = ""
    plan: str = ""
    unit: str = ""
    section: str = ""
    given: str = ""

    @property
    def day(self) -> date | None:
        """The day on which deadlines are judged; None where none is given, or what is given is no date."""
        return day_of(self.given)

    def left(self, index: Index, rows: Sequence[TaskProgress], besides: str = "") -> tuple[TaskProgress, ...]:
        """Keep the tasks that fit, ``besides`` one field."""
        found = tuple(rows)
        for name, values in _values(index).items():
            wanted = getattr(self, name)
            if wanted and name != besides:
                found = tuple(one for one in found if wanted in values(one))
        return found

    def unknown(self, index: Index, rows: Sequence[TaskProgress]) -> tuple[Message, ...]:
        """Say which values no task has, instead of passing over them."""
        faults = []
        for name, values in _values(index).items():
            wanted = getattr(self, name)
            there = set(ProgressState) if name == "state" else {value for one in rows for value in values(one)}
            if wanted and wanted not in there:
                faults.append(message("没有符合“{value}”的任务。", value=wanted[:40]))
        if self.given and self.day is None:
            faults.append(no_day(self.given))
        return tuple(faults)

    def choices(
        self, name: str, index: Index, rows: Sequence[TaskProgress], reader: Reader
    ) -> tuple[FilterChoice, ...]:
        """Give the values of a field with the tasks that each would leave under the other conditions."""
        values, chosen = _values(index)[name], getattr(self, name)
        found = Counter(value for one in self.left(index, rows, besides=name) for value in values(one))
        given = list(map(str, ProgressState)) if name == "state" else [one for one, _ in found.most_common()]
        return tuple(
            FilterChoice(
                words=_named(name, one, index, reader),
                count=found[one],
                url=reader.here(**{name: None if one == chosen else one, "page": None, "done": None}),
                chosen=one == chosen,
            )
            for one in given
        )


def _values(index: Index) -> dict[str, Callable[[TaskProgress], tuple[str, ...]]]:
    return {
        "state": lambda one: (str(one.state),),
        "plan": lambda one: (index.plan_of[one.task.plan].id,),
        "unit": lambda one: tuple(unit.id for unit in leading(index, one)),
        "section": lambda one: tuple(index.section_key(row) for row in index.sections_of(one.task)[:1]),
    }


def _named(name: str, value: str, index: Index, reader: Reader) -> str:
    match name:
        case "state":
            return reader.term("progress", value)
        case "plan":
            return index.plan_by_id[value].title or index.plan_by_id[value].source
        case "unit":
            return index.unit_by_id[value].name
        case _:
            section = index.section_by_key[value]
            return f"{section.number}{section.title}"
