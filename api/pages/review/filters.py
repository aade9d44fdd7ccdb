"""What a reader selects of the cases, shown as conditions that can be taken away."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.locale.terms import TERMS
from api.pages.frame.renderer import Reader
from api.read_model.index import Index
from extract.messages import Message, message
from graph.cases.matters import OF_LEAD
from graph.cases.records import Case, CaseState
from graph.dataset.clarity import DEFINITIONS, Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChoice:
    """A value of a filter: its words, how many cases it leaves, its address, and whether it is chosen."""

    words: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """The conditions; an empty field sets no condition."""

    state: str = ""
    plan: str = ""
    code: str = ""
    person: str = ""

    def left(self, index: Index, cases: Sequence[Case], besides: str = "") -> tuple[Case, ...]:
        """Keep the cases that fit, ``besides`` one field."""
        found = tuple(cases)
        for name, value in _values(index).items():
            wanted = getattr(self, name)
            if wanted and name != besides:
                found = tuple(one for one in found if value(one) == wanted)
        return found

    def unknown(self, index: Index, cases: Sequence[Case]) -> tuple[Message, ...]:
        """Say which values no case has, instead of passing over them."""
        faults = []
        for name, value in _values(index).items():
            wanted = getattr(self, name)
            there = {value(one) for one in cases} | (set(CaseState) if name == "state" else set())
            if wanted and wanted not in there:
                faults.append(message("没有符合“{value}”的事项。", value=wanted[:40]))
        return tuple(faults)

    def choices(self, name: str, index: Index, cases: Sequence[Case], reader: Reader) -> tuple[FilterChoice, ...]:
        """Give the values of a field with the cases that each would leave under the other conditions."""
        value, chosen = _values(index)[name], getattr(self, name)
        found = Counter(value(one) for one in self.left(index, cases, besides=name))
        values = list(map(str, CaseState)) if name == "state" else [one for one, _ in found.most_common() if one]
        return tuple(
            FilterChoice(
                words=named(name, one, index, reader),
                count=found[one],
                url=reader.here(**{name: None if one == chosen else one, "page": None, "done": None}),
                chosen=one == chosen,
            )
            for one in values
        )


def _values(index: Index) -> dict[str, Callable[[Case], str]]:
    return {
        "state": lambda one: str(one.state),
        "plan": lambda one: index.plan_of[one.matter.plan].id,
        "code": lambda one: one.matter.code,
        "person": lambda one: one.person,
    }


def named(name: str, value: str, index: Index, reader: Reader) -> str:
    """Give the words for a value of a filter."""
    if name == "state" and value in set(CaseState):
        return reader.term("case", value)
    if name == "plan" and value in index.plan_by_id:
        return index.plan_by_id[value].title or index.plan_by_id[value].source
    return rule_name(value, reader) if name == "code" else value


def rule_name(code: str, reader: Reader) -> str:
    """Give the name of the rule that raised a matter: a grade of clarity, or a sort of finding."""
    grade = code.removeprefix(OF_LEAD).replace("-", "_")
    if code.startswith(OF_LEAD) and grade in set(Grade):
        return reader.say(DEFINITIONS[Grade(grade)].name)
    return reader.say(TERMS["finding"].get(code, TERMS["finding"]["other"]))
