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
from graph.texts import Bilingual, bilingual

ENGINES = {Engine.NETWORKX: "NetworkX", Engine.FAST: "scipy, rustworkx"}
BETWEENNESS_UP_TO = 20_000
"""Assignments up to which exact betweenness is worth its time."""


def overlap_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Analysis:
    """Pairs of units that share tasks, and whether that is more than chance."""
    heads = (
        column("a", "单位", "unit"),
        column("b", "单位", "unit"),
        column("shared", "共同任务", "shared", number=True),
        column("expected", "期望", "expected", number=True),
        column("jaccard", "Jaccard", "Jaccard", number=True),
        column("a_in_b", "甲含于乙", "a in b", number=True),
        column("b_in_a", "乙含于甲", "b in a", number=True),
        column("q", "q", "q", number=True),
        column("hypergeometric", "超几何 q（参考）", "hypergeometric q, no verdict", number=True),
        column("verdict", "判断", "verdict"),
        column("tasks", "任务", "tasks"),
    )
    found = overlap(corpus, test=definitions.overlap)
    rows = overlap_rows(found, refs(corpus))
    notes = tuple(
        Bilingual(zh=f"{name.value}：{words.zh}", en=f"{name.value}: {words.en}") for name, words in VERDICTS.items()
    )
    title = Bilingual(zh="哪些单位的职责可能重叠？", en="Which units may overlap?")
    return analysis("overlap", title, heads, rows, (bilingual(found.compared()), *notes, *legend(corpus)))


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
        column("group", "组", "group", number=True),
        column("size", "单位数", "size", number=True),
        column("units", "单位", "units"),
    )
    rows = (
        (place, len(group), tuple(names[unit] for unit in group)) for place, group in enumerate(found.groups, start=1)
    )
    notes = (
        Bilingual(
            zh=f"Louvain：模块度 {found.modularity:.3f}，各种子的一致程度 {found.stability:.2f}（1 为完全一致），种子 {found.seed}。",
            en=f"Louvain: modularity {found.modularity:.3f}, agreement of the seeds {found.stability:.2f}, seed {found.seed}.",
        ),
    )
    return analysis(
        "communities", Bilingual(zh="哪些单位常在一起？", en="Which units work together?"), heads, rows, notes
    )


def centrality_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """Units by where they stand between the others."""
    exact = len(corpus.assignments) <= BETWEENNESS_UP_TO
    found = centrality(corpus, betweenness=exact)
    heads = (
        column("unit_label", "单位", "unit"),
        column("betweenness", "中介", "betweenness", number=True),
        column("degree", "度", "degree", number=True),
        column("birank", "BiRank", "BiRank", number=True),
        column("authority", "HITS", "HITS", number=True),
        column("constraint", "约束", "constraint", number=True),
        column("effective_size", "有效规模", "effective size", number=True),
        column("articulation", "断点", "articulation"),
    )
    rows = (
        (
            *(row.unit.name, round(row.betweenness, 9), round(row.degree, 9), round(row.birank, 9)),
            *(round(row.authority, 9), round(row.constraint, 9), round(row.effective_size, 9), row.articulation),
        )
        for row in found.rows
    )
    ranked = bilingual(
        message(
            "排名不含集体称谓和类称（{left_out} 个），由 {engine} 计算。",
            left_out=found.left_out,
            engine=ENGINES[found.engine],
        )
    )
    left_out = Bilingual(
        zh=f"分工超过 {BETWEENNESS_UP_TO} 条，未算中介（记为 0）。",
        en=f"More than {BETWEENNESS_UP_TO} assignments: betweenness was left out (0).",
    )
    apart = Bilingual(
        zh="中介和断点只在互相连通的一块网络里比；HITS 只在最密的一块不为 0，其余各块看 BiRank。",
        en="Betweenness and cut points compare within one connected piece of the network; HITS is 0 outside the densest piece: see BiRank there.",
    )
    notes = (ranked, apart) if exact else (ranked, apart, left_out)
    return analysis("centrality", Bilingual(zh="谁居于枢纽？", en="Who stands between the others?"), heads, rows, notes)
