"""The analyses as tables: stable English column names for machines, headings in two languages for people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from api.commands.terminal import Column, Terminal
from api.resources import Sheet, Value
from extract.records import Bilingual, Role
from graph.measures.centrality import centrality
from graph.measures.clarity import DEFINITIONS, Grade
from graph.measures.overlap import VERDICTS, overlap
from graph.measures.workload import Workload, workload
from graph.rows import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """A table with its title and the headings of its columns."""

    title: Bilingual
    heads: tuple[Column, ...]
    sheet: Sheet


def _head(zh: str, en: str, *, number: bool = False) -> Column:
    return Column(head=Bilingual(zh=zh, en=en), number=number)


def show(terminal: Terminal, analysis: Analysis, limit: int | None = None) -> None:
    """Print an analysis, its first ``limit`` rows, and say how many more there are."""
    rows = analysis.sheet.rows[:limit]
    terminal.table(analysis.title, analysis.heads, [[_cell(value) for value in row] for row in rows])
    more = len(analysis.sheet.rows) - len(rows)
    if more:
        terminal.print(Bilingual(zh=f"  …另有 {more} 行", en=f"{more} more rows"))


def _cell(value: Value) -> str:
    match value:
        case bool():
            return "⚠" if value else ""
        case float():
            return f"{value:.4g}"
        case tuple():
            return " ".join(value)
        case _:
            return str(value)


def workload_table(corpus: Corpus) -> Analysis:
    """Units by tasks led, in three counts."""
    heads = (
        _head("单位", "unit"),
        _head("牵头", "leads", number=True),
        _head("分摊 1/k", "shared 1/k", number=True),
        _head("首位", "first-listed", number=True),
        _head("配合", "supports", number=True),
        _head("任务", "tasks", number=True),
        _head("部分", "sections", number=True),
        _head("换算法即变", "fragile"),
    )
    columns = ("unit_label", "led", "led_shared", "led_first", "supported", "tasks", "sections", "fragile")
    return Analysis(
        title=Bilingual(zh="谁的担子最重？", en="Who carries the most?"),
        heads=heads,
        sheet=Sheet(name="workload", columns=columns, rows=tuple(_load(row) for row in workload(corpus))),
    )


def _load(row: Workload) -> tuple[Value, ...]:
    counts: tuple[Value, ...] = (row.led.full, round(row.led.shared, 3), row.led.first, row.supported.full)
    return (row.unit.name, *counts, row.tasks, len(row.sections), row.fragile)


def clarity_table(corpus: Corpus) -> Analysis:
    """Tasks from the least clear lead to the clearest, each with who leads."""
    leads: dict[str, list[str]] = {}
    for row in corpus.assignments:
        if row.role == Role.LEAD and row.counted:
            leads.setdefault(row.task, []).append(row.mention)
    order = {grade.value: place for place, grade in enumerate(Grade)}
    tasks = sorted(corpus.tasks, key=lambda task: -order[task.clarity])
    plans = {plan.iri: plan.id for plan in corpus.plans}
    return Analysis(
        title=Bilingual(zh="每项任务的牵头情况", en="Lead clarity of each task"),
        heads=(
            _head("方案", "plan"),
            _head("编号", "number"),
            _head("任务", "task"),
            _head("牵头情况", "grade"),
            _head("牵头（责任）单位原文", "leads, as written"),
        ),
        sheet=Sheet(
            name="clarity",
            columns=("plan", "ref", "title", "clarity", "leads"),
            rows=tuple(
                (plans[task.plan], task.ref, task.title, task.clarity, tuple(leads.get(task.iri, ()))) for task in tasks
            ),
        ),
    )


def grades_table(corpus: Corpus) -> Analysis:
    """How many tasks have each grade of lead clarity, and which."""
    held = {grade: tuple(task.ref or task.number for task in corpus.tasks if task.clarity == grade) for grade in Grade}
    return Analysis(
        title=Bilingual(zh="哪些任务没有明确的牵头单位？", en="Which tasks have no clear lead?"),
        heads=(_head("牵头情况", "lead clarity"), _head("任务数", "tasks", number=True), _head("任务", "which")),
        sheet=Sheet(
            name="grades",
            columns=("clarity", "count", "tasks"),
            rows=tuple(
                (f"{DEFINITIONS[grade].name.zh} {DEFINITIONS[grade].name.en}", len(tasks), tasks)
                for grade, tasks in held.items()
            ),
        ),
    )


def overlap_table(corpus: Corpus) -> Analysis:
    """Pairs of units that share tasks, and whether that is more than chance."""
    refs = {task.iri: task.ref or task.number for task in corpus.tasks}
    return Analysis(
        title=Bilingual(zh="哪些单位的职责可能重叠？", en="Which units may overlap?"),
        heads=(
            _head("单位", "unit"),
            _head("单位", "unit"),
            _head("共同任务", "shared", number=True),
            _head("期望", "expected", number=True),
            _head("q", "q", number=True),
            _head("判断", "verdict"),
            _head("任务", "tasks"),
        ),
        sheet=Sheet(
            name="overlap",
            columns=("a", "b", "shared", "expected", "q", "verdict", "tasks"),
            rows=tuple(
                (
                    *(row.a.name, row.b.name, row.shared, round(row.expected, 4), round(row.q, 6)),
                    *(row.verdict.value, tuple(refs[task] for task in row.tasks)),
                )
                for row in overlap(corpus)
            ),
        ),
    )


def centrality_table(corpus: Corpus) -> Analysis:
    """Units by where they stand between the others."""
    names = ("betweenness", "degree", "birank", "authority", "constraint", "effective_size")
    words = ("中介", "度", "BiRank", "HITS", "约束", "有效规模")
    return Analysis(
        title=Bilingual(zh="谁居于枢纽？", en="Who stands between the others?"),
        heads=(
            _head("单位", "unit"),
            *(_head(zh, en.replace("_", " "), number=True) for zh, en in zip(words, names, strict=True)),
            _head("断点", "articulation"),
        ),
        sheet=Sheet(
            name="centrality",
            columns=("unit_label", *names, "articulation"),
            rows=tuple(
                (
                    *(row.unit.name, round(row.betweenness, 9), round(row.degree, 9), round(row.birank, 9)),
                    *(
                        round(row.authority, 9),
                        round(row.constraint, 9),
                        round(row.effective_size, 9),
                        row.articulation,
                    ),
                )
                for row in centrality(corpus)
            ),
        ),
    )


def verdicts() -> Iterable[Bilingual]:
    """Say what the verdicts of the overlap table mean."""
    return (
        Bilingual(zh=f"{verdict.value}：{words.zh}", en=f"{verdict.value}: {words.en}")
        for verdict, words in VERDICTS.items()
    )


ANALYSES: Mapping[str, Callable[[Corpus], Analysis]] = {
    "workload": workload_table,
    "clarity": clarity_table,
    "overlap": overlap_table,
    "centrality": centrality_table,
}
