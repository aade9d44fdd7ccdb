"""Small random plans, and ways to disturb them that must not matter."""

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from graph.dataset.rows import Corpus
from tests.graph.measures.corpora import corpus

_NAMES = ("甲局", "乙局", "丙局", "丁局", "戊局", "己局", "庚局", "有关部门*", "领导小组办公室@")
_ROLES = ("lead", "support", "joint", "implement", "~lead")


@st.composite
def _line(draw: st.DrawFn) -> str:
    clauses = draw(
        st.dictionaries(st.sampled_from(_ROLES), st.lists(st.sampled_from(_NAMES), min_size=1, max_size=5), max_size=3)
    )
    return " | ".join(f"{role}: {'、'.join(names)}" for role, names in clauses.items())


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """Draw a plan of up to eight tasks in up to three sections."""
    lines = draw(st.lists(_line(), max_size=8))
    sections = draw(st.lists(st.integers(1, 3), min_size=len(lines), max_size=len(lines)))
    return corpus(*lines, sections=sections)


def shuffled(one: Corpus, chance: Random) -> Corpus:
    """Put all rows in another order."""
    return Corpus(
        plans=one.plans,
        sections=tuple(chance.sample(one.sections, len(one.sections))),
        tasks=tuple(chance.sample(one.tasks, len(one.tasks))),
        units=tuple(chance.sample(one.units, len(one.units))),
        assignments=tuple(chance.sample(one.assignments, len(one.assignments))),
    )


def renamed(one: Corpus) -> tuple[Corpus, dict[str, str]]:
    """Give every unit another name and IRI, in the opposite order; also the way back."""
    names = {unit.iri: f"urn:z{len(one.units) - place:03}" for place, unit in enumerate(one.units)}
    other = replace(
        one,
        units=tuple(replace(unit, iri=names[unit.iri], id=names[unit.iri], name=names[unit.iri]) for unit in one.units),
        assignments=tuple(replace(row, unit=names[row.unit]) for row in one.assignments),
    )
    return other, {new: old for old, new in names.items()}
