"""What a reader chooses in the list of plans, and for each choice how many plans it would leave."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from api.locale.terms import TERMS
from api.pages.frame.chips import Chip
from extract.messages import Message, message
from graph.dataset.rows import PlanRow

FACETS: Mapping[str, Callable[[PlanRow], str]] = {
    "issuer": lambda plan: plan.issuer,
    "place": lambda plan: plan.place_name,
    "year": lambda plan: plan.issued[:4],
    "level": lambda plan: plan.level,
    "kind": lambda plan: plan.kind,
}
"""What plans are chosen by, each with the value of a plan; an empty value is none that can be asked for."""


LABELS: Mapping[str, Message] = {
    "q": message("文字"),
    "issuer": message("发文机关"),
    "place": message("地区"),
    "year": message("年份"),
    "level": message("层级"),
    "kind": message("文种"),
}
_TERMS = {"level": "level", "kind": "document"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFilter:
    """The conditions; an empty one sets no condition."""

    q: str = ""
    issuer: str = ""
    place: str = ""
    year: str = ""
    level: str = ""
    kind: str = ""

    def __bool__(self) -> bool:
        """Whether there is any."""
        return any(getattr(self, one.name) for one in fields(self))


def chosen(plans: Sequence[PlanRow], asked: PlanFilter) -> tuple[PlanRow, ...]:
    """Give the plans that meet every condition, in their order."""
    return tuple(plan for plan in plans if _fits(plan, asked))


def _fits(plan: PlanRow, asked: PlanFilter) -> bool:
    if asked.q and not any(asked.q in words for words in (plan.title, plan.number, plan.issuer, plan.source, plan.id)):
        return False
    return all(getattr(asked, name) in {"", value(plan)} for name, value in FACETS.items())


def chips(plans: Sequence[PlanRow], asked: PlanFilter) -> tuple[Chip, ...]:
    """Give the conditions, each with the number of plans that it leaves alone."""
    found = []
    for name, label in LABELS.items():
        value = getattr(asked, name)
        if value:
            many = len(chosen(plans, PlanFilter(**{name: value})))
            words = TERMS.get(_TERMS.get(name, ""), {}).get(value, value)
            found.append(Chip(name=name, label=label, words=words, count=many, known=bool(many) or name == "q"))
    return tuple(found)


def options(plans: Sequence[PlanRow], asked: PlanFilter) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Give the values of each facet with the number of plans each would leave, the other conditions unchanged."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for name, value in FACETS.items():
        counts = Counter(map(value, chosen(plans, replace(asked, **{name: ""}))))
        counts.pop("", None)
        found[name] = tuple(sorted(counts.items()))
    return found
