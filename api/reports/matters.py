"""The analyses of tasks: clarity, near misses, conflicts between plans, two plans side by side, a reform."""

from collections.abc import Mapping

from api.reports.analysis import Analysis, analysis, column
from api.reports.refs import legend, refs
from api.tables.representations import Value
from extract.records import Role
from graph.compare.plans import TaskMatch, compare, conflicts
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.rows import Corpus, TaskRow
from graph.measures.convener import presumed_conveners
from graph.measures.readings import near_misses
from graph.measures.settings import DEFAULTS, Definitions
from graph.reform.reform_diff import Effect
from graph.reform.succession import gone
from graph.texts import Bilingual


def clarity_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Analysis:
    """Tasks from the least clear lead to the clearest, each with who leads."""
    leads: dict[str, list[str]] = {}
    for row in corpus.assignments:
        if row.role == Role.LEAD and row.counted:
            leads.setdefault(row.task, []).append(row.mention)
    order = {grade.value: place for place, grade in enumerate(Grade)}
    plans = {plan.iri: plan.id for plan in corpus.plans}
    heads = (
        column("plan", "方案", "plan"),
        column("ref", "编号", "number"),
        column("title", "任务", "task"),
        column("clarity", "牵头情况", "grade"),
        column("leads", "牵头（责任）单位原文", "leads, as written"),
        column("presumed_convener", "按规则推定的牵头（列首位）", "convener presumed by rule (first-listed)"),
    )
    presumed = {task: unit.name for task, unit in presumed_conveners(corpus, definitions.clarity).items()}
    rows = (
        (
            *(plans[task.plan], task.ref, _name(task), task.clarity, tuple(leads.get(task.iri, ()))),
            presumed.get(task.iri, ""),
        )
        for task in sorted(corpus.tasks, key=lambda task: -order[task.clarity])
    )
    return analysis("clarity", Bilingual(zh="每项任务的牵头情况", en="Lead clarity of each task"), heads, rows)


def grades_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """How many tasks have each grade of lead clarity, and which."""
    named = refs(corpus)
    held = {grade: tuple(named[task.iri] for task in corpus.tasks if task.clarity == grade) for grade in Grade}
    heads = (
        column("clarity", "牵头情况", "lead clarity"),
        column("count", "任务数", "tasks", number=True),
        column("tasks", "任务", "which"),
    )
    rows = (
        (f"{DEFINITIONS[grade].name.zh} {DEFINITIONS[grade].name.en}", len(tasks), tasks)
        for grade, tasks in held.items()
    )
    title = Bilingual(zh="哪些任务没有明确的牵头单位？", en="Which tasks have no clear lead?")
    return analysis("grades", title, heads, rows, legend(corpus))


def questions_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Analysis:
    """Near misses: what an expert would ask about the leads."""
    heads = (
        column("ref", "编号", "number"),
        column("title", "任务", "task"),
        column("sign", "现象", "sign"),
        column("zh", "要问的话", "question in Chinese"),
        column("en", "英文", "in English"),
    )
    named = refs(corpus)
    rows = (
        (named[near.task.iri], _name(near.task), near.sign.value, near.sentence.zh, near.sentence.en)
        for near in near_misses(corpus, definitions.clarity, gone(corpus))
    )
    title = Bilingual(zh="值得一问", en="Worth asking")
    return analysis("questions", title, heads, rows, legend(corpus))


def conflicts_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """The same matter with other leads in two plans."""
    title = Bilingual(zh="同一件事，牵头单位不同", en="The same matter, other leads")
    return _matches(corpus, conflicts(corpus), "conflicts", title)


def compare_table(corpus: Corpus, left: str, right: str) -> Analysis:
    """Two plans side by side: matched tasks, then dropped and new ones.

    Raises:
        MeasureError: when a plan is unknown.
    """
    found = compare(corpus, left, right)
    title = Bilingual(zh="两份方案对照", en="Two plans side by side")
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


def _matches(corpus: Corpus, found: tuple[TaskMatch, ...], name: str, title: Bilingual) -> Analysis:
    heads = (
        column("what", "情况", "what"),
        column("likeness", "相似度", "likeness", number=True),
        column("left", "前一份", "earlier"),
        column("left_title", "任务", "task"),
        column("right", "后一份", "later"),
        column("right_title", "任务", "task"),
        column("left_leads", "前一份牵头", "leads then"),
        column("right_leads", "后一份牵头", "leads now"),
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
    number = {"number": True}
    loads = analysis(
        "reform-load",
        Bilingual(zh="谁的担子变了？", en="Whose load changes?"),
        (
            column("unit_label", "单位", "unit"),
            column("led_before", "原牵头", "led before", **number),
            column("led_after", "现牵头", "led after", **number),
            column("supported_before", "原配合", "supported before", **number),
            column("supported_after", "现配合", "supported after", **number),
        ),
        (
            (row.unit.name, row.led_before, row.led_after, row.supported_before, row.supported_after)
            for row in found.loads
        ),
    )
    clarity = analysis(
        "reform-clarity",
        Bilingual(zh="牵头情况变了多少？", en="How does lead clarity change?"),
        (
            column("clarity", "牵头情况", "lead clarity"),
            column("before", "原有任务", "tasks before", **number),
            column("after", "现有任务", "tasks after", **number),
        ),
        (
            (grade.value, found.before[grade], found.after[grade])
            for grade in Grade
            if found.before[grade] or found.after[grade]
        ),
    )
    tasks = analysis(
        "reform-tasks",
        Bilingual(zh="哪些任务变了？", en="Which tasks change?"),
        (
            column("ref", "编号", "number"),
            column("title", "任务", "task"),
            column("before", "原牵头情况", "before"),
            column("after", "现牵头情况", "after"),
            column("orphan", "无人负责", "nobody left"),
            column("both", "既牵头又配合", "leads and supports"),
        ),
        _changed_tasks(found),
    )
    overlaps = analysis(
        "reform-overlap",
        Bilingual(zh="共同任务变了多少？", en="How does overlap change?"),
        (
            column("a", "单位", "unit"),
            column("b", "单位", "unit"),
            column("shared_before", "原共同任务", "shared before", **number),
            column("shared_after", "现共同任务", "shared after", **number),
            column("verdict_before", "原判断", "verdict before"),
            column("verdict_after", "现判断", "verdict after"),
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
