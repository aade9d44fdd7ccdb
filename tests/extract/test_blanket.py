"""Blanket rules: kept once, as the plan prints them, and copied onto no task."""

import pytest

from extract.cleaning import fold
from extract.forms.general_rule import read_blanket
from extract.pipeline import extract
from extract.records import LineState, Severity
from tests.extract.visible import document
from tests.extract.work import calls


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("以下各项均涉及各县（市、区），不再单独列出。", ["各县(市、区)"]),
        ("各县（市）、园区落实以下任务，不再逐项标注。", ["各县(市)、园区"]),
        ("（下列任务均由各县（市、区）人民政府配合，不再一一列出）", ["各县(市、区)人民政府"]),
        ("各项任务均需各有关部门参与。", ["各有关部门"]),
        ("二、任务分工\n上述事项均涉及市财政局、市审计局，不再重复列出。\n1.建平台。", ["市财政局", "市审计局"]),
        ("审批事项不再单独列入目录。", []),
        ("制定以下工作措施。", []),
        ("市财政局（以下简称财政局）负责以下工作。", []),
        ("有关材料不再重复标注，由市教育局保管。", []),
        ("所有企业均需提交材料。", []),
        ("市财政局、市审计局负责，排在第一位的为牵头单位，下同。", []),
        ("", []),
    ],
)
def test_a_rule_says_of_which_tasks_it_speaks_and_whom_it_names(text: str, names: list[str]) -> None:
    view = fold(text)
    rules = list(read_blanket(view))
    assert [view[s.start : s.end] for rule in rules for s in rule.items] == names
    assert all(rule.span.holds(item) for rule in rules for item in rule.items)


def test_a_rule_becomes_one_finding_and_no_assignment() -> None:
    rule = "以下各项均涉及各县（市、区），不再单独列出"
    text = f"二、重点任务\n{rule}。\n1.建平台。（责任单位：市科技局）\n2.办培训。（责任单位：市人社局）"
    result = extract(document(text))
    assert [a.mention.words for a in result.assignments] == ["市科技局", "市人社局"]
    (found,) = [f for f in result.findings if f.code == "blanket-rule"]
    assert (found.quote, found.severity, found.task) == (rule, Severity.INFO, "")
    assert "各县（市、区）" in found.what.render()
    (line,) = [line for line in result.ledger if line.rule == "blanket-rule"]
    assert line.state is LineState.READ
    assert text[line.span.start : line.span.end].startswith(rule)


@pytest.mark.parametrize("bait", ["不再一一列", "以下均涉及", "以下各项均涉及各县（", "落实以下任务、"])
def test_hostile_repetition_costs_no_more_than_its_length(bait: str) -> None:
    def cost(length: int) -> int:
        view = fold(bait * (length // len(bait)))
        return calls(lambda: list(read_blanket(view)))

    assert cost(64_000) <= 17 * cost(4_000) + 500
