"""Queries to a SPARQL server, answered in the engine's types, so that a worker does not depend on where the data is.

Guarantees:
    1. A query is parsed here before it is sent: one that is not SPARQL 1.1, or calls a function of the server,
       never reaches the server.
    2. An answer is complete or an error: a server that truncates rows, or breaks off in the middle, is detected.
    3. The default graph of a query that names none is the union of all graphs, also where the server's default differs.

Source: SPARQL 1.1 Protocol, 2.1; SPARQL 1.1 Query Results JSON Format.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse,
    parse_query_results,
)
from pyoxigraph import Store as Engine
from pyparsing import ParseException, ParseResults
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from extract.messages import message
from graph.errors import QueryError, StoreUnreachableError
from graph.store.addresses import Dialect, Server, server_at
from graph.store.dialects import WAYS, hidden, mended, prologue
from graph.store.http_transport import HttpResponse, HttpTransport
from graph.store.syntax import syntax_error
from ontology.terms import XSD

Answered = QuerySolutions | QueryBoolean | QueryTriples

_JSON = "application/sparql-results+json"
NTRIPLES = "application/n-triples"
_CUT = "x-sparql-maxrows"  # Virtuoso's word for "there was more"


@dataclass(frozen=True, slots=True)
class SparqlClient:
    """Queries one server; ``strict`` is for untrusted queries, ``bare`` sees what is hidden from them."""

    server: Server
    channel: HttpTransport
    strict: bool = True
    bare: bool = False

    def query(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: Sequence[NamedNode | BlankNode | DefaultGraph] | None = None,
        named_graphs: Sequence[NamedNode | BlankNode] | None = None,
    ) -> Answered:
        """Answer a query as the embedded engine would.

        Raises:
            SyntaxError: the query does not parse.
            QueryError: the server cannot do it.
            StoreUnreachableError: the server is gone, refuses, or gives half an answer.
        """
        is_graph = self.form(query, base_iri) is QueryTriples
        if default_graph is None and named_graphs is None:
            dataset = self._union() if use_default_graph_as_union else ()
        else:
            dataset = _dataset(default_graph or (), named_graphs or ())
        hiding = "" if self.bare else prologue(self.server.dialect, query)
        text = hiding + (f"BASE <{base_iri}> {query}" if base_iri else query)
        answer = self.channel.ask(
            "POST",
            self.server.query,
            body=urlencode((("query", text), *dataset)).encode("ascii"),
            media_type="application/x-www-form-urlencoded",
            accept=NTRIPLES if is_graph else _JSON,
        )
        return self._read(answer, query, is_graph=is_graph)

    def graphs(self) -> tuple[str, ...]:
        """Give the named graphs, sorted, without those that a server keeps for itself."""
        ways = WAYS[self.server.dialect]
        found = self.query(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {ways.content} }} }}")
        names = (solution[0] for solution in found) if isinstance(found, QuerySolutions) else ()
        return tuple(sorted(name.value for name in names if isinstance(name, NamedNode) and not hidden(name.value)))

    def form(self, query: str, base: str | None = None) -> type[Answered]:
        """Parse the query on an empty store to learn its form, and refuse functions of no standard.

        The result is dropped here: the engine's results may not be released on another thread, as in a traceback.

        Raises:
            SyntaxError: the query does not parse.
            QueryError: it calls a function that no standard defines.
        """
        try:
            form = type(Engine().query(query, base_iri=base))
        except RuntimeError as error:
            raise QueryError(message("查询不能执行：{error}", error=str(error))) from error
        if self.strict and self.server.dialect is not Dialect.OXIGRAPH:
            _refuse_functions(query)
        return form

    def _union(self) -> tuple[tuple[str, str], ...]:
        ways = WAYS[self.server.dialect]
        if ways.union is not None:
            return ways.union
        names = [NamedNode(graph) for graph in self.graphs()]
        return _dataset(names, names)

    def _read(self, answer: HttpResponse, query: str, *, is_graph: bool) -> Answered:
        if answer.status == 400:
            raise syntax_error(ValueError(answer.words), query)
        if answer.status == 500 and answer.words:  # how servers say that they cannot do it
            raise QueryError(message("库服务器未能执行查询：{words}", words=answer.words))
        if answer.status != 200:
            raise self.channel.broken(answer)
        if _CUT in answer.headers:
            raise cut_off(self.server.root, answer.headers[_CUT])
        try:
            return _graph_of(answer.body) if is_graph else self._table_of(answer.body)
        except (SyntaxError, ValueError) as error:
            raise self.channel.unreadable(str(error)) from error

    def _table_of(self, body: bytes) -> Answered:
        """Read a table to its end, so that one that breaks off is found out before a row is given away."""
        data = mended(body) if self.server.dialect is Dialect.VIRTUOSO else body
        answer = parse_query_results(data, QueryResultsFormat.JSON)
        if isinstance(answer, QueryBoolean):
            return answer
        try:
            for _ in answer:
                pass
        finally:
            del answer  # see ``form``
        return parse_query_results(data, QueryResultsFormat.JSON)


def client_at(address: str) -> SparqlClient:
    """Make a client for untrusted queries to the server at ``address``; nothing is sent yet.

    Raises:
        StoreUnreachableError: the address is invalid.
    """
    server = server_at(address)
    return SparqlClient(server, HttpTransport(server.root))


def cut_off(root: str, rows: str) -> StoreUnreachableError:
    """Say that the server gave only the first rows."""
    return StoreUnreachableError(
        message(
            "库服务器 {root} 只给出前 {rows} 行，结果不全，未采用。请调大服务器的行数上限（Virtuoso："
            "virtuoso.ini 中 [SPARQL] 的 ResultSetMaxRows）。",
            root=root,
            rows=rows,
        )
    )


def _dataset(
    default: Sequence[NamedNode | BlankNode | DefaultGraph], named: Sequence[NamedNode | BlankNode]
) -> tuple[tuple[str, str], ...]:
    return (
        *(("default-graph-uri", graph.value) for graph in default if isinstance(graph, NamedNode)),
        *(("named-graph-uri", graph.value) for graph in named if isinstance(graph, NamedNode)),
    )


def _graph_of(body: bytes) -> QueryTriples:
    """Give triples in the engine's own type, by way of a store in memory."""
    engine = Engine()
    engine.extend(parse(body, format=RdfFormat.N_TRIPLES))
    answer = engine.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    if not isinstance(answer, QueryTriples):
        raise TypeError("a CONSTRUCT answers with triples")
    return answer


