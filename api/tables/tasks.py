"""The analyses of tasks: clarity, near misses, conflicts between plans, two plans side by side, a reform."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from api.tables.evidence import by_task, printed_lists, section_paths
from api.tables.model import Analysis, Column, Table, ValueKind, table
from api.tables.references import first_assignments, legend, refs, task_addresses
from extract.messages import Message, message
from extract.records import Role
from graph.compare.alignment import TaskRelation
from graph.compare.conflicts import Conflicts, conflicts
from graph.compare.plans import Comparison, TaskMatch, leads_of
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow
from graph.measures.overlap import VERDICTS
from graph.measures.readings import NearMiss, near_misses
from graph.measures.settings import DEFAULTS, Definitions
from graph.reform.reform_diff import Effect, LoadChange, OverlapChange, Standing
from graph.reform.succession import gone

TITLE = 40  # characters of a text that name a task without a title
GRADES: Mapping[str, Message] = {grade: definition.name for grade, definition in DEFINITIONS.items()}
KINDS: Mapping[str, Message] = {
    "conflict": message("没有一个相同"),
    "changed": message("有变化"),
    "same": message("相同"),
    "dropped": message("前一份有、后一份没有"),
    "new": message("后一份新增"),
}
CERTAINTIES: Mapping[str, Message] = {
    "confirmed": message("已确认对应"),
    "sure": message("确定对应"),
    "likely": message("可能对应，待核对"),
}
RELATIONS: Mapping[str, Message] = {
    TaskRelation.SAME: message("整项对应"),
    TaskRelation.PART: message("部分内容对应"),
}


def clarity_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Table:
    """Tasks from the least clear lead to the clearest, each with who leads, in its own words, and what to make clear."""
    named, addresses, first = refs(corpus), task_addresses(corpus), first_assignments(corpus)
    where, rows, plans = section_paths(corpus), by_task(corpus), {plan.iri: plan for plan in corpus.plans}
    names = {unit.iri: unit.name for unit in corpus.units} if definitions.clarity.presume_convener else {}
    columns: tuple[Column[TaskRow], ...] = (
        Column("plan", None, lambda task: plans[task.plan].id),
        Column(
            "ref",
            message("编号"),
            lambda task: named[task.iri],
            ValueKind.REFERENCE,
            link=lambda task: addresses[task.iri],
        ),
        Column("title", message("任务"), title_of),
        Column("sections", message("所在部分"), lambda task: where[task.iri], aside=True),
        Column("page", message("页"), lambda task: plans[task.plan].page(task.start) or "", aside=True),
        Column("clarity", message("牵头情况"), lambda task: task.clarity, names=GRADES),
        Column("meaning", message("说明"), lambda task: DEFINITIONS[Grade(task.clarity)].sentence, aside=True),
        Column("leads", None, lambda task: _leads_as_printed(rows.get(task.iri, ())), ValueKind.LIST),
        Column("quote", message("原文"), lambda task: printed_lists(rows.get(task.iri, ()), Role.LEAD, Role.JOINT)),
        Column(
            "presumed_convener",
            message("按规则推定的召集单位（列首位）"),
            lambda task: names.get(task.presumed_convener, ""),
        ),
        Column("question", message("建议明确"), lambda task: DEFINITIONS[Grade(task.clarity)].question, aside=True),
    )
    order = {grade.value: place for place, grade in enumerate(Grade)}
    tasks = sorted(corpus.tasks, key=lambda task: -order[task.clarity])
    title = message("每项任务的牵头情况")
    return table("clarity", title, columns, tasks, legend(corpus), lambda task: first.get(task.iri, ""))


def _leads_as_printed(rows: tuple[AssignmentRow, ...]) -> tuple[str, ...]:
    return tuple(row.mention for row in rows if row.role == Role.LEAD and row.counted)


def grades_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """How many tasks have each grade of lead clarity, which, and what the grade means."""
    named = refs(corpus)
    tasks = {grade: tuple(named[task.iri] for task in corpus.tasks if task.clarity == grade) for grade in Grade}
    columns: tuple[Column[Grade], ...] = (
        Column("clarity", message("牵头情况"), lambda grade: grade.value, names=GRADES),
        Column("count", message("任务数"), lambda grade: len(tasks[grade]), ValueKind.NUMBER),
        Column("tasks", message("任务"), lambda grade: tasks[grade], ValueKind.LIST),
        Column("definition", message("定义"), lambda grade: DEFINITIONS[grade].rule, aside=True),
    )
    return table("grades", message("牵头情况"), columns, Grade, legend(corpus))


def questions_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Table:
    """Near misses: what an expert would query about the leads."""
    named, first = refs(corpus), first_assignments(corpus)
    columns: tuple[Column[NearMiss], ...] = (
        Column("ref", message("编号"), lambda near: named[near.task.iri]),
        Column("title", message("任务"), lambda near: title_of(near.task)),
        Column("sign", None, lambda near: near.sign.value),
        Column("sentence", message("问题"), lambda near: near.sentence),
    )
    found = near_misses(corpus, definitions.clarity, gone(corpus))

    def evidence(near: NearMiss) -> str:
        return near.rows[0] if near.rows else first.get(near.task.iri, "")

    return table("questions", message("建议核实"), columns, found, legend(corpus), evidence)


class Matched(NamedTuple):
    """A row of two plans side by side; a task is absent where the other plan does not have it."""

    what: str
    match: TaskMatch | None
    left: TaskRow | None
    right: TaskRow | None


def conflicts_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """The same matter with other leads in two plans."""
    found = conflicts(corpus)
    listed = matches_table("conflicts", message("同一事项，牵头单位不同"), corpus, found.matches)
    return listed if found.aligned == found.pairs else replace(listed, notes=(*listed.notes, _not_all(found)))


def _not_all(found: Conflicts) -> Message:
    return message(
        "同一地方有相近任务的方案共 {n} 对，只对照了任务最相近而牵头不同的 {most} 对；请缩小范围以对照其余。",
        n=found.pairs,
        most=found.aligned,
    )


def matches_table(key: str, title: Message, corpus: Corpus, matches: Iterable[TaskMatch]) -> Table:
    """Tasks of the same matter in two plans, side by side."""
    return _side_by_side(key, title, corpus, _matched(matches))


def compare_table(corpus: Corpus, found: Comparison) -> Table:
    """Two plans side by side: matched tasks, then dropped and new ones."""
    rows = [
        *_matched(found.matches),
        *(Matched("dropped", None, task, None) for task in found.dropped),
        *(Matched("new", None, None, task) for task in found.new),
    ]
    return _side_by_side("compare", message("两份方案对照"), corpus, rows)


def _side_by_side(key: str, title: Message, corpus: Corpus, rows: Iterable[Matched]) -> Table:
    plans, leads = {plan.iri: plan for plan in corpus.plans}, leads_of(corpus)
    names = {unit.iri: unit.name for unit in corpus.units}

    def place(task: TaskRow) -> str:
        plan = plans[task.plan]
        return f"{plan.issued[:4] or plan.id} {task.ref}".strip()

    def led(task: TaskRow) -> tuple[str, ...]:
        return tuple(names[unit] for unit in leads.get(task.iri, ()))

    columns: tuple[Column[Matched], ...] = (
        Column("what", message("牵头变化"), lambda row: row.what, names=KINDS),
        *_OF_MATCH,
        Column("left", message("前一份"), lambda row: place(row.left) if row.left else ""),
        Column("left_title", message("任务"), lambda row: _title(row.left)),
        Column("right", message("后一份"), lambda row: place(row.right) if row.right else ""),
        Column("right_title", message("任务"), lambda row: _title(row.right)),
        Column("left_leads", message("前一份牵头"), lambda row: led(row.left) if row.left else (), ValueKind.LIST),
        Column("right_leads", message("后一份牵头"), lambda row: led(row.right) if row.right else (), ValueKind.LIST),
    )
    return table(key, title, columns, rows)


def _title(task: TaskRow | None) -> str:
    return title_of(task) if task else ""


def _likelihood(row: Matched) -> float:
    return row.match.likelihood if row.match else 0.0


def _relation(row: Matched) -> str:
    return row.match.relation if row.match else ""


_OF_MATCH: tuple[Column[Matched], ...] = (
    Column("certainty", message("对应程度"), lambda row: certainty(row.match), names=CERTAINTIES),
    Column("relation", message("对应范围"), _relation, names=RELATIONS),
    Column("likelihood", message("可能性"), _likelihood, ValueKind.NUMBER, digits=4, form=".2f"),
)


def _matched(matches: Iterable[TaskMatch]) -> Iterator[Matched]:
    for match in matches:
        yield Matched(kind_of(match), match, match.left, match.right)


def kind_of(match: TaskMatch) -> str:
    """Give in a word what became of the lead: conflict, changed, or same."""
    if match.grade is Grade.CONFLICT:
        return "conflict"
    return "same" if match.same else "changed"


def certainty(match: TaskMatch | None) -> str:
    """Give in a word how certain a match is: confirmed, sure or likely."""
    if match is None:
        return ""
    if match.confirmed:
        return "confirmed"
    return "sure" if match.sure else "likely"


def title_of(task: TaskRow) -> str:
    """Name a task by its title, or by its first words."""
    return task.title or " ".join(task.text[:TITLE].split())


def _verdict(pair: Standing) -> str:
    return pair.verdict.value if pair.shared else ""


REFORM_LOAD: tuple[Column[LoadChange], ...] = (
    Column("unit_label", message("单位"), lambda row: row.unit.name, of_units=True),
    Column("led_before", message("原牵头"), lambda row: row.led_before, ValueKind.NUMBER),
    Column("led_after", message("现牵头"), lambda row: row.led_after, ValueKind.NUMBER),
    Column("supported_before", message("原配合"), lambda row: row.supported_before, ValueKind.NUMBER),
    Column("supported_after", message("现配合"), lambda row: row.supported_after, ValueKind.NUMBER),
)
REFORM_OVERLAP: tuple[Column[OverlapChange], ...] = (
    Column("a", message("单位甲"), lambda row: row.a.name, of_units=True),
    Column("b", message("单位乙"), lambda row: row.b.name, of_units=True),
    Column("shared_before", message("原共同任务"), lambda row: row.before.shared, ValueKind.NUMBER),
    Column("shared_after", message("现共同任务"), lambda row: row.after.shared, ValueKind.NUMBER),
    Column("verdict_before", message("原判断"), lambda row: _verdict(row.before), names=VERDICTS),
    Column("verdict_after", message("现判断"), lambda row: _verdict(row.after), names=VERDICTS),
)


def reform_tables(found: Effect) -> tuple[Table, ...]:
    """What a reform does: load, clarity, tasks to look at again, overlap, each before and after."""
    clarity: tuple[Column[Grade], ...] = (
        Column("clarity", message("牵头情况"), lambda grade: grade.value, names=GRADES),
        Column("before", message("原有任务"), lambda grade: found.before[grade], ValueKind.NUMBER),
        Column("after", message("现有任务"), lambda grade: found.after[grade], ValueKind.NUMBER),
    )
    grades = (grade for grade in Grade if found.before[grade] or found.after[grade])
    return (
        table("reform-load", message("任务量有变化的单位"), REFORM_LOAD, found.loads),
        table("reform-clarity", message("牵头情况变化"), clarity, grades),
        _changed_tasks(found),
        table("reform-overlap", message("共同任务变化情况"), REFORM_OVERLAP, found.overlaps),
    )


def _changed_tasks(found: Effect) -> Table:
    """The tasks to look at again, plan by plan, in document order."""
    before = {change.task.iri: change.before.value for change in found.grades}
    after = {change.task.iri: change.after.value for change in found.grades}
    orphans, both = {task.iri for task in found.orphans}, {task.iri for task in found.both}
    changed = {task.iri: task for task in (*(change.task for change in found.grades), *found.orphans, *found.both)}
    tasks = sorted(changed.values(), key=lambda task: (task.plan, task.start, task.iri))
    columns: tuple[Column[TaskRow], ...] = (
        Column("ref", message("编号"), lambda task: task.ref),
        Column("title", message("任务"), title_of),
        Column("before", message("原牵头情况"), lambda task: before.get(task.iri, task.clarity), names=GRADES),
        Column("after", message("现牵头情况"), lambda task: after.get(task.iri, task.clarity), names=GRADES),
        Column("orphan", message("无人负责"), lambda task: task.iri in orphans, ValueKind.FLAG),
        Column("both", message("既牵头又配合"), lambda task: task.iri in both, ValueKind.FLAG),
    )
    return table("reform-tasks", message("任务变化情况"), columns, tasks)


ANALYSES: Mapping[str, Analysis] = {
    "clarity": clarity_table,
    "grades": grades_table,
    "questions": questions_table,
    "conflicts": conflicts_table,
}
