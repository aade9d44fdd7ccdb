"""Damaged, hostile and mutated files of every format: only the room's own errors escape, with bounded work."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.errors import ExtractError, SourceTooLargeError, UnreadableSourceError
from extract.readers import read_bytes
from tests.extract.readers.makers import ofd, pdf, printed, ruled, unzipped, word, workbook, zip_bomb, zipped
from tests.extract.work import grows_linearly

BODY = "<w:p><w:r><w:t>责任单位：财政局</w:t></w:r></w:p>"
NUMBERS = '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
PAGE = (
    printed("责任单位：财政局", 100, 700)
    + printed("甲", 70, 505)
    + printed("乙", 150, 505)
    + ruled((60, 140, 220), (500, 540, 580))
)
SAMPLES: dict[str, Callable[[], bytes]] = {
    "docx": lambda: word(BODY, NUMBERS),
    "xlsx": lambda: workbook([["序号", "责任单位"], [1, "财政局"]], merged=("A1:A2",)),
    "ofd": lambda: ofd([[("责任单位：财政局", 20, 30)]]),
    "pdf": lambda: pdf([PAGE, PAGE]),
}
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml", "ofd": "Doc_0/Document.xml"}


def attempt(data: bytes, name: str) -> None:
    """Read; the room's own errors are an answer too."""
    try:
        read_bytes(data, name).text.encode()
    except ExtractError:
        return


@pytest.mark.parametrize("kind", SAMPLES)
def test_half_a_file_is_refused(kind: str) -> None:
    data = SAMPLES[kind]()
    with pytest.raises(UnreadableSourceError):
        read_bytes(data[: len(data) // 3], f"plan.{kind}")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_broken_xml_inside_is_refused(kind: str) -> None:
    members = dict(unzipped(SAMPLES[kind]()))
    members[MAIN_PARTS[kind]] = members[MAIN_PARTS[kind]][:-10]
    with pytest.raises(UnreadableSourceError, match="已损坏"):
        read_bytes(zipped(members), f"plan.{kind}")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(kind: str) -> None:
    members = dict(unzipped(SAMPLES[kind]()))
    data = zip_bomb(members, MAIN_PARTS[kind])
    with pytest.raises(SourceTooLargeError):
        read_bytes(data, f"plan.{kind}")


def test_a_zip_of_a_million_files_or_of_none_is_refused() -> None:
    with pytest.raises(SourceTooLargeError):
        read_bytes(zipped({f"{i}": "" for i in range(20_001)}), "plan.docx")
    with pytest.raises(UnreadableSourceError, match="没有可读的文档"):
        read_bytes(zipped({}), "plan.zip")


@pytest.mark.parametrize(
    ("member", "what"), [("ppt/presentation.xml", "演示文稿"), ("xl/workbook.bin", "xlsb")], ids=["slides", "xlsb"]
)
def test_an_office_file_of_another_kind_is_told_what_it_is(member: str, what: str) -> None:
    with pytest.raises(UnreadableSourceError) as refused:
        read_bytes(zipped({member: "<p:presentation "}), "plan.docx")
    assert what in refused.value.message.render()
    assert "另存为" in refused.value.message.render()


def test_a_web_archive_of_parts_within_parts_ends() -> None:
    parts = "".join(f"--a{n}\r\nContent-Type: multipart/mixed; boundary=a{n + 1}\r\n\r\n" for n in range(5_000))
    data = f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a0\r\n\r\n{parts}责任单位".encode()
    assert "责任单位" in read_bytes(data, "page.mht").text


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_entities_are_not_resolved(kind: str) -> None:
    members = dict(unzipped(SAMPLES[kind]()))
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE x [<!ENTITY a0 "lol">{lines}<!ENTITY f SYSTEM "file:///etc/passwd">]>'.encode()
    content = members[MAIN_PARTS[kind]]
    if content.startswith(b"<?xml"):
        content = content[content.index(b"?>") + 2 :]
    for mark in (b"<w:t>", b"<v>", b"<ofd:PhysicalBox>"):
        content = content.replace(mark, mark + b"&f;&a9;")
    members[MAIN_PARTS[kind]] = head + content
    try:
        text = read_bytes(zipped(members), f"plan.{kind}").text
    except ExtractError:
        text = ""
    assert "root:" not in text
    assert "lollol" not in text


def test_a_million_brackets_in_a_word_file() -> None:
    text = "（" * 1_000_000
    assert read_bytes(word(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"), "plan.docx").text == f"{text}\n"


def test_paragraphs_of_a_word_file_are_read_in_linear_work() -> None:
    gone = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    for part in (gone, BODY, "<w:p><w:r><w:t>甲、</w:t><w:br/></w:r></w:p>"):
        assert grows_linearly(lambda size, part=part: read_bytes(word(part * size), "plan.docx"), 500)  # type: ignore[misc]


@pytest.mark.parametrize("count", [600, 6_000])
def test_a_page_full_of_lines_is_read(count: int) -> None:
    lines = "".join(
        f"0 {n * 800 / count} m 590 {n * 800 / count} l S {n * 590 / count} 0 m {n * 590 / count} 800 l S\n"
        for n in range(count)
    )
    assert (
        "责任单位"
        in read_bytes(pdf([lines + printed("责任单位：财政局、公安局、司法局、民政局", 100, 700)]), "plan.pdf").text
    )


def test_a_picture_is_refused() -> None:
    with pytest.raises(UnreadableSourceError, match="图片"):
        read_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100), "plan.pdf")


EDITS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12)


def mutated(data: bytes, edits: list[tuple[int, int]]) -> bytes:
    changed = bytearray(data)
    for place, value in edits:
        changed[place % len(changed)] = value
    return bytes(changed)


@pytest.mark.parametrize("kind", SAMPLES)
def test_mutated_files_raise_only_the_rooms_own_errors(kind: str) -> None:
    sample = SAMPLES[kind]()

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(EDITS)
    def check(edits: list[tuple[int, int]]) -> None:
        attempt(mutated(sample, edits), f"plan.{kind}")

    check()


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_mutated_parts_raise_only_the_rooms_own_errors(kind: str) -> None:
    """Mutations inside the XML, which the checksums of a zip would otherwise catch."""
    members = unzipped(SAMPLES[kind]())
    texts = sorted(member for member in members if member.endswith((".xml", ".rels")) and "theme" not in member)

    @settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(texts), EDITS)
    def check(member: str, edits: list[tuple[int, int]]) -> None:
        attempt(zipped({**members, member: mutated(members[member], edits)}, level=1), f"plan.{kind}")

    check()


