"""The tables of a report, ready for a sheet, a page or a memo: plain cells with a heading in one language."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from typing import TypeAlias

from extract.records import Bilingual, Role
from graph.measures.clarity import DEFINITIONS, Grade
from graph.measures.inequality import inequality
from graph.measures.overlap import VERDICTS, overlap
from graph.measures.readings import near_misses
from graph.measures.workload import workload
from graph.rows import AssignmentRow, Corpus, TaskRow

Cell: TypeAlias = str | int | float


class Language(StrEnum):
    """The language of a report."""

    ZH = "zh"
    EN = "en"

    def of(self, words: Bilingual) -> str:
        """Choose one side of a bilingual sentence."""
        return words.zh if self is Language.ZH else words.en

    def say(self, zh: str, en: str) -> str:
        """Choose between two wordings."""
        return zh if self is Language.ZH else en


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A titled table; ``key`` is ASCII and the same in both languages."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(corpus: Corpus, language: Language) -> tuple[Table, ...]:
    """Lay the analysis out as tables.

    Guarantees:
        1. Every task row carries its reference and its own words; every number has its method in the last table.
        2. Same rows, same language, same tables.
    """
    return (
        _workload(corpus, language),
        _clarity(corpus, language),
        _overlap(corpus, language),
        _questions(corpus, language),
        duties(corpus, language),
        _assignments(corpus, language),
        _method(corpus, language),
    )


def _head(language: Language, *pairs: tuple[str, str]) -> tuple[str, ...]:
    return tuple(language.say(zh, en) for zh, en in pairs)


def _workload(corpus: Corpus, language: Language) -> Table:
    head = _head(
        language,
        ("单位", "Unit"),
        ("牵头", "Led"),
        ("牵头（分摊 1/k）", "Led (1/k share)"),
        ("牵头（首位）", "Led (first-listed)"),
        ("配合", "Supported"),
        ("共同负责", "Joint"),
        ("涉及部分", "Sections"),
        ("换算法即变", "Fragile"),
    )
    rows = tuple(
        (
            row.unit.name,
            row.led.full,
            round(row.led.shared, 3),
            row.led.first,
            row.supported.full,
            row.joint.full,
            len(row.sections),
            language.say("是", "yes") if row.fragile else "",
        )
        for row in workload(corpus)
    )
    return Table(key="workload", title=language.say("单位负担", "Workload"), head=head, rows=rows)


def _clarity(corpus: Corpus, language: Language) -> Table:
    head = _head(
        language,
        ("编号", "Task"),
        ("任务", "Title"),
        ("等级", "Grade"),
        ("说明", "What it says"),
        ("原文", "Quote"),
        ("建议问一句", "Question to ask"),
    )
    named = _by_task(corpus)
    rows = tuple(
        (
            task.ref,
            task.title or task.text[:40],
            language.of(DEFINITIONS[Grade(task.clarity)].name),
            language.of(DEFINITIONS[Grade(task.clarity)].sentence),
            quote(named.get(task.iri, ()), Role.LEAD, Role.JOINT),
            language.of(DEFINITIONS[Grade(task.clarity)].question),
        )
        for task in corpus.tasks
    )
    return Table(key="clarity", title=language.say("牵头情况", "Lead clarity"), head=head, rows=rows)


def quote(rows: tuple[AssignmentRow, ...], *roles: Role) -> str:
    """Give the words of a task's lists back: the label and the names, as printed."""
    wanted = [row for row in rows if row.counted and row.role in roles]
    labels = dict.fromkeys(row.label for row in wanted)
    return "；".join(f"{label}：{'、'.join(row.mention for row in wanted if row.label == label)}" for label in labels)


