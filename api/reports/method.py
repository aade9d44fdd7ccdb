"""The last table of a report: what was counted, how, from which bytes, and what it cannot say."""

import hashlib
from collections import Counter
from importlib.metadata import version

from api.reports.table import Cell, Table, heads
from extract.messages import message
from extract.records import LineState, Role
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.roles import ROLES
from graph.dataset.rows import Corpus
from graph.measures.inequality import inequality
from graph.measures.settings import DEFAULTS, Definitions
from ontology.catalogue import Language


def method(corpus: Corpus, language: Language, definitions: Definitions = DEFAULTS) -> Table:
    """Say how the tables were made, with the definitions in force."""
    spread, strict, steady = inequality(corpus), definitions.overlap, definitions.workload
    grades = Counter(task.clarity for task in corpus.tasks)
    rows: list[tuple[Cell, ...]] = [
        (message("方案").render(language), f"{plan.title} · {plan.source} · SHA-256 {plan.sha256}")
        for plan in corpus.plans
    ]
    rows += [
        (message("任务").render(language), str(len(corpus.tasks))),
        (message("分工").render(language), str(sum(row.counted for row in corpus.assignments))),
        (message("识别情况").render(language), _read(corpus, language)),
        (message("数据指纹").render(language), fingerprint(corpus)),
        (message("程序版本").render(language), f"dutygraph {version('dutygraph')}"),
        (
            message("全部 · 均摊 · 首位").render(language),
            message("全部：每项任务计 1；均摊：按牵头单位数均摊；首位：只计列首位的单位。").render(language),
        ),
        (
            message("重叠").render(language),
            message(
                "超几何分布，Benjamini–Hochberg 校正，q ≤ {alpha:g} 且共同任务 ≥ {minimum}。",
                alpha=strict.alpha,
                minimum=strict.minimum,
            ).render(language),
        ),
        (
            message("骨干网").render(language),
            message("随机度序列模型（SDSM），同一校正。").render(language),
        ),
        (
            message("加权").render(language),
            language.separator.join(
                f"{ROLES[role].render(language)} {definitions.weights.get(role, 0):g}" for role in Role
            ),
        ),
        (
            message("重叠").render(language),
            message(
                "随机度序列模型（SDSM），Benjamini–Hochberg 校正，q ≤ {alpha:g} 且共同任务 ≥ {minimum}；"
                "小方案再以保持行列和的重排核对。",
                alpha=strict.alpha,
                minimum=strict.minimum,
            ).render(language),
        ),
        (
            message("加权").render(language),
            language.separator.join(
                f"{ROLES[role].render(language)} {definitions.weights.get(role, 0):g}" for role in Role
            ),
        ),
        (
            message("受口径影响").render(language),
            message(
                "任一口径下居前 {top} 位，而不同口径名次相差 {shift} 位以上。", top=steady.top, shift=steady.shift
            ).render(language),
        ),
        (
            message("没有明确牵头").render(language),
            language.separator.join(
                DEFINITIONS[grade].name.render(language) for grade in definitions.clarity.no_clear_lead
            ),
        ),
        (
            message("前三位占比").render(language),
            f"{spread.top_three.value:.3f} [{spread.top_three.low:.3f}, {spread.top_three.high:.3f}]",
        ),
        (
            message("局限").render(language),
            message("列名不等于实际承担；任务大小不一；集体称谓按原文保留。").render(language),
        ),
    ]
    rows += [
        (
            DEFINITIONS[grade].name.render(language),
            f"{grades[grade.value]} · {DEFINITIONS[grade].rule.render(language)}",
        )
        for grade in Grade
    ]
    head = heads(language, message("项目"), message("说明"))
    return Table(key="method", title=message("方法说明").render(language), head=head, rows=tuple(rows))


def _read(corpus: Corpus, language: Language) -> str:
    """Say how much of the text was read as duties, was passed over by a rule, or was not read."""
    sizes: Counter[str] = Counter()
    for row in corpus.ledger:
        sizes[row.state] += row.end - row.start
    unread, whole = sizes[LineState.UNREAD.value], max(sizes.total(), 1)
    unknown = sum(not unit.registered for unit in corpus.units)
    return message(
        "未识别 {unread} 字（占全文 {share:.1%}）；不在机构名录中的单位 {unknown} 个。",
        unread=unread,
        share=unread / whole,
        unknown=unknown,
    ).render(language)


def fingerprint(corpus: Corpus) -> str:
    """Give one hash for all the sources, whatever their order."""
    joined = "\n".join(sorted(plan.sha256 for plan in corpus.plans))
    return hashlib.sha256(joined.encode("ascii")).hexdigest()