TOKENS = [
    b"<<",
    b">>",
    b"[",
    b"]",
    b"obj",
    b"endobj",
    b"0 R",
    b"/Kids",
    b"/Type",
    b"stream\n",
    b"-1",
    b"1e99",
    b"(",
    b"null",
    b"/Length 9",
]


def test_mutated_objects_of_a_pdf_raise_only_the_rooms_own_errors() -> None:
    sample = pdf([PAGE])

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(st.lists(st.tuples(st.integers(0, len(sample)), st.sampled_from(TOKENS)), min_size=1, max_size=5))
    def check(edits: list[tuple[int, bytes]]) -> None:
        data = sample
        for place, token in edits:
            data = data[:place] + token + data[place + len(token) :]
        attempt(data, "plan.pdf")

    check()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.binary(max_size=300),
    st.sampled_from(["PK\x03\x04", "%PDF-1.4\n", "<html>", ""]),
    st.sampled_from(["a.csv", "a.pdf", "a.ofd"]),
)
def test_rubbish_behind_a_good_beginning(tail: bytes, head: str, name: str) -> None:
    attempt(head.encode("latin-1") + tail, name)


@pytest.mark.parametrize("row", ["甲,乙\n", '"', ","], ids=["rows", "quotes", "commas"])
def test_a_long_csv_is_read_in_linear_work(row: str) -> None:
    assert grows_linearly(lambda size: attempt((row * size).encode(), "plan.csv"), 2_000)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"Rar!\x1a\x07\x00" + bytes(99), "rar"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"), "msg"),
    ],
    ids=["rar", "outlook"],
)
def test_what_is_packed_otherwise_is_told_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableSourceError, match=what):
        read_bytes(data, "plan.bin")
