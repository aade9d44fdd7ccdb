"""The graph in the formats of other people's tools: Turtle, TriG, N-Quads, JSON-LD, RDF/XML, and GraphML and GEXF.

Guarantees:
    1. Equal content gives equal bytes: no clock, no order of a hash table.
    2. JSON-LD carries its own context. A document that points at a context elsewhere is refused, never fetched.
    3. GraphML and GEXF hold the network as ``graph.network.projections`` defines it.

Source: W3C JSON-LD 1.1 § 3.1 (contexts); GEXF 1.2; GraphML 1.0.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from io import BytesIO
from xml.sax import SAXParseException

import networkx as nx
from rdflib import Graph, Literal, Node
from rdflib.exceptions import ParserError

from extract.messages import message
from graph.dataset.rows import Corpus
from graph.dataset.triples import literal
from graph.dataset.xml_text import xml_text
from graph.errors import GraphError
from graph.network.projections import network
from graph.store.formats import MalformedRdfError, canonical
from ontology.terms import PREFIXES

_LAST_MODIFIED = re.compile(rb' lastmodifieddate="[^"]*"')

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


class BadRdfError(GraphError):
    """The file is not RDF in the syntax that its name states."""


class RemoteContextError(GraphError):
    """A JSON-LD document points at a context elsewhere."""


class Syntax(StrEnum):
    """A syntax of RDF; the value is the file suffix."""

    TURTLE = "ttl"
    TRIG = "trig"
    NTRIPLES = "nt"
    NQUADS = "nq"
    JSONLD = "jsonld"
    RDFXML = "rdf"


MEDIA_TYPES: dict[Syntax, str] = {
    Syntax.TURTLE: "text/turtle",
    Syntax.TRIG: "application/trig",
    Syntax.NTRIPLES: "application/n-triples",
    Syntax.NQUADS: "application/n-quads",
    Syntax.JSONLD: "application/ld+json",
    Syntax.RDFXML: "application/rdf+xml",
}
_RDFLIB = {Syntax.TURTLE: "turtle", Syntax.NTRIPLES: "nt", Syntax.RDFXML: "xml"}
_TRIPLE = re.compile(r'(?:<[^<>" ]*>|_:\S+) <[^<>" ]*> (?:<[^<>" ]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@\S+|\^\^<[^<>" ]*>)?)')


def context() -> dict[str, str]:
    """Give the context of every JSON-LD document written here: the prefixes, and nothing to fetch."""
    return dict(PREFIXES)


def write(nquads: bytes, syntax: Syntax) -> bytes:
    """Write sorted N-Quads or N-Triples, as a store dumps them, in another syntax.

    Guarantees:
        1. TriG and N-Quads keep the names of the graphs; the others hold the union.

    Raises:
        BadRdfError: when a line is not an N-Quad.
    """
    graphs = _graphs(nquads)
    union = sorted({line for lines in graphs.values() for line in lines})
    match syntax:
        case Syntax.NQUADS:
            return nquads
        case Syntax.NTRIPLES:
            return "".join(union).encode()
        case Syntax.TRIG:
            return _trig(graphs)
        case Syntax.JSONLD:
            return _jsonld(_graph(union))
        case Syntax.TURTLE:
            return _graph(union).serialize(format="turtle", encoding="utf-8")
        case Syntax.RDFXML:
            return _graph(union).serialize(format="pretty-xml", encoding="utf-8", max_depth=1)


def read(data: bytes, syntax: Syntax) -> bytes:
    """Read RDF of one graph as sorted N-Triples.

    Raises:
        RemoteContextError: when a JSON-LD document names a context by address.
        BadRdfError: when the bytes cannot be read, or the syntax holds named graphs.
    """
    if syntax in {Syntax.TRIG, Syntax.NQUADS}:
        raise _bad(syntax, "a file of one graph is needed")
    if syntax is Syntax.JSONLD:
        _refuse_remote(_json(data))
        try:
            return canonical(data, MEDIA_TYPES[syntax])
        except MalformedRdfError as error:
            raise _bad(syntax, str(error)[:200]) from error
    try:
        graph = Graph().parse(data=data, format=_RDFLIB[syntax])
    except (ParserError, SyntaxError, ValueError, KeyError, AssertionError, SAXParseException) as error:
        raise _bad(syntax, str(error)[:200]) from error
    return "".join(sorted(_line(triple) for triple in graph)).encode()


def graphml(corpus: Corpus) -> bytes:
    """Write the network as GraphML, for Gephi, yEd and Cytoscape."""
    return graphml_of(_plain(corpus))


def gexf(corpus: Corpus) -> bytes:
    """Write the network as GEXF 1.2, for Gephi."""
    return gexf_of(_plain(corpus))


def graphml_of(plain: "nx.MultiDiGraph[str]") -> bytes:
    """Write a network whose words XML can contain as GraphML."""
    out = BytesIO()
    nx.write_graphml_xml(plain, out, encoding="utf-8")
    return out.getvalue()


def gexf_of(plain: "nx.MultiDiGraph[str]") -> bytes:
    """Write a network whose words XML can contain as GEXF, without the date of today that the library adds."""
    out = BytesIO()
    nx.write_gexf(plain, out, encoding="utf-8", version="1.2draft")
    return _LAST_MODIFIED.sub(b"", out.getvalue())


def _plain(corpus: Corpus) -> "nx.MultiDiGraph[str]":
    """Copy the network with the role on the edge, where those tools look for it, and words that XML can hold."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    whole = network(corpus)
    for node, said in whole.nodes(data=True):
        plain.add_node(node, **{key: xml_text(str(words)) for key, words in said.items()})
    for number, (start, end, key) in enumerate(sorted(whole.edges(keys=True))):
        plain.add_edge(start, end, key=str(number), relation=str(key))
    return plain


