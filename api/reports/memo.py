"""Write the memo for the legal office: finding, grade, quote, place, a point to make clear; never a verdict."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as Grid

from api.cases.table import decided_table
from api.locale.terms import TERMS
from api.reports.duties import duties
from api.reports.method import method
from api.reports.official_paper import WIDTH, annex, counted, paper, signature, text, written_date
from api.tables.archive import settle
from api.tables.evidence import by_task, printed_lists, section_paths
from api.tables.loads import workload_table
from api.tables.model import Table, ValueKind
from api.tables.tasks import questions_table
from extract.messages import Message, message
from extract.records import Role
from graph.cases.matters import OF_LEAD
from graph.cases.records import Case, CaseState
from graph.dataset.clarity import DEFINITIONS, Grade, without_clear_lead
from graph.dataset.rows import AssignmentRow, Corpus, PlanRow, TaskRow
from graph.dataset.xml_text import xml_text
from graph.measures.settings import DEFAULTS, Definitions
from graph.progress.records import ProgressEntry
from ontology.catalogue import Language

_HEAD = "F5F3EE"
_ROLES = (Role.LEAD, Role.JOINT, Role.SUPPORT)
_MOST_ROWS = 20  # of the workload, of which the workbook has every row
_NUMBER_WIDTH = 1.6  # centimetres
_ROW_SIZE, _ROW_LINE = Pt(10.5), Pt(15)  # the size 五号
_SETTLED = frozenset({CaseState.DISMISSED, CaseState.RESOLVED})
_CASE_WIDTHS = (1.8, 3.8, 4.0, 1.6, 1.8, 2.6)
_MOST_PLANS = 3  # named in the opening


def memo(
    corpus: Corpus,
    language: Language = Language.ZH,
    definitions: Definitions = DEFAULTS,
    date: str = "",
    cases: Sequence[Case] = (),
) -> bytes:
    """Write the memo as an official document, which is edited afterwards.

    Guarantees:
        1. Every task without a clear lead is listed with its grade, its words, its section and what to make clear;
           those whose case was dismissed or resolved are in the annex of the cases instead.
        2. The same rows, definitions and date give the same bytes.
        3. Method, versions and hashes are in an annex, and nowhere else.
    """
    unclear = without_clear_lead(corpus.tasks, definitions.clarity)
    handled = {one.matter.task: one for one in cases if one.history and one.matter.code.startswith(OF_LEAD)}
    asked = tuple(task for task in unclear if task.iri not in handled or handled[task.iri].state not in _SETTLED)
    word = paper(memo_title(corpus).render(language), language)
    word.add_paragraph(message("（主送单位）：").render(language))
    text(word, _clean(_opening(corpus, language).render(language)))
    _heading(word, message("总体情况"), 1, language)
    text(word, _clean(_overall(corpus, len(asked)).render(language)))
    if len(asked) < len(unclear):
        text(word, message("另有 {n} 项经办理不采纳或已解决，见附件。", n=len(unclear) - len(asked)).render(language))
    _heading(word, message("需要明确的任务"), 2, language)
    _unclear(word, corpus, asked, handled, language)
    _heading(word, message("有关建议"), 3, language)
    text(word, message("建议对上述事项研究明确。以上仅作提示，不作结论。").render(language))
    annexes = _annexes(corpus, language, definitions, tuple(one for one in cases if one.history))
    _list_of(word, tuple(table for table, _ in annexes), language)
    signature(word, message("（署名）").render(language), date or message("（日期）").render(language))
    for number, (table, widths) in enumerate(annexes, start=1):
        annex(word, message("附件 {number}", number=number).render(language), table.title.render(language))
        _table(word, table, widths, language)
    return _bytes(word)


def _unclear(
    word: Word, corpus: Corpus, asked: Sequence[TaskRow], handled: Mapping[str, Case], language: Language
) -> None:
    """Write the tasks to make clear, each with what was decided of it."""
    if not asked:
        text(word, message("没有。").render(language))
    where, named = section_paths(corpus), by_task(corpus)
    titles = {plan.iri: plan.title or plan.source for plan in corpus.plans if len(corpus.plans) > 1}
    for number, task in enumerate(asked, start=1):
        source = " · ".join(filter(None, (titles.get(task.plan), where[task.iri])))
        place = source + _page(corpus, task, named, language)
        _task(word, number, task, named.get(task.iri, ()), place, language)
        if task.iri in handled:
            text(word, _clean(_case(handled[task.iri]).render(language)))


def _annexes(
    corpus: Corpus, language: Language, definitions: Definitions, decided: Sequence[Case]
) -> tuple[tuple[Table, tuple[float, ...]], ...]:
    """Give the tables of the annexes with the widths of their columns; that of the cases where any was decided."""
    loads = workload_table(corpus, definitions).narrow().first(_MOST_ROWS)
    asked = (questions_table(corpus, definitions).shown(), (2.3, 4.0, 9.3))
    rest = ((loads, _widths(loads)), (method(corpus, definitions), (3.4, 12.2)))
    if not decided:
        return (asked, *rest)
    tasks = {task.iri: task for task in corpus.tasks}
    return (asked, (decided_table(tasks, decided, language), _CASE_WIDTHS), *rest)


def _case(case: Case) -> Message:
    """Say what was made of a task: state, person and note."""
    by = message("（经办人{person}）", person=case.person) if case.person else ""
    return message("办理：{state}{by}。{note}", state=TERMS["case"][case.state], by=by, note=case.note)


def memo_title(corpus: Corpus) -> Message:
    """Name the memo after its plan, or after how many plans it is about."""
    if len(corpus.plans) == 1:
        plan = corpus.plans[0]
        return message("关于《{title}》牵头责任审核情况的备忘", title=_clean(plan.title or plan.source))
    return message("关于{n}份方案牵头责任审核情况的备忘", n=len(corpus.plans))


def _opening(corpus: Corpus, language: Language) -> Message:
    """Say which documents were looked at."""
    names = tuple(
        message("《{title}》{about}", title=plan.title or plan.source, about=_about(plan, language))
        for plan in corpus.plans[:_MOST_PLANS]
    )
    if len(corpus.plans) > _MOST_PLANS:
        return message(
            "对{names}等 {n} 份方案的任务分工和牵头责任作了审核，现将情况说明如下。", names=names, n=len(corpus.plans)
        )
    return message("对{names}的任务分工和牵头责任作了审核，现将情况说明如下。", names=names)


def _about(plan: PlanRow, language: Language) -> str:
    known = "，".join(filter(None, (plan.number, written_date(plan.issued, language))))
    return f"（{known}）" if known else ""


def _overall(corpus: Corpus, asked: int) -> Message:
    counts = Counter(task.clarity for task in corpus.tasks)
    shown = tuple(
        message("{name} {n} 项", name=DEFINITIONS[grade].name, n=counts[grade]) for grade in Grade if counts[grade]
    )
    return message(
        "共 {n} 项任务：{shown}。以下 {n2} 项建议予以明确；仅作提示，不作结论。",
        n=len(corpus.tasks),
        shown=shown,
        n2=asked,
    )


def _heading(word: Word, words: Message, number: int, language: Language) -> None:
    text(word, counted(number, 1, language) + words.render(language), style="Heading 1")


def _list_of(word: Word, tables: Sequence[Table], language: Language) -> None:
    """List the annexes below the text."""
    word.add_paragraph()
    for number, table in enumerate(tables, start=1):
        words = message("{number}. {title}", number=number, title=table.title).render(language)
        text(word, (message("附件：").render(language) if number == 1 else "　　　") + words)


def ledger_memo(
    corpus: Corpus, language: Language = Language.ZH, reported: Mapping[str, ProgressEntry] | None = None
) -> bytes:
    """Write the customary ledger 任务分工台账 as a Word table on landscape pages; it reads back in as a plan."""
    table = duties(corpus, reported)
    word = paper(table.title.render(language), language)
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    section.footer_distance = Cm(1)
    _table(word, table, (1.2, 5.8, 4.0, 3.6, 2.0, 3.7, 2.4, 1.5, 1.5), language)
    return _bytes(word)


def _task(
    word: Word, number: int, task: TaskRow, rows: tuple[AssignmentRow, ...], where: str, language: Language
) -> None:
    definition = DEFINITIONS[Grade(task.clarity)]
    head = f"{counted(number, 2, language)}{task.ref} {task.title or task.text[:40]}"
    text(word, _clean(head), style="Heading 2")
    quote = _clean(printed_lists(rows, *_ROLES) or task.text[:80])
    text(word, message("原文：“{quote}”（{where}）。", quote=quote, where=_clean(where)).render(language))
    text(word, message("{value}：{meaning}", value=definition.name, meaning=definition.sentence).render(language))
    text(word, _clean(message("{question}。", question=definition.question).render(language)))


def _page(corpus: Corpus, task: TaskRow, named: Mapping[str, tuple[AssignmentRow, ...]], language: Language) -> str:
    """Say on which page of the source the words are; nothing where it has no pages."""
    plan = next(plan for plan in corpus.plans if plan.iri == task.plan)
    rows = [row.start for row in named.get(task.iri, ()) if row.counted]
    page = plan.page(min(rows, default=task.start))
    return message(" · 第 {page} 页", page=page).render(language) if page else ""


def _widths(table: Table) -> tuple[float, ...]:
    """Give numbers and marks as little room as they need, and the rest of the page to the words."""
    narrow = [column.kind in {ValueKind.NUMBER, ValueKind.FLAG} for column in table.columns]
    words = (WIDTH - sum(narrow) * _NUMBER_WIDTH) / max(narrow.count(False), 1)
    return tuple(_NUMBER_WIDTH if small else words for small in narrow)


def _table(word: Word, table: Table, widths: Sequence[float], language: Language) -> None:
    """Add a table: hairlines, a shaded head that repeats on each page, rows that no page end divides."""
    grid = word.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    cells = list(grid._cells)  # noqa: SLF001  the public cell() walks the whole table for each cell
    rows = (table.head(language), *table.cells(language))
    for place, value in enumerate(value for row in rows for value in row):
        cell, column = cells[place], place % len(table.columns)
        cell.width = Cm(widths[column])
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing = _ROW_LINE
        run = paragraph.add_run(_clean(str(value)))
        run.font.size = _ROW_SIZE
        run.bold = place < len(table.columns)
        if table.columns[column].kind is ValueKind.NUMBER and not run.bold:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _dress(grid, widths)


def _dress(grid: Grid, widths: Sequence[float]) -> None:
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    head = grid.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no call for repeated heads
    head.append(OxmlElement("w:tblHeader"))
    for cell in grid.rows[0].cells:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _HEAD)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  nor for shading
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  nor for whole rows


def _clean(words: str) -> str:
    return xml_text(words, "")


def _bytes(word: Word) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return settle(out.getvalue())
