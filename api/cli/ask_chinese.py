"""Questions in Chinese on the command line: one, or a batch in JSON lines."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from api.cli.terminal import Terminal
from api.tables.answers import table_of
from extract.messages import message
from graph.errors import QueryError
from graph.questions.chinese import ChineseAnswer, answer
from graph.questions.chinese.chips import chips
from graph.questions.chinese.names import names_of
from graph.store import Store
from ontology.catalogue import Language

REFUSED = 1
"""The exit status of a question without an answer."""


def is_chinese(question: str) -> bool:
    """Whether an argument is a question in words, and no id of a ready question."""
    return not question.isascii() or " " in question


def ask_one(question: str, store: Store, graphs: Sequence[str] | None, terminal: Terminal, form: str) -> int:
    """Answer one question: the rows with how it was understood, the choices, or the reason of a refusal."""
    found = answer(question, store, graphs=graphs)
    if form == "json":
        sys.stdout.write(json.dumps(record_of(found, terminal.language), ensure_ascii=False) + "\n")
        return 0 if found.kind == "rows" else REFUSED
    if found.kind != "rows":
        reason = found.why or message("没有答案。")
        terminal.print(reason)
        for choice in (*found.choices, *found.near):
            terminal.print(message("· {choice}", choice=choice))
        return REFUSED
    if found.frame is not None:
        terminal.note(message("理解为：{parts}", parts=chips(found.frame, names_of(store, graphs))))
    if found.rows:
        terminal.table(table_of(found))
        if found.remark:
            terminal.print(found.remark)
    else:
        terminal.print(message("没有符合条件的内容。"))
    return 0


def record_of(found: ChineseAnswer, language: Language = Language.ZH) -> dict[str, Any]:
    """Give an answer as a JSON object: ``answer`` with ``columns`` and ``rows``, ``choices``, or ``why``."""
    record: dict[str, Any] = {"answer": found.kind}
    if found.kind == "rows":
        record |= {"columns": found.columns, "rows": found.rows, "sparql": found.sparql}
    if found.choices:
        record["choices"] = found.choices
    if found.near:
        record["near"] = found.near
    if found.remark is not None:
        record["remark"] = found.remark.render(language)
    if found.why is not None:
        record["why"] = found.why.render(language)
    return record


def ask_batch(path: Path, store: Store, graphs: Sequence[str] | None, out: TextIO) -> int:
    """Answer the questions of a file of JSON lines (``id``, ``question``, ``context``), one answer a line.

    Raises:
        QueryError: when a line is not a JSON object with a question; it names the line.
    """
    for number, record in enumerate(_records(path), start=1):
        question, context = record.get("question"), record.get("context", [])
        if not isinstance(question, str) or not isinstance(context, list):
            raise QueryError(
                message("{path} 第 {number} 行没有 question，或 context 不是列表。", path=str(path), number=number)
            )
        found = record_of(answer(question, store, tuple(map(str, context)), graphs))
        out.write(json.dumps({"id": record.get("id", number), **found}, ensure_ascii=False) + "\n")
    return 0


def _records(path: Path) -> Iterator[Mapping[str, object]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise QueryError(message("{path} 不是 UTF-8 文本，请另存为 UTF-8。", path=str(path))) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise QueryError(message("{path} 第 {number} 行不是 JSON。", path=str(path), number=number)) from error
        if not isinstance(record, dict):
            raise QueryError(message("{path} 第 {number} 行不是 JSON 对象。", path=str(path), number=number))
        yield record
