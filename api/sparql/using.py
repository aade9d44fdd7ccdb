"""Give an update the dataset that the protocol names.

Source: SPARQL 1.1 Protocol, 2.2.3; SPARQL 1.1 Update, 3.1.3.
"""

from collections.abc import Sequence

from api.sparql.tokens import Kind, Token, tokens
from graph.store import QuerySyntaxError
from graph.texts import Bilingual


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Write USING and USING NAMED into every operation of an update that has a WHERE.

    >>> with_dataset("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ["http://e.test/g"], [])
    'DELETE { ?s ?p ?o } USING <http://e.test/g> WHERE { ?s ?p ?o }'
    >>> with_dataset("DELETE WHERE { ?s ?p 1 }", [], ["http://e.test/g"])
    'DELETE { ?s ?p 1 } USING NAMED <http://e.test/g> WHERE { ?s ?p 1 }'

    Raises:
        QuerySyntaxError: the update names its own dataset (USING, WITH), which the protocol forbids.
    """
    using = "".join([*(f"USING <{graph}> " for graph in default), *(f"USING NAMED <{graph}> " for graph in named)])
    found = tuple(tokens(text))
    pieces, done, depth = [], 0, 0
    for index, token in enumerate(found):
        if token.kind is Kind.MARK and token.text in "{}":
            depth += 1 if token.text == "{" else -1
        elif depth == 0 and token.word in {"USING", "WITH"}:
            raise QuerySyntaxError(
                Bilingual(
                    zh="更新中已有 USING 或 WITH，不能再用 using-graph-uri 指定数据集。",
                    en="The update has USING or WITH, so using-graph-uri may not name a dataset as well.",
                ),
                0,
                0,
            )
        elif depth == 0 and token.word == "WHERE":
            pieces.append(text[done : token.start])
            if index and found[index - 1].word == "DELETE":
                pieces.append(_group(text, found[index + 1 :]) + " ")
            pieces.append(using)
            done = token.start
    return "".join([*pieces, text[done:]])


def _group(text: str, found: Sequence[Token]) -> str:
    """Give the group, from brace to brace, that the tokens begin with."""
    depth = 0
    for token in found:
        if token.kind is Kind.MARK and token.text in "{}":
            depth += 1 if token.text == "{" else -1
            if depth == 0:
                return text[found[0].start : token.end]
    return ""
