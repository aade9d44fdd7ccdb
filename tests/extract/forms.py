"""Write one plan out in every form a plan comes in, and tell what a reading of it says, whatever the form."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from io import BytesIO
from typing import NamedTuple

import docx
import openpyxl

from extract.records import Extraction, LineState, Role, Span, Task
from tests.extract.readers.makers import ofd, pdf, printed, typeset, width_of

COLUMNS: Mapping[Role, str] = {
    Role.LEAD: "牵头单位", Role.SUPPORT: "配合单位", Role.JOINT: "按职责分工负责单位", Role.IMPLEMENT: "落实单位",
    Role.GUIDE: "指导单位", Role.SUPERVISE: "督办单位",
}  # fmt: skip


class Duty(NamedTuple):
    """An assignment without its place in the text."""

    role: str
    mention: str
    unit: str


class Said(NamedTuple):
    """A task without its place in the text; white space is no part of it."""

    number: str
    text: str
    sections: tuple[str, ...]
    deadlines: tuple[str, ...]
    duties: tuple[Duty, ...]


def bare(text: str) -> str:
    return "".join(text.split())


def said(result: Extraction) -> list[Said]:
    """What a reading says, task by task."""
    return [
        Said(task.number, bare(task.text), headings(result, task), deadlines(task), duties(result, task))
        for task in result.tasks
    ]


def headings(result: Extraction, task: Task) -> tuple[str, ...]:
    """The headings around a task, outermost first."""
    sections = {section.id: section for section in result.sections}
    found: list[str] = []
    at = task.section
    while at:
        found.append(bare(sections[at].number + sections[at].title))
        at = sections[at].parent
    return tuple(reversed(found))


def deadlines(task: Task) -> tuple[str, ...]:
    return tuple(bare(limit.words) for limit in task.deadlines)


def duties(result: Extraction, task: Task) -> tuple[Duty, ...]:
    return tuple(
        Duty(a.role.value, bare(a.mention.words), a.unit)
        for a in result.assignments
        if a.task == task.id and a.basis != "sentence"
    )


def paragraphs(result: Extraction) -> list[tuple[str, int]]:
    """The paragraphs of a plan, each with its level where it is nothing but a heading."""
    levels = {(section.heading.start, section.heading.end): section.level for section in result.sections}
    text = result.document.text
    return [
        (text[b.span.start : b.span.end], levels.get((b.span.start, b.span.end), 0)) for b in result.document.blocks
    ]


def as_html(result: Extraction) -> bytes:
    lines = (
        f"<h{level}>{escape(text)}</h{level}>" if level else f"<p>　　{escape(text)}</p>"
        for text, level in paragraphs(result)
    )
    return f"<html><head><meta charset='utf-8'></head><body><div class='main'>{''.join(lines)}</div></body></html>".encode()


def as_docx(result: Extraction) -> bytes:
    made = docx.Document()
    for text, level in paragraphs(result):
        if level:
            made.add_heading(text, level)
        else:
            made.add_paragraph(text)
    return _saved(made.save)


def as_pdf(result: Extraction) -> bytes:
    lines = typeset([text for text, _ in paragraphs(result)], 27, 24)
    return pdf([_page(page) + printed(f"— {number} —", 270, 40, 12) for number, page in enumerate(lines, start=1)])


def _page(lines: Sequence[tuple[str, int]]) -> str:
    page: list[str] = []
    for row, (text, indent) in enumerate(lines):
        x = 80.0 + 16 * indent
        for character in text:
            page.append(printed(character, x, 770 - 28 * row))
            x += 16 * width_of(character)
    return "".join(page)


def as_ofd(result: Extraction) -> bytes:
    pages = typeset([text for text, _ in paragraphs(result)], 34, 24)
    return ofd([[(text, 20 + 5 * indent, 30 + 9 * row) for row, (text, indent) in enumerate(lines)] for lines in pages])


def as_text(encoding: str, newline: str = "\n") -> Callable[[Extraction], bytes]:
    """A writer of plain text."""
    return lambda result: result.document.text.replace("\n", newline).encode(encoding)


FORMS: Mapping[str, tuple[str, Callable[[Extraction], bytes]]] = {
    "gb18030": ("plan.txt", as_text("gb18030")),
    "bom-crlf": ("plan.txt", as_text("utf-8-sig", "\r\n")),
    "utf-16": ("plan.txt", as_text("utf-16")),
    "html": ("plan.html", as_html),
    "docx": ("plan.docx", as_docx),
    "pdf": ("plan.pdf", as_pdf),
    "ofd": ("plan.ofd", as_ofd),
}


def without_clauses(result: Extraction, task: Task) -> str:
    """The words of a task without the stretches that say who does it."""
    clauses = [
        Span(line.span.start, min(line.span.end, task.span.end))  # a line of the ledger takes the blanks behind it along
        for line in result.ledger
        if line.state is LineState.READ and line.rule.startswith("clause/")
        and task.span.start <= line.span.start < task.span.end
    ]  # fmt: skip
    start, parts = task.span.start, list[str]()
    for span in [*clauses, Span(task.span.end, task.span.end)]:
        parts.append(result.document.text[start : span.start])
        start = span.end
    return bare("".join(parts)).strip("。；;")


MARKS: Mapping[Role, str] = {
    Role.LEAD: "●", Role.SUPPORT: "○", Role.JOINT: "◆", Role.IMPLEMENT: "△", Role.GUIDE: "□", Role.SUPERVISE: "■",
}  # fmt: skip
WORDS: Mapping[Role, str] = {
    Role.LEAD: "牵头", Role.SUPPORT: "配合", Role.JOINT: "按职责分工负责", Role.IMPLEMENT: "落实", Role.GUIDE: "指导", Role.SUPERVISE: "督办",
}  # fmt: skip
LIMIT = "完成时限"


def _roles(result: Extraction) -> list[Role]:
    return [role for role in COLUMNS if any(a.role is role for a in result.assignments)]


def unit_columns(result: Extraction) -> list[list[str]]:
    """A 分工表: a row a task, with a column for each role that occurs."""
    roles = _roles(result)
    rows = [["序号", "工作任务", *(COLUMNS[role] for role in roles), LIMIT]]
    for number, task in enumerate(result.tasks, start=1):
        given = duties(result, task)
        cells = ["、".join(duty.mention for duty in given if duty.role == role) for role in roles]
        rows.append([str(number), without_clauses(result, task), *cells, "；".join(deadlines(task))])
    return rows


def matrix(result: Extraction) -> list[list[str]]:
    """A duty matrix: a row a task, a column for each unit, marks in the cells."""
    units = sorted({duty.mention for task in result.tasks for duty in duties(result, task)})
    rows = [["序号", "工作任务", *units, LIMIT]]
    for number, task in enumerate(result.tasks, start=1):
        given = {duty.mention: MARKS[Role(duty.role)] for duty in duties(result, task)}
        marks = [given.get(unit, "") for unit in units]
        rows.append([str(number), without_clauses(result, task), *marks, "；".join(deadlines(task))])
    return rows


def long_form(result: Extraction) -> list[list[str]]:
    """One row a unit: the task in the first of its rows, the unit, its role."""
    rows = [["序号", "工作任务", "单位", "角色", LIMIT]]
    for number, task in enumerate(result.tasks, start=1):
        head = [str(number), without_clauses(result, task)]
        limit = "；".join(deadlines(task))
        for duty in duties(result, task) or (None,):
            given = [duty.mention, WORDS[Role(duty.role)]] if duty is not None else ["", ""]
            rows.append([*head, *given, limit])
            head, limit = ["", ""], ""
    return rows


TABLES: Mapping[str, Callable[[Extraction], list[list[str]]]] = {
    "unit columns": unit_columns, "matrix": matrix, "long form": long_form,
}  # fmt: skip


def as_workbook(result: Extraction, form: str) -> bytes:
    """A workbook with the plan's title and the key of its marks over the full width, then the rows of a form of table."""
    rows = TABLES[form](result)
    key = "".join(f" {mark}{WORDS[role]}" for role, mark in MARKS.items()) if form == "matrix" else ""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务分工表"
    sheet.append([f"{result.plan.title}任务分工表{f'（{key.strip()}）' if key else ''}"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
    for row in rows:
        sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    return _saved(book.save)


def as_tabs(result: Extraction, form: str) -> bytes:
    """The rows of a form of table as lines of text, their cells at tab stops."""
    return "\n".join([f"{result.plan.title}任务分工表", *map("\t".join, TABLES[form](result))]).encode()


def as_one_line(result: Extraction) -> bytes:
    """The text of a plan without any line break."""
    return "".join(line.strip() for line in result.document.text.splitlines()).encode()


def _saved(save: Callable[[BytesIO], None]) -> bytes:
    out = BytesIO()
    save(out)
    return out.getvalue()
