"""How the plans to compare are chosen: out of a list, or by words of their titles where a list is too long."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.edge.refusal import RefusedRequest
from api.read_model.index import Index
from api.tables.related import named
from extract.messages import Message, message
from graph.dataset.rows import PlanRow

MOST = 200  # plans of one list


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPicker:
    """One field of the form.

    Attributes:
        words: what was given, or what names the plan that was found.
        plan: the one plan that the words name.
        listed: the plans to choose from; without any, words are looked for.
        fault: what is wrong with the words.
    """

    words: str = ""
    plan: PlanRow | None = None
    listed: tuple[PlanRow, ...] = ()
    fault: Message | None = None

    @property
    def id(self) -> str:
        """The id of the plan; empty without one."""
        return self.plan.id if self.plan else ""


def pickers(index: Index, asked: Mapping[str, str]) -> dict[str, PlanPicker]:
    """Give a field for each name, with what was given under it.

    Raises:
        RefusedRequest: 404 for words that name no plan.
    """
    every = by_date(index.plans) if len(index.plans) <= MOST else ()
    return {name: _picker(index, words.strip(), every) for name, words in asked.items()}


def latest(index: Index) -> tuple[PlanRow, ...]:
    """Give the plans that are suggested where a list of all is too long; the latest, by date."""
    return by_date(index.plans)[-MOST:] if len(index.plans) > MOST else ()


def _picker(index: Index, words: str, every: tuple[PlanRow, ...]) -> PlanPicker:
    if not words:
        return PlanPicker(listed=every)
    found = _meant(index, words)
    match found:
        case ():
            raise RefusedRequest(404, message("没有标题含“{words}”的方案。", words=words))
        case (plan,):
            alone = every or len(_titled(index, named(plan))) == 1
            return PlanPicker(words=named(plan) if alone else plan.id, plan=plan, listed=every)
        case _:
            why = message("“{words}”可以指 {n} 个，请选一个。", words=words, n=len(found))
            return PlanPicker(words=words, listed=by_date(found)[:MOST], fault=why)


def _meant(index: Index, words: str) -> tuple[PlanRow, ...]:
    """Find the plan of an id, the plans of a title, or those whose titles contain the words."""
    one = index.plan_by_id.get(words)
    if one:
        return (one,)
    return _titled(index, words) or tuple(plan for plan in index.plans if words in named(plan))


def _titled(index: Index, name: str) -> tuple[PlanRow, ...]:
    return tuple(plan for plan in index.plans if named(plan) == name)


def by_date(plans: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
    """Order plans by their date, then by IRI."""
    return tuple(sorted(plans, key=lambda plan: (plan.issued, plan.iri)))
