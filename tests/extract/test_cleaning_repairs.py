"""Characters that only look right are folded or repaired, in every format and with true offsets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.cleaning import fold, repaired, squeeze
from extract.pipeline import extract
from extract.readers import read_bytes
from tests.extract.readers.makers import word


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("⼈⼒⾦⽂⻔⻓⻢", "人力金文门长马"), ("甲﹑乙︑丙", "甲、乙、丙"), ("责任单位︓", "责任单位:")],
)
def test_look_alikes_are_folded_one_to_one(printed: str, meant: str) -> None:
    assert fold(printed) == meant


def test_a_name_in_radicals_is_the_registered_unit_and_its_mention_stays_as_printed() -> None:
    text = "1.落实政策。\n牵头单位：市⼈⼒资源和社会保障局\n"
    result = extract(read_bytes(text.encode(), "方案.txt"))
    (row,) = result.assignments
    assert row.mention.words == "市⼈⼒资源和社会保障局"
    assert result.units[0].name.endswith("人力资源和社会保障局")


@pytest.mark.parametrize("name", ["方案.txt", "方案.docx"])
def test_invisible_signs_and_spaced_names_are_repaired(name: str) -> None:
    line = "配 合 单 位：市 财 政 局　市司\u200b法局"
    data = line.encode() if name.endswith("txt") else word(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")
    assert read_bytes(data, name).text == "配合单位：市财政局　市司法局\n"


@pytest.mark.parametrize("words", ["附 件", "附 件 1", "目　录", "市财政局 市司法局 市教育局", "一 二三 四"])
def test_what_is_not_set_apart_stays(words: str) -> None:
    assert repaired(words) == words


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text())
def test_folding_keeps_every_offset_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    assert squeeze(squeeze(text)) == squeeze(text)
