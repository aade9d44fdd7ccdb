"""Texts broken at a fixed width read as the texts they were broken from."""

import pytest

from extract.pipeline import extract
from extract.readers import read_bytes
from extract.readers.wrapped import unwrapped

PLAN = """某市推进教育改革工作方案
为深入贯彻落实上级关于教育改革的决策部署，全面提高教育质量，办好人民满意的教育，结合我市实际，制定本方案。
一、主要任务
（一）完善学前教育普及普惠保障机制。新建改扩建一批公办幼儿园，健全普惠性民办幼儿园认定和扶持办法，提高保教质量。（牵头单位：市教育局；责任单位：市发展改革委、市财政局、市人力资源和社会保障局、市自然资源和规划局，各县（市、区）人民政府）
（二）推进义务教育优质均衡发展。实施薄弱学校改造，推动优质教育资源共享，落实义务教育教师平均工资收入水平不低于当地公务员的要求。（市教育局牵头，市财政局、市人力资源和社会保障局、市住房和城乡建设局配合，2025年底前完成）
二、保障措施
各地各部门要高度重视，切实加强组织领导，层层压实责任，确保各项任务落到实处、取得实效，不断增强人民群众获得感。
"""


def broken(text: str, width: int, indent: str, *, blank: bool = False) -> str:
    lines: list[str] = []
    for paragraph in text.splitlines():
        rest = indent + paragraph
        while rest:
            lines.append(rest[:width])
            rest = rest[width:]
        if blank:
            lines.append("")
    return "\n".join(lines) + "\n"


def duties(text: str) -> list[tuple[str, str, str]]:
    extraction = extract(read_bytes(text.encode(), "plan.txt"))
    tasks = {task.id: task.ref for task in extraction.tasks}
    return [(tasks[a.task], str(a.role), a.mention.words) for a in extraction.assignments]


@pytest.mark.parametrize("width", [24, 30, 37, 40])
@pytest.mark.parametrize("indent", ["", "　　", "    "])
@pytest.mark.parametrize("blank", [False, True])
def test_the_width_a_text_is_broken_at_changes_nothing(width: int, indent: str, *, blank: bool) -> None:
    read = duties(PLAN)
    assert len(read) == 10
    assert duties(broken(PLAN, width, indent, blank=blank)) == read


def test_words_are_joined_without_a_sign_and_latin_words_with_a_blank() -> None:
    document = read_bytes(broken(PLAN, 24, "　　").encode(), "plan.txt")
    assert "市人力资源和社会保障局、市自然资源和规划局" in document.text
    lines = (
        "推进数据开放共享平台建设使用统一的标准接口规范 open data\nplatform 的要求组织开展相关工作并按期完成各项任务指标\n"
        * 4
    )
    assert "open data platform 的要求" in read_bytes(lines.encode(), "plan.txt").text


def test_a_text_not_broken_stays_as_it_is() -> None:
    assert read_bytes(PLAN.encode(), "plan.txt").text == PLAN
    assert unwrapped([]) == ()


def test_lines_that_are_as_long_as_each_other_and_end_sentences_are_paragraphs() -> None:
    text = "各单位要加强组织领导，明确责任分工，确保各项任务落实到位。\n" * 9
    assert read_bytes(text.encode(), "plan.txt").text == text


def test_a_numbered_line_after_a_full_label_line_is_a_paragraph_and_a_list_that_goes_on_is_not() -> None:
    task = "{}、新建改造供水管网，保障城区供水安全。\n牵头单位：县教育体育局　责任单位：县文化旅游局、县司法局、县融媒体中心\n"
    text = "".join(map(task.format, range(1, 8)))
    assert read_bytes(text.encode(), "plan.txt").text == text
    assert (
        "县司法局、县融媒体中心、3个乡镇"
        in read_bytes((text.replace("中心\n", "中心、\n3个乡镇\n")).encode(), "plan.txt").text
    )
