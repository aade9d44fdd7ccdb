"""The tables of a report, ready for a sheet, a page or a memo."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.reports.duties import duties
from api.reports.loads import LAWS, QUADRANTS, concentration_table, inequality_table, sections_table
from api.reports.matters import conflicts_table
from api.reports.method import method
from api.reports.refs import legend, refs
from api.reports.table import Cell, Language, Table, by_task, heads, of_analysis, quote
from api.reports.ties import centrality_table, communities_table
from extract.records import Basis, Role
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow
from graph.measures.overlap import VERDICTS, overlap
from graph.measures.raci import horizontal, vertical
from graph.measures.readings import near_misses
from graph.measures.settings import DEFAULTS, Definitions
from graph.measures.workload import workload
from graph.reform.succession import gone
from graph.texts import Bilingual
from ontology.labels import ROLES as LABELS

ROLES: Mapping[str, Bilingual] = {role: Bilingual(zh=label.zh, en=label.en) for role, label in LABELS.items()}
SPREADS: Mapping[str, Bilingual] = {
    "gini": Bilingual(zh="基尼系数", en="Gini"),
    "hhi": Bilingual(zh="集中度 HHI", en="HHI"),
    "top_three": Bilingual(zh="前三位占比", en="share of the top three"),
}
BASES: Mapping[str, Bilingual] = {
    Basis.CLAUSE: Bilingual(zh="责任条款", en="clause"),
    Basis.TABLE: Bilingual(zh="表格", en="table"),
    Basis.DUTY_LIST: Bilingual(zh="职责清单（不计数）", en="duty list (not counted)"),
    Basis.SENTENCE: Bilingual(zh="正文语句（不计数）", en="running text (not counted)"),
}
KINDS: Mapping[str, Bilingual] = {
    "conflict": Bilingual(zh="没有一个相同", en="none in common"),
    "changed": Bilingual(zh="有变化", en="changed"),
    "same": Bilingual(zh="相同", en="same"),
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
        return tuple(self.language.of(line) for line in legend(self.corpus))


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
        of_analysis(concentration_table(corpus), language, {law.value: words for law, words in LAWS.items()}),
        of_analysis(inequality_table(corpus), language, {**ROLES, **SPREADS}),
        of_analysis(sections_table(corpus), language),
        _grades(source),
        _clarity(source),
        _questions(source),
        _readings(source),
        _overlap(source),
        of_analysis(communities_table(corpus), language),
        of_analysis(centrality_table(corpus), language),
        *((of_analysis(conflicts_table(corpus), language, KINDS),) if len(corpus.plans) > 1 else ()),
        duties(corpus, language),
        _assignments(source),
        method(corpus, language, definitions),
    )


def _workload(source: Source) -> Table:
    language = source.language
    head = heads(
        language,
        ("单位", "Unit"),
        ("牵头", "Led"),
        ("牵头（分摊 1/k）", "Led (1/k share)"),
        ("牵头（首位）", "Led (first-listed)"),
        ("配合", "Supported"),
        ("分工负责", "Joint"),
        ("加权", "Weighted"),
        ("涉及部分", "Sections"),
        ("宽度–深度", "Breadth–depth"),
        ("换算法即变", "Fragile"),
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
            *(row.joint.full, round(row.weighted, 3), len(row.sections), language.of(QUADRANTS[row.quadrant])),
            language.say("是", "yes") if row.fragile else "",
        )
        for row in loads
    )
    evidence = {number: first[row.unit.iri] for number, row in enumerate(loads)}
    title = language.say("单位负担", "Workload")
    return Table(key="workload", title=title, head=head, rows=rows, evidence=evidence)


def _grades(source: Source) -> Table:
    """How many tasks have each grade, with its definition."""
    language = source.language
    head = heads(language, ("等级", "Grade"), ("任务数", "Tasks"), ("任务", "Which"), ("定义", "Definition"))
    held = {grade: [source.refs[task.iri] for task in source.corpus.tasks if task.clarity == grade] for grade in Grade}
    rows = tuple(
        (language.of(DEFINITIONS[grade].name), len(refs), " ".join(refs), language.of(DEFINITIONS[grade].rule))
        for grade, refs in held.items()
    )
    title = language.say("牵头等级", "Grades of clarity")
    return Table(key="grades", title=title, head=head, rows=rows, notes=source.legend())


def _clarity(source: Source) -> Table:
    language = source.language
    head = heads(
        language,
        ("编号", "Task"),
        ("任务", "Title"),
        ("所在部分", "Section"),
        ("页", "Page"),
        ("等级", "Grade"),
        ("说明", "What it says"),
        ("原文", "Quote"),
        ("建议问一句", "Question to ask"),
    )
    where, plans = places(source.corpus), {plan.iri: plan for plan in source.corpus.plans}
    rows = tuple(
        (
            source.refs[task.iri],
            task.title or task.text[:40],
            where[task.iri],
            plans[task.plan].page(task.start) or "",
            language.of(DEFINITIONS[Grade(task.clarity)].name),
            language.of(DEFINITIONS[Grade(task.clarity)].sentence),
            quote(source.named.get(task.iri, ()), Role.LEAD, Role.JOINT),
            language.of(DEFINITIONS[Grade(task.clarity)].question),
        )
        for task in source.corpus.tasks
    )
    title = language.say("牵头情况", "Lead clarity")
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
    head = heads(language, ("编号", "Task"), ("任务", "Title"), ("问题", "Question"))
    found = near_misses(source.corpus, source.definitions.clarity, gone(source.corpus))
    rows = tuple(
        (source.refs[near.task.iri], near.task.title or near.task.text[:40], language.of(near.sentence))
        for near in found
    )
    evidence = _evidence(source, tuple(near.task for near in found))
    evidence = {**evidence, **{n: source.place[near.rows[0]] for n, near in enumerate(found) if near.rows}}
    title = language.say("值得一问", "Worth asking")
    return Table(key="questions", title=title, head=head, rows=rows, notes=source.legend(), evidence=evidence)


def _readings(source: Source) -> Table:
    """The chart read down (units) and across (tasks)."""
    language = source.language
    head = heads(
        language,
        ("竖看或横看", "Down or across"),
        ("单位或任务", "Unit or task"),
        ("读法", "Reading"),
        ("任务", "Tasks"),
    )
    rows = tuple(
        (direction, row.label, language.of(row.sentence), " ".join(source.refs[task] for task in row.tasks))
        for direction, found in (
            (language.say("竖看（单位）", "down (unit)"), vertical(source.corpus)),
            (language.say("横看（任务）", "across (task)"), horizontal(source.corpus)),
        )
        for row in found
    )
    title = language.say("责任矩阵", "The chart read")
    return Table(key="readings", title=title, head=head, rows=rows, notes=source.legend())


def _overlap(source: Source) -> Table:
    language = source.language
    head = heads(
        language,
        ("单位甲", "Unit A"),
        ("单位乙", "Unit B"),
        ("共同任务", "Shared tasks"),
        ("期望", "Expected"),
        ("q", "q"),
        ("Jaccard", "Jaccard"),
        ("结论", "Reading"),
        ("任务", "Tasks"),
    )
    found = tuple(overlap(source.corpus, test=source.definitions.overlap, least=2))
    rows = tuple(
        (
            *(row.a.name, row.b.name, row.shared, round(row.expected, 3), round(row.q, 6), round(row.jaccard, 3)),
            language.of(VERDICTS[row.verdict]),
            " ".join(source.refs[task] for task in row.tasks),
        )
        for row in found
    )
    evidence = {number: source.place[source.named[row.tasks[0]][0].iri] for number, row in enumerate(found)}
    title = language.say("共同任务", "Overlap")
    return Table(key="overlap", title=title, head=head, rows=rows, notes=source.legend(), evidence=evidence)


def _assignments(source: Source) -> Table:
    """Every assignment with its words, the words around them, and their place: what all links lead to."""
    language = source.language
    head = heads(
        language,
        ("任务", "Task"),
        ("角色", "Role"),
        ("原文", "Words"),
        ("上下文", "In context"),
        ("单位", "Unit"),
        ("位次", "Place"),
        ("起", "Start"),
        ("止", "End"),
        ("依据", "Basis"),
        ("规则", "Rule"),
    )
    tasks: Mapping[str, TaskRow] = {task.iri: task for task in source.corpus.tasks}
    units = {unit.iri: unit.name for unit in source.corpus.units}

    def cells(row: AssignmentRow) -> tuple[Cell, ...]:
        basis = BASES.get(row.basis)
        return (
            *(source.refs[row.task], language.of(ROLES[row.role]), row.mention, context(tasks[row.task], row)),
            *(units[row.unit], f"{row.rank}/{row.of}", row.start, row.end),
            *(language.of(basis) if basis else row.basis, row.rule),
        )

    rows = tuple(cells(row) for row in source.corpus.assignments)
    title = language.say("分工明细", "Assignments")
    return Table(key="assignments", title=title, head=head, rows=rows, notes=source.legend())


def context(task: TaskRow, row: AssignmentRow) -> str:
    """Give the words with what stands around them in the task, as printed; nothing where they stand outside it."""
    start, end = row.start - task.start, row.end - task.start
    if not (start >= 0 and task.text[start:end] == row.mention):
        return ""
    before, after = task.text[max(start - _AROUND, 0) : start], task.text[end : end + _AROUND]
    return " ".join(f"{'…' if start > _AROUND else ''}{before}【{row.mention}】{after}…".split())
