"""A column is declared once, and shown by every page, file and command."""

import csv
import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest

import extract
from api.cli.terminal import Terminal
from api.edge.settings import Settings
from api.reports.memo import memo
from api.reports.page import page
from api.reports.workbook import workbook
from api.tables import loads
from api.tables.loads import WORKLOAD, workload_table
from api.tables.model import Column, ValueKind, of_values, table
from api.tables.representations import csv_of, json_of
from api.tables.single_plan import changed_sides_table
from api.tables.workbook import book_of, packed
from extract.messages import message
from graph.measures.workload import Workload
from ontology.catalogue import Language
from tests.api.serving import HTML, house
from tests.graph.measures.corpora import corpus, merged

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
PLAN = corpus("lead: 公安局、司法局 | support: 财政局", "lead: 公安局")
NEW: Column[Workload] = Column("new_key", message("任务"), lambda row: f"新{row.led.full}")


@pytest.fixture
def new_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loads, "WORKLOAD", (*WORKLOAD, NEW))


def _words_of_book(data: bytes) -> set[str]:
    return {
        str(cell.value)
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows()
        for cell in row
    }


def test_a_row_names_its_plan_and_the_number_of_its_task() -> None:
    words = ("lead: 甲局 | support: 乙局", "lead: 乙局 | support: 甲局")
    first, second = corpus(*words), corpus(*words, plan="b" * 16)
    made = changed_sides_table(merged(first, second)).shown()
    assert made.columns[0].heading == message("方案")
    assert [row[0] for row in made.rows] == [first.plans[0].title, second.plans[0].title]
    assert {cell for row in made.rows for cell in row[3:]} == {("1.1",), ("1.2",)}
    assert [made.links["plan_title"](row) for row in (0, 1)] == [f"/plans/{one.plans[0].id}" for one in (first, second)]
    assert changed_sides_table(first).shown().columns[0].heading == message("单位甲")


@pytest.mark.usefixtures("new_column")
def test_a_new_column_is_in_every_file_and_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    made = workload_table(PLAN)
    assert "新2" in next(csv.DictReader(io.StringIO(csv_of(made).decode("utf-8-sig"))))["new_key"]
    assert json.loads(json_of((made,)))["rows"][0]["new_key"] == "新2"
    assert "新2" in _words_of_book(workbook(PLAN))
    assert "新2" in page(PLAN).decode()
    assert "新2" in {cell.text for grid in docx.Document(io.BytesIO(memo(PLAN))).tables for cell in grid._cells}
    Terminal().table(made)
    assert "新2" in capsys.readouterr().out


@pytest.mark.usefixtures("new_column")
def test_a_new_column_is_on_the_page_and_in_its_downloads(tmp_path: Path) -> None:
    with house(tmp_path / "data", Settings(), (EXAMPLE,)) as served:
        assert "新11" in served.client.get("/units", headers=HTML).text
        assert served.client.get("/units.json").json()["rows"][0]["new_key"] == "新11"
        assert "新11" in served.client.get("/units.csv").text
        assert "新11" in _words_of_book(served.client.get("/units.xlsx").content)


@pytest.mark.parametrize(("width", "count"), [("300", 1), ("60", 0)])
def test_a_terminal_leaves_out_what_there_is_no_room_for(
    width: str, count: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    Terminal().table(workload_table(PLAN))
    printed = capsys.readouterr().out
    assert printed.count("类别") == count
    assert "牵头" in printed


def test_a_terminal_keeps_the_words_of_a_table_with_very_many_numbers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    numbers: list[Column[str]] = [
        Column(f"n{n}", message("共同任务"), lambda _row: 7, ValueKind.NUMBER) for n in range(12)
    ]
    Terminal().table(
        table("wide", message("任务"), (Column("unit", message("单位"), str), *numbers), ["州政府法制办公室"])
    )
    printed = capsys.readouterr().out
    assert "州政府法制办公室" in printed
    assert printed.count("共同任务") == 5
    assert "7" in printed


def test_people_read_names_and_machines_codes() -> None:
    columns: tuple[Column[tuple[str, float, bool]], ...] = (
        Column("role", message("角色"), lambda row: row[0], names={"lead": message("牵头")}),
        Column("share", message("占全部牵头"), lambda row: row[1], ValueKind.NUMBER, digits=2, form=".0%"),
        Column("flagged", message("任务集中"), lambda row: row[2], ValueKind.FLAG),
        Column("why", message("为何"), lambda _row: message("任务")),
    )
    made = table("one", message("任务"), columns, [("lead", 0.256, True)])
    assert made.rows[0][:3] == ("lead", 0.26, True)
    assert made.cells(Language.ZH) == (("牵头", "26%", "是", "任务"),)
    assert made.cells(Language.EN) == (("Lead", "26%", "Yes", "Task"),)
    assert json.loads(json_of((made,), Language.EN))["rows"] == [
        {"role": "lead", "share": 0.26, "flagged": True, "why": "Task"}
    ]


def test_a_ragged_table_is_refused() -> None:
    with pytest.raises(ValueError, match="every row of one needs 2 cells"):
        of_values("one", message("任务"), ("a", "b"), [(1,)])


def test_a_number_is_headed_by_what_it_counts() -> None:
    column: Column[int] = Column("n", message("任务"), lambda row: row, ValueKind.NUMBER, unit=message("单位"))
    assert column.title(Language.ZH) == "任务（单位）"


@pytest.mark.parametrize("words", ["=1+1", "@SUM(A1)", "\t=1", "-2+3"])
def test_no_cell_of_any_file_is_run_by_a_spreadsheet(words: str) -> None:
    made = of_values(words, message("任务"), (words,), [(words,), ((words, "x"),)])
    for row in csv.reader(io.StringIO(csv_of(made).decode("utf-8-sig"))):
        assert not row[0].startswith(("=", "@", "\t", "-", "+"))
    book = openpyxl.load_workbook(io.BytesIO(packed(book_of((made,), Language.ZH))))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} == {"s"}


def test_rows_that_a_sheet_cannot_have_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.tables.workbook.MOST_ROWS", 2)
    made = of_values("one", message("任务"), ("a", "b"), [(number, "x") for number in range(4)])
    (sheet,) = openpyxl.load_workbook(io.BytesIO(packed(book_of((made,), Language.ZH)))).worksheets
    assert [cell.value for cell in sheet["A"]] == ["a", 0, 1, None, "只列出前 2 行，共 4 行。"]
    assert sheet.auto_filter.ref == "A1:B3"
