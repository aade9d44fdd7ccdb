import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import networkx as nx
import pyoxigraph
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from extract.records import Basis, Extraction
from graph.dataset.model import corpus_of
from graph.dataset.row_database import open_rows
from graph.dataset.triples import ntriples
from graph.exchange.formats import BadRdfError, RemoteContextError, read, write, write_graphs
from graph.exchange.networks import gexf, graphml_of, plain_network, write_graphml
from graph.exchange.syntaxes import Syntax
from graph.network.projections import network
from tests.bench.sparql.shape import plan

OX = {
    Syntax.TURTLE: pyoxigraph.RdfFormat.TURTLE,
    Syntax.NTRIPLES: pyoxigraph.RdfFormat.N_TRIPLES,
    Syntax.RDFXML: pyoxigraph.RdfFormat.RDF_XML,
    Syntax.JSONLD: pyoxigraph.RdfFormat.JSON_LD,
    Syntax.TRIG: pyoxigraph.RdfFormat.TRIG,
    Syntax.NQUADS: pyoxigraph.RdfFormat.N_QUADS,
}


def triples_of(small: Extraction) -> bytes:
    return ntriples(corpus_of(small), small.document.text)


def quads_of(small: Extraction) -> bytes:
    name = corpus_of(small).plans[0].iri
    lines = triples_of(small).decode().splitlines()
    return "".join(f"{line.removesuffix(' .')} <{name}> .\n" for line in lines).encode()


@pytest.mark.parametrize("syntax", [Syntax.TURTLE, Syntax.NTRIPLES, Syntax.RDFXML, Syntax.JSONLD])
def test_two_tools_read_the_same_graph(syntax: Syntax, small: Extraction) -> None:
    written = write(quads_of(small), syntax)
    assert written == write(quads_of(small), syntax)
    other = pyoxigraph.serialize(
        [quad.triple for quad in pyoxigraph.parse(written, format=OX[syntax])], format=OX[Syntax.NTRIPLES]
    )
    assert other is not None
    theirs = Graph().parse(data=other, format="nt")
    ours = Graph().parse(data=triples_of(small), format="nt")
    assert isomorphic(theirs, ours)
    assert isomorphic(Graph().parse(data=read(written, syntax), format="nt"), ours)


@pytest.mark.parametrize("syntax", [Syntax.TRIG, Syntax.NQUADS])
def test_the_names_of_graphs_are_kept(syntax: Syntax, small: Extraction) -> None:
    quads = list(pyoxigraph.parse(write(quads_of(small), syntax), format=OX[syntax]))
    assert {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, pyoxigraph.NamedNode)} == {
        corpus_of(small).plans[0].iri
    }
    assert len(quads) == len(triples_of(small).splitlines())


def test_a_graph_with_words_of_others_keeps_their_prefixes() -> None:
    lines = [f"<urn:s> <http://purl.org/vocab/vann/p> <urn:o> <urn:{name}> .\n" for name in "ab"]
    lines.append('<urn:s> <http://example.org/strange#p> "\\n@prefix x" <urn:c> .\n')
    written = write("".join(lines).encode(), Syntax.TRIG)
    assert len(list(pyoxigraph.parse(written, format=OX[Syntax.TRIG]))) == 3


@pytest.mark.parametrize("syntax", [Syntax.TURTLE, Syntax.NTRIPLES, Syntax.RDFXML, Syntax.JSONLD])
def test_what_two_graphs_say_is_written_once(syntax: Syntax) -> None:
    said = b"<urn:shared> <http://example.org/strange#p> <urn:o> .\n"
    graphs = [(f"urn:{name}", said + f'<urn:{name}#x> <urn:p> "{name}"@zh .\n'.encode()) for name in "ab"]
    out = BytesIO()
    write_graphs(out, iter(graphs), syntax)
    triples = [quad.triple for quad in pyoxigraph.parse(out.getvalue(), format=OX[syntax])]
    assert len(triples) == len(set(triples)) == 3


@pytest.mark.parametrize("syntax", Syntax)
def test_a_graph_is_written_before_the_next_is_read(syntax: Syntax) -> None:
    out, sizes = BytesIO(), list[int]()

    def graphs() -> Iterator[tuple[str, bytes]]:
        for name in "abc":
            sizes.append(out.tell())
            yield f"urn:{name}", f"<urn:{name}> <urn:p> <urn:o> .\n".encode()

    write_graphs(out, graphs(), syntax)
    assert sizes[0] < sizes[1] < sizes[2]


def test_json_ld_carries_its_context(small: Extraction) -> None:
    said = json.loads(write(triples_of(small), Syntax.JSONLD))
    assert said["@context"]["dg"] == "https://w3id.org/dutygraph/ns#"


@pytest.mark.parametrize(
    "remote",
    [
        '{"@context": "https://example.org/c.jsonld", "@id": "urn:a"}',
        '{"@context": [{"a": "urn:a"}, "file:///etc/passwd"], "@id": "urn:a"}',
        '[{"@id": "urn:a", "urn:p": {"@context": "//example.org/c"}}]',
        '{"@context": {"@import": "https://example.org/c.jsonld"}, "@id": "urn:a"}',
    ],
)
def test_a_context_elsewhere_is_refused_not_fetched(remote: str) -> None:
    with pytest.raises(RemoteContextError) as raised:
        read(remote.encode(), Syntax.JSONLD)
    assert "不会去取" in raised.value.message.render()


@pytest.mark.parametrize("syntax", Syntax)
def test_what_is_no_rdf_is_refused(syntax: Syntax) -> None:
    with pytest.raises(BadRdfError):
        read(b"{ this is <nothing", syntax)


@pytest.mark.parametrize("bad", [b"nonsense .\n", b"<urn:a> <urn:b> <urn:c>\n", b"<urn:a> <urn:b> <urn:c> x y .\n"])
def test_a_line_that_is_no_quad_is_refused(bad: bytes) -> None:
    with pytest.raises(BadRdfError):
        write(bad, Syntax.TURTLE)


def test_a_network_file_loads_in_networkx_with_every_node_and_edge(small: Extraction) -> None:
    corpus = corpus_of(small)
    whole, written = network(corpus), gexf(corpus)
    back = nx.read_gexf(BytesIO(written))
    assert set(back.nodes) == set(whole.nodes)
    assert back.number_of_edges() == whole.number_of_edges()
    assert written == gexf(corpus)
    assert b"lastmodified" not in written


def test_graphml_of_an_archive_has_the_bytes_that_networkx_writes_for_all_of_it(small: Extraction) -> None:
    rows, corpus = open_rows(None), corpus_of(small)
    odd = tuple(replace(task, title=title) for task, title in zip(corpus.tasks, ('<&\x01"', ""), strict=False))
    shown = tuple(
        replace(row, basis=Basis.SENTENCE.value) if row.unit == corpus.units[0].iri else row
        for row in corpus.assignments
    )
    named = replace(corpus, tasks=(*odd, *corpus.tasks[len(odd) :]), assignments=shown)
    for one, text in ((named, ""), *map(plan, (3, 1, 2))):
        rows.put(one.plans[0].iri, 1, one, text)
    archive = rows.snapshot()
    for some in (archive, archive.limited(archive.plans[1:3])):
        out = BytesIO()
        write_graphml(some, out)
        assert out.getvalue() == graphml_of(plain_network(some.corpus()))
