"""The audit: what looks like responsibility and ended nowhere becomes a Finding; what has a reason has its name."""

import pytest

from extract import clauses
from extract.audit import audit
from extract.cleaning import fold
from extract.pipeline import extract
from extract.records import DocumentKind, LineState, Span
from tests.extract.made import read_made
from tests.extract.tables.made import as_page
from tests.extract.visible import document
from tests.extract.work import calls


def cues(text: str, kind: DocumentKind = DocumentKind.PLAN) -> list[tuple[str, str]]:
    view = fold(text)
    return [(view[c.span.start : c.span.end], c.ignored) for c in audit(document(text), view, kind, ())]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("1.完善机制。责任单位：市教育局", [("责任单位:市教育局", "")]),
        ("1.完善机制。（市教育局负责）", [("(市教育局负责", "")]),
        ("平台由市数据局牵头，市财政局参与。", [("由市数据局牵头", "")]),
        ("1.发放补贴（市人社局、市财政局）", [("(市人社局、市财政局)", "")]),
        ("市人社局、市财政局", [("市人社局、市财政局", "")]),
        ("检修由市农机中心推进，市人社局为责任单位。", [("市人社局为责任单位", "")]),
        ("1.发放补贴。→市人社局、市财政局", [("市人社局、市财政局", "")]),
        ("*市人社局、市财政局", [("*市人社局、市财政局", "")]),
        ("参会单位：市人社局、市财政局", [("市人社局、市财政局", "members")]),
        ("抄送：市人社局、市财政局", [("市人社局、市财政局", "addressees")]),
        ("市人社局、市财政局、市审计局：", [("市人社局、市财政局、市审计局:", "addressees")]),
        ("给予补助，市林业局牵头，各县区落实。", [("市林业局牵头,各县区落实", "")]),
        ("备注：由市教育局监管", [("由市教育局监管", "")]),
        ("经费由市财政局、市审计局监督。", [("由市财政局、市审计局监督", "")]),
        ("由市教育局监管向社会共治转变。由企业监管。由市市场监管局登记。", []),
        ("组长：张某。成员由市教育局负责召集", [("由市教育局负责", "members")]),
        ("按《关于由市教育局负责的规定》办理", [("由市教育局负责", "cited")]),
        ("本办法由市教育局负责解释。", [("由市教育局负责", "interpretation")]),
        ("建立由市教育局负责人牵头的机制。由政府负责人召集。", []),
        ("由企业自主选择。负责人要到岗。谁主管谁负责。", []),
        ("", []),
    ],
)
def test_a_cue_is_a_plain_sign_of_responsibility(text: str, want: list[tuple[str, str]]) -> None:
    assert cues(text) == want


def test_a_column_of_suggested_units_asks_another_level() -> None:
    rows = ["序号|举措|建议责任单位（省级部门）", "1|建设平台|省教育厅、省财政厅", "2|举办大赛|省科技厅、省财政厅"]
    result = read_made(as_page(rows, "<p>某市方案</p>"), "plan.html")
    assert [f.code for f in result.findings if f.code == "unaccounted-cue"] == []
    assert "ignored/suggested" in {line.rule for line in result.ledger}


def test_in_a_law_a_cue_is_a_norm() -> None:
    assert cues("养护由市园林局负责。", DocumentKind.LAW) == [("由市园林局负责", "norm")]


def test_a_sentence_outside_every_task_is_reported() -> None:
    text = "某市方案\n一、总体要求\n平台由市数据局牵头推动成果转化，形成合力。\n二、任务\n1.开展培训。（责任单位：市教育局）"
    result = extract(document(text))
    (found,) = [f for f in result.findings if f.code == "unaccounted-cue"]
    assert found.quote == "由市数据局牵头"
    (line,) = [line for line in result.ledger if line.rule == "unaccounted-cue"]
    assert (line.state, text[line.span.start : line.span.end]) == (LineState.UNREAD, found.quote)


def test_what_is_read_is_no_cue() -> None:
    text = (
        "1.开展培训。（市教育局牵头，市财政局配合）\n2.建设平台。\n责任单位：市数据局\n3.制定规划。由市发展改革委负责。"
    )
    assert "unaccounted-cue" not in {f.code for f in extract(document(text)).findings}


def test_a_form_that_is_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clauses, "labelled_lines", lambda *_: iter(()))
    text = "1.开展培训。\n责任单位：市教育局、市财政局"
    assert [f.quote for f in extract(document(text)).findings if f.code == "unaccounted-cue"] == ["责任单位：市教育局"]


def test_what_is_accounted_for_is_left_out() -> None:
    view = fold("平台由市数据局牵头。")
    assert not audit(document(view), view, DocumentKind.PLAN, [Span(3, 7)])


@pytest.mark.parametrize(
    "bait", ["负责", "由市教育局负责", "责任单位：", "（市教育局、", "市教育局、", "（市教育局负责"]
)
def test_hostile_repetition_costs_no_more_than_its_length(bait: str) -> None:
    def cost(length: int) -> int:
        text = bait * (length // len(bait))
        view, source = fold(text), document(text)
        return calls(lambda: audit(source, view, DocumentKind.PLAN, ()))

    cost(4_000)  # fills the caches of names
    assert cost(16_000) <= 5 * cost(4_000) + 500
