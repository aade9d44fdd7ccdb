"""The rows as CSV tables with a data dictionary that machines read: tasks, units, assignments.

Guarantees:
    1. A cell that a spreadsheet would run as a formula begins with an apostrophe; every other cell is as it stands.
    2. The dictionary names every column, in order, with its type and its meaning in both languages.

Source: W3C CSV on the Web (tabular metadata) § 5; RFC 4180; OWASP, CSV Injection.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.dataset.rows import AssignmentRow, Corpus, TaskRow, UnitRow

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Name(StrEnum):
    """A table; the value is its file name without suffix."""

    TASKS = "tasks"
    UNITS = "units"
    ASSIGNMENTS = "assignments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: the field of the row, its CSVW datatype, and what it means."""

    name: str
    datatype: str
    zh: str
    en: str


def _column(name: str, zh: str, en: str, datatype: str = "string") -> Column:
    return Column(name=name, datatype=datatype, zh=zh, en=en)


_IRI = _column("iri", "名称（IRI）", "The IRI of the row.", "anyURI")
_PLAN = _column("plan", "所在方案", "The IRI of the plan.", "anyURI")
_START = _column("start", "起点（码位，含）", "Start in the plan's text in code points, inclusive.", "integer")
_END = _column("end", "终点（码位，不含）", "End in the plan's text in code points, exclusive.", "integer")

COLUMNS: dict[Name, tuple[Column, ...]] = {
    Name.TASKS: (
        _IRI,
        _PLAN,
        _column("id", "任务号（原文哈希）", "Hash of the raw words."),
        _column("ref", "引用号", "Printed numbers of all levels, joined by dots."),
        _column("number", "印刷编号", "The number as printed."),
        _column("title", "标题", "The title, empty where the plan gives none."),
        _column("text", "原文", "The words of the task."),
        _column("part_of", "所属部分", "The IRI of the innermost section, or of the plan.", "anyURI"),
        _START,
        _END,
        _column("deadline", "期限", "The words of the deadline."),
        _column("clarity", "牵头清晰度", "The grade of lead clarity."),
    ),
    Name.UNITS: (
        _IRI,
        _column("id", "单位号", "Place code and body."),
        _column("name", "名称", "The full name as of the plan's date."),
        _column("body", "机构本名", "The canonical body without its place."),
        _column("kind", "类别", "What sort of party it is."),
        _column("place_code", "地方代码", "GB/T 2260 code, CN for the whole country."),
        _column("place_name", "地名", "The name of the place."),
        _column("level", "行政层级", "The level of government."),
        _column("registered", "在册", "Whether the registry knows it.", "boolean"),
    ),
    Name.ASSIGNMENTS: (
        _IRI,
        _PLAN,
        _column("task", "任务", "The IRI of the task.", "anyURI"),
        _column("unit", "单位", "The IRI of the unit.", "anyURI"),
        _column("role", "角色", "What the unit has to do."),
        _column("mention", "提法", "The words that name the unit."),
        _START,
        _END,
        _column("label", "标签", "The label or phrase that introduces it."),
        _column("rank", "位次", "Place in its list, from 1.", "integer"),
        _column("of", "名单长度", "Length of its list.", "integer"),
        _column("ranked", "有排序规则", "Whether the text makes the rank meaningful.", "boolean"),
        _column("basis", "依据", "Clause, table or sentence; a sentence is not counted."),
        _column("rule", "规则", "The rule by which it was read."),
        _column("confidence", "把握", "How sure the reading is, from 0 to 1.", "decimal"),
    ),
}


def table(corpus: Corpus, name: Name) -> bytes:
    """Write one table as CSV in UTF-8, rows in the order of the corpus."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in COLUMNS[name])
    for row in _rows(corpus, name):
        writer.writerow(_cell(getattr(row, column.name)) for column in COLUMNS[name])
    return out.getvalue().encode()


def dictionary() -> bytes:
    """Write the data dictionary of the three tables as CSVW metadata."""
    tables = [
        {
            "url": f"{name}.csv",
            "tableSchema": {
                "primaryKey": "iri",
                "columns": [
                    {
                        "name": column.name,
                        "titles": column.name,
                        "datatype": column.datatype,
                        "dc:description": [
                            {"@value": column.zh, "@language": "zh"},
                            {"@value": column.en, "@language": "en"},
                        ],
                    }
                    for column in COLUMNS[name]
                ],
            },
        }
        for name in Name
    ]
    whole = {"@context": "http://www.w3.org/ns/csvw", "dialect": {"lineTerminators": ["\r\n"]}, "tables": tables}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def safe(words: str) -> str:
    """Keep a spreadsheet from running words as a formula.

    >>> safe("=1+1"), safe("州公安局")
    ("'=1+1", '州公安局')
    """
    return f"'{words}" if words.startswith(_FORMULA) else words


def _rows(corpus: Corpus, name: Name) -> Sequence[TaskRow | UnitRow | AssignmentRow]:
    match name:
        case Name.TASKS:
            return corpus.tasks
        case Name.UNITS:
            return corpus.units
        case Name.ASSIGNMENTS:
            return corpus.assignments


def _cell(value: str | float | bool) -> str:  # noqa: FBT001  # a cell holds whatever the field of a row holds
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe(value) if isinstance(value, str) else str(value)
