"""A unit through the years: duties kept, gained and lost, and the reason for each that the data show."""

from dataclasses import replace

import pytest

from api.tables.years import OF_UNIT, duty_changes_table, functions_table, unit_years_table
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.compare.decisions import PairEntry, PairState
from graph.compare.duty_changes import ChangeReason, DutyChange, plan_steps, step_changes
from graph.compare.unit_years import Kinship, unit_history
from graph.dataset.keys import task_keys
from graph.dataset.model import corpus_of, merged
from graph.dataset.rows import Corpus, PlanRow
from graph.reform.proposal import find_unit
from graph.reform.succession import transfer_between
from ontology.catalogue import Language
from tests.graph.measures.corpora import corpus

HEAD = "昌吉回族自治州人民政府关于印发昌吉州法治政府建设工作方案的通知\n昌州政发[{year}]12号\n"
SIGNED = "昌吉回族自治州人民政府\n{year}年7月30日\n"
REVIEWED, CARDS = "完善行政规范性文件合法性审查机制，未经审查不得提请审议。", "建立行政执法人员持证上岗和资格管理制度。"
APPEALS, SHOWN = "健全行政复议案件审理机制，加强行政复议应诉工作。", "推行行政执法公示制度，及时公开执法信息。"
GRAIN, EXAMS, DATA = (
    "加强粮食储备管理，健全轮换制度。",
    "组织公务员学法考试，每年不少于一次。",
    "建设数字政府平台，推进政务数据共享。",
)


def _plan(year: int, *tasks: tuple[str, str]) -> Corpus:
    lines = (
        f"{n}.{words}\n" + (f"责任单位：{unit}\n" if unit else "") for n, (words, unit) in enumerate(tasks, start=1)
    )
    text = f"{HEAD}{''.join(lines)}{SIGNED}".replace("{year}", str(year))
    return corpus_of(extract(read_bytes(text.encode(), f"{year}.txt")))


LEGAL, JUSTICE = "州政府法制办", "州司法局"
OLD = _plan(2015, *((words, LEGAL) for words in (REVIEWED, CARDS, APPEALS, SHOWN, GRAIN)), (EXAMS, JUSTICE))
NEW = _plan(
    2020,
    (REVIEWED, JUSTICE),
    (CARDS, "州市场监管局"),
    (APPEALS, ""),
    ("公开执法信息，接受群众监督，推行公示。", "州公安局"),
    (EXAMS, JUSTICE),
    (DATA, JUSTICE),
)
BOTH = merged([OLD, NEW])
STEP = plan_steps(BOTH.plans)[0]


def _reasons(found: Corpus, words: str, decided: tuple[PairEntry, ...] = ()) -> list[tuple[str, str, str]]:
    rows = unit_history(found, find_unit(found, words), decided).changes
    return [(row.change, row.reason, (row.before or row.after or BOTH.tasks[0]).ref) for row in rows]


def test_each_loss_has_the_reason_that_the_data_show_and_no_other() -> None:
    assert _reasons(BOTH, LEGAL) == [
        (DutyChange.LOST, ChangeReason.REFORM, "1"),
        (DutyChange.LOST, ChangeReason.OTHER_LEADS, "2"),
        (DutyChange.LOST, ChangeReason.NO_LEAD, "3"),
        (DutyChange.LOST, ChangeReason.NOT_IN_DATA, "4"),
        (DutyChange.LOST, ChangeReason.NO_COUNTERPART, "5"),
    ]
    first = step_changes(BOTH, STEP).of(find_unit(BOTH, LEGAL).iri)[0]
    assert first.reform is not None
    assert (first.reform.function, bool(first.reform.source)) == ("legal-affairs", True)
    assert [other.name for other in first.others] == ["昌吉回族自治州司法局"]


def test_gains_have_reasons_too_and_what_goes_on_is_kept() -> None:
    assert _reasons(BOTH, JUSTICE) == [
        (DutyChange.KEPT, ChangeReason.CONTINUED, "6"),
        (DutyChange.GAINED, ChangeReason.REFORM, "1"),
        (DutyChange.GAINED, ChangeReason.NO_COUNTERPART, "6"),
    ]


