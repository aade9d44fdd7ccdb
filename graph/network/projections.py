"""See a corpus as NetworkX graphs: the definition of every network measure.

Nodes are IRIs; each carries ``kind`` (unit, task, section, plan), ``label``, and for units ``unit_kind``.
"""

from collections.abc import Iterable, Iterator

import networkx as nx

from extract.records import Role
from graph.dataset.columns import ROLES, Laid, columns
from graph.dataset.rows import AssignmentRow, Corpus, only_shown

PREDICATES = {
    Role.LEAD: "leadBy",
    Role.SUPPORT: "supportedBy",
    Role.JOINT: "jointlyBy",
    Role.IMPLEMENT: "implementedBy",
    Role.GUIDE: "guidedBy",
    Role.SUPERVISE: "supervisedBy",
}
PART_OF = "partOf"


def network(corpus: Corpus) -> "nx.MultiDiGraph[str]":
    """Build the complete graph: task → unit by role, task → section, section → section or plan.

    Guarantees:
        1. One edge a (task, unit, role), keyed by the RDF predicate's local name (``leadBy`` …, ``partOf``).
        2. Only counted assignments make edges.
        3. Every plan, section, task and unit is a node, also one without edges; a unit that only the running text
           names is none.
    """
    hidden = only_shown(corpus)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for plan in corpus.plans:
        graph.add_node(plan.iri, kind="plan", label=plan.title)
    for section in corpus.sections:
        graph.add_node(section.iri, kind="section", label=f"{section.number}{section.title}")
    for task in corpus.tasks:
        graph.add_node(task.iri, kind="task", label=task.title or task.number)
    for unit in (unit for unit in corpus.units if unit.iri not in hidden):
        graph.add_node(unit.iri, kind="unit", label=unit.name, unit_kind=unit.kind)
    for section in corpus.sections:
        graph.add_edge(section.iri, section.parent, key=PART_OF)
    for task in corpus.tasks:
        graph.add_edge(task.iri, task.part_of, key=PART_OF)
    for row in _counted(corpus, Role):
        graph.add_edge(row.task, row.unit, key=PREDICATES[Role(row.role)])
    return graph


def bipartite(corpus: Laid, roles: Iterable[Role] = tuple(Role)) -> "nx.Graph[str]":
    """Build the two-mode graph of tasks (``bipartite=0``) and units (``bipartite=1``) for some roles.

    Guarantees:
        1. One undirected edge a (task, unit) pair, for every number of roles; ``roles`` on the edge names them.
        2. Every task and unit of the corpus is a node, also one without edges; a unit that only the running text
           names is none.

    Args:
        corpus: the rows, a view of them, or their columns.
        roles: what makes a unit part of a task.
    """
    table, wanted = columns(corpus), set(roles)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from((task.iri, {"bipartite": 0, "kind": "task"}) for task in table.tasks)
    graph.add_nodes_from(
        (unit.iri, {"bipartite": 1, "kind": "unit", "label": unit.name, "unit_kind": unit.kind}) for unit in table.units
    )
    held: dict[tuple[int, int], set[str]] = {}
    for task, unit, role in zip(table.task.tolist(), table.unit.tolist(), table.role.tolist(), strict=True):
        if ROLES[role] in wanted:
            held.setdefault((task, unit), set()).add(ROLES[role].value)
    for (task, unit), named in held.items():
        graph.add_edge(table.tasks[task].iri, table.units[unit].iri, roles=tuple(sorted(named)))
    return graph


def projection(corpus: Laid, roles: Iterable[Role] = tuple(Role)) -> "nx.Graph[str]":
    """Project on the units: two are tied when they share a task; the weight limits the effect of long lists.

    A task with k units adds 1/(k - 1) to each of its pairs, so that it adds k/2 in all, not k(k - 1)/2.

    Source: Newman 2001, Phys. Rev. E 64:016132; NetworkX ``collaboration_weighted_projected_graph``.
    """
    table = columns(corpus)
    graph = bipartite(table, roles)
    if not table.tasks:
        return graph  # NetworkX refuses to project a graph that has one side only
    return nx.bipartite.collaboration_weighted_projected_graph(graph, [unit.iri for unit in table.units])


def _counted(corpus: Corpus, roles: Iterable[Role]) -> Iterator[AssignmentRow]:
    wanted = {role.value for role in roles}
    return (row for row in corpus.assignments if row.counted and row.role in wanted)