def _overlap(corpus: Corpus, language: Language) -> Table:
    head = _head(
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
    refs = {task.iri: task.ref for task in corpus.tasks}
    rows = tuple(
        (
            row.a.name,
            row.b.name,
            row.shared,
            round(row.expected, 3),
            round(row.q, 6),
            round(row.jaccard, 3),
            language.of(VERDICTS[row.verdict]),
            " ".join(refs[task] for task in row.tasks),
        )
        for row in overlap(corpus, least=2)
    )
    return Table(key="overlap", title=language.say("共同任务", "Overlap"), head=head, rows=rows)


def _questions(corpus: Corpus, language: Language) -> Table:
    head = _head(language, ("编号", "Task"), ("任务", "Title"), ("问题", "Question"))
    rows = tuple(
        (near.task.ref, near.task.title or near.task.text[:40], language.of(near.sentence))
        for near in near_misses(corpus)
    )
    return Table(key="questions", title=language.say("值得一问", "Worth asking"), head=head, rows=rows)


def duties(corpus: Corpus, language: Language) -> Table:
    """Lay out the customary ledger 任务分工台账: number, task, lead, support, deadline, source."""
    head = _head(
        language,
        ("序号", "No."),
        ("任务", "Task"),
        ("牵头单位", "Lead units"),
        ("配合单位", "Supporting units"),
        ("完成时限", "Deadline"),
        ("依据", "Source"),
    )
    named, titles = _by_task(corpus), {plan.iri: plan.title for plan in corpus.plans}
    rows = tuple(
        (
            place,
            f"{task.number}{task.title or task.text}",
            names(named.get(task.iri, ()), Role.LEAD, Role.JOINT),
            names(named.get(task.iri, ()), Role.SUPPORT, Role.IMPLEMENT),
            task.deadline,
            f"{titles[task.plan]} {task.ref}",
        )
        for place, task in enumerate(corpus.tasks, start=1)
    )
    return Table(key="ledger", title=language.say("任务分工台账", "Task ledger"), head=head, rows=rows)


def names(rows: tuple[AssignmentRow, ...], *roles: Role) -> str:
    """List the names of some roles as printed."""
    return "、".join(row.mention for row in rows if row.counted and row.role in roles)


def _assignments(corpus: Corpus, language: Language) -> Table:
    head = _head(
        language,
        ("任务", "Task"),
        ("角色", "Role"),
        ("原文", "Words"),
        ("单位", "Unit"),
        ("起", "Start"),
        ("止", "End"),
        ("依据", "Basis"),
        ("规则", "Rule"),
    )
    tasks: Mapping[str, TaskRow] = {task.iri: task for task in corpus.tasks}
    units = {unit.iri: unit.name for unit in corpus.units}
    rows = tuple(
        (tasks[row.task].ref, row.role, row.mention, units[row.unit], row.start, row.end, row.basis, row.rule)
        for row in corpus.assignments
    )
    return Table(key="assignments", title=language.say("分工明细", "Assignments"), head=head, rows=rows)


def _method(corpus: Corpus, language: Language) -> Table:
    spread = inequality(corpus)
    grades = Counter(task.clarity for task in corpus.tasks)
    rows: list[tuple[Cell, ...]] = [
        (language.say("方案", "Plan"), f"{plan.title} · {plan.source} · SHA-256 {plan.sha256}") for plan in corpus.plans
    ]
    rows += [
        (language.say("任务", "Tasks"), len(corpus.tasks)),
        (language.say("分工", "Assignments"), sum(row.counted for row in corpus.assignments)),
        (language.say("数据指纹", "Data hash"), fingerprint(corpus)),
        (language.say("程序版本", "Version"), f"dutygraph {version('dutygraph')}"),
        (
            language.say("全部 · 分摊 · 首位", "full · shared · first"),
            language.say(
                "全部：每项任务计 1；分摊：k 个单位各计 1/k；首位：只计列第一位的单位。",
                "full: a task counts 1; shared: 1/k to each of k units; first: to the first-listed only.",
            ),
        ),
        (
            language.say("重叠", "Overlap"),
            language.say(
                "超几何分布，Benjamini–Hochberg 校正，q ≤ 0.05 且共同任务 ≥ 3。",
                "hypergeometric, corrected by Benjamini–Hochberg, q at most 0.05 and at least 3 shared tasks.",
            ),
        ),
        (
            language.say("前三位占比", "Share of the top three"),
            f"{spread.top_three.value:.3f} [{spread.top_three.low:.3f}, {spread.top_three.high:.3f}]",
        ),
        (
            language.say("局限", "Limits"),
            language.say(
                "列名不等于实际承担；任务大小不一；集体称谓按原文保留。",
                "Being listed is not working; tasks differ in size; collectives stay as named.",
            ),
        ),
    ]
    rows += [
        (language.of(DEFINITIONS[grade].name), f"{grades[grade.value]} · {language.of(DEFINITIONS[grade].rule)}")
        for grade in Grade
    ]
    head = _head(language, ("项目", "Item"), ("说明", "Note"))
    return Table(key="method", title=language.say("方法说明", "Method"), head=head, rows=tuple(rows))


def fingerprint(corpus: Corpus) -> str:
    """Give one hash for all the sources, whatever their order."""
    joined = "\n".join(sorted(plan.sha256 for plan in corpus.plans))
    return hashlib.sha256(joined.encode("ascii")).hexdigest()


def _by_task(corpus: Corpus) -> dict[str, tuple[AssignmentRow, ...]]:
    found: dict[str, list[AssignmentRow]] = {}
    for row in corpus.assignments:
        found.setdefault(row.task, []).append(row)
    return {task: tuple(rows) for task, rows in found.items()}
