"""What is read from the tree of a SPARQL text: forms, limits, datasets, slips; without a server."""

import pytest

from api.edge.negotiation import choose
from api.sparql import guard
from api.sparql.diagnosis import fault, undeclared
from api.sparql.guard import QueryForm, check_graphs, read_query, read_update
from api.sparql.media_types import choose_graph, choose_table
from api.sparql.protocol import RefusedError, checked_iri
from api.sparql.tree import parse_query, parse_update, written
from extract.messages import message
from graph.store import QuerySyntaxError
from ontology.catalogue import Language

G, H = "http://e.test/g", "http://e.test/h"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Read each text again: an answer that is remembered tests nothing."""
    guard._remembered.cache_clear()
    choose_table.cache_clear()
    choose_graph.cache_clear()


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", QueryForm.SELECT),
        ("PREFIX e: <http://e.test/> # ASK\nask { e:ASK ?p ?o }", QueryForm.ASK),
        ("BASE <http://e.test/> CONSTRUCT WHERE { ?s ?p ?o }", QueryForm.CONSTRUCT),
        ("VERSION '1.2' DESCRIBE <http://e.test/a>", QueryForm.DESCRIBE),
        ("SELECT ?s { { SELECT ?s { ?s ?p ?o } } }", QueryForm.SELECT),
    ],
)
def test_the_form_is_that_of_the_outermost_query(query: str, form: QueryForm) -> None:
    reading = read_query(query, 10)
    assert reading.form is form
    assert reading.form.gives_graph is (form in {QueryForm.CONSTRUCT, QueryForm.DESCRIBE})
    assert reading.limited is (form is QueryForm.SELECT)


@pytest.mark.parametrize(
    ("query", "text", "limited"),
    [
        ("SELECT * {} LIMIT 10", "SELECT * {} LIMIT 10", False),
        ("SELECT * {} LIMIT 11", "SELECT * {} LIMIT 10", True),
        ("SELECT * {} OFFSET 11 LIMIT 12", "SELECT * {} OFFSET 11 LIMIT 10", True),
        ("SELECT * {} LIMIT 1234567890", "SELECT * {} LIMIT 10", True),
        ("SELECT * {} LIMIT 0000000003", "SELECT * {} LIMIT 10", True),
        ("SELECT * { { SELECT * {} LIMIT 99 } } LIMIT 9", "SELECT * { { SELECT * {} LIMIT 99 } } LIMIT 9", False),
        ("SELECT ?x {} ORDER BY ?x VALUES (?x) { (1) }", "SELECT ?x {} ORDER BY ?x LIMIT 10 VALUES (?x) { (1) }", True),
        ("SELECT ?x { VALUES ?x { 1 } }", "SELECT ?x { VALUES ?x { 1 } } LIMIT 10", True),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 99", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 99", False),
    ],
)
def test_a_limit_is_lowered_or_inserted(query: str, text: str, limited: bool) -> None:  # noqa: FBT001
    assert (read_query(query, 10).text, read_query(query, 10).limited) == (text, limited)
    assert read_query(query, None).text == query
    assert not read_query(query, None).limited


def test_a_long_query_is_read_as_a_short_one_is() -> None:
    query = "SELECT ?x { VALUES ?x { " + "1 " * 3000 + "} }"
    assert read_query(query, 10).text == query + " LIMIT 10"


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ("SELECT * FROM <http://e.test/g> FROM NAMED <http://e.test/h> {}", [G, H]),
        ("BASE <http://e.test/x/> ASK FROM <../g> {}", [G]),
        ("BASE <http://other.test/> BASE <http://e.test/x> ASK FROM <h> {}", [H]),
        ("PREFIX e: <http://e.test/> DESCRIBE ?s FROM e:g FROM NAMED e:h {}", [G, H]),
        ("BASE <http://e.test/> PREFIX : <> ASK FROM :g {}", [G]),
        ("PREFIX e: <http://e.test/> CONSTRUCT FROM e:\\~g WHERE { ?s ?p ?o }", ["http://e.test/~g"]),
        ("ASK { ?s <http://e.test/from> 'FROM <x>' }", []),
    ],
)
def test_the_graphs_of_from_are_resolved(query: str, graphs: list[str]) -> None:
    reading = read_query(query, 10)
    assert [graph.iri for graph in reading.graphs] == graphs
    check_graphs(reading, frozenset(graphs))
    if graphs:
        with pytest.raises(QuerySyntaxError, match="没有加载") as caught:
            check_graphs(reading, frozenset(graphs[1:]))
        assert (caught.value.line, caught.value.column) == (1, 1 + query.index(reading.graphs[0].token))


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "expected SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("SELCT * {}", 1, 1, "expected SELECT"),
        ("SELECT *\n{ ?s ?p ", 2, 1, "“{” is not closed"),
        ("SELECT * { ?s ?p (1 2 }", 1, 23, "“}” closes nothing"),
        ("SELECT * { ?s ?p ?o ) }", 1, 21, "“)” closes nothing"),
        ("SELECT * { ?s ?p ?o } }", 1, 23, "“}” closes nothing"),
        ("SELECT * { ?s ?p 'abc }", 1, 18, "quotation mark is not closed"),
        ("SELECT * { ?s ?p }", 1, 18, "“}” cannot be used here"),
        ("SELECT * { ?s ?p ?o }\n\nLIMT 3", 3, 1, "unknown keyword “LIMT”"),
        ("SELECT * { FILTERR(1) }", 1, 12, "unknown keyword “FILTERR”"),
        ("SELECT * { ?s ?p ?o } LIMIT", 1, 28, "not complete"),
        ("SELECT * { ?s ?p ?o FILTER(LENGTH(?o)) }", 1, 28, "unknown keyword “LENGTH”"),
    ],
)
def test_a_slip_is_named_at_its_place(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        read_query(text, 10)
    assert words in caught.value.message.render(Language.EN)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert f"第 {line} 行第 {column} 列" in caught.value.message.render()


def test_an_undeclared_prefix_is_named() -> None:
    parsed = parse_query("PREFIX a: <http://a/>\nSELECT * { ?s a:b c:d . _:x ?p ?o }")
    found = undeclared(parsed.text, parsed.tokens)
    assert found is not None
    assert "the prefix c: of c:d" in found.message.render(Language.EN)
    assert (found.line, found.column) == (2, 19)
    update = parse_update("PREFIX a: <http://a/> CLEAR GRAPH a:b ; PREFIX c: <http://c/> CLEAR GRAPH c:d")
    assert undeclared(update.text, update.tokens) is None


def test_a_fault_counts_lines_and_columns_from_one() -> None:
    error = fault("ab\ncd", 4, message("查询不完整"))
    assert (error.line, error.column) == (2, 2)
    assert error.message.render() == "第 2 行第 2 列：查询不完整。"


@pytest.mark.parametrize(
    ("update", "text"),
    [
        (
            "DELETE {} INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
            f"DELETE {{}} INSERT {{ ?s ?p 1 }} USING <{G}> USING NAMED <{H}> WHERE {{ ?s ?p ?o }}",
        ),
        ("DELETE WHERE { ?s ?p 'x' }", f"DELETE {{ ?s ?p 'x' }} USING <{G}> USING NAMED <{H}> WHERE {{ ?s ?p 'x' }}"),
        ("INSERT DATA { <a:b> <a:c> 'WHERE' }", "INSERT DATA { <a:b> <a:c> 'WHERE' }"),
        (
            "CLEAR ALL; INSERT { ?a ?b ?c } WHERE { { SELECT * WHERE { ?a ?b ?c } } }",
            f"CLEAR ALL; INSERT {{ ?a ?b ?c }} USING <{G}> USING NAMED <{H}> WHERE {{ {{ SELECT * WHERE {{ ?a ?b ?c }} }} }}",
        ),
    ],
)
def test_an_update_receives_the_dataset_of_its_request(update: str, text: str) -> None:
    assert read_update(update, ([G], [H])).text == text
    assert read_update(update).text == update
    assert read_update(update).searches is (text != update)


@pytest.mark.parametrize(
    "update", [f"WITH <{G}> DELETE WHERE {{ ?s ?p ?o }}", f"DELETE {{ ?s ?p ?o }} USING <{G}> WHERE {{ ?s ?p ?o }}"]
)
def test_two_datasets_are_too_many(update: str) -> None:
    with pytest.raises(QuerySyntaxError):
        read_update(update.replace("DELETE WHERE", "DELETE {} WHERE"), ([H], []))
    assert read_update(update.replace("DELETE WHERE", "DELETE {} WHERE")).searches


@pytest.mark.parametrize("word", ["SERVICE", "service silent", "LOAD", "Load Silent"])
def test_a_refusal_names_the_word_and_its_place(word: str) -> None:
    text = f"CLEAR ALL;\n  {word} <http://e.test/>"
    if word[0] in "sS":
        text = f"INSERT {{}} WHERE {{\n  {word} <http://e.test/> {{}} }}"
    with pytest.raises(QuerySyntaxError, match=word.split(maxsplit=1)[0]) as caught:
        read_update(text)
    assert (caught.value.line, caught.value.column) == (2, 3)


def test_what_is_written_has_the_same_tree() -> None:
    text = "PREFIX e:<http://e/>SELECT(COUNT(*)AS?n)#c\n{?s e:p/e:q*?o;e:r[e:s 1,2.5],'a'@zh--ltr.<<?s?p?o>>e:t<<(?s?p?o)>>}"
    parsed = parse_query(text)
    again = parse_query(written(parsed.text, parsed.tokens))
    assert list(map(str, again.tokens)) == list(map(str, parsed.tokens))
    assert again.root == parsed.root


@pytest.mark.parametrize("iri", [G, "urn:x:y", "http://e.test/责任#a", "file:///x"])
def test_an_absolute_iri_is_one(iri: str) -> None:
    assert checked_iri(iri) == iri


@pytest.mark.parametrize(
    "iri", ["", "g", "http://e.test/>", "http://e.test/ x", "http://[", "http://e.test/%zz", "a\nb:c"]
)
def test_what_is_no_iri_is_refused(iri: str) -> None:
    with pytest.raises(RefusedError) as caught:
        checked_iri(iri)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "text/csv"),
        (" ", "text/csv"),
        ("*/*", "text/csv"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle ; Q=0.1", "text/turtle"),
        ("text/*;q=0.5, text/csv;q=0.4", "text/turtle"),
        ("text/csv;q=0.9, text/turtle;q=0.9", "text/csv"),
        ("text/csv;q=0, */*;q=0.1", "text/turtle"),
        ("text/csv;q=oops, text/turtle;q=0.2", "text/turtle"),
        ("text/csv;q=7, text/turtle;q=0.9", "text/csv"),
        ("text/csv;q=-3", None),
        ("image/png", None),
        ("nonsense", None),
        ("text/csv;level=1;q=0.2, text/csv;q=0.9, text/turtle;q=0.5", "text/turtle"),
        ("text/csv;charset=utf-8;q=0.2, text/turtle;q=0.1", "text/csv"),
    ],
)
def test_the_most_specific_range_decides(accept: str, chosen: str | None) -> None:
    assert choose(accept, ("text/csv", "text/turtle")) == chosen


def test_other_names_of_a_form_are_understood() -> None:
    assert choose_table("application/json") == "application/sparql-results+json"
    assert choose_table("text/xml") == "application/sparql-results+xml"
    assert choose_graph("application/json") == "application/ld+json"
    assert choose_graph("text/xml") == "application/rdf+xml"
    assert choose_graph("text/plain") == "application/n-triples"
    assert choose_table("text/plain") is None


def test_a_character_above_the_last_one_is_refused() -> None:
    assert read_query("ASK { ?s ?p '\\U0010FFFF' }", None).text == "ASK { ?s ?p '\U0010ffff' }"
    for text in ("ASK { ?s ?p 'a\\U00110000' }", "ASK { ?s ?p 'a\\uDFFF' }", "ASK { ?s <p:a\\u0020> ?o }"):
        with pytest.raises(QuerySyntaxError, match="不是这里可用的字符") as caught:
            read_query(text, None)
        assert caught.value.column == 1 + text.index("\\u" if "\\u" in text else "\\U")


def test_a_bracket_that_is_closed_counts_no_more() -> None:
    assert read_query("SELECT * { " + "{ (1 2) ?p [ ?q ?r ] } " * 300 + "}", None).form is QueryForm.SELECT
    deep = "SELECT * { ?s ?p " + "(" * 500 + "1" + ")" * 500 + " }"
    with pytest.raises(QuerySyntaxError, match="500") as caught:
        read_query(deep, None)
    assert caught.value.column == 18 + 499
