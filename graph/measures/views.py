"""Look at a corpus in another way before measuring: one plan, without collectives, with collectives expanded.

A view is itself a corpus, so every measure reads it unchanged; the stored rows never change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from extract.messages import message
from extract.records import Basis, Role
from graph.dataset.rows import COLLECTIVE_KINDS, AssignmentRow, Corpus
from graph.errors import MeasureError


def of_plans(corpus: Corpus, plans: Iterable[str]) -> Corpus:
    """Keep some plans only, and the units that they name.

    Args:
        corpus: all plans.
        plans: IRIs of the plans to keep.

    Raises:
        MeasureError: when a plan is not in the corpus.
    """
    wanted = set(plans)
    unknown = wanted - {plan.iri for plan in corpus.plans}
    if unknown:
        named = "、".join(sorted(unknown))
        raise MeasureError(message("没有这份方案：{named}", named=named))
    assignments = tuple(row for row in corpus.assignments if row.plan in wanted)
    named_units = {row.unit for row in assignments}
    return Corpus(
        plans=tuple(row for row in corpus.plans if row.iri in wanted),
        sections=tuple(row for row in corpus.sections if row.plan in wanted),
        tasks=tuple(row for row in corpus.tasks if row.plan in wanted),
        units=tuple(row for row in corpus.units if row.iri in named_units),
        assignments=assignments,
        findings=tuple(row for row in corpus.findings if row.plan in wanted),
        ledger=tuple(row for row in corpus.ledger if row.plan in wanted),
    )


def without_collectives(corpus: Corpus) -> Corpus:
    """Leave collectives and class words out (各部门, 有关部门, 公安机关): only bodies that could be telephoned remain."""
    dropped = {unit.iri for unit in corpus.units if unit.kind in COLLECTIVE_KINDS}
    return replace(
        corpus,
        units=tuple(unit for unit in corpus.units if unit.iri not in dropped),
        assignments=tuple(row for row in corpus.assignments if row.unit not in dropped),
    )


def with_sentences(corpus: Corpus) -> Corpus:
    """Let the duties of the running text count like those of clauses; proposals still do not.

    Guarantees:
        1. Rows keep their rule (``sentence/…``), so that they can be distinguished; grades of clarity stay as they were.
    """
    return replace(
        corpus,
        assignments=tuple(
            replace(row, basis=Basis.CLAUSE.value) if row.basis == Basis.SENTENCE else row for row in corpus.assignments
        ),
    )


def expand(corpus: Corpus, members: Mapping[str, tuple[str, ...]]) -> Corpus:
    """Put the stated members in the place of each collective.

    Guarantees:
        1. Only collectives with a stated member list are expanded; the others stay as named, and so do those that only
           the running text names.
        2. A member that already leads the task is left out: a collective listed with a lead means the others.
        3. A member named in the same role of the same task already is not counted twice.
        4. Every new row keeps the words and place of the collective, so it still opens its sentence.

    Args:
        corpus: the rows as named.
        members: for a collective's IRI, the IRIs of its members.

    Raises:
        MeasureError: when a collective or member is not a unit of the corpus.
    """
    known = {unit.iri for unit in corpus.units}
    stated = set(members) | {iri for listed in members.values() for iri in listed}
    if stated - known:
        named = "、".join(sorted(stated - known))
        raise MeasureError(message("成员名单里有不认识的单位：{named}", named=named))
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in corpus.assignments:
        if row.counted:
            held[row.task, row.role].add(row.unit)
    rows = (new for row in corpus.assignments for new in _expand_row(row, members, held))
    return replace(corpus, assignments=tuple(rows))


def _expand_row(
    row: AssignmentRow, members: Mapping[str, tuple[str, ...]], held: Mapping[tuple[str, str], set[str]]
) -> Iterator[AssignmentRow]:
    if row.unit not in members or not row.counted:
        yield row
        return
    taken = held.get((row.task, Role.LEAD.value), set()) | held[row.task, row.role]
    for place, unit in enumerate(sorted(set(members[row.unit]) - taken), start=1):
        yield replace(row, iri=f"{row.iri}-{place}", unit=unit)
