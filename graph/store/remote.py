"""A keeper elsewhere: any SPARQL 1.1 server with query, update and Graph Store endpoints.

Graphs go over as wholes (PUT, POST, DELETE of the Graph Store Protocol), each one request, which the servers known here
apply entirely or not at all.

Source: SPARQL 1.1 Graph Store HTTP Protocol, 5; SPARQL 1.1 Protocol, 2.2.
"""

import threading
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Triple, serialize

from extract.messages import message
from graph.errors import QueryError, StoreBusyError
from graph.store.addresses import Dialect, Server, server_at
from graph.store.answers import not_a_select, solved, table_of
from graph.store.contract import DEFAULT_GRAPH, Solutions
from graph.store.dialects import STATE, WAYS, leave, look
from graph.store.formats import canonical, of_bounded_size
from graph.store.http_transport import HttpTransport
from graph.store.remote_revision import RemoteRevision
from graph.store.sparql_client import NTRIPLES, SparqlClient, cut_off
from graph.store.syntax import syntax_error

_TRIES = 3  # to read everything while others write


def open_remote(address: str) -> "RemoteStore":
    """Open the store at ``address``; the forms of an address are in ``graph.store.addresses``.

    Raises:
        StoreUnreachableError: the address is invalid, or no server answers there.
    """
    server = server_at(address)
    store = RemoteStore(address, server, HttpTransport(server.root))
    try:
        store.look()
    except BaseException:
        store.close()
        raise
    return store


