"""The graph in the syntaxes of RDF: Turtle, TriG, N-Quads, JSON-LD, RDF/XML.

Guarantees:
    1. Equal content gives equal bytes: no clock, no order of a hash table.
    2. JSON-LD carries its own context. A document that points at a context elsewhere is refused, never fetched.

Source: W3C JSON-LD 1.1 § 3.1 (contexts).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from rdflib import Graph

from extract.messages import message
from graph.errors import GraphError
from graph.exchange.syntaxes import MEDIA_TYPES, Syntax
from graph.store.formats import MalformedRdfError, canonical
from ontology.terms import PREFIXES

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


class BadRdfError(GraphError):
    """The file is not RDF in the syntax that its name states."""


class RemoteContextError(GraphError):
    """A JSON-LD document points at a context elsewhere."""


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
        return b"".join(sorted({*canonical(data, MEDIA_TYPES[syntax]).splitlines(keepends=True)}))
    except MalformedRdfError as error:
        raise _bad(syntax, str(error.__cause__ or error)[:200]) from error


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


def _bad(syntax: Syntax, why: str) -> BadRdfError:
    return BadRdfError(message("读不出 {syntax} 格式：{why}", syntax=syntax, why=why))
