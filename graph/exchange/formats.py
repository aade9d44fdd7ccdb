"""The graph in the syntaxes of RDF: Turtle, TriG, N-Quads, JSON-LD, RDF/XML.

Guarantees:
    1. Equal content gives equal bytes: no clock, no order of a hash table.
    2. JSON-LD carries its own context. A document that points at a context elsewhere is refused, never fetched.

Source: W3C JSON-LD 1.1 § 3.1 (contexts).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import dropwhile
from typing import IO

from pyoxigraph import RdfFormat, parse, serialize
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


_PREFIXES = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES).encode()
_NAMESPACES = "".join(f' xmlns:{prefix}="{namespace}"' for prefix, namespace in PREFIXES)
_XML_START = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{_NAMESPACES}>'.encode()
_XML_END = b"</rdf:RDF>"
_TRIPLE = re.compile(r'(?:<[^<>" ]*>|_:\S+) <[^<>" ]*> (?:<[^<>" ]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@\S+|\^\^<[^<>" ]*>)?)')


def context() -> dict[str, str]:
    """Give the context of every JSON-LD document written here: the prefixes, and nothing to fetch."""
    return dict(PREFIXES)


def write(nquads: bytes, syntax: Syntax) -> bytes:
    """Write sorted N-Quads or N-Triples, as a store dumps them, in another syntax, as ``write_graphs`` does.

    Raises:
        BadRdfError: when a line is not an N-Quad.
    """
    out = BytesIO()
    graphs = sorted(_graphs(nquads).items())
    write_graphs(out, ((name.strip("<>"), "".join(lines).encode()) for name, lines in graphs), syntax)
    return out.getvalue()


def write_graphs(out: IO[bytes], graphs: Iterable[tuple[str, bytes]], syntax: Syntax) -> None:
    """Write graphs, each with its IRI and sorted N-Triples, one after the other: one of them is in memory at a time.

    Guarantees:
        1. TriG and N-Quads keep the names of the graphs; the others hold the union, each triple once.
    """
    match syntax:
        case Syntax.NQUADS:
            out.writelines(_quads(name, content) for name, content in graphs)
        case Syntax.NTRIPLES:
            out.writelines(_union(graphs))
        case Syntax.TURTLE:
            out.write(_PREFIXES)
            out.writelines(_turtle(content) for content in _union(graphs))
        case Syntax.TRIG:
            out.write(_PREFIXES)
            out.writelines(_block(name, _turtle(content)) for name, content in graphs)
        case Syntax.RDFXML:
            out.write(_XML_START)
            out.writelines(_xml(content) for content in _union(graphs))
            out.write(_XML_END)
        case Syntax.JSONLD:
            out.write(b'{"@context": ' + json.dumps(context(), sort_keys=True).encode() + b', "@graph": [')
            for number, content in enumerate(_union(graphs)):
                out.write(b",\n" * bool(number) + b",\n".join(_nodes(content)))
            out.write(b"]}\n")


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


def _quads(name: str, content: bytes) -> bytes:
    return content.replace(b" .\n", f" <{name}> .\n".encode()) if name else content  # a literal holds no line break


def _union(graphs: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Give the triples of graphs that no graph before had; only what a graph does not say of itself is remembered."""
    seen: set[bytes] = set()
    for name, content in graphs:
        own, new = f"<{name}".encode(), []
        for line in content.splitlines(keepends=True):
            if name and line.startswith(own):
                new.append(line)
                continue
            digest = hashlib.blake2b(line, digest_size=16).digest()
            if digest not in seen:
                seen.add(digest)
                new.append(line)
        if new:
            yield b"".join(new)


def _turtle(ntriples: bytes) -> bytes:
    """Write triples as Turtle without the prefixes in front, which the engine writes in any order."""
    lines: list[bytes] = _serialized(ntriples, RdfFormat.TURTLE).splitlines(keepends=True)
    body: Iterator[bytes] = dropwhile(lambda line: line.startswith(b"@prefix "), lines)
    return b"".join(body)


def _block(name: str, turtle: bytes) -> bytes:
    return f"\n<{name}> {{\n".encode() + turtle + b"}\n" if name else b"\n" + turtle


def _xml(ntriples: bytes) -> bytes:
    """Write triples as RDF/XML without the element around them."""
    return _serialized(ntriples, RdfFormat.RDF_XML).partition(b"<rdf:RDF ")[2].partition(b">")[2].removesuffix(_XML_END)


def _serialized(ntriples: bytes, form: RdfFormat) -> bytes:
    return serialize(parse(ntriples, format=RdfFormat.N_TRIPLES), format=form, prefixes=dict(PREFIXES)) or b""


def _nodes(ntriples: bytes) -> Iterator[bytes]:
    """Write triples as the nodes of JSON-LD."""
    written = json.loads(Graph().parse(data=ntriples, format="nt").serialize(format="json-ld", context=context()))
    nodes: list[Json] = written.get("@graph", [written])
    for node in nodes:
        if isinstance(node, dict):
            node.pop("@context", None)
    yield from sorted(json.dumps(_sorted(node), ensure_ascii=False, sort_keys=True).encode() for node in nodes)


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