class RemoteStore:
    """``Store`` on a server; see ``graph.store.contract`` for what it promises.

    The server's own limits apply as well, and its own writers: what another program writes without leaving a mark is
    noticed when this one next reads, but ``revision`` does not grow.
    """

    def __init__(self, address: str, server: Server, transport: HttpTransport) -> None:
        """Take a transport; call ``open_remote`` instead."""
        self._address = address
        self._server = server
        self._capabilities = WAYS[server.dialect]
        self._transport = transport
        self._client = SparqlClient(server, transport, strict=False)
        self._writing = threading.RLock()
        self._revision = RemoteRevision(self._look, self._leave)

    def alone(self) -> AbstractContextManager[object]:
        """Hold off the writes of other threads of this program while a block reads and writes."""
        return self._writing

    @property
    def revision(self) -> int:
        """A number that grows with each write of ours, and within about a second with each write of others."""
        return self._revision.number()

    def look(self) -> None:
        """Check whether another client has written to the server.

        Raises:
            StoreUnreachableError: the server does not answer.
        """
        self._revision.look()

    def replace(self, graph: str, ntriples: bytes) -> int:
        """Replace the content of ``graph`` by ``ntriples`` in one request; return its stamp.

        Raises:
            MalformedRdfError: the bytes are not N-Triples; nothing is sent.
            StoreUnreachableError: the server is gone, full, or refuses.
        """
        content = canonical(ntriples)
        with self._writing:
            self._send("PUT", graph, content)
            self._revision.written((graph,))
        return self.stamp(graph)

    def replace_many(
        self,
        graphs: Iterable[tuple[str, bytes]],
        *,
        compact: bool = True,  # noqa: ARG002  a server keeps its own house
        checked: bool = False,
    ) -> None:
        """Replace several graphs, one request each."""
        with self._writing:
            sent: list[str] = []
            try:
                for graph, ntriples in graphs:
                    sent.append(graph)
                    self._send("PUT", graph, of_bounded_size(ntriples) if checked else canonical(ntriples))
            finally:
                self._revision.written(sent)

    def add(self, graph: str, ntriples: bytes) -> None:
        """Add ``ntriples`` to ``graph`` in one request.

        Raises:
            MalformedRdfError: the bytes are not N-Triples; nothing is sent.
            StoreUnreachableError: the server is gone, full, or refuses.
        """
        content = canonical(ntriples)
        with self._writing:
            self._send("POST", graph, content)
            self._revision.written((graph,))

    def remove(self, graph: str) -> None:
        """Drop ``graph`` in one request."""
        with self._writing:
            answer = self._transport.ask("DELETE", self._server.graphs, parameters=self._named(graph))
            if answer.status not in {200, 202, 204, 404}:
                raise self._transport.broken(answer)
            self._revision.written((graph,))

    def holds(self, graph: str) -> bool:
        """Whether ``graph`` exists, be it empty where the server knows empty graphs."""
        if graph == DEFAULT_GRAPH:
            return True
        if not self._capabilities.empty_graphs:  # Virtuoso 7.2.5 gives a wrong result for an ASK of one graph
            return self.size(graph) > 0
        answer = self._client.query(f"ASK {{ GRAPH {NamedNode(graph)} {{}} }}")
        return isinstance(answer, QueryBoolean) and bool(answer)

    def graphs(self) -> tuple[str, ...]:
        """Give the IRIs of the named graphs, sorted."""
        return self._client.graphs()

    def size(self, graph: str | None = None) -> int:
        """Count the triples of ``graph``, or the quads of all graphs."""
        if graph == DEFAULT_GRAPH:
            return self.dump(graph).count(b"\n")
        if graph is not None:
            return self._count(f"GRAPH {NamedNode(graph)} {{ ?s ?p ?o }}")
        # one graph after the other: a count over all would hold the marks of writers and the server's own graphs
        unnamed = self.size(DEFAULT_GRAPH) if self._capabilities.unnamed_graph else 0
        counts = self.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        known = set(self.graphs())
        return unnamed + sum(int(n.value) for g, n in counts.rows if g and n and g.value in known)

    def select(self, query: str, graphs: Iterable[str] | None = None) -> Solutions:
        """Answer a trusted SELECT over the union of some ``graphs`` or of all.

        Raises:
            QueryError: the query does not parse, or is not a SELECT.
            StoreUnreachableError: the server is gone, or gives only part of the answer.
        """
        try:
            if self._client.form(query) is not QuerySolutions:
                raise not_a_select()
            names, union = None if graphs is None else [NamedNode(graph) for graph in graphs], graphs is None
            return solved(
                lambda: self._client.query(
                    query, use_default_graph_as_union=union, default_graph=names, named_graphs=names
                ),
                table_of,
            )
        except (SyntaxError, ValueError) as error:
            raise syntax_error(error, query) from error

    def words(self, query: str) -> tuple[tuple[str, ...], ...]:
        """Answer a trusted SELECT with the bare words of its cells.

        Raises:
            QueryError: the query does not parse, or is not a SELECT.
            StoreUnreachableError: the server is gone, or gives only part of the answer.
        """
        return tuple(tuple(cell.value if cell else "" for cell in row) for row in self.select(query).rows)

    def stamp(self, graph: str) -> int:
        """Give the number of the last write that may have touched ``graph``; one by others may have touched any."""
        return self._revision.stamp(graph)

    def cache_folder(self) -> Path | None:
        """Give no folder: the data is elsewhere."""
        return None

    def compact(self) -> bool:
        """Do nothing: a server keeps its own house."""
        return False

    def update(self, text: str, base: str = "", graphs: Iterable[str] | None = None) -> None:
        """Run a trusted SPARQL update in one request.

        Raises:
            QueryError: the update does not parse, or cannot be done.
            StoreUnreachableError: the server is gone or refuses.
        """
        with self._writing:
            self._update(f"BASE <{base}> {text}" if base else text)
            self._revision.written(graphs)

    def dump(self, graph: str | None = None) -> bytes:
        """Give ``graph`` as sorted N-Triples, or all graphs as sorted N-Quads, as they were at one moment.

        Raises:
            StoreBusyError: others wrote all the while.
            StoreUnreachableError: the server is gone, or gives only part of a graph.
        """
        if graph is not None:
            return b"".join(sorted(self._content(graph).splitlines(keepends=True)))
        for _ in range(_TRIES):
            before = sorted(self._look())
            data = self._everything()
            if sorted(self._look()) == before:
                return data
        raise StoreBusyError(
            message("库服务器 {root} 一直有人在写，读不到一致的内容。请稍后再试。", root=self._server.root)
        )

    def source(self) -> str:
        """Give the address; a query worker talks to the server itself."""
        return self._address

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the store."""
        self.close()

    def _named(self, graph: str) -> tuple[tuple[str, str], ...]:
        if graph:
            return (("graph", NamedNode(graph).value),)  # refuses an invalid IRI
        if self._capabilities.unnamed_graph:
            return (("default", ""),)
        raise QueryError(message("库服务器 {root} 没有无名的默认图，请给图起一个地址。", root=self._server.root))

    def _send(self, method: str, graph: str, content: bytes) -> None:
        answer = self._transport.ask(
            method, self._server.graphs, body=content, media_type=NTRIPLES, parameters=self._named(graph)
        )
        if answer.status not in {200, 201, 202, 204}:
            raise self._transport.broken(answer)

    def _update(self, text: str) -> None:
        answer = self._transport.ask(
            "POST", self._server.update, body=text.encode("utf-8"), media_type="application/sparql-update"
        )
        if answer.status == 400:
            raise syntax_error(ValueError(answer.words), text)
        if answer.status >= 500 and answer.words:  # how servers say that an update cannot be done
            raise QueryError(message("更新未能执行：{words}", words=answer.words))
        if answer.status not in {200, 202, 204}:
            raise self._transport.broken(answer)

    def _count(self, pattern: str) -> int:
        ((cell,),) = self.select(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").rows
        return int(cell.value) if cell else 0

    def _content(self, graph: str) -> bytes:
        answer = self._transport.ask("GET", self._server.graphs, accept=NTRIPLES, parameters=self._named(graph))
        if answer.status == 404:
            return b""
        if answer.status not in {200, 204}:
            raise self._transport.broken(answer)
        content = canonical(answer.body)
        if self._server.dialect is Dialect.VIRTUOSO and content.count(b"\n") != self.size(graph):
            return self._in_parts(graph)
        return content

    def _in_parts(self, graph: str) -> bytes:
        """Read a graph one predicate after the other, from a server that cuts off a graph without a word."""
        name = NamedNode(graph)
        predicates = self.select(f"SELECT DISTINCT ?p {{ GRAPH {name} {{ ?s ?p ?o }} }}")
        parts = [self._of_predicate(name, NamedNode(cell.value)) for (cell,) in predicates.rows if cell]
        content = b"".join(parts)
        if content.count(b"\n") != self.size(graph):
            raise cut_off(self._server.root, str(content.count(b"\n")))
        return content

    def _of_predicate(self, graph: NamedNode, predicate: NamedNode) -> bytes:
        answer = self._client.query(f"SELECT ?s ?o {{ GRAPH {graph} {{ ?s {predicate} ?o }} }}")
        if not isinstance(answer, QuerySolutions):
            raise TypeError("a SELECT answers with solutions")
        triples = (Triple(row[0], predicate, row[1]) for row in answer)
        return serialize(triples, format=RdfFormat.N_TRIPLES) or b""

    def _everything(self) -> bytes:
        lines = self._content(DEFAULT_GRAPH).splitlines(keepends=True) if self._capabilities.unnamed_graph else []
        for graph in self.graphs():
            end = f" <{graph}> .\n".encode()
            lines += [line.removesuffix(b" .\n") + end for line in self._content(graph).splitlines(keepends=True)]
        return b"".join(sorted(lines))

    def _look(self) -> tuple[str, ...]:
        client = SparqlClient(self._server, self._transport, strict=False, bare=True)
        found = solved(lambda: client.query(look(self._server.dialect)), table_of)
        return tuple(cell.value.removeprefix(STATE + "/") for (cell,) in found.rows if cell)

    def _leave(self, old: tuple[str, ...], new: str) -> None:
        self._update(leave(self._server.dialect, old, new))
