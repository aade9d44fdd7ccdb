"""The analyses of tasks: clarity, near misses, conflicts between plans, two plans side by side, a reform."""

from collections.abc import Mapping

from api.reports.analysis import Analysis, analysis, column
from api.reports.refs import legend, refs
from api.tables.representations import Value
from extract.messages import Message, message
from extract.records import Role
from graph.compare.plans import TaskMatch, compare, conflicts
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.rows import Corpus, TaskRow
from graph.measures.convener import presumed_conveners
from graph.measures.readings import near_misses
from graph.measures.settings import DEFAULTS, Definitions
from graph.reform.reform_diff import Effect
from graph.reform.succession import gone
from ontology.catalogue import Language

GRADES: Mapping[str, Message] = {grade: definition.name for grade, definition in DEFINITIONS.items()}
KINDS: Mapping[str, Message] = {
    "conflict": message("没有一个相同"),
    "changed": message("有变化"),
    "same": message("相同"),
}


def clarity_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Analysis:
    """Tasks from the least clear lead to the clearest, each with who leads."""
    leads: dict[str, list[str]] = {}
    for row in corpus.assignments:
        if row.role == Role.LEAD and row.counted:
            leads.setdefault(row.task, []).append(row.mention)
    order = {grade.value: place for place, grade in enumerate(Grade)}
    plans = {plan.iri: plan.id for plan in corpus.plans}
    heads = (
        column("plan", message("方案")),
        column("ref", message("编号")),
        column("title", message("任务")),
        column("clarity", message("牵头情况"), names=GRADES),
        column("leads", message("牵头（责任）单位原文")),
        column("presumed_convener", message("按规则推定的牵头（列首位）")),
    )
    presumed = {task: unit.name for task, unit in presumed_conveners(corpus, definitions.clarity).items()}
    rows = (
        (
            *(plans[task.plan], task.ref, _name(task), task.clarity, tuple(leads.get(task.iri, ()))),
            presumed.get(task.iri, ""),
        )
        for task in sorted(corpus.tasks, key=lambda task: -order[task.clarity])
    )
    return analysis("clarity", message("每项任务的牵头情况"), heads, rows)


def grades_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """How many tasks have each grade of lead clarity, and which."""
    named = refs(corpus)
    held = {grade: tuple(named[task.iri] for task in corpus.tasks if task.clarity == grade) for grade in Grade}
    heads = (
        column("clarity", message("牵头情况"), names=GRADES),
        column("count", message("任务数"), number=True),
        column("tasks", message("任务")),
    )
    rows = ((grade.value, len(tasks), tasks) for grade, tasks in held.items())
    title = message("牵头情况")
    return analysis("grades", title, heads, rows, legend(corpus))


def questions_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Analysis:
    """Near misses: what an expert would ask about the leads."""
    heads = (
        column("ref", message("编号")),
        column("title", message("任务")),
        column("sign", message("情形")),
        column("zh", message("要问的话")),
        column("en", message("英文")),
    )
    named = refs(corpus)
    rows = (
        (
            named[near.task.iri],
            _name(near.task),
            near.sign.value,
            near.sentence.render(),
            near.sentence.render(Language.EN),
        )
        for near in near_misses(corpus, definitions.clarity, gone(corpus))
    )
    title = message("建议核实")
    return analysis("questions", title, heads, rows, legend(corpus))


def conflicts_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """The same matter with other leads in two plans."""
    title = message("同一件事，牵头单位不同")
    return _matches(corpus, conflicts(corpus), "conflicts", title)


def compare_table(corpus: Corpus, left: str, right: str) -> Analysis:
    """Two plans side by side: matched tasks, then dropped and new ones.

    Raises:
        MeasureError: when a plan is unknown.
    """
    found = compare(corpus, left, right)
    title = message("两份方案对照")
    matched = _matches(corpus, found.matches, "compare", title)
    leads = _leads(corpus)
    alone: list[tuple[Value, ...]] = [
        *(
            ("dropped", 0.0, _place(task, corpus), _name(task), "", "", leads.get(task.iri, ()), ())
            for task in found.dropped
        ),
        *(("new", 0.0, "", "", _place(task, corpus), _name(task), (), leads.get(task.iri, ())) for task in found.new),
    ]
    return analysis("compare", title, matched.heads, (*matched.sheet.rows, *alone))