def test_support_is_kept_gained_and_lost_and_turns_into_lead_and_back() -> None:
    advice, helped = "建立重大行政决策法律顾问制度，听取法律意见。", "\n配合单位：州公安局"
    finance = "州财政局\n配合单位："
    old = _plan(
        2015,
        *((words, JUSTICE + helped) for words in (REVIEWED, APPEALS, EXAMS, GRAIN)),
        (CARDS, "州公安局"),
        (SHOWN, JUSTICE),
        (advice, finance + LEGAL),
    )
    new = _plan(
        2020,
        (REVIEWED, JUSTICE + helped),
        (APPEALS, "州公安局"),
        (EXAMS, JUSTICE),
        (CARDS, "州市场监管局" + helped),
        (SHOWN, JUSTICE + helped),
        (advice, finance + JUSTICE),
        (DATA, JUSTICE + helped),
    )
    both = merged([old, new])
    assert _reasons(both, "州公安局") == [
        (DutyChange.SUPPORT_KEPT, ChangeReason.CONTINUED, "1"),
        (DutyChange.TO_LEAD, ChangeReason.OTHER_ROLE, "2"),
        (DutyChange.SUPPORT_LOST, ChangeReason.NOT_NAMED, "3"),
        (DutyChange.SUPPORT_LOST, ChangeReason.NO_COUNTERPART, "4"),
        (DutyChange.TO_SUPPORT, ChangeReason.OTHER_ROLE, "5"),
        (DutyChange.SUPPORT_GAINED, ChangeReason.NOT_NAMED, "6"),
        (DutyChange.SUPPORT_GAINED, ChangeReason.NO_COUNTERPART, "7"),
    ]
    assert _reasons(both, LEGAL) == [(DutyChange.SUPPORT_LOST, ChangeReason.REFORM, "7")]
    assert (DutyChange.SUPPORT_GAINED, ChangeReason.REFORM, "7") in _reasons(both, JUSTICE)
    turned = unit_history(both, find_unit(both, "州公安局")).changes[4]
    assert ([other.name for other in turned.others], turned.role) == (["昌吉回族自治州市场监督管理局"], "support")
    every = duty_changes_table(both)
    counts = {row[0]: row[3:11] for row in every.rows}
    assert every.keys[3:11] == tuple(DutyChange)
    assert counts["昌吉回族自治州公安局"] == (0, 0, 0, 1, 1, 1, 2, 2)
    assert counts["昌吉回族自治州司法局"] == (3, 1, 2, 0, 0, 0, 1, 0)


def test_what_people_decided_changes_the_reason() -> None:
    keys, (old, new) = (
        task_keys(BOTH),
        (next(t for t in BOTH.tasks if words in t.text) for words in (SHOWN, "接受群众监督")),
    )

    def decided(state: PairState) -> tuple[PairEntry, ...]:
        left, right = sorted((keys[old.iri], keys[new.iri]))
        return (PairEntry(left=left, right=right, left_words="", right_words="", state=state, who="王芳", when=""),)

    reasons = [{ref: why for _, why, ref in _reasons(BOTH, LEGAL, decided(state))}["4"] for state in PairState]
    assert reasons[:2] == [ChangeReason.OTHER_LEADS, ChangeReason.NO_COUNTERPART]
    every = [duty_changes_table(BOTH, decided(state)) for state in PairState]
    assert [table.rows[0][table.keys.index("lost_other_leads")] for table in every][:2] == [2, 1]


def test_years_are_in_order_with_predecessors_and_the_numbers_agree() -> None:
    found = unit_history(BOTH, find_unit(BOTH, JUSTICE))
    assert [(row.plan.issued[:4], row.kinship, row.led) for row in found.years] == [
        ("2015", Kinship.OWN, 1),
        ("2015", Kinship.PREDECESSOR, 5),
        ("2020", Kinship.OWN, 3),
    ]
    table = unit_years_table(found)
    last = dict(zip(table.keys, table.rows[-1], strict=True))
    assert (last["kept"], last["gained"], last["lost"]) == (1, 2, 0)
    assert table.links["gained"](2) == f"/units/652300-justice/years?plan={found.years[-1].plan.id}&change=gained"
    assert table.links["gained"](0) == ""


