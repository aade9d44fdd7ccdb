"""The last table of a report: what was counted, how, from which bytes, and what it cannot say."""

import hashlib
from collections import Counter
from importlib.metadata import version

from api.reports.table import Cell, Language, Table, heads
from extract.records import LineState, Role
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.rows import Corpus
from graph.measures.inequality import inequality
from graph.measures.settings import DEFAULTS, Definitions
from ontology.labels import ROLES


def method(corpus: Corpus, language: Language, definitions: Definitions = DEFAULTS) -> Table:
    """Say how the tables were made, with the definitions in force."""
    spread, strict, steady = inequality(corpus), definitions.overlap, definitions.workload
    grades = Counter(task.clarity for task in corpus.tasks)
    rows: list[tuple[Cell, ...]] = [
        (language.say("方案", "Plan"), f"{plan.title} · {plan.source} · SHA-256 {plan.sha256}") for plan in corpus.plans
    ]
    rows += [
        (language.say("任务", "Tasks"), str(len(corpus.tasks))),
        (language.say("分工", "Assignments"), str(sum(row.counted for row in corpus.assignments))),
        (language.say("读取情况", "How well it was read"), _read(corpus, language)),
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
                f"随机度序列模型（SDSM），Benjamini–Hochberg 校正，q ≤ {strict.alpha:g} 且共同任务 ≥ {strict.minimum}；小方案再以保持行列和的重排核对。",
                f"stochastic degree sequence model, corrected by Benjamini–Hochberg, q at most {strict.alpha:g} and at least {strict.minimum} shared tasks; in a small plan checked by dealing the table again.",
            ),
        ),
        (
            language.say("加权", "Weighted"),
            language.say("；", "; ").join(
                f"{language.say(ROLES[role].zh, ROLES[role].en)} {definitions.weights.get(role, 0):g}" for role in Role
            ),
        ),
        (
            language.say("换算法即变", "Fragile"),
            language.say(
                f"任一算法下居前 {steady.top} 位，而换一种算法名次差 {steady.shift} 位以上。",
                f"among the first {steady.top} under one count, and {steady.shift} or more places away under another.",
            ),
        ),
        (
            language.say("没有明确牵头", "No clear lead"),
            language.say("、", ", ").join(
                language.of(DEFINITIONS[grade].name) for grade in definitions.clarity.no_clear_lead
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


def _read(corpus: Corpus, language: Language) -> str:
    """Say how much of the text was read as duties, was passed over by a rule, or was not read."""
    sizes: Counter[str] = Counter()
    for row in corpus.ledger:
        sizes[row.state] += row.end - row.start
    unread, whole = sizes[LineState.UNREAD.value], max(sizes.total(), 1)
    unknown = sum(not unit.registered for unit in corpus.units)
    return language.say(
        f"未读 {unread} 字（全文的 {unread / whole:.1%}）；不在机构名录中的单位 {unknown} 个。",
        f"{unread} characters unread ({unread / whole:.1%} of the text); {unknown} units not in the registry.",
    )


def fingerprint(corpus: Corpus) -> str:
    """Give one hash for all the sources, whatever their order."""
    joined = "\n".join(sorted(plan.sha256 for plan in corpus.plans))
    return hashlib.sha256(joined.encode("ascii")).hexdigest()
