"""The SPARQL 1.1 Graph Store Protocol: graphs that anyone reads and that a client with the token writes.

A graph is named by ``?graph=IRI``, by ``?default``, or by its own address under ``/graphs/``.

Source: SPARQL 1.1 Graph Store HTTP Protocol, 4 and 5.
"""

import asyncio
import hashlib
from collections.abc import Callable
from urllib.parse import urljoin

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from api.edge.preconditions import etag, expected, unchanged
from api.sparql.access import check_writer
from api.sparql.limits import Access, Limits
from api.sparql.media_types import choose_graph
from api.sparql.protocol import RefusedError, checked_iri, read_body
from extract.messages import message
from graph.store import DEFAULT_GRAPH, Store
from graph.store.formats import canonical, known, written

WRITES = frozenset({"PUT", "POST", "DELETE"})


async def answer_graph(request: Request, path: str, store: Store, limits: Limits, access: Access) -> Response:
    """Serve one request for one graph.

    Raises:
        RefusedRequest: 400, 401, 403, 404, 406, 412, 413 or 415.
        GraphError: the content is not the RDF it claims to be, or the store cannot be written.
    """
    if request.method in WRITES:
        check_writer(request, access)
    graph = _graph(request, path)
    if request.method == "POST" and graph is None:
        return await _create(request, store, limits)
    if graph is None:
        raise RefusedError(
            400,
            message("请用 ?graph=<图的地址> 或 ?default 指明一个图。"),
        )
    if request.method in {"GET", "HEAD"}:
        return await _read(request, graph, store)
    if request.method == "DELETE":
        await asyncio.to_thread(_remove, store, graph, expected(request))
        return Response(status_code=204)
    content = await _content(request, graph or str(request.url), limits)
    write = store.replace if request.method == "PUT" else store.add
    return await asyncio.to_thread(_write, store, graph, content, write, expected(request))


def _remove(store: Store, graph: str, seen: int | None) -> None:
    with unchanged(store, seen, (graph,)):
        if not store.holds(graph):
            raise _unknown(graph)
        store.remove(graph)


def _write(
    store: Store, graph: str, content: bytes, write: Callable[[str, bytes], object], seen: int | None
) -> Response:
    with unchanged(store, seen, (graph,)):
        there = store.holds(graph)
        write(graph, content)
        return Response(status_code=204 if there else 201, headers={"ETag": etag(store.stamp(graph))})


def _graph(request: Request, path: str) -> str | None:
    parameters = request.query_params
    if "graph" in parameters and "default" in parameters:
        raise RefusedError(400, message("graph 和 default 只能有一个。"))
    if "default" in parameters:
        return DEFAULT_GRAPH
    own = str(request.url.replace(query=""))
    if "graph" in parameters:
        return _joined(own, parameters["graph"])
    return checked_iri(own) if path else None


def _joined(own: str, graph: str) -> str:
    try:
        return checked_iri(urljoin(own, graph))
    except ValueError:  # a host in brackets that are not closed
        return checked_iri(graph)


async def _read(request: Request, graph: str, store: Store) -> Response:
    if not await asyncio.to_thread(store.holds, graph):
        raise _unknown(graph)
    media_type = choose_graph(",".join(request.headers.getlist("accept")))
    if media_type is None:
        raise RefusedError(
            406,
            message("图只以 Turtle、N-Triples、RDF/XML 或 JSON-LD 的形式给出。"),
        )
    tag = etag(store.stamp(graph))  # before the content, which may be newer and never older
    body = await asyncio.to_thread(lambda: written(store.dump(graph), media_type))
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Response(body, headers={"Content-Type": media_type + charset, "Vary": "Accept", "ETag": tag})


async def _create(request: Request, store: Store, limits: Limits) -> Response:
    """Keep the content as a new graph, named after its bytes, and say where."""
    body = await read_body(request, limits.upload_bytes)
    graph = str(request.url.replace(query="")).rstrip("/") + "/" + hashlib.sha256(body).hexdigest()[:16]
    content = await asyncio.to_thread(_parsed, body, _media_type(request.headers.get("content-type", "")), graph)
    there = await asyncio.to_thread(store.holds, graph)
    await asyncio.to_thread(store.add, graph, content)
    return Response(status_code=204 if there else 201, headers={"Location": graph})


async def _content(request: Request, base: str, limits: Limits) -> bytes:
    """Read the body, or the files of a form, as N-Triples."""
    content_type = request.headers.get("content-type", "")
    if not content_type.lower().startswith("multipart/form-data"):
        body = await read_body(request, limits.upload_bytes)
        return await asyncio.to_thread(_parsed, body, _media_type(content_type), base)
    if int(request.headers.get("content-length", "0")) > limits.upload_bytes:
        raise RefusedError(413, message("请求体过大。"))
    parts = []
    async with request.form() as form:
        for _, part in form.multi_items():
            if not isinstance(part, UploadFile):
                raise RefusedError(400, message("表单中只能有文件。"))
            data = await part.read()
            parts.append(await asyncio.to_thread(_parsed, data, _media_type(part.content_type or ""), base))
    return b"".join(parts)


def _parsed(body: bytes, media_type: str, base: str) -> bytes:
    return canonical(body, media_type, base)


def _media_type(content_type: str) -> str:
    media_type = content_type.partition(";")[0].strip().lower()
    if not known(media_type):
        raise RefusedError(
            415,
            message("不支持“{media_type}”；请发送 Turtle、N-Triples、RDF/XML 或 JSON-LD。", media_type=media_type),
        )
    return media_type


def _unknown(graph: str) -> RefusedError:
    return RefusedError(404, message("没有图 {graph}。", graph=graph or message("（默认图）")))
