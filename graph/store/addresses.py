"""Where a SPARQL server answers: three endpoints, found from the one address that a person gives.

Forms handled:

| address | the server meant | query · update · graphs |
|---|---|---|
| ``http://host:7878/`` | Oxigraph | ``/query`` · ``/update`` · ``/store`` |
| ``http://host:3030/plans`` | Fuseki and its like | ``/plans/query`` · ``/plans/update`` · ``/plans/data`` |
| ``http://host:8890/sparql`` | Virtuoso | ``/sparql`` · ``/sparql-auth`` · ``/sparql-graph-crud-auth`` |
| ``http://host/any/#query=…&update=…&graphs=…`` | any other | as written, relative to the address before ``#`` |

The part after ``#`` is for this program alone: no client ever sends it to a server.

Guarantees:
    1. All three endpoints are of the scheme, host and port that were named.
    2. An address carries no credentials: those come from the environment.

Source: SPARQL 1.1 Protocol; SPARQL 1.1 Graph Store HTTP Protocol, 4.2.
"""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit, urlunsplit

from extract.messages import Message, message
from graph.errors import StoreUnreachableError

_NAMED = ("query", "update", "graphs")


class Dialect(StrEnum):
    """The kinds of server that differ in what the standards leave open."""

    OXIGRAPH = "oxigraph"
    VIRTUOSO = "virtuoso"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server by its endpoints; ``root`` is what to call it in a message."""

    root: str
    query: str
    update: str
    graphs: str
    dialect: Dialect


def server_at(address: str) -> Server:
    """Find the endpoints of the server at ``address``.

    >>> server_at("http://127.0.0.1:7878").graphs
    'http://127.0.0.1:7878/store'
    >>> server_at("http://h:7200/repositories/plans/#query=.&update=statements&graphs=rdf-graphs/service").update
    'http://h:7200/repositories/plans/statements'

    Raises:
        StoreUnreachableError: no address of a server, credentials in it, or endpoints of another host.
    """
    try:
        parts = urlsplit(address)
        _ = parts.port  # a port that is no number is found out here
    except ValueError as error:
        raise _refused(address, message("不是地址")) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or not address.isascii() or " " in address:
        raise _refused(address, message("应以 http:// 或 https:// 开头，只含 ASCII 字符"))
    if parts.username is not None or parts.password is not None:
        raise _refused(
            urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])),
            message("地址里不能带用户名和密码，请用环境变量 DUTYGRAPH_STORE_USER、DUTYGRAPH_STORE_PASSWORD"),
        )
    if parts.query:
        raise _refused(address, message("地址里不能有“?”"))
    root = urlunsplit(parts._replace(fragment=""))
    if parts.fragment:
        return _as_written(address, root, parts)
    base, last = root.rstrip("/"), parts.path.rstrip("/").rpartition("/")[2]
    if not last:
        return _server(root, base, ("query", "update", "store"), Dialect.OXIGRAPH)
    if last in {"sparql", "sparql-auth"}:
        above = base.rpartition("/")[0]
        return _server(root, above, ("sparql", "sparql-auth", "sparql-graph-crud-auth"), Dialect.VIRTUOSO)
    return _server(root, base, ("query", "update", "data"), Dialect.PLAIN)


def _server(root: str, base: str, names: tuple[str, str, str], dialect: Dialect) -> Server:
    query, update, graphs = (f"{base}/{name}" for name in names)
    return Server(root=root, query=query, update=update, graphs=graphs, dialect=dialect)


def _as_written(address: str, root: str, parts: SplitResult) -> Server:
    said = dict(parse_qsl(parts.fragment, keep_blank_values=True))
    if set(said) != set(_NAMED):
        raise _refused(address, message("# 之后应写 query=…&update=…&graphs=…"))
    query, update, graphs = (urljoin(root, said[name]) for name in _NAMED)
    for endpoint in (query, update, graphs):
        if urlsplit(endpoint)[:2] != parts[:2]:
            raise _refused(address, message("三个接口须在同一主机上"))
    return Server(root=root, query=query, update=update, graphs=graphs, dialect=Dialect.PLAIN)


def _refused(address: str, reason: Message) -> StoreUnreachableError:
    return StoreUnreachableError(
        message(
            "“{address}”不能用作库的地址：{reason}。例如 --store http://127.0.0.1:7878/", address=address, reason=reason
        )
    )
