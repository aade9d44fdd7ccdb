"""The analyses of what units share: overlap, communities, centrality."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from api.tables.model import Analysis, Column, Table, ValueKind, table, unit_column
from api.tables.references import first_assignments, legend, refs, task_addresses
from extract.messages import message
from graph.dataset.rows import Corpus
from graph.measures.overlap import VERDICTS, Overlaps, overlap
from graph.measures.settings import DEFAULTS, Definitions
from graph.network.centrality import Centrality, centrality
from graph.network.communities import communities
from ontology import iris

BETWEENNESS_UP_TO = 20_000
"""Assignments up to which exact betweenness is worth its time."""


SORTS = ("shared", "expected", "jaccard", "q")
"""The columns of pairs that a page sorts by."""


class Pair(NamedTuple):
    """Two units that share tasks, as ``Overlaps.frame`` gives them, with the IRIs of the tasks."""

    a: str
    b: str
    a_name: str
    b_name: str
    shared: int
    expected: float
    jaccard: float
    a_in_b: float
    b_in_a: float
    q: float
    redealt: float
    hypergeometric: float
    verdict: str
    tasks: tuple[str, ...]


def overlap_table(corpus: Corpus, definitions: Definitions = DEFAULTS, *, least: int = 1) -> Table:
    """Pairs of units that share at least ``least`` tasks, and whether that is more than chance."""
    return pairs_table(corpus, overlap(corpus, test=definitions.overlap, least=least))


def pairs_table(corpus: Corpus, found: Overlaps, roles: str = "bearers") -> Table:
    """Pairs that were found in the tasks of ``corpus``; ``roles`` are those of the page that shows a pair."""
    named, addresses, first = refs(corpus), task_addresses(corpus), first_assignments(corpus)
    shown = "" if roles == "bearers" else f"&roles={roles}"
    columns: tuple[Column[Pair], ...] = (
        Column("a", message("单位甲"), lambda row: row.a_name, link=lambda row: f"/units/{iris.last(row.a)}"),
        Column("b", message("单位乙"), lambda row: row.b_name, link=lambda row: f"/units/{iris.last(row.b)}"),
        Column(
            "shared",
            message("共同任务"),
            lambda row: row.shared,
            ValueKind.NUMBER,
            link=lambda row: f"/overlap?a={iris.last(row.a)}&b={iris.last(row.b)}{shown}",
            sortable=True,
        ),
        Column("expected", message("期望"), lambda row: row.expected, ValueKind.NUMBER, digits=4, sortable=True),
        Column(
            "jaccard",
            message("Jaccard"),
            lambda row: row.jaccard,
            ValueKind.NUMBER,
            digits=4,
            sortable=True,
            aside=True,
        ),
        Column("a_in_b", message("甲含于乙"), lambda row: row.a_in_b, ValueKind.NUMBER, digits=4, aside=True),
        Column("b_in_a", message("乙含于甲"), lambda row: row.b_in_a, ValueKind.NUMBER, digits=4, aside=True),
        Column("q", message("q"), lambda row: row.q, ValueKind.NUMBER, digits=6, sortable=True),
        Column("redealt", message("重分配 p"), lambda row: row.redealt, ValueKind.NUMBER, digits=4, aside=True),
        Column(
            "hypergeometric",
            message("超几何 q（参考）"),
            lambda row: row.hypergeometric,
            ValueKind.NUMBER,
            digits=6,
            aside=True,
        ),
        Column("verdict", message("判断"), lambda row: row.verdict, names=VERDICTS),
        Column(
            "tasks",
            message("任务"),
            lambda row: tuple(named[task] for task in row.tasks),
            ValueKind.LIST,
            link=lambda row: tuple(addresses[task] for task in row.tasks),
            aside=True,
        ),
    )
    notes = (found.compared(), *legend(corpus))
    title = message("职责重叠情况")
    return table("overlap", title, columns, _pairs(found), notes, lambda row: first.get(row.tasks[0], ""))


def _pairs(found: Overlaps) -> Iterator[Pair]:
    frame = found.frame()
    listed = (frame[name].tolist() for name in Pair._fields[:-1])
    return map(Pair._make, zip(*listed, found.shared_tasks(), strict=True))


def communities_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """Groups of units that share tasks."""
    names = {unit.iri: unit.name for unit in corpus.units}
    found = communities(corpus)
    columns: tuple[Column[tuple[int, tuple[str, ...]]], ...] = (
        Column("group", message("组"), lambda row: row[0], ValueKind.NUMBER),
        Column("size", message("单位数"), lambda row: len(row[1]), ValueKind.NUMBER),
        Column(
            "units",
            message("单位"),
            lambda row: tuple(names[unit] for unit in row[1]),
            ValueKind.LIST,
            link=lambda row: tuple(f"/units/{iris.last(unit)}" for unit in row[1]),
            of_units=True,
        ),
    )
    note = message(
        "Louvain：模块度 {modularity:.3f}，各种子的一致程度 {stability:.2f}（1 为完全一致），种子 {seed}。",
        modularity=found.modularity,
        stability=found.stability,
        seed=found.seed,
    )
    return table("communities", message("常共同承担任务的单位"), columns, enumerate(found.groups, start=1), (note,))


CENTRALITY: tuple[Column[Centrality], ...] = (
    unit_column("unit_label", message("单位"), lambda row: row.unit),
    Column("betweenness", message("居间联系程度"), lambda row: row.betweenness, ValueKind.NUMBER, digits=9, form=".3f"),
    Column("degree", message("参与任务占比"), lambda row: row.degree, ValueKind.NUMBER, digits=9, form=".3f"),
    Column(
        "birank",
        message("参与重要任务程度"),
        lambda row: row.birank,
        ValueKind.NUMBER,
        digits=9,
        form=".4f",
        aside=True,
    ),
    Column(
        "authority",
        message("共同任务集中程度"),
        lambda row: row.authority,
        ValueKind.NUMBER,
        digits=9,
        form=".4f",
        aside=True,
    ),
    Column(
        "constraint",
        message("联系单位重合程度"),
        lambda row: row.constraint,
        ValueKind.NUMBER,
        digits=9,
        form=".3f",
        aside=True,
    ),
    Column(
        "effective_size",
        message("互不联系的合作单位数"),
        lambda row: row.effective_size,
        ValueKind.NUMBER,
        digits=9,
        form=".2f",
        aside=True,
    ),
    Column("articulation", message("唯一连接单位"), lambda row: row.articulation, ValueKind.FLAG),
)


def centrality_table(corpus: Corpus, _: Definitions = DEFAULTS, *, collectives: bool = False) -> Table:
    """Units by where they are between the others, collectives left out unless they are requested."""
    exact = len(corpus.assignments) <= BETWEENNESS_UP_TO
    found = centrality(corpus, betweenness=exact, collectives=collectives)
    ranked = (
        message("排名含集体称谓和类称。")
        if collectives
        else message("排名不含集体称谓和类称（{left_out} 个）。", left_out=found.left_out)
    )
    left_out = message("分工超过 {most} 条，居间联系程度未计算（记为 0）。", most=BETWEENNESS_UP_TO)
    method = message(
        "方法：各列依次为中介中心性、度中心性、BiRank、HITS 权威值、Burt 约束、有效规模、割点。中介中心性和割点仅在相互连通的"
        "单位之间比较；HITS 权威值在联系最密的一组以外为 0，可参看 BiRank。"
    )
    notes = (ranked, method) if exact else (ranked, left_out, method)
    return table("centrality", message("网络枢纽单位"), CENTRALITY, found.rows, notes)


ANALYSES: Mapping[str, Analysis] = {
    "overlap": overlap_table,
    "communities": communities_table,
    "centrality": centrality_table,
}
