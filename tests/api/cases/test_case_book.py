"""The cases of many plans: made out of the rows of some plans at a time."""

from pathlib import Path

import pytest

from api.cases import case_book
from api.cases.case_book import CaseBook
from api.read_model.read_model import ReadModel
from graph.cases.matters import matters
from graph.dataset.load import load, snapshot
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import Corpus
from graph.store import open_store
from tests.graph.cases.test_cases import PLAN, put


@pytest.mark.parametrize("together", [1, 2, 50])
def test_the_rows_of_a_few_plans_are_in_memory_together(
    together: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def unsettled(rows: RowSnapshot) -> Corpus:
        read.append(len(rows.plans))
        return real(rows)

    real = case_book._unsettled
    monkeypatch.setattr(case_book, "_unsettled", unsettled)
    monkeypatch.setattr(case_book, "TOGETHER", together)
    with open_store(tmp_path / "data") as store:
        for place in "甲乙丙":
            put(PLAN.replace("甲", place), store)
        library = ReadModel(lambda: snapshot(store), lambda: store.revision)
        found = [case.matter for case in CaseBook(store, library).cases(library.index())]
        assert found == list(matters(load(store)))
    assert len({one.plan for one in found}) == sum(read) == 3
    assert max(read) <= together
    of_grades = [one for one in found if one.code == "lead-collective"]
    assert len({id(one.what_zh) for one in of_grades}) == 1 < len(of_grades)
