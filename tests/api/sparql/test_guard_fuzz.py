"""Hostile texts against the guard: whatever is accepted leaves the machine nowhere, also as the engine reads it."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from api.sparql.guard import read_query, read_update
from graph.store import QuerySyntaxError

WORDS = (
    "SELECT * ", "ASK ", "{", "}", "?s ", "?p ", "?o ", ". ", "WHERE ", "INSERT ", "DELETE ", "DATA ", "; ", "# c\n", "'", '"', "'''",
    "<http://e.test/x>", "<x>", "a:b ", "PREFIX a: <http://e.test/> ", "SERVICE ", "service ", "LOAD ", "FROM ", "GRAPH ", "UNION ", "SILENT ",
    "\\u0053ERVICE ", "\\u0027", "\\u007B", "\\U0000003E", "\\u003c", "\\n", "\\", "\n", "\x00", "服务", "INTO ", "BIND(1 AS ?x) ", "FILTER ", "(", ")",
)  # fmt: skip
LEAVES = re.compile(r"\b(?:SERVICE|LOAD)\b", re.IGNORECASE)
IN_QUOTES = re.compile(
    r"'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|<[^<>\s]*>|[?$][\w]+|\w*:\w*", re.DOTALL
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=24).map("".join)
IRIS = st.text(st.sampled_from("abc:/<>{} #\\'\"\x00?服"), min_size=1, max_size=12)


def queried(text: str) -> str:
    return read_query(text, 10).text


def updated(text: str) -> str:
    return read_update(text).text


def harmless(text: str) -> bool:
    """Whether no keyword that leaves the machine is outside of strings, IRIs and names."""
    return LEAVES.search(IN_QUOTES.sub(" ", text)) is None


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_a_query_or_an_update_that_is_accepted_stays_here(text: str) -> None:
    for start in ("SELECT * { ?s ?p ?o ", "INSERT DATA { <x:s> <x:p> '", ""):
        for read in (queried, updated):
            for whole in (start + text, start + text + " }", start + text + "' }"):
                try:
                    accepted = read(whole)
                except QuerySyntaxError:
                    continue
                assert harmless(accepted), accepted


@settings(max_examples=200, deadline=None)
@given(st.lists(IRIS, max_size=2), st.lists(IRIS, max_size=2))
def test_no_graph_of_a_request_becomes_more_than_one_term(default: list[str], named: list[str]) -> None:
    valid = [[one for one in group if not set(one) & set("<>{} \\'\"\x00")] for group in (default, named)]
    text = read_update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", (valid[0], valid[1])).text
    assert text.count("USING") == len(valid[0]) + len(valid[1])
    assert text.count("<") == len(valid[0]) + len(valid[1])