def _graphs(nquads: bytes) -> dict[str, list[str]]:
    graphs: dict[str, list[str]] = {}
    for line in nquads.decode().split("\n"):
        if not line:
            continue
        if not line.endswith(" ."):
            raise _bad(Syntax.NQUADS, line[:80])
        body, name = line.removesuffix(" ."), ""
        if not _TRIPLE.fullmatch(body):
            body, _, name = body.rpartition(" ")
            if not _TRIPLE.fullmatch(body):
                raise _bad(Syntax.NQUADS, line[:80])
        graphs.setdefault(name, []).append(body + " .\n")
    return graphs


def _graph(lines: Iterable[str]) -> Graph:
    graph = Graph()
    for prefix, namespace in PREFIXES:
        graph.bind(prefix, namespace)
    return graph.parse(data="".join(lines), format="nt")


def _trig(graphs: Mapping[str, list[str]]) -> bytes:
    """Write each graph as a block, preceded by the prefixes that it needs besides ours."""
    ours = [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES]
    out = list(ours)
    for name, lines in sorted(graphs.items()):
        turtle = _graph(lines).serialize(format="turtle")
        head, _, body = turtle.partition("\n\n") if turtle.startswith("@prefix ") else ("", "", turtle)
        out += [line + "\n" for line in head.splitlines() if line + "\n" not in ours]
        body = body.strip()
        out.append(f"\n{name} {{\n{body}\n}}\n" if name else f"\n{body}\n")
    return "".join(out).encode()


def _jsonld(graph: Graph) -> bytes:
    written: Json = json.loads(graph.serialize(format="json-ld", context=context()))
    return (json.dumps(_sorted(written), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _sorted(node: Json) -> Json:
    """Put what RDF does not order in one order. The data holds no lists whose order means something."""
    if isinstance(node, dict):
        return {key: _sorted(value) for key, value in node.items()}
    if isinstance(node, list):
        return sorted(map(_sorted, node), key=lambda one: json.dumps(one, sort_keys=True))
    return node


def _json(data: bytes) -> Json:
    try:
        loaded: Json = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _bad(Syntax.JSONLD, str(error)[:200]) from error
    return loaded


def _refuse_remote(node: Json) -> None:
    for address in _remote(node):
        raise RemoteContextError(
            message("JSON-LD 引用了外部的 @context（{address}），不会去取。请把上下文写进文件。", address=address[:100])
        )


def _remote(node: Json) -> Iterator[str]:
    """Find the addresses of contexts that JSON-LD would fetch."""
    if isinstance(node, dict):
        for key in ("@context", "@import"):
            value = node.get(key)
            yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
    inner = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
    for one in inner:
        yield from _remote(one)


def _line(triple: tuple[Node, Node, Node]) -> str:
    subject, predicate, target = triple
    written = (
        literal(str(target), str(target.datatype or ""), target.language or "")
        if isinstance(target, Literal)
        else target.n3()
    )
    return f"{subject.n3()} {predicate.n3()} {written} .\n"


def _bad(syntax: Syntax, why: str) -> BadRdfError:
    return BadRdfError(message("读不出 {syntax} 格式：{why}", syntax=syntax, why=why))
