import codecs
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.cleaning import repaired
from extract.errors import ExtractError, SourceTooLargeError, UnreadableSourceError
from extract.formats import Format
from extract.readers import read, read_bytes
from extract.records import BlockKind, Document
from ontology.catalogue import Language

PLAN = "关于印发实施方案的通知\r\n\r\n　　一、总体要求。加强组织领导，落实责任。\r\n责任单位：州政府办公室、财政局（“放管服”办）\n"
TAIWAN = "關於加強國際競爭力的實施方案\n主辦機關：經濟部、財政部，應於本年內完成各項工作。\n"


def words(document: Document) -> list[str]:
    return [document.quote(block.span) for block in document.blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_text_reads_the_same_in_every_encoding(encoding: str) -> None:
    document = read_bytes(PLAN.encode(encoding), "plan.txt")
    assert document.text == PLAN
    assert document.format is Format.TXT


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "utf-16-le"])
def test_traditional_characters_are_read_too(encoding: str) -> None:
    assert read_bytes(TAIWAN.encode(encoding), "plan.txt").text == TAIWAN


def test_a_long_gbk_text_is_not_taken_for_anything_else() -> None:
    text = PLAN * 3000
    assert read_bytes(text.encode("gbk"), "plan.txt").text == text


def test_blocks_are_the_lines_that_are_not_blank_without_their_indents() -> None:
    document = read_bytes(PLAN.encode(), "plan.txt")
    assert words(document) == [line.strip() for line in PLAN.splitlines() if line.strip()]
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}


def test_the_identity_is_the_hash_of_the_bytes() -> None:
    data = PLAN.encode("gbk")
    assert read_bytes(data, "plan.txt").id == hashlib.sha256(data).hexdigest()


def test_markdown_emphasis_is_no_part_of_the_text() -> None:
    read = read_bytes("**一、重点任务**\n\n- **责任单位：**市教育局 *必办* 2*3*4\n".encode(), "plan.md")
    assert read.text == "一、重点任务\n\n- 责任单位：市教育局 *必办* 2*3*4\n"
    assert read_bytes("**一、重点任务**".encode(), "plan.txt").text == "**一、重点任务**"


def test_markdown_headings_keep_their_marks_as_noise() -> None:
    document = read_bytes("## 一、总体要求\n正文\n".encode(), "plan.md")
    assert [(block.kind, block.level) for block in document.blocks] == [
        (BlockKind.NOISE, 0),
        (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, 0),
    ]
    assert words(document) == ["##", "一、总体要求", "正文"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t ",
        codecs.BOM_UTF8,
        "　\n　".encode(),
        b"\x00\x01\x02\x03" * 100,
        bytes(range(256)) * 20,
        PLAN.encode() + b"\x00" * 40,
        b"\x7fELF\x02\x01\x01" + bytes(500),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        (PLAN * 20).encode() + (PLAN * 20).encode("gbk"),
        b"\xff\xfe\x00\xd8" * 50,
    ],
    ids=["empty", "blank", "mark", "wide", "nuls", "bytes", "nul-tail", "program", "ole", "mixed", "surrogates"],
)
def test_what_is_no_text_is_refused_in_both_languages(data: bytes) -> None:
    with pytest.raises(UnreadableSourceError) as refusal:
        read_bytes(data, "计划.txt")
    message = refusal.value.message
    assert message.render().startswith("《计划.txt》")
    assert message.render(Language.EN).startswith("计划.txt ")
    assert message.render().count("。") >= 2, "what, where and what to do"


def test_a_character_cut_off_at_the_end_is_mended() -> None:
    assert read_bytes((PLAN * 5).encode()[:-4] + b"\xe8\xb4", "plan.txt").text.endswith("办\ufffd")
    assert "州政府办公室" in read_bytes((PLAN * 5).encode("gbk") + b"\xb7", "plan.txt").text


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="不存在"):
        read(tmp_path / "没有.txt")
    with pytest.raises(UnreadableSourceError, match="文件夹"):
        read(tmp_path)
    with pytest.raises(UnreadableSourceError):
        read(Path("a\x00b"))


def test_a_file_reads_as_its_bytes_do(tmp_path: Path) -> None:
    path = tmp_path / "计划.txt"
    path.write_bytes(PLAN.encode("gb18030"))
    assert read(path) == read_bytes(PLAN.encode("gb18030"), "计划.txt")


def test_a_hundred_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(SourceTooLargeError, match="上限"):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        "责任单位：财政局、" * 555_000,
        "（" * 1_000_000,
        "a " * 2_500_000,
        "x" + " " * 5_000_000,
        "\n" * 5_000_000 + "终",
    ],
    ids=["line", "brackets", "words", "spaces", "newlines"],
)
def test_adversarial_lengths_are_read_whole(text: str) -> None:
    document = read_bytes(text.encode(), "long.txt")
    assert document.text == text
    assert len(document.blocks) == 1


@settings(deadline=None)  # a busy machine is no fault of the reader
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a"]))
def test_only_the_rooms_own_errors_escape(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name)
    except ExtractError:
        return
    document.text.encode()  # no lone surrogates
    assert "\x00" not in document.text


@settings(deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
        lambda text: text.strip(" \t\r\n\v\f") and repaired(text) == text
    )
)
def test_any_utf8_text_comes_back(text: str) -> None:
    marked = codecs.BOM_UTF8 + text.encode()
    if text.strip():
        assert read_bytes(marked, "a.txt").text == text
    else:
        with pytest.raises(UnreadableSourceError, match="没有任何文字"):
            read_bytes(marked, "a.txt")


def test_a_rule_below_a_line_of_pipes_makes_it_a_header() -> None:
    lines = "序号|事项|市教育局|市财政局\n---|---|---|---\n1|建设学校|主责|配合\n2|发放补助|配合|主责\n"
    cells = [block for block in read_bytes(lines.encode(), "plan.md").blocks if block.cell is not None]
    assert len(cells) == 12
    assert not [
        block for block in read_bytes("甲|乙|丙\n丁|戊|己\n".encode(), "plan.md").blocks if block.cell is not None
    ]
