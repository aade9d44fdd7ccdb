"""What a query needs from the machine, read from its tree before any engine sees it.

Every engine opens connections for SERVICE, and some read files for LOAD and FROM. SERVICE and LOAD are refused; FROM
may name loaded graphs only.

Source: SPARQL 1.1 Query Language, 13.2; SPARQL 1.1 Update, 3.1.4; SPARQL 1.1 Federated Query.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urljoin

from lark import Token

from api.sparql.diagnosis import fault, undeclared
from api.sparql.tree import Node, Parsed, leaves, parse_query, parse_update, written
from api.sparql.using import with_dataset
from extract.messages import message
from graph.store import QuerySyntaxError

_SHORT = 4096  # clients send the same short queries all day; a longer one is not worth the memory
_ESCAPED = re.compile(r"\\(.)")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})")
_WAYS_OUT = re.compile("service|load", re.IGNORECASE)


class QueryForm(StrEnum):
    """What a query answers with."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is RDF, not a table or a truth value."""
        return self in {QueryForm.CONSTRUCT, QueryForm.DESCRIBE}


@dataclass(frozen=True, slots=True)
class FromGraph:
    """A graph that a query names with FROM, and the token that names it."""

    iri: str
    token: Token


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that may run.

    Attributes:
        form: what it answers with.
        text: the query for the engine, with its rows limited.
        limited: whether that limit is ours, so that reaching it means that rows may be missing.
        graphs: the graphs that FROM names; they may not be loaded, see ``check_graphs``.
        parsed: the text as it was sent, with its tree.
    """

    form: QueryForm
    text: str
    limited: bool
    graphs: tuple[FromGraph, ...]
    parsed: Parsed

    def undeclared_prefix(self) -> QuerySyntaxError | None:
        """Name a prefix without a declaration, which some engines know and others take for a fault."""
        return undeclared(self.parsed.text, self.parsed.tokens)


@dataclass(frozen=True, slots=True)
class CheckedUpdate:
    """An update that may run: the text for the engine, and whether it searches for what to change."""

    text: str
    searches: bool


def read_query(text: str, rows: int | None) -> CheckedQuery:
    """Read a query: its form, whether it is harmless, and where its rows are limited.

    Args:
        text: the query.
        rows: the most rows of a SELECT: a larger LIMIT is lowered, a missing one inserted; ``None`` changes nothing.

    Raises:
        QuerySyntaxError: the text is not a query, or leaves the machine.
    """
    return _remembered(text, rows) if len(text) < _SHORT else _read(text, rows)


def check_graphs(reading: CheckedQuery, loaded: frozenset[str]) -> None:
    """Let FROM name loaded graphs only.

    Raises:
        QuerySyntaxError: FROM names another graph.
    """
    for graph in reading.graphs:
        if graph.iri not in loaded:
            reason = message("图 {graph} 没有加载；FROM 只能指向已加载的图", graph=str(graph.token)[:200])
            raise fault(reading.parsed.text, graph.token.start_pos or 0, reason)


def read_update(text: str, dataset: tuple[Sequence[str], Sequence[str]] | None = None) -> CheckedUpdate:
    """Read an update, and give it the default and the named graphs that the request names.

    Raises:
        QuerySyntaxError: the text is not an update, leaves the machine, or names a dataset as well.
    """
    parsed = _harmless(text, parse_update)
    tokens = parsed.tokens if dataset is None else with_dataset(parsed, *dataset)
    return CheckedUpdate(written(text, tokens), searches=bool(parsed.nodes("modify", "delete_where")))


@lru_cache(maxsize=512)
def _remembered(text: str, rows: int | None) -> CheckedQuery:
    return _read(text, rows)


def _read(text: str, rows: int | None) -> CheckedQuery:
    parsed = _harmless(text, parse_query)
    (query,) = parsed.nodes("select_query", "ask_query", "construct_query", "describe_query")
    form = QueryForm[next(leaves(query)).upper()]
    tokens, limited = (parsed.tokens, False) if form is not QueryForm.SELECT or rows is None else _limited(parsed, rows)
    return CheckedQuery(form, written(text, tokens), limited, tuple(_graphs(parsed)), parsed)


def _harmless(text: str, parse: Callable[[str], Parsed]) -> Parsed:
    r"""Parse a text, and refuse it where it leaves the machine.

    SPARQL 1.1 wants escapes resolved before anything else, so that ``'\u0027`` ends a string; SPARQL 1.2 resolves them
    inside of tokens. A text with the letters of a way out has to be harmless both ways.
    """
    parsed = parse(text)
    _refuse_ways_out(parsed)
    resolved = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text) if "\\" in text else text
    if resolved != text and _WAYS_OUT.search(resolved):
        _refuse_ways_out(parse(resolved))
    return parsed


def _refuse_ways_out(parsed: Parsed) -> None:
    for node in parsed.nodes("service", "load"):
        word = next(leaves(node))
        reason = message("本服务不访问其他主机，也不读取文件，因此不执行 {word}", word=str(word))
        raise fault(parsed.text, word.start_pos or 0, reason)


def _graphs(parsed: Parsed) -> Iterator[FromGraph]:
    clauses = parsed.nodes("dataset_clause")
    if not clauses:
        return
    base, prefixes = "", dict[str, str]()
    for declaration in parsed.nodes("base_decl", "prefix_decl"):
        *names, iri = leaves(declaration)
        base_or_meaning = urljoin(base, iri[1:-1])
        if declaration.data == "base_decl":
            base = base_or_meaning
        else:
            prefixes[names[-1]] = base_or_meaning
    for clause in clauses:
        *_, name = leaves(clause)
        yield FromGraph(urljoin(base, _iri(name, prefixes)), name)


def _iri(name: Token, prefixes: dict[str, str]) -> str:
    if name.type == "IRIREF":
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    return prefixes.get(prefix + colon, "") + _ESCAPED.sub(r"\1", local)


def _limited(parsed: Parsed, rows: int) -> tuple[tuple[Token, ...], bool]:
    """Insert LIMIT ``rows`` into a SELECT, unless it has a lower one."""
    tokens = parsed.tokens
    (query,) = _children(parsed.root, "select_query")
    (modifier,) = _children(query, "solution_modifier")
    limits = _children(modifier, "limit_clause")
    if limits:
        *_, number = leaves(limits[0])
        if len(number) < 10 and int(number) <= rows:  # more digits are more than any limit
            return tokens, False
        return tuple(one.update(value=str(rows)) if one.start_pos == number.start_pos else one for one in tokens), True
    values = _children(parsed.root, "values_clause")
    at = len(tokens) - (sum(1 for _ in leaves(values[0])) if values else 0)
    return (*tokens[:at], Token("LIMIT", "LIMIT"), Token("INTEGER", str(rows)), *tokens[at:]), True


def _children(node: Node, rule: str) -> tuple[Node, ...]:
    return tuple(child for child in node.children if not isinstance(child, Token) and child.data == rule)
