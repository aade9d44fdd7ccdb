"""Write the memo for the legal office: finding, grade, quote, place, a question to ask; never a verdict."""

import io
import re
from collections import Counter

from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn

from api.reports.archive import settle
from api.reports.tables import Language, Table, duties, quote, tables
from extract.records import Role
from graph.measures.clarity import DEFAULT, DEFINITIONS, Grade
from graph.rows import Corpus, TaskRow

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ASKED = (*DEFAULT.no_clear_lead, Grade.GROUP_OFFICE)


def memo(corpus: Corpus, language: Language = Language.ZH) -> bytes:
    """Write the memo.

    Guarantees:
        1. Every task without a clear lead stands with its grade, its words, its section and a question.
        2. The same rows give the same bytes.
    """
    word = _paper(language.say("责任分工备忘", "Memo on the assignment of duties"))
    for plan in corpus.plans:
        _say(word, f"{plan.title}（{plan.source}）")
    asked = [task for task in corpus.tasks if Grade(task.clarity) in _ASKED]
    counts = Counter(task.clarity for task in corpus.tasks)
    shown = "，".join(f"{language.of(DEFINITIONS[grade].name)} {counts[grade]}" for grade in Grade if counts[grade])
    _say(word, language.say(f"共 {len(corpus.tasks)} 项任务：{shown}。", f"{len(corpus.tasks)} tasks: {shown}."))
    word.add_heading(language.say("需要问一句的任务", "Tasks worth a question"), 1)
    if not asked:
        _say(word, language.say("没有。", "None."))
    for task in asked:
        _task(word, corpus, task, language)
    found = {table.key: table for table in tables(corpus, language)}
    for key in ("questions", "workload", "method"):
        _table(word, found[key])
    return _bytes(word)


def ledger_memo(corpus: Corpus, language: Language = Language.ZH) -> bytes:
    """Write the customary ledger 任务分工台账 as a Word table."""
    table = duties(corpus, language)
    word = _paper(table.title)
    _table(word, table, heading=False)
    return _bytes(word)


def _paper(title: str) -> Word:
    word = Document()
    style = word.styles["Normal"]
    style.font.name = "Noto Serif CJK SC"
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    word.add_heading(title, 0)
    return word


def _task(word: Word, corpus: Corpus, task: TaskRow, language: Language) -> None:
    definition = DEFINITIONS[Grade(task.clarity)]
    section = next((row for row in corpus.sections if row.iri == task.part_of), None)
    place = f"{section.number}{section.title}" if section else ""
    word.add_heading(_clean(f"{task.ref} {task.title or task.text[:40]}"), 2)
    _say(word, f"{language.of(definition.name)} · {language.of(definition.sentence)} · {place}")
    wanted = (Role.LEAD, Role.JOINT, Role.SUPPORT)
    quoted = quote(tuple(row for row in corpus.assignments if row.task == task.iri), *wanted)
    word.add_paragraph(_clean(f"“{quoted or task.text[:80]}”"), style="Intense Quote")
    _say(word, language.say(f"建议问一句：{definition.question.zh}", f"To ask: {definition.question.en}"))


def _table(word: Word, table: Table, *, heading: bool = True) -> None:
    if heading:
        word.add_heading(table.title, 1)
    grid = word.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
    cells = list(grid._cells)  # noqa: SLF001  the public cell() walks the whole table for each cell
    for place, value in enumerate(value for row in (table.head, *table.rows) for value in row):
        cells[place].text = _clean(str(value))


def _say(word: Word, words: str) -> None:
    word.add_paragraph(_clean(words))


def _clean(words: str) -> str:
    return _FORBIDDEN.sub("", words)


def _bytes(word: Word) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return settle(out.getvalue())
