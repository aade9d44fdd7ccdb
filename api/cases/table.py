"""Cases as a table that an office fills in, and reads back.

Guarantees:
    1. What is written is read back without a change.
    2. A table with a column missing, an unknown case or state, or a case that a person changed meanwhile, changes nothing.
"""

import csv
import io
from collections.abc import Mapping, Sequence

from api.locale.terms import TERMS
from api.read_model.index import Index
from api.tables.model import Column, Table, ValueKind, table
from extract.messages import Message, message
from graph.cases.records import Case, CaseState, Matter
from graph.corrections.journal import BadEntryError
from graph.dataset.rows import TaskRow
from ontology.catalogue import Language

READ = ("key", "revision", "state", "person", "note")
MOST_NAMED = 10  # faults that a message names


def cases_table(index: Index, cases: Sequence[Case], language: Language) -> Table:
    """Give cases as a table, states and findings in the language of the reader."""
    return table("review", message("审核事项"), _columns(index, language), cases)


def decided_table(tasks: Mapping[str, TaskRow], cases: Sequence[Case], language: Language) -> Table:
    """Give cases as the annex of a memo, with the numbers of their tasks."""
    chinese = language is Language.ZH
    columns: tuple[Column[Case], ...] = (
        Column("ref", message("编号"), lambda one: tasks[one.matter.task].ref if one.matter.task in tasks else ""),
        Column("finding", message("情况"), lambda one: one.matter.what_zh if chinese else one.matter.what_en),
        Column("quote", message("引文"), lambda one: one.matter.quote),
        Column("state", message("状态"), lambda one: TERMS["case"][one.state]),
        Column("person", message("经办人"), lambda one: one.person),
        Column("note", message("备注"), lambda one: one.note),
    )
    return table("decided", message("审核事项办理情况"), columns, cases)


def _columns(index: Index, language: Language) -> tuple[Column[Case], ...]:
    chinese = language is Language.ZH
    return (
        Column("key", message("事项编号"), lambda one: one.matter.key),
        Column("revision", message("办理次序"), lambda one: one.revision, ValueKind.NUMBER),
        Column("plan", message("方案"), lambda one: _plan(index, one)),
        Column("ref", message("编号"), lambda one: _task(index, one)[0]),
        Column("task", message("任务"), lambda one: _task(index, one)[1]),
        Column("finding", message("情况"), lambda one: one.matter.what_zh if chinese else one.matter.what_en),
        Column("quote", message("引文"), lambda one: one.matter.quote),
        Column("advice", message("建议"), lambda one: one.matter.ask_zh if chinese else one.matter.ask_en),
        Column("state", message("状态"), lambda one: TERMS["case"][one.state]),
        Column("person", message("经办人"), lambda one: one.person),
        Column("note", message("备注"), lambda one: one.note),
        Column("who", message("办理人"), lambda one: one.history[-1].who if one.history else ""),
        Column("when", message("办理时间"), lambda one: one.history[-1].when if one.history else ""),
    )


def _plan(index: Index, case: Case) -> str:
    plan = index.plan_of[case.matter.plan]
    return plan.title or plan.source


def _task(index: Index, case: Case) -> tuple[str, str]:
    task = index.task_of.get(case.matter.task)
    return (task.ref, task.title or task.text[:40]) if task else ("", "")


def read_back(data: bytes, there: Mapping[str, Case]) -> tuple[tuple[Matter, CaseState, str, str, int], ...]:
    """Give the decisions of a table that differ from what is there.

    Raises:
        BadEntryError: naming what is wrong; the complete table is refused then.
    """
    rows = _rows(data)
    found: list[tuple[Matter, CaseState, str, str, int]] = []
    faults: list[Message] = []
    for number, row in enumerate(rows, start=2):
        case, state = there.get(row["key"]), _state(row["state"])
        if case is None:
            faults.append(message("第 {number} 行：没有事项“{key}”", number=number, key=row["key"][:40]))
        elif state is None:
            faults.append(message("第 {number} 行：没有状态“{state}”", number=number, state=row["state"][:40]))
        elif (state, row["person"], row["note"]) != (case.state, case.person, case.note):
            if row["revision"] != str(case.revision):
                faults.append(
                    message("第 {number} 行：{who} 已另行办理此事项", number=number, who=case.history[-1].who)
                )
            found.append((case.matter, state, row["person"], row["note"], case.revision))
    if faults:
        raise BadEntryError(message("办理表未导入，未作任何改动。{faults}。", faults=tuple(faults[:MOST_NAMED])))
    return tuple(found)


def _rows(data: bytes) -> list[dict[str, str]]:
    try:
        text = data.decode("utf-8-sig")
        found = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadEntryError(message("办理表须为 UTF-8 编码的 CSV 文件（Excel 中选“CSV UTF-8”）。")) from error
    missing = [name for name in READ if not found or name not in found[0]]
    if missing:
        raise BadEntryError(message("办理表缺少列：{missing}。未作任何改动。", missing=tuple(missing)))
    return [{name: _plain(row[name] or "") for name in READ} for row in found]


def _plain(cell: str) -> str:
    """Take away the apostrophe that prevents a spreadsheet from running the cell."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _state(words: str) -> CaseState | None:
    """Give a state by its code, or by its name in either language."""
    names = {str(state): state for state in CaseState}
    for language in Language:
        names |= {TERMS["case"][state].render(language): state for state in CaseState}
    return names.get(words.strip())
