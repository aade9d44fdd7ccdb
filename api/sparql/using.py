"""Give an update the dataset that the protocol names.

Source: SPARQL 1.1 Protocol, 2.2.3; SPARQL 1.1 Update, 3.1.3.
"""

from collections.abc import Sequence

from lark import Token

from api.sparql.tree import Node, Parsed, leaves
from extract.messages import message
from graph.store import QuerySyntaxError


def with_dataset(parsed: Parsed, default: Sequence[str], named: Sequence[str]) -> tuple[Token, ...]:
    """Insert USING and USING NAMED into every operation of an update that has a WHERE.

    The graphs are valid IRIs (``checked_iri``); they become terms of the tree, so nothing in them can be read as text.

    >>> from api.sparql.tree import parse_update, written
    >>> def shown(text, *graphs): return written(text, with_dataset(parse_update(text), *graphs))
    >>> shown("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ["http://e.test/g"], [])
    'DELETE { ?s ?p ?o } USING <http://e.test/g> WHERE { ?s ?p ?o }'
    >>> shown("DELETE WHERE { ?s ?p 1 }", [], ["http://e.test/g"])
    'DELETE { ?s ?p 1 } USING NAMED <http://e.test/g> WHERE { ?s ?p 1 }'

    Raises:
        QuerySyntaxError: the update names its own dataset (USING, WITH), which the protocol forbids.
    """
    if parsed.nodes("using_clause", "with_clause"):
        raise QuerySyntaxError(message("更新中已有 USING 或 WITH，不能再用 using-graph-uri 指定数据集。"), 0, 0)
    using = (*_clauses(default, "USING"), *_clauses(named, "USING", "NAMED"))
    before: dict[int | None, tuple[Token, ...]] = {}
    for operation in parsed.nodes("modify", "delete_where"):
        where = next(one for one in operation.children if isinstance(one, Token) and one.type == "WHERE")
        before[where.start_pos] = (*_template(parsed, operation), *using)
    return tuple(one for token in parsed.tokens for one in (*before.get(token.start_pos, ()), token))


def _clauses(graphs: Sequence[str], *words: str) -> tuple[Token, ...]:
    return tuple(
        token for graph in graphs for token in (*(Token(word, word) for word in words), Token("IRIREF", f"<{graph}>"))
    )


def _template(parsed: Parsed, operation: Node) -> tuple[Token, ...]:
    """Give the template of DELETE WHERE, whose pattern is its template too; nothing for other operations."""
    if operation.data != "delete_where":
        return ()
    places = {token.start_pos for token in leaves(operation)}
    tokens = [token for token in parsed.tokens if token.start_pos in places]
    return tuple(Token(token.type, str(token)) for token in tokens[2:])
