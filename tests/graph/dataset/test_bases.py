"""What counts: clauses and tables always, duty lists and sentences where they are asked for, proposals never."""

from extract.records import Basis
from graph.dataset.rows import COUNTED, WITH_SENTENCES


def test_a_duty_list_counts_only_where_it_is_asked_for() -> None:
    assert {Basis.CLAUSE, Basis.TABLE} == COUNTED
    assert {Basis.DUTY_LIST, Basis.SENTENCE} == WITH_SENTENCES - COUNTED
