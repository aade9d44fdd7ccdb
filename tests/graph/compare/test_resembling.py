"""Plans that resemble a new one are found by an index: what is looked up and aligned does not grow with the archive."""

from dataclasses import replace

import pytest

from graph.compare import resembling as room
from graph.compare.decisions import PairEntry
from graph.compare.plans import Comparison, aligned
from graph.compare.resembling import MOST_ALIGNED, MOST_PROBES, candidates, resembling
from graph.dataset.row_snapshot import Place, RowSnapshot
from graph.dataset.rows import Corpus
from tests.api.indexed import index_of
from tests.graph.measures.corpora import corpus, merged

CARDS, HOUSES = "建立行政执法人员持证上岗和资格管理制度", "完善保障性住房建设管理办法，健全申请轮候退出机制"
GRAIN, ROADS = "加强粮食储备管理，健全轮换制度，定期检查质量", "实施国道养护工程，整治事故多发路段"
NEW = corpus(f"{CARDS}//lead: 甲局", f"{HOUSES}//lead: 乙局", plan="n" * 16, issued="2020-01-01")


def _archive(many: int) -> Corpus:
    """Make an archive in which one plan has two tasks of the new one, another has one, and the others have none."""
    others = (
        corpus(f"{GRAIN}第{n}批//lead: 丙局", f"{ROADS}第{n}段//lead: 丙局", plan=f"{n:016d}") for n in range(many)
    )
    both = corpus(f"{CARDS}//lead: 甲局", f"{HOUSES}//lead: 丙局", plan="y" * 16)
    one = corpus(f"{HOUSES}//lead: 丙局", f"{GRAIN}//lead: 丙局", plan="x" * 16)
    return merged(*others, one, both)


def test_the_plans_with_most_common_tasks_come_first_and_others_not_at_all() -> None:
    rows = index_of(_archive(3)).rows
    assert [(one.plan.id, one.sure) for one in resembling(NEW, rows)] == [("y" * 16, 2), ("x" * 16, 1)]
    assert resembling(corpus("举办全民健身运动会开幕式//lead: 甲局", plan="n" * 16), rows) == ()
    assert resembling(corpus(plan="n" * 16), rows) == ()


def test_a_plan_of_the_archive_is_not_compared_with_itself_nor_with_a_version_of_it() -> None:
    rows = index_of(_archive(1)).rows
    own = next(plan for plan in rows.plans if plan.id == "y" * 16)
    assert [one.plan.id for one in resembling(rows.limited((own,)).corpus(), rows)] == ["x" * 16]
    version = replace(NEW, plans=tuple(replace(plan, document=own.iri) for plan in NEW.plans))
    assert [plan.id for plan in candidates(version, rows)] == ["x" * 16]


def test_what_is_looked_up_and_aligned_does_not_grow_with_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, compared = list[str](), list[str]()
    find = RowSnapshot.task_places_having

    def looking(self: RowSnapshot, words: str, most: int = -1) -> tuple[Place, ...]:
        asked.append(words)
        return find(self, words, most)

    def aligning(found: Corpus, left: str, right: str, decided: tuple[PairEntry, ...] = ()) -> Comparison:
        compared.append(right)
        return aligned(found, left, right, decided)

    monkeypatch.setattr(RowSnapshot, "task_places_having", looking)
    monkeypatch.setattr(room, "aligned", aligning)
    costs = []
    for many in (2, 40):
        asked.clear()
        compared.clear()
        resembling(NEW, index_of(_archive(many)).rows)
        costs.append((len(asked), len(compared)))
    assert costs[0] == costs[1] == (3, 2)
    asked.clear()
    compared.clear()
    all_alike = corpus(f"{GRAIN}//lead: 甲局", f"{ROADS}//lead: 甲局", plan="n" * 16)
    resembling(all_alike, index_of(_archive(40)).rows)
    assert len(compared) == MOST_ALIGNED
    asked.clear()
    long = corpus(
        *(f"落实第{n}项工作要求并按季度报送进展情况//lead: 甲局" for n in range(2 * MOST_PROBES)), plan="n" * 16
    )
    resembling(long, index_of(_archive(2)).rows)
    assert len(asked) <= MOST_PROBES
