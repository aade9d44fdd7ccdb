"""Duties through the levels: taken over, taken over in part, left out, and whose counterpart leads."""

from dataclasses import replace

from graph.compare.levels import LeadMatch, Takeover, ordered, through_levels
from graph.dataset.rows import Corpus
from tests.graph.measures.corpora import corpus, merged

HOUSES = "完善保障性住房建设管理办法，健全申请、轮候、退出机制。"
SCHOOLS = "扩大农村学前教育资源，新建幼儿园二十所。"
ROADS = "实施国道养护工程，整治事故多发路段。"
FOOD = "加强粮食储备管理，健全轮换制度。"


def _of(found: Corpus, code: str, level: str) -> Corpus:
    """Put a plan and its units in a place."""
    units = tuple(replace(unit, id=f"{code}-{unit.body}", place_code=code) for unit in found.units)
    moved = {old.iri: f"{old.iri}-{code}" for old in found.units}
    return replace(
        found,
        plans=tuple(replace(plan, place_code=code, level=level) for plan in found.plans),
        units=tuple(replace(unit, iri=moved[unit.iri]) for unit in units),
        assignments=tuple(replace(row, unit=moved[row.unit]) for row in found.assignments),
    )


UPPER = _of(
    corpus(f"{HOUSES}//lead: 住建局", f"{SCHOOLS}//lead: 教育局", f"{FOOD}//lead: 粮食局"), "650000", "province"
)
LOWER = _of(corpus(f"{HOUSES}//lead: 住建局", f"{SCHOOLS}{ROADS}//lead: 财政局", plan="b" * 16), "652300", "prefecture")
BOTH = merged(UPPER, LOWER)
ABOVE, BELOW = BOTH.plans


def test_each_task_of_the_higher_plan_is_followed() -> None:
    rows = through_levels(BOTH, ABOVE.iri, BELOW.iri)
    assert [(row.upper.ref, row.lower.ref if row.lower else "", row.leads) for row in rows] == [
        ("1.1", "1.1", LeadMatch.COUNTERPART),
        ("1.2", "1.2", LeadMatch.OTHER),
        ("1.3", "", LeadMatch.UNSAID),
    ]
    assert rows[0].what is Takeover.TAKEN
    assert rows[0].sure
    assert rows[2].what is Takeover.LEFT_OUT


def test_the_higher_level_comes_first_and_one_level_is_none() -> None:
    assert ordered(BELOW, ABOVE) == ordered(ABOVE, BELOW) == (ABOVE, BELOW)
    nation = replace(ABOVE, level="national")
    assert ordered(BELOW, nation, ABOVE) == (nation, ABOVE, BELOW)
    assert ordered(BELOW, ABOVE, replace(ABOVE, iri="other")) is None
    assert ordered(ABOVE, replace(BELOW, level="province")) is None
    assert ordered(ABOVE, replace(BELOW, level="unknown")) is None
    assert ordered(ABOVE, replace(BELOW, level="")) is None
