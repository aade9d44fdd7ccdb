"""Files with bytes changed at random: one of the room's two errors, or a reading that keeps every promise."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.errors import ExtractError
from extract.pipeline import extract
from extract.readers import read_bytes
from extract.records import Block, Extraction
from tests.extract import forms
from tests.extract.readers.makers import unzipped, zipped
from tests.extract.test_pipeline import assert_promises
from tests.extract.visible import document

PLAN = """昌吉州2024年工作方案
一、主要任务
（一）推进改革。压实责任。
责任单位：州政府办公室、州发改委
配合单位：州政府各部门
（二）设立专窗。（牵头单位：州税务局；责任单位：各县市人民政府，2024年底前完成）
二、保障措施
1.建设平台。由州大数据局牵头，州财政局等配合。
"""
EDITS = st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 255)), min_size=1, max_size=12)
PACKED = ("docx", "ofd", "xlsx")
BOUNDED = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@cache
def plan() -> Extraction:
    return extract(document(PLAN))


@cache
def samples() -> Mapping[str, tuple[str, bytes]]:
    found = {form: (name, write(plan())) for form, (name, write) in forms.FORMS.items()}
    found["xlsx"] = ("plan.xlsx", forms.as_workbook(plan(), "unit columns"))
    found["csv"] = (
        "plan.csv",
        '序号,任务,牵头单位,时限\n1,"建平台",州大数据局,年底\n2,甲,"州财政局、州审计局",\n'.encode("gbk"),
    )
    return found


def changed(data: bytes, edits: list[tuple[int, int]]) -> bytes:
    made = bytearray(data)
    for place, value in edits:
        made[place % len(made)] = value
    return bytes(made)


def attempt(data: bytes, name: str) -> None:
    try:
        read = read_bytes(data, name)
    except ExtractError:
        return
    assert_promises(extract(read))


@pytest.mark.parametrize("form", [*forms.FORMS, "xlsx", "csv"])
def test_bytes_changed_at_random(form: str) -> None:
    name, data = samples()[form]

    @BOUNDED
    @given(EDITS)
    def check(edits: list[tuple[int, int]]) -> None:
        attempt(changed(data, edits), name)

    check()


@pytest.mark.parametrize("form", PACKED)
def test_parts_changed_at_random(form: str) -> None:
    name, data = samples()[form]
    parts = unzipped(data)
    members = sorted(member for member in parts if member.endswith(".xml") and "theme" not in member)

    @BOUNDED
    @given(st.sampled_from(members), EDITS)
    def check(member: str, edits: list[tuple[int, int]]) -> None:
        attempt(zipped({**parts, member: changed(parts[member], edits)}, level=1), name)

    check()


@pytest.mark.parametrize("form", ["gb18030", "utf-16", "html", "csv"])
def test_pieces_of_a_text_in_any_order(form: str) -> None:
    name, data = samples()[form]
    size = max(2, len(data) // 30 // 2 * 2)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]

    @BOUNDED
    @given(st.lists(st.sampled_from(pieces), min_size=1, max_size=40))
    def check(chosen: list[bytes]) -> None:
        attempt(b"".join(chosen), name)

    check()


@pytest.mark.parametrize("sign", ["\ud800", "\x00", "\udfff\ud800", "\u2028", "\ufffe"])
@pytest.mark.parametrize("make", [str.join, lambda sign, lines: sign.join("".join(lines))], ids=["lines", "characters"])
def test_signs_that_are_no_characters(sign: str, make: Callable[[str, list[str]], str]) -> None:
    text = make(sign, PLAN.splitlines(keepends=True))
    assert_promises(extract(replace(document(PLAN), text=text, blocks=document_blocks(text))))


def document_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text that cannot be encoded."""
    return document("".join("甲" if "\ud800" <= sign <= "\udfff" else sign for sign in text)).blocks


PIECES = (
    *(
        "1.",
        "2.",
        "（一）",
        "一、",
        "一是",
        "二是",
        "①",
        "（1）",
        "附件1",
        "\n",
        " ",
        "。",
        "；",
        "，",
        "、",
        "：",
        "（",
        "）",
        "【",
        "】",
    ),
    *("/", "|", "--", "*", "★", "“", "”", "《", "》", "等", "和", "由", "为", "下同", "除", "外"),
    *(
        "牵头单位",
        "责任单位",
        "配合单位",
        "责任",
        "牵头",
        "负责",
        "配合",
        "按职责分工负责",
        "会同",
        "指导",
        "完成时限",
        "责任位",
        "市领导",
    ),
    *(
        "市教育局",
        "市财政局",
        "各县（市、区）人民政府",
        "有关部门",
        "市加快推进新型工业化领导小组",
        "人民政府",
        "张某某",
        "州",
    ),
    *("2025年底前", "长期坚持", "加强巡查", "排第一位的为牵头单位", "建设平台", "12"),
)
"""What clauses are made of; put together at random they reach the borders between the forms."""


@settings(BOUNDED, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=24).map("".join))
def test_pieces_of_clauses_in_any_order_keep_every_promise(words: str) -> None:
    if words.strip():
        assert_promises(extract(document(f"方案\n1.任务。{words}")))
