"""The clause grammar, by example: what must be found, and what must be left alone."""

from pathlib import Path

import pytest

from extract.pipeline import extract
from tests.extract.visible import Case, cases, document, marked

GOLD = cases(Path(__file__).parents[1] / "gold" / "clauses.txt")


@pytest.mark.parametrize("case", GOLD, ids=lambda case: case.title.encode("ascii", "ignore").decode())
def test_mentions_stand_where_a_reader_sees_them(case: Case) -> None:
    assert marked(extract(document(case.plain))) == case.marked