def _refuse_functions(query: str) -> None:
    """Refuse a function that the standards do not define: on some servers such functions reach other machines.

    The parse tree is walked, not the algebra, which loses a FILTER inside EXISTS.

    Raises:
        QueryError: naming the function, or the query cannot be walked.
    """
    try:
        tree = parseQuery(query)
    except (ParseException, RecursionError) as error:
        raise QueryError(message("查询不能执行：{error}", error=str(error))) from error
    prefixes: dict[str, set[str]] = {}
    for part in _parts(tree):
        if part.name == "PrefixDecl":
            prefixes.setdefault(str(part.prefix or ""), set()).add(str(part.iri))
    for part in _parts(tree):
        if part.name == "Function":
            for iri in _meant(part.iri, prefixes):
                if not iri.startswith(XSD):
                    raise QueryError(message("不允许调用函数 <{iri}>。", iri=iri))


def _meant(name: object, prefixes: Mapping[str, set[str]]) -> Iterator[str]:
    """Give every IRI that a name can expand to; a prefix that is declared twice expands to both."""
    if isinstance(name, CompValue):
        for beginning in prefixes.get(str(name.prefix or ""), {""}):
            yield beginning + str(name.localname or "")
    else:
        yield str(name)


def _parts(tree: object) -> Iterator[CompValue]:
    if isinstance(tree, CompValue):
        yield tree
        for inner in tree.values():
            yield from _parts(inner)
    elif isinstance(tree, list | tuple | set | ParseResults):
        for inner in tree:
            yield from _parts(inner)
