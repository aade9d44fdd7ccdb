"""Tables that are printed without upright lines: known by their header, read by the gaps all rows leave free."""

from collections.abc import Sequence

import pytest

from extract.readers import read_bytes
from extract.records import BlockKind, Document
from tests.extract.made import lines, read_made
from tests.extract.readers.makers import ofd, pdf, printed

LEFTS = (60.0, 110.0, 330.0, 440.0)
HEAD = ("序号", "工作任务", "牵头单位", "配合单位")
Row = tuple[str, str, str, str]
ROWS: Sequence[Row] = (
    ("1", "推进改革，压实责任，强化督促检查，确保取得实效。", "州政府办公室", "州财政局、州审计局"),
    ("2", "建设平台。", "州大数据局", "/"),
    ("3", "设立窗口，推行无差别受理，群众办事只进一扇门。", "州政务服务中心", "各县市人民政府"),
)
SAID = [
    "1 推进改革，压实责任，强化督促检查，确保取得实效。 L 州政府办公室 S 州财政局 州审计局",
    "2 建设平台。 L 州大数据局",
    "3 设立窗口，推行无差别受理，群众办事只进一扇门。 L 州政务服务中心 S 各县市人民政府",
]


def broken(words: str, ems: int) -> list[str]:
    return [words[at : at + ems] for at in range(0, len(words), ems)]


def row(cells: Row, top: float, *, middle: bool = False) -> tuple[str, float]:
    """Print a row of wrapped cells, twelve points a character; give it and the place of the next row."""
    wrapped = [broken(words, ems) for words, ems in zip(cells, (3, 17, 7, 8), strict=True)]
    height = max(map(len, wrapped))
    page = ""
    for left, parts in zip(LEFTS, wrapped, strict=True):
        down = (height - len(parts)) / 2 if middle else 0.0
        page += "".join(printed(part, left, top - 18 * (n + down), 12) for n, part in enumerate(parts))
    return page, top - 18 * height


def table(rows: Sequence[Row], top: float, *, room: float, middle: bool = False) -> tuple[str, float]:
    page = ""
    for cells in rows:
        made, top = row(cells, top - room, middle=middle)
        page += made
    return page, top


def cells(document: Document) -> set[int]:
    return {block.cell.table for block in document.blocks if block.cell is not None}


@pytest.mark.parametrize("room", [0.0, 6.0], ids=["tight", "spaced"])
@pytest.mark.parametrize("middle", [False, True], ids=["top", "middle"])
def test_rows_are_told_apart_by_their_numbers(room: float, *, middle: bool) -> None:
    page, _ = table([HEAD, *ROWS], 700, room=room, middle=middle)
    result = read_made(pdf([printed("昌吉州任务分工表", 220, 760, 18) + page]), "plan.pdf")
    assert lines(result) == SAID


def test_rules_above_and_below_change_nothing() -> None:
    page, foot = table([HEAD, *ROWS], 700, room=6)
    rules = "".join(f"60 {y} m 540 {y} l S\n" for y in (710.0, 676.0, foot))
    assert lines(read_made(pdf([rules + page]), "plan.pdf")) == SAID


def test_a_table_goes_on_over_the_page_end_with_and_without_its_header() -> None:
    first, _ = table([HEAD, *ROWS[:2]], 200, room=6)
    for head in ((), (HEAD,)):
        second, _ = table([*head, ROWS[2]], 780, room=6)
        document = read_bytes(pdf([first, second]), "plan.pdf")
        assert cells(document) == {0}
        assert lines(read_made(pdf([first, second]), "plan.pdf")) == SAID


def test_prose_around_a_table_stays_prose_and_titles_inside_name_what_follows() -> None:
    prose = "请各责任单位按照上述分工抓好落实，牵头单位要切实负起责任，配合单位要积极配合。"
    above = "".join(printed(prose, 60, 780 - 20 * n, 12) for n in range(2))
    head, top = table([HEAD], 740, room=6)
    group = printed("一、深化重点领域改革的各项任务", 60, top - 24, 12)
    body, foot = table(ROWS, top - 30, room=6)
    below = "".join(printed(prose, 60, foot - 60 - 20 * n, 12) for n in range(2))
    result = read_made(pdf([above + head + group + body + below]), "plan.pdf")
    assert lines(result, paths=True) == [f"{said} 一、深化重点领域改革的各项任务" for said in SAID]
    document = result.document
    outside = [document.quote(b.span) for b in document.blocks if b.kind is BlockKind.PARAGRAPH]
    assert "".join(outside) == prose * 4


def test_the_same_table_in_an_ofd() -> None:
    placed: list[tuple[str, float, float]] = []
    for number, cells_ in enumerate([HEAD, *ROWS]):
        for left, words, ems in zip((15, 30, 110, 150), cells_, (3, 15, 7, 9), strict=True):
            placed += [(part, left, 30 + 12 * number + 6 * n) for n, part in enumerate(broken(words, ems))]
    assert lines(read_made(ofd([placed]), "plan.ofd")) == SAID


def test_a_page_of_gaps_costs_no_more_than_its_length() -> None:
    page = "".join(printed("责任 单位 " * 40, 20, 20 + 1.5 * n, 1) for n in range(60))
    assert read_bytes(pdf([page]), "plan.pdf").text
