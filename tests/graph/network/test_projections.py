"""NetworkX views: what is a node, what is an edge."""

from graph.dataset.rows import Corpus
from graph.network.projections import PART_OF, bipartite, network, projection
from tests.graph.measures.corpora import BASE, corpus


def test_the_whole_graph_holds_every_thing_and_one_edge_a_role() -> None:
    one = corpus("lead: 公安局、公安局 | support: 公安局、司法局", "~lead: 公安局", sections=(1, 2))
    graph = network(one)
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {"plan", "section", "task", "unit"}
    task, police = one.tasks[0].iri, f"{BASE}/unit/公安局"
    assert set(graph[task][police]) == {"leadBy", "supportedBy"}
    assert list(graph[one.tasks[1].iri]) == [f"{one.plans[0].iri}/section/2"]
    assert graph.has_edge(one.sections[0].iri, one.plans[0].iri, key=PART_OF)


def test_the_two_mode_graph_names_the_roles_on_the_edge() -> None:
    one = corpus("lead: 公安局 | support: 公安局")
    assert bipartite(one)[one.tasks[0].iri][one.units[0].iri]["roles"] == ("lead", "support")


def test_long_lists_do_not_shout() -> None:
    graph = projection(corpus("lead: 甲局、乙局、丙局、丁局、戊局"))
    assert graph.size(weight="weight") == 5 / 2


def test_an_empty_corpus_is_an_empty_graph() -> None:
    assert len(network(Corpus())) == len(bipartite(Corpus())) == len(projection(Corpus())) == 0
