"""The analyses of what units share: overlap, communities, centrality."""

from collections.abc import Iterator, Mapping

from api.reports.analysis import Analysis, analysis, column
from api.reports.refs import legend, refs
from api.tables.representations import Value
from extract.messages import message
from graph.dataset.rows import Corpus
from graph.measures.overlap import VERDICTS, Overlaps, overlap
from graph.measures.settings import DEFAULTS, Definitions
from graph.network.centrality import centrality
from graph.network.communities import communities
from graph.network.engine import Engine

ENGINES = {Engine.NETWORKX: "NetworkX", Engine.FAST: "scipy, rustworkx"}
BETWEENNESS_UP_TO = 20_000
"""Assignments up to which exact betweenness is worth its time."""


def overlap_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Analysis:
    """Pairs of units that share tasks, and whether that is more than chance."""
    heads = (
        column("a", message("单位")),
        column("b", message("单位")),
        column("shared", message("共同任务"), number=True),
        column("expected", message("期望"), number=True),
        column("jaccard", message("Jaccard"), number=True),
        column("a_in_b", message("甲含于乙"), number=True),
        column("b_in_a", message("乙含于甲"), number=True),
        column("q", message("q"), number=True),
        column("hypergeometric", message("超几何 q（参考）"), number=True),
        column("verdict", message("判断"), names=VERDICTS),
        column("tasks", message("任务")),
    )
    found = overlap(corpus, test=definitions.overlap)
    rows = overlap_rows(found, refs(corpus))
    title = message("职责重叠情况")
    return analysis("overlap", title, heads, rows, (found.compared(), *legend(corpus)))


def overlap_rows(found: Overlaps, named: Mapping[str, str]) -> Iterator[tuple[Value, ...]]:
    """Write pairs as rows, straight from the columns; ``named`` gives each task its printed number."""
    table = found.frame()
    numbers = table[["expected", "jaccard", "a_in_b", "b_in_a"]].round(4).to_numpy().tolist()
    listed = (table[name].tolist() for name in ("a_name", "b_name", "shared", "q", "hypergeometric", "verdict"))
    for (a, b, shared, q, plain, verdict), row, tasks in zip(
        zip(*listed, strict=True), numbers, found.shared_tasks(), strict=True
    ):
        yield (a, b, shared, *row, round(q, 6), round(plain, 6), verdict, tuple(named[task] for task in tasks))


def communities_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """Groups of units that share tasks."""
    names = {unit.iri: unit.name for unit in corpus.units}
    found = communities(corpus)
    heads = (
        column("group", message("组"), number=True),
        column("size", message("单位数"), number=True),
        column("units", message("单位")),
    )
    rows = (
        (place, len(group), tuple(names[unit] for unit in group)) for place, group in enumerate(found.groups, start=1)
    )
    notes = (
        message(
            "Louvain：模块度 {modularity:.3f}，各种子的一致程度 {stability:.2f}（1 为完全一致），种子 {seed}。",
            modularity=found.modularity,
            stability=found.stability,
            seed=found.seed,
        ),
    )
    return analysis("communities", message("常共同承担任务的单位"), heads, rows, notes)


def centrality_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """Units by where they stand between the others."""
    exact = len(corpus.assignments) <= BETWEENNESS_UP_TO
    found = centrality(corpus, betweenness=exact)
    heads = (
        column("unit_label", message("单位")),
        column("betweenness", message("中介"), number=True),
        column("degree", message("度"), number=True),
        column("birank", message("BiRank"), number=True),
        column("authority", message("HITS"), number=True),
        column("constraint", message("约束"), number=True),
        column("effective_size", message("有效规模"), number=True),
        column("articulation", message("断点")),
    )
    rows = (
        (
            *(row.unit.name, round(row.betweenness, 9), round(row.degree, 9), round(row.birank, 9)),
            *(round(row.authority, 9), round(row.constraint, 9), round(row.effective_size, 9), row.articulation),
        )
        for row in found.rows
    )
    ranked = message(
        "排名不含集体称谓和类称（{left_out} 个），由 {engine} 计算。",
        left_out=found.left_out,
        engine=ENGINES[found.engine],
    )
    left_out = message("分工超过 {betweenness_up_to} 条，未算中介（记为 0）。", betweenness_up_to=BETWEENNESS_UP_TO)
    apart = message("中介和断点只在互相连通的一块网络里比；HITS 只在最密的一块不为 0，其余各块看 BiRank。")
    notes = (ranked, apart) if exact else (ranked, apart, left_out)
    return analysis("centrality", message("网络枢纽单位"), heads, rows, notes)
