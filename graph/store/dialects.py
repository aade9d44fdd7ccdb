"""What servers do in their own ways, and how we make them all give the same answers.

The standards leave open what a query sees that names no graph, whether a graph may be empty, and whether there is a
graph without a name. Every difference that the store knows of is here; where a server differs in a way that would lose
something, it is an error and not an answer.

Source: SPARQL 1.1 Query Language, 13.1; SPARQL 1.1 Protocol, 2.1.4; Virtuoso documentation, "RDF data access".
"""

import re
from dataclasses import dataclass

from pyoxigraph import Literal

from graph.store.addresses import Dialect
from ontology import iris

STATE = iris.graph("state")
"""The graph, or the beginning of the names of empty graphs, in which writers leave a mark for other readers."""

_VIRTUOSO_OWN = (
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "http://localuriqaserver/sparql",
    "urn:activitystreams-owl:map",
    "urn:core:services:sparql",
)
_ONE_GRAPH = re.compile(r"\bGRAPH\s*(?:#[^\n]*\n\s*)*(?:<|[^\s?${]*:)", re.IGNORECASE)
_VIRTUOSO_BLANK = b'"type": "bnode", "value": "nodeID://'
_VIRTUOSO_TRUTH = b'"datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "'


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The request parameters and query forms of one kind of server.

    Attributes:
        prologue: precedes every query.
        union: request parameters that make the default graph the union of all graphs; ``None`` where the graphs have
            to be named one by one.
        empty_graphs: whether a graph without triples can exist.
        unnamed_graph: whether there is a graph without a name.
        content: the pattern that is true of every graph that exists.
    """

    prologue: str = ""
    union: tuple[tuple[str, str], ...] | None = None
    empty_graphs: bool = False
    unnamed_graph: bool = True

    @property
    def content(self) -> str:
        """The pattern inside ``GRAPH`` that holds for every graph that exists."""
        return "" if self.empty_graphs else "?s ?p ?o"


WAYS = {
    Dialect.OXIGRAPH: Ways(union=(("union-default-graph", "true"),), empty_graphs=True),
    Dialect.VIRTUOSO: Ways(
        prologue="".join(
            f"define input:{kind}-graph-exclude <{graph}> "
            for graph in (*_VIRTUOSO_OWN, STATE)
            for kind in ("default", "named")
        ),
        union=(),
        unnamed_graph=False,
    ),
    Dialect.PLAIN: Ways(),
}


def prologue(dialect: Dialect, query: str) -> str:
    """Give the prologue with which a query sees the graphs of the store and no others.

    Virtuoso (7.2.5) answers ``GRAPH <one named graph>`` with nothing when graphs are excluded; such a query has no prologue,
    and its patterns outside of that graph see the server's own graphs as well.
    """
    return "" if _ONE_GRAPH.search(query) else WAYS[dialect].prologue


def hidden(graph: str) -> bool:
    """Whether a graph is the server's own, or the mark of writers."""
    return graph in _VIRTUOSO_OWN or graph == STATE or graph.startswith(STATE + "/")


def mended(body: bytes) -> bytes:
    """Write Virtuoso's blank nodes and truth values in its JSON results as the standards have them.

    The patterns contain unescaped quotation marks, so they cannot match inside a value.
    """
    body = body.replace(_VIRTUOSO_BLANK, _VIRTUOSO_BLANK.removesuffix(b"nodeID://"))
    body = body.replace(_VIRTUOSO_TRUTH + b'0"', _VIRTUOSO_TRUTH + b'false"')
    return body.replace(_VIRTUOSO_TRUTH + b'1"', _VIRTUOSO_TRUTH + b'true"')


def look(dialect: Dialect) -> str:
    """Write the query for the marks that writers left."""
    if WAYS[dialect].empty_graphs:
        return f'SELECT ?mark {{ GRAPH ?mark {{}} FILTER(STRSTARTS(STR(?mark), "{STATE}/")) }}'
    return f"SELECT ?mark {{ GRAPH <{STATE}> {{ <{STATE}> ?p ?mark }} }}"


def leave(dialect: Dialect, old: tuple[str, ...], new: str) -> str:
    """Write the update that puts the mark ``new`` in the place of the ``old`` ones."""
    if WAYS[dialect].empty_graphs:
        drops = "".join(f"DROP SILENT GRAPH <{STATE}/{mark}>; " for mark in old)
        return f"{drops}CREATE SILENT GRAPH <{STATE}/{new}>"
    removed = "".join(f"DELETE {_marked(mark)}; " for mark in old)  # a mark left since then is for others to see
    return f"{removed}INSERT {_marked(new)}"


def _marked(mark: str) -> str:
    return f"DATA {{ GRAPH <{STATE}> {{ <{STATE}> <http://purl.org/dc/terms/identifier> {Literal(mark)} }} }}"
