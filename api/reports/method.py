"""The last table of a report: what was counted, how, from which bytes, and what it cannot say."""

import hashlib
from collections import Counter
from importlib.metadata import version

from api.reports.table import Cell, Language, Table, heads
from graph.measures.clarity import DEFINITIONS, Grade
from graph.measures.inequality import inequality
from graph.rows import Corpus


def method(corpus: Corpus, language: Language) -> Table:
    """Say how the tables were made."""
    spread = inequality(corpus)
    grades = Counter(task.clarity for task in corpus.tasks)
    rows: list[tuple[Cell, ...]] = [
        (language.say("方案", "Plan"), f"{plan.title} · {plan.source} · SHA-256 {plan.sha256}") for plan in corpus.plans
    ]
    rows += [
        (language.say("任务", "Tasks"), str(len(corpus.tasks))),
        (language.say("分工", "Assignments"), str(sum(row.counted for row in corpus.assignments))),
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
    head = heads(language, ("项目", "Item"), ("说明", "Note"))
    return Table(key="method", title=language.say("方法说明", "Method"), head=head, rows=tuple(rows))


def fingerprint(corpus: Corpus) -> str:
    """Give one hash for all the sources, whatever their order."""
    joined = "\n".join(sorted(plan.sha256 for plan in corpus.plans))
    return hashlib.sha256(joined.encode("ascii")).hexdigest()
