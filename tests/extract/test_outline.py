"""Outlines: marker forms, run-in and own-line headings, lost line breaks, gaps."""

import pytest

from extract.cleaning import fold
from extract.markers import Form, chinese_number, marker_at
from extract.outline import Outline, read_outline
from extract.pipeline import extract
from tests.extract.visible import document


def outline_of(text: str) -> Outline:
    return read_outline(document(text), fold(text))


def tree(text: str) -> list[str]:
    """Each item as its depth in dots and its printed number."""
    outline = outline_of(text)
    return [
        "." * (len(outline.path(item.index)) - 1) + text[item.number.start : item.number.end]
        for item in outline.items
        if item.form is not None
    ]


@pytest.mark.parametrize(
    ("line", "form", "value"),
    [
        ("一、总体要求", Form.CN, 1),
        ("（二十一）总体要求", Form.CN_PAREN, 21),
        ("14．加快推进", Form.ARABIC, 14),
        ("2.2020年底前完成", Form.ARABIC, 2),
        ("（3）加快", Form.ARABIC_PAREN, 3),
        ("⑫加快", Form.CIRCLED, 12),
        ("第三章 总则", Form.CHAPTER, 3),
        ("第十二条 本办法", Form.ARTICLE, 12),
        ("专项行动二：提升", Form.NAMED, 2),
        ("2.1.3 组织体系", Form.DECIMAL, 3),
    ],
)
def test_marker_forms(line: str, form: Form, value: int) -> None:
    marker = marker_at(fold(line), 0, len(line))
    assert marker is not None
    assert (marker.form, marker.value) == (form, value)


@pytest.mark.parametrize("line", ["1.5亿元资金", "(2015—2020)", "2015年7月30日", "三个率先", "百年大计"])
def test_what_only_looks_like_a_marker(line: str) -> None:
    assert marker_at(fold(line), 0, len(line)) is None


def test_numerals_count_through() -> None:
    assert [chinese_number(w) for w in ("一", "九", "十", "十一", "二十", "九十九", "一百零五")] == [
        1,
        9,
        10,
        11,
        20,
        99,
        105,
    ]


def test_levels_come_from_the_marker_stack() -> None:
    text = "一、总体\n（一）要求\n二、任务\n（一）职能\n1.规范。做好工作。\n2.优化。做好工作。\n（二）决策\n1.健全。做好工作。"
    assert tree(text) == ["一、", ".（一）", "二、", ".（一）", "..1.", "..2.", ".（二）", "..1."]


def test_numbering_that_runs_on_over_section_borders() -> None:
    assert tree("一、甲方面\n1.做好。\n2.做好。\n二、乙方面\n3.做好。") == ["一、", ".1.", ".2.", "二、", ".3."]


def test_a_text_that_lost_its_line_breaks() -> None:
    text = "关于措施的通知 一、加大支持 1.支持企业。做好工作。 2.减免税费。做好工作。 二、稳定岗位（三）返还保费。做好工作。"
    assert tree(text) == ["一、", ".1.", ".2.", "二、"]
    text = "一、便利投资（一）优化审批。做好工作。（二）提升效率。做好工作。二、简化条件（三）降低门槛。做好工作。"
    assert tree(text) == ["一、", ".（一）", ".（二）", "二、", ".（三）"]


def test_a_number_inside_a_sentence_opens_nothing() -> None:
    assert tree("1.完成投资1.5亿元。依照第（一）至（三）项办理。达到100.0分。") == ["1."]


def test_a_gap_in_the_numbering_is_a_finding_and_nothing_is_renumbered() -> None:
    text = "（八）营造环境\n" + "".join(f"{n}.做好工作。\n责任单位:州公安局\n" for n in (1, 2, 3, 6))
    result = extract(document(text))
    assert [task.ref for task in result.tasks] == ["8.1", "8.2", "8.3", "8.6"]
    gaps = [f for f in result.findings if f.code == "numbering-gap"]
    assert len(gaps) == 1
    assert "4、5" in gaps[0].what.render()
    assert gaps[0].quote == "6."


def test_a_number_over_words_without_a_duty_is_not_missing() -> None:
    text = (
        "第一条 由州公安局负责监督管理工作。\n第二条 本办法所称数据，是指以电子方式对信息的记录。\n"
        "第三条 由州司法局负责指导工作。\n第六条 由州财政局负责保障工作。\n"
    )
    found = [f.what.render() for f in extract(document(text)).findings if f.code == "numbering-gap"]
    assert found == ["编号缺失：“第六条”之前缺 4、5。"]


def test_a_repeated_number_is_a_finding() -> None:
    text = "".join(f"{n}.做好工作。\n责任单位:州公安局\n" for n in (1, 2, 2))
    assert [f.code for f in extract(document(text)).findings] == ["numbering-repeat"]