def test_a_reform_counts_between_the_plans_alone() -> None:
    old, new = find_unit(BOTH, LEGAL), find_unit(BOTH, JUSTICE)
    assert transfer_between(old, new, "2015-07-30", "2020-07-30", "")
    assert transfer_between(old, new, "2020", "2021", "") is None
    assert transfer_between(old, new, "2012", "2015", "") is None
    assert transfer_between(new, old, "2015", "2020", "") is None
    planners, ecology = (replace(old, id=f"652300-{key}") for key in ("development-reform", "ecology-environment"))
    assert transfer_between(planners, ecology, "2015", "2020", "做好应对气候变化工作")
    assert transfer_between(planners, ecology, "2015", "2020", "推进节能降耗") is None


def _titled(plan: PlanRow, name: str, title: str, issued: str) -> PlanRow:
    return replace(plan, iri=f"{plan.iri}-{name}", id=name, title=title, issued=issued)


def test_the_plan_before_is_the_latest_of_the_same_subject_and_place_with_a_known_order() -> None:
    one = corpus().plans[0]
    law, roads = "昌吉州法治政府建设工作要点", "昌吉州国道养护管理办法实施细则"
    plans = [
        _titled(one, "a", f"2016年{law}", "2016-02-01"),
        _titled(one, "b", f"2017年{law}", "2017"),
        _titled(one, "c", f"2018年{law}", "2017-03-01"),
        _titled(one, "d", roads, "2018-05-01"),
        _titled(one, "e", law, ""),
        replace(_titled(one, "f", law, "2019"), place_code="650000"),
        replace(_titled(one, "g", law, "2019"), kind="news"),
    ]
    found = plan_steps(plans)
    assert [(step.earlier.id, step.later.id) for step in found] == [("a", "b"), ("a", "c")]
    assert [step.later.id for step in plan_steps(plans, {plans[1].iri})] == ["b"]
    assert plan_steps([]) == ()


def test_plans_without_common_tasks_are_not_compared_and_it_is_said() -> None:
    other = _plan(2021, ("查处河道违法采砂。", LEGAL), ("整治城区停车秩序，增加停车泊位。", JUSTICE))
    found = unit_history(merged([OLD, other]), find_unit(OLD, LEGAL))
    assert found.changes == ()
    said = [note.render(Language.ZH) for note in unit_years_table(found).notes]
    assert any("几乎没有相同的任务" in one for one in said)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (OLD, "只有一份方案写到该单位"),
        (replace(OLD, plans=tuple(replace(plan, issued="") for plan in OLD.plans)), "1 份方案没有发文日期"),
        (OLD, "该单位已撤销，职责由昌吉回族自治州司法局承接"),
    ],
)
def test_what_cannot_be_said_is_told_in_a_sentence(found: Corpus, said: str) -> None:
    notes = unit_years_table(unit_history(found, find_unit(found, LEGAL))).notes
    assert any(said in note.render(Language.ZH) for note in notes)


def test_the_tables_of_one_unit_and_of_all_units() -> None:
    found = unit_history(BOTH, find_unit(BOTH, LEGAL))
    changes = OF_UNIT["unit-changes"](BOTH, found)
    assert [str(row[changes.keys.index("reason_code")]) for row in changes.rows][:2] == ["reform", "other_leads"]
    every = duty_changes_table(BOTH)
    first = dict(zip(every.keys, every.rows[0], strict=True))
    assert (first["unit_label"], first["lost"], first["lost_reform"]) == ("昌吉回族自治州人民政府法制办公室", 5, 1)
    moved = functions_table(found.unit, BOTH)
    assert [row[2:5] for row in moved.rows] == [("given", "政府法制", "昌吉回族自治州司法局")]


def test_the_latest_steps_are_compared_where_there_are_too_many() -> None:
    found = unit_history(BOTH, find_unit(BOTH, LEGAL), most=0)
    assert (found.steps, found.passed_over) == ((), 1)
