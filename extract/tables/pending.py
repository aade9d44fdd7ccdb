"""Rows that continue one task: what further rows assign is added to the task, names broken over two cells are joined."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extract.mentions import NAME_LIMIT
from extract.parts import Clause, ClauseShape, Part
from extract.records import Span
from extract.tasks import Draft
from extract.units.registry import known_body

__all__ = ["PendingRows"]


@dataclass(slots=True)
class PendingRows:
    """The tasks of the last row, and what further rows assign to the last of them."""

    drafts: tuple[Draft, ...] = ()
    parts: dict[Part, None] = field(default_factory=dict)  # in the order of the rows, each once
    limits: dict[Span, None] = field(default_factory=dict)

    def add(self, parts: tuple[Part, ...], limits: tuple[Span, ...]) -> None:
        """Add what a further row says."""
        self.parts.update(dict.fromkeys(parts))
        self.limits.update(dict.fromkeys(limits))

    def add_clauses(self, clauses: tuple[Clause, ...]) -> None:
        """Add the clauses of a further row."""
        for clause in clauses:
            self.add(clause.parts, clause.limits)

    def takes(self, drafts: tuple[Draft, ...], view: str) -> bool:
        """Whether a row under the same task is not its own task: its number is that of the row above, or empty."""
        if not self.drafts or len(drafts) != 1:
            return False
        number, above = drafts[0].number, self.drafts[-1].number
        return not number.length or view[number.start : number.end] == view[above.start : above.end]

    def closed(self, view: str) -> tuple[Draft, ...]:
        """Give the tasks with all that their rows assign."""
        if not self.parts and not self.limits:
            return self.drafts
        last = self.drafts[-1]
        first, *rest = last.clauses or (Clause(span=last.span, shape=ClauseShape.TABLE, parts=()),)
        parts = dict.fromkeys((*first.parts, *self.parts))
        limits = dict.fromkeys((*first.limits, *self.limits))
        whole = replace(first, parts=_whole_names(view, parts), limits=tuple(limits))
        return (*self.drafts[:-1], replace(last, clauses=(whole, *rest)))


def _whole_names(view: str, parts: Iterable[Part]) -> tuple[Part, ...]:
    """Join the names that are broken over two cells of a column: ``市住房和`` over ``城乡建设局``."""
    joined: list[Part] = []
    for part in parts:
        name = _broken(view, joined[-1], part) if joined else None
        if name is not None:
            joined[-1] = replace(joined[-1], items=(*joined[-1].items[:-1], name))
        rest = part if name is None else replace(part, items=part.items[1:])
        joined += [rest] if name is None or rest.items else []
    return tuple(joined)


def _broken(view: str, above: Part, below: Part) -> Span | None:
    if not above.items or not below.items or above.meaning is not below.meaning:
        return None
    last, first = above.items[-1], below.items[0]
    whole = "".join(view[last.start : first.end].split()) if first.end - last.start <= NAME_LIMIT else ""
    return Span(last.start, first.end) if known_body(whole) and not known_body(view[last.start : last.end]) else None