def _matches(corpus: Corpus, found: tuple[TaskMatch, ...], name: str, title: Message) -> Analysis:
    heads = (
        column("what", message("情况"), names=KINDS),
        column("likeness", message("相似度"), number=True),
        column("left", message("前一份")),
        column("left_title", message("任务")),
        column("right", message("后一份")),
        column("right_title", message("任务")),
        column("left_leads", message("前一份牵头")),
        column("right_leads", message("后一份牵头")),
    )
    units = {unit.iri: unit.name for unit in corpus.units}
    rows = (
        (
            *(kind_of(match), round(match.similarity, 4)),
            *(_place(match.left, corpus), _name(match.left), _place(match.right, corpus), _name(match.right)),
            tuple(units[iri] for iri in match.left_leads),
            tuple(units[iri] for iri in match.right_leads),
        )
        for match in found
    )
    return analysis(name, title, heads, rows)


def kind_of(match: TaskMatch) -> str:
    """Say in a word what became of the lead: conflict, changed, or same."""
    if match.grade is Grade.CONFLICT:
        return "conflict"
    return "same" if match.same else "changed"


def _leads(corpus: Corpus) -> Mapping[str, tuple[str, ...]]:
    units = {unit.iri: unit.name for unit in corpus.units}
    held: dict[str, list[str]] = {}
    for row in corpus.assignments:
        if row.counted and row.role == Role.LEAD:
            held.setdefault(row.task, []).append(units[row.unit])
    return {task: tuple(dict.fromkeys(names)) for task, names in held.items()}


def _name(task: TaskRow) -> str:
    return task.title or " ".join(task.text[:40].split())


def _place(task: TaskRow, corpus: Corpus) -> str:
    plan = next(plan for plan in corpus.plans if plan.iri == task.plan)
    return f"{plan.issued[:4] or plan.id} {task.ref}".strip()


def reform_tables(found: Effect) -> tuple[Analysis, ...]:
    """What a reform does: load, clarity, tasks left behind, overlap, each before and after."""
    loads = analysis(
        "reform-load",
        message("任务量有变化的单位"),
        (
            column("unit_label", message("单位")),
            column("led_before", message("原牵头"), number=True),
            column("led_after", message("现牵头"), number=True),
            column("supported_before", message("原配合"), number=True),
            column("supported_after", message("现配合"), number=True),
        ),
        (
            (row.unit.name, row.led_before, row.led_after, row.supported_before, row.supported_after)
            for row in found.loads
        ),
    )
    clarity = analysis(
        "reform-clarity",
        message("牵头情况变了多少？"),
        (
            column("clarity", message("牵头情况"), names=GRADES),
            column("before", message("原有任务"), number=True),
            column("after", message("现有任务"), number=True),
        ),
        (
            (grade.value, found.before[grade], found.after[grade])
            for grade in Grade
            if found.before[grade] or found.after[grade]
        ),
    )
    tasks = analysis(
        "reform-tasks",
        message("哪些任务变了？"),
        (
            column("ref", message("编号")),
            column("title", message("任务")),
            column("before", message("原牵头情况")),
            column("after", message("现牵头情况")),
            column("orphan", message("无人负责")),
            column("both", message("既牵头又配合")),
        ),
        _changed_tasks(found),
    )
    overlaps = analysis(
        "reform-overlap",
        message("共同任务变了多少？"),
        (
            column("a", message("单位")),
            column("b", message("单位")),
            column("shared_before", message("原共同任务"), number=True),
            column("shared_after", message("现共同任务"), number=True),
            column("verdict_before", message("原判断")),
            column("verdict_after", message("现判断")),
        ),
        (
            (
                *(row.a.name, row.b.name, row.before.shared, row.after.shared),
                *(row.before.verdict.value, row.after.verdict.value),
            )
            for row in found.overlaps
        ),
    )
    return loads, clarity, tasks, overlaps


def _changed_tasks(found: Effect) -> tuple[tuple[Value, ...], ...]:
    grades = {change.task.iri: (change.before.value, change.after.value) for change in found.grades}
    orphans, both = {task.iri for task in found.orphans}, {task.iri for task in found.both}
    tasks = {task.iri: task for task in (*(change.task for change in found.grades), *found.orphans, *found.both)}
    return tuple(
        (task.ref, _name(task), *grades.get(iri, (task.clarity, task.clarity)), iri in orphans, iri in both)
        for iri, task in sorted(tasks.items(), key=lambda item: (item[1].plan, item[1].start, item[0]))
    )
