"""The tables of a report, ready for a sheet, a page or a memo."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.reports.duties import duties
from api.reports.loads import QUADRANTS, concentration_table, inequality_table, sections_table
from api.reports.matters import conflicts_table
from api.reports.method import method
from api.reports.refs import legend, refs
from api.reports.table import Cell, Table, by_task, heads, of_analysis, quote
from api.reports.ties import centrality_table, communities_table
from extract.messages import Message, message
from extract.records import Basis, Role
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.roles import ROLES
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow
from graph.measures.overlap import VERDICTS, overlap
from graph.measures.raci import horizontal, vertical
from graph.measures.readings import near_misses
from graph.measures.settings import DEFAULTS, Definitions
from graph.measures.workload import workload
from graph.reform.succession import gone
from ontology.catalogue import Language

BASES: Mapping[str, Message] = {
    Basis.CLAUSE: message("责任条款"),
    Basis.TABLE: message("表格"),
    Basis.DUTY_LIST: message("职责清单（不计数）"),
    Basis.SENTENCE: message("正文语句（不计数）"),
}
_AROUND = 16  # characters shown on either side of the words


@dataclass(frozen=True, slots=True)
class Source:
    """What every table needs: the rows, the definitions in force, the language, and where evidence stands."""

    corpus: Corpus
    definitions: Definitions
    language: Language
    place: Mapping[str, int]  # of an assignment, in the table of assignments
    named: Mapping[str, tuple[AssignmentRow, ...]]
    refs: Mapping[str, str]  # of a task, its number

    def legend(self) -> tuple[str, ...]:
        """Say which plan the mark of a number stands for."""
        return tuple(line.render(self.language) for line in legend(self.corpus))


def tables(corpus: Corpus, language: Language, definitions: Definitions = DEFAULTS) -> tuple[Table, ...]:
    """Lay the analysis out as tables.

    Guarantees:
        1. Every task row carries its reference and its own words; every number has its method in the last table.
        2. Same rows, same language, same definitions, same tables.
    """
    place = {row.iri: number for number, row in enumerate(corpus.assignments)}
    source = Source(corpus, definitions, language, place, by_task(corpus), refs(corpus))
    return (
        _workload(source),
        of_analysis(concentration_table(corpus), language),
        of_analysis(inequality_table(corpus), language),
        of_analysis(sections_table(corpus), language),
        _grades(source),
        _clarity(source),
        _questions(source),
        _readings(source),
        _overlap(source),
        of_analysis(communities_table(corpus), language),
        of_analysis(centrality_table(corpus), language),
        *((of_analysis(conflicts_table(corpus), language),) if len(corpus.plans) > 1 else ()),
        duties(corpus, language),
        _assignments(source),
        method(corpus, language, definitions),
    )


def _workload(source: Source) -> Table:
    language = source.language
    head = heads(
        language,
        message("单位"),
        message("牵头"),
        message("牵头（均摊）"),
        message("牵头（首位）"),
        message("配合"),
        message("分工负责"),
        message("加权"),
        message("涉及部分"),
        message("宽度–深度"),
        message("受口径影响"),
    )
    first: dict[str, int] = {}
    for row in source.corpus.assignments:
        if row.counted:
            first.setdefault(row.unit, source.place[row.iri])
    loads = [
        row for row in workload(source.corpus, source.definitions.weights, source.definitions.workload) if row.tasks
    ]
    rows = tuple(
        (
            *(row.unit.name, row.led.full, round(row.led.shared, 3), row.led.first, row.supported.full),
            *(row.joint.full, round(row.weighted, 3), len(row.sections), QUADRANTS[row.quadrant].render(language)),
            message("是").render(language) if row.fragile else "",
        )
        for row in loads
    )
    evidence = {number: first[row.unit.iri] for number, row in enumerate(loads)}
    title = message("单位任务量").render(language)
    return Table(key="workload", title=title, head=head, rows=rows, evidence=evidence)


def _grades(source: Source) -> Table:
    """How many tasks have each grade, with its definition."""
    language = source.language
    head = heads(language, message("等级"), message("任务数"), message("任务"), message("定义"))
    held = {grade: [source.refs[task.iri] for task in source.corpus.tasks if task.clarity == grade] for grade in Grade}
    rows = tuple(
        (DEFINITIONS[grade].name.render(language), len(refs), " ".join(refs), DEFINITIONS[grade].rule.render(language))
        for grade, refs in held.items()
    )
    title = message("牵头等级").render(language)
    return Table(key="grades", title=title, head=head, rows=rows, notes=source.legend())


def _clarity(source: Source) -> Table:
    language = source.language
    head = heads(
        language,
        message("编号"),
        message("任务"),
        message("所在部分"),
        message("页"),
        message("等级"),
        message("说明"),
        message("原文"),
        message("建议明确"),
    )
    where, plans = places(source.corpus), {plan.iri: plan for plan in source.corpus.plans}
    rows = tuple(
        (
            source.refs[task.iri],
            task.title or task.text[:40],
            where[task.iri],
            plans[task.plan].page(task.start) or "",
            DEFINITIONS[Grade(task.clarity)].name.render(language),
            DEFINITIONS[Grade(task.clarity)].sentence.render(language),
            quote(source.named.get(task.iri, ()), Role.LEAD, Role.JOINT),
            DEFINITIONS[Grade(task.clarity)].question.render(language),
        )
        for task in source.corpus.tasks
    )
    title = message("牵头情况").render(language)
    evidence = _evidence(source, source.corpus.tasks)
    return Table(key="clarity", title=title, head=head, rows=rows, notes=source.legend(), evidence=evidence)


def _evidence(source: Source, tasks: tuple[TaskRow, ...]) -> Mapping[int, int]:
    """Give, for the number of a row about a task, the first assignment of the task."""
    return {
        number: source.place[source.named[task.iri][0].iri]
        for number, task in enumerate(tasks)
        if task.iri in source.named
    }


def places(corpus: Corpus) -> Mapping[str, str]:
    """Name the section of each task, from the outermost inwards."""
    sections = {row.iri: row for row in corpus.sections}

    def path(home: str) -> str:
        row = sections.get(home)
        return " · ".join(filter(None, (path(row.parent), f"{row.number}{row.title}"))) if row else ""

    return {task.iri: path(task.part_of) for task in corpus.tasks}


def _questions(source: Source) -> Table:
    language = source.language
    head = heads(language, message("编号"), message("任务"), message("问题"))
    found = near_misses(source.corpus, source.definitions.clarity, gone(source.corpus))
    rows = tuple(
        (source.refs[near.task.iri], near.task.title or near.task.text[:40], near.sentence.render(language))
        for near in found
    )
    evidence = _evidence(source, tuple(near.task for near in found))
    evidence = {**evidence, **{n: source.place[near.rows[0]] for n, near in enumerate(found) if near.rows}}
    title = message("建议核实").render(language)
    return Table(key="questions", title=title, head=head, rows=rows, notes=source.legend(), evidence=evidence)


def _readings(source: Source) -> Table:
    """The chart read down (units) and across (tasks)."""
    language = source.language
    head = heads(
        language,
        message("按单位或按任务"),
        message("单位或任务"),
        message("识别方式"),
        message("任务"),
    )
    rows = tuple(
        (direction, row.label, row.sentence.render(language), " ".join(source.refs[task] for task in row.tasks))
        for direction, found in (
            (message("按单位（列）").render(language), vertical(source.corpus)),
            (message("按任务（行）").render(language), horizontal(source.corpus)),
        )
        for row in found
    )
    title = message("责任矩阵").render(language)
    return Table(key="readings", title=title, head=head, rows=rows, notes=source.legend())


def _overlap(source: Source) -> Table:
    language = source.language
    head = heads(
        language,
        message("单位甲"),
        message("单位乙"),
        message("共同任务"),
        message("期望"),
        message("q"),
        message("Jaccard"),
        message("结论"),
        message("任务"),
    )
    found = tuple(overlap(source.corpus, test=source.definitions.overlap, least=2))
    rows = tuple(
        (
            *(row.a.name, row.b.name, row.shared, round(row.expected, 3), round(row.q, 6), round(row.jaccard, 3)),
            VERDICTS[row.verdict].render(language),
            " ".join(source.refs[task] for task in row.tasks),
        )
        for row in found
    )
    evidence = {number: source.place[source.named[row.tasks[0]][0].iri] for number, row in enumerate(found)}
    title = message("共同任务").render(language)
    return Table(key="overlap", title=title, head=head, rows=rows, notes=source.legend(), evidence=evidence)


def _assignments(source: Source) -> Table:
    """Every assignment with its words, the words around them, and their place: what all links lead to."""
    language = source.language
    head = heads(
        language,
        message("任务"),
        message("角色"),
        message("原文"),
        message("上下文"),
        message("单位"),
        message("位次"),
        message("起"),
        message("止"),
        message("依据"),
        message("规则"),
    )
    tasks: Mapping[str, TaskRow] = {task.iri: task for task in source.corpus.tasks}
    units = {unit.iri: unit.name for unit in source.corpus.units}

    def cells(row: AssignmentRow) -> tuple[Cell, ...]:
        basis = BASES.get(row.basis)
        return (
            *(
                source.refs[row.task],
                ROLES[Role(row.role)].render(language),
                row.mention,
                context(tasks[row.task], row),
            ),
            *(units[row.unit], f"{row.rank}/{row.of}", row.start, row.end),
            *(basis.render(language) if basis else row.basis, row.rule),
        )

    rows = tuple(cells(row) for row in source.corpus.assignments)
    title = message("分工明细").render(language)
    return Table(key="assignments", title=title, head=head, rows=rows, notes=source.legend())


def context(task: TaskRow, row: AssignmentRow) -> str:
    """Give the words with what stands around them in the task, as printed; nothing where they stand outside it."""
    start, end = row.start - task.start, row.end - task.start
    if not (start >= 0 and task.text[start:end] == row.mention):
        return ""
    before, after = task.text[max(start - _AROUND, 0) : start], task.text[end : end + _AROUND]
    return " ".join(f"{'…' if start > _AROUND else ''}{before}【{row.mention}】{after}…".split())
