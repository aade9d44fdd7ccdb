"""The last table of a report: what was counted, how, from which bytes, and what it cannot say."""

import hashlib
from collections import Counter
from importlib.metadata import version

from api.tables.model import Column, Table, Value, table
from extract.messages import Message, message
from extract.records import LineState, Role
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.names import ROLES
from graph.dataset.rows import Corpus
from graph.measures.inequality import inequality
from graph.measures.settings import DEFAULTS, Definitions

_COLUMNS: tuple[Column[tuple[Message, Value]], ...] = (
    Column("item", message("项目"), lambda row: row[0]),
    Column("explanation", message("说明"), lambda row: row[1]),
)


def method(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Table:
    """Explain how the tables were made, with the definitions in force."""
    rows = (*_sources(corpus), *_rules(corpus, definitions), *_grades(corpus))
    return table("method", message("方法说明"), _COLUMNS, rows)


def _sources(corpus: Corpus) -> tuple[tuple[Message, Value], ...]:
    """What was read, and with which program."""
    return (
        *((message("方案"), f"{plan.title} · {plan.source} · SHA-256 {plan.sha256}") for plan in corpus.plans),
        (message("任务"), str(len(corpus.tasks))),
        (message("分工"), str(sum(row.counted for row in corpus.assignments))),
        (message("识别情况"), _read(corpus)),
        (message("数据指纹"), fingerprint(corpus)),
        (message("程序版本"), f"dutygraph {version('dutygraph')}"),
    )


def _rules(corpus: Corpus, definitions: Definitions) -> tuple[tuple[Message, Value], ...]:
    """How it was counted and judged."""
    top, strict, steady = inequality(corpus).top_three, definitions.overlap, definitions.workload
    weights = tuple(
        message("{role} {weight:g}", role=ROLES[role], weight=definitions.weights.get(role, 0)) for role in Role
    )
    unclear = tuple(DEFINITIONS[grade].name for grade in definitions.clarity.no_clear_lead)
    return (
        (
            message("全部 · 均摊 · 首位"),
            message("全部：每项任务计 1；均摊：按牵头单位数均摊；首位：只计列首位的单位。"),
        ),
        (message("加权"), message("{items}", items=weights)),
        (
            message("重叠"),
            message(
                "随机度序列模型（SDSM），Benjamini–Hochberg 校正，q ≤ {alpha:g} 且共同任务 ≥ {minimum}；"
                "小方案再以保持行列和的重排核对。",
                alpha=strict.alpha,
                minimum=strict.minimum,
            ),
        ),
        (
            message("受口径影响"),
            message("任一口径下居前 {top} 位，而不同口径名次相差 {shift} 位以上。", top=steady.top, shift=steady.shift),
        ),
        (message("没有明确牵头"), message("{items}", items=unclear)),
        (message("前三位占比"), f"{top.value:.3f} [{top.low:.3f}, {top.high:.3f}]"),
        (message("局限"), message("列名不等于实际承担；任务大小不一；集体称谓按原文保留。")),
    )


def _grades(corpus: Corpus) -> tuple[tuple[Message, Value], ...]:
    counts = Counter(task.clarity for task in corpus.tasks)
    return tuple(
        (DEFINITIONS[grade].name, message("{count} · {rule}", count=counts[grade.value], rule=DEFINITIONS[grade].rule))
        for grade in Grade
    )


def _read(corpus: Corpus) -> Message:
    """Tell how much of the text was not read, and how many units are not registered."""
    sizes: Counter[str] = Counter()
    for row in corpus.ledger:
        sizes[row.state] += row.end - row.start
    unread = sizes[LineState.UNREAD.value]
    return message(
        "未识别 {unread} 字（占全文 {share:.1%}）；不在机构名录中的单位 {unknown} 个。",
        unread=unread,
        share=unread / max(sizes.total(), 1),
        unknown=sum(not unit.registered for unit in corpus.units),
    )


def fingerprint(corpus: Corpus) -> str:
    """Give one hash for all the sources, independent of their order."""
    joined = "\n".join(sorted(plan.sha256 for plan in corpus.plans))
    return hashlib.sha256(joined.encode("ascii")).hexdigest()
