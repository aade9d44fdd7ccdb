"""Turn the parts of a clause into roles: what each label comes to next to the others.

Rules (each with the quotation it is for):
    1. 责任单位 alone or next to 配合单位 leads; next to a named 牵头单位 it supports (牵头单位:市商务委;责任单位:市委网信办).
    2. 按职责分工负责 with no one 牵头 is joint; next to a lead it supports (发展改革委牵头,各地区、各部门负责).
    3. 落实, 组织实施 next to a lead implement; alone they lead.
    4. Under a mark rule (带*的为牵头单位) the marked units of a list lead, the rest support.
    5. Under a rule by remit (按责任分工,下同) the units of a bare list are joint.
    6. Under an order rule (排在第一位的部门为牵头部门,下同) the first of an unmarked list leads, the rest support; a list of
       one that shares the work by remit (各有关部门按职责分工负责) has no order and is joint.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.parts import Clause, ClauseShape, Part
from extract.records import Role, Span
from extract.roles import Meaning

_PLAIN = {
    Meaning.LEAD: Role.LEAD,
    Meaning.SUPPORT: Role.SUPPORT,
    Meaning.GUIDE: Role.GUIDE,
    Meaning.SUPERVISE: Role.SUPERVISE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One mention in its final role, before it is resolved to a unit."""

    role: Role
    item: Span
    label: Span
    rank: int
    of: int
    ranked: bool
    rule: str


def meanings_of(clauses: Sequence[Clause]) -> frozenset[Meaning]:
    """All that is stated in the clauses of one task: 牵头单位 and 责任单位 may be on separate lines."""
    return frozenset(part.meaning for one in clauses for part in one.parts)


def roles_of(
    clause: Clause,
    beside: frozenset[Meaning],
    *,
    first_leads: bool,
    marked_lead: bool = False,
    bare_joint: bool = False,
) -> tuple[tuple[Given, ...], ...]:
    """Decide the role of every mention of a clause.

    Args:
        clause: parts in printed order.
        beside: the meanings in all clauses of the task, this one included.
        first_leads: whether an order rule of the document holds at this clause.
        marked_lead: whether the document says that units with a mark lead.
        bare_joint: whether the document says that bare lists share the work by remit from here on.

    Returns:
        The mentions of each part in printed order; persons, internal offices and time limits are not among them.
    """
    if bare_joint and clause.shape is ClauseShape.BARE and not first_leads:
        beside = beside - {Meaning.RESPONSIBLE} | {Meaning.JOINT}
        clause = replace(clause, parts=tuple(replace(part, meaning=Meaning.JOINT) for part in clause.parts))
    return tuple(
        tuple(
            _marked(clause, part)
            if marked_lead and part.marked
            else _of_part(clause, part, beside, first_leads=first_leads)
        )
        for part in clause.parts
    )


def _marked(clause: Clause, part: Part) -> Iterator[Given]:
    for rank, item in enumerate(part.items, start=1):
        yield Given(
            role=Role.LEAD if item in part.marked else Role.SUPPORT, item=item, label=part.label, rank=rank,
            of=len(part.items), ranked=False, rule=f"{clause.shape}/mark-rule",
        )  # fmt: skip


def _of_part(clause: Clause, part: Part, meanings: frozenset[Meaning], *, first_leads: bool) -> Iterator[Given]:
    if part.meaning in {Meaning.PERSON, Meaning.TIME, Meaning.INNER}:
        return
    role, rule = _role(part.meaning, meanings)
    listed = part.meaning is Meaning.RESPONSIBLE or (part.meaning is Meaning.JOINT and len(part.items) > 1)
    by_order = first_leads and listed and role is not Role.SUPPORT
    for rank, item in enumerate(part.items, start=1):
        given = role
        if by_order:
            given = Role.LEAD if rank == 1 else Role.SUPPORT
        yield Given(
            role=given, item=item, label=part.label, rank=rank, of=len(part.items), ranked=by_order,
            rule=f"{clause.shape}/{'order-rule' if by_order else rule}",
        )  # fmt: skip


def _role(meaning: Meaning, meanings: frozenset[Meaning]) -> tuple[Role, str]:
    led = Meaning.LEAD in meanings
    if meaning in _PLAIN:
        return _PLAIN[meaning], meaning.value
    if meaning is Meaning.RESPONSIBLE:
        return (Role.SUPPORT, "responsible-beside-lead") if led else (Role.LEAD, "responsible")
    if meaning is Meaning.JOINT:
        beside = led or Meaning.RESPONSIBLE in meanings
        return (Role.SUPPORT, "by-remit-beside-lead") if beside else (Role.JOINT, "by-remit")
    beside = led or Meaning.RESPONSIBLE in meanings or Meaning.JOINT in meanings
    return (Role.IMPLEMENT, "implement") if beside else (Role.LEAD, "implement-alone")
