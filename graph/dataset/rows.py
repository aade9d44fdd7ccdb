"""Frozen rows of what the store holds: the one input of every measure, page and report.

IRIs are plain strings. ``Corpus`` is the whole of the loaded plans; rows stand in document order within a plan.
"""

from bisect import bisect_right
from dataclasses import dataclass

from extract.records import Basis

COUNTED = frozenset(basis.value for basis in Basis if basis.counted)
"""The bases on which an assignment enters the counts."""

WITH_SENTENCES = COUNTED | {Basis.SENTENCE.value}
"""The bases that count when somebody asks for the running text as well; proposals never do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One plan: its named graph has the plan's own IRI."""

    iri: str
    id: str
    title: str
    source: str  # file name
    issuer: str
    number: str
    issued: str
    place_code: str
    place_name: str
    level: str
    characters: int
    sha256: str
    pages: tuple[int, ...] = ()  # where each page of the source begins in the text; empty where it has no pages

    def page(self, offset: int) -> int:
        """Give the page, from 1, on which a place of the text stands; 0 where the source has no pages."""
        return bisect_right(self.pages, offset) if self.pages else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A heading of a plan; ``parent`` is the IRI of the enclosing section or of the plan."""

    iri: str
    plan: str
    id: str
    number: str
    title: str
    level: int
    parent: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task; ``part_of`` is the IRI of its innermost section or of the plan."""

    iri: str
    plan: str
    id: str
    ref: str
    number: str
    title: str
    text: str
    part_of: str
    start: int
    end: int
    deadline: str
    clarity: str  # grade of lead clarity, see graph.dataset.clarity


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit, shared by all plans that name it."""

    iri: str
    id: str
    name: str
    body: str
    kind: str
    place_code: str
    place_name: str
    level: str
    registered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """One mention of a unit in one role in one task, with its evidence."""

    iri: str
    plan: str
    task: str
    unit: str
    role: str
    mention: str
    start: int
    end: int
    label: str
    rank: int
    of: int
    ranked: bool
    basis: str
    rule: str
    confidence: float

    @property
    def counted(self) -> bool:
        """Whether it enters the counts: duties read from running text, and proposals, are shown, not counted."""
        return self.basis in COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """Something to look at; ``task`` is an IRI or empty."""

    iri: str
    plan: str
    code: str
    severity: str
    what_zh: str
    what_en: str
    remedy_zh: str
    remedy_en: str
    start: int
    end: int
    quote: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A stretch of the plan's text and what became of it."""

    plan: str
    start: int
    end: int
    state: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All rows of all loaded plans."""

    plans: tuple[PlanRow, ...] = ()
    sections: tuple[SectionRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    units: tuple[UnitRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()


def only_shown(corpus: Corpus, bases: frozenset[str] = COUNTED) -> frozenset[str]:
    """Find the units that assignments name, but none on one of the ``bases``: they are in no list and no count.

    Returns:
        Their IRIs. A unit that no assignment names at all is not among them.
    """
    others = {row.unit for row in corpus.assignments if row.basis not in bases}
    return frozenset(others - {row.unit for row in corpus.assignments if row.basis in bases} if others else ())
