"""Duty lists headed by a unit: shown, counted where asked for, and no task without a unit."""

from extract.pipeline import extract
from extract.records import Basis
from tests.extract.visible import document

TEXT = (
    "二、职责分工\n县住建局：负责制定抢修计划。\n县财政局：保障补助资金。\n三、任务\n1.检修管网。（责任单位：县住建局）"
)


def test_a_duty_list_has_a_basis_of_its_own() -> None:
    result = extract(document(TEXT))
    assert [(a.mention.words, a.basis) for a in result.assignments] == [
        ("县住建局", Basis.DUTY_LIST),
        ("县财政局", Basis.DUTY_LIST),
        ("县住建局", Basis.CLAUSE),
    ]
    assert [task.text for task in result.tasks][:2] == ["负责制定抢修计划。", "保障补助资金。"]
    assert not [f for f in result.findings if f.code == "no-assignment"]


def test_one_entry_alone_is_no_list() -> None:
    assert not extract(document("二、情况\n县住建局：负责制定抢修计划。")).assignments
