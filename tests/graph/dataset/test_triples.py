from dataclasses import replace

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, Literal, URIRef

from extract.records import Extraction
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.dataset.triples import date, decimal, literal, ntriples
from ontology.terms import DIRECT, OA, XSD, Term


def written(small: Extraction) -> bytes:
    return ntriples(corpus_of(small), small.document.text)


def graph_of(small: Extraction) -> Graph:
    return Graph().parse(data=written(small), format="nt")


def test_the_bytes_do_not_depend_on_the_order_of_rows(small: Extraction) -> None:
    corpus = corpus_of(small)
    backwards = replace(corpus, assignments=corpus.assignments[::-1], ledger=corpus.ledger[::-1])
    assert ntriples(backwards, small.document.text) == written(small)


def test_lines_are_sorted_and_stand_once(small: Extraction) -> None:
    lines = written(small).splitlines()
    assert lines == sorted(set(lines))


def test_two_engines_read_the_same_triples_without_blank_nodes(small: Extraction) -> None:
    ours = written(small)
    theirs = list(pyoxigraph.parse(ours, format=pyoxigraph.RdfFormat.N_TRIPLES))
    assert not any(isinstance(term, pyoxigraph.BlankNode) for quad in theirs for term in (quad.subject, quad.object))
    assert len(graph_of(small)) == len(theirs) == len(ours.splitlines())
    back = pyoxigraph.serialize([quad.triple for quad in theirs], format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert back is not None
    assert sorted(back.splitlines()) == ours.splitlines()


def test_an_assignment_and_its_direct_triple_come_together_but_for_running_text(small: Extraction) -> None:
    graph = graph_of(small)
    direct = {(s, p, o) for p in map(URIRef, DIRECT.values()) for s, o in graph.subject_objects(p)}
    rows = corpus_of(small).assignments
    counted = {(URIRef(r.task), URIRef(DIRECT[r.role]), URIRef(r.unit)) for r in rows if r.basis != "sentence"}
    assert direct == counted
    nodes = set(graph.subjects(None, URIRef(Term.ASSIGNMENT)))
    assert nodes == {URIRef(row.iri) for row in rows}


@pytest.mark.parametrize(
    ("kind", "classes"),
    [
        ("single", {"http://www.w3.org/ns/org#OrganizationalUnit"}),
        ("group_office", {Term.GROUP_OFFICE, "http://www.w3.org/ns/org#OrganizationalUnit"}),
        ("collective", {Term.UNIT_COLLECTIVE}),
        ("class_word", {Term.UNIT_COLLECTIVE}),
        ("person", set()),
        ("outsider", set()),
    ],
)
def test_a_unit_has_the_classes_of_its_kind(kind: str, classes: set[str], small: Extraction) -> None:
    corpus = corpus_of(small)
    unit = replace(corpus.units[0], kind=kind)
    written = ntriples(replace(corpus, units=(unit, *corpus.units[1:])), small.document.text)
    graph = Graph().parse(data=written, format="nt")
    assert set(map(str, graph.objects(URIRef(unit.iri), RDF.type))) == {str(Term.UNIT), *map(str, classes)}


@pytest.mark.parametrize("number", [0, 1, 31, 32, 33, 60])
def test_the_context_of_a_quotation_is_thirty_two_characters_where_there_are_so_many(
    number: int, small: Extraction
) -> None:
    corpus, text = corpus_of(small), small.document.text
    start = min(number, len(text) - 2)
    row = replace(corpus.assignments[0], start=start, end=start + 2, mention=text[start : start + 2])
    graph = Graph().parse(data=ntriples(replace(corpus, assignments=(row,)), text), format="nt")
    ((prefix, suffix),) = zip(
        graph.objects(None, URIRef(OA + "prefix")), graph.objects(None, URIRef(OA + "suffix")), strict=True
    )
    assert str(prefix) == text[max(0, start - 32) : start]
    assert str(suffix) == text[start + 2 : start + 34]


@pytest.mark.parametrize(
    ("number", "words"), [(0.98, "0.98"), (1.0, "1"), (0.0, "0"), (0.10, "0.1"), (100.0, "100"), (1e-7, "0.0000001")]
)
def test_a_decimal_has_its_canonical_form(number: float, words: str) -> None:
    assert decimal(number) == f'"{words}"^^<{XSD}decimal>'


def test_the_evidence_holds_the_words_at_their_place(small: Extraction) -> None:
    text = small.document.text
    found = graph_of(small).query(
        f"""PREFIX oa: <{OA}> SELECT ?exact ?prefix ?suffix ?start ?end WHERE {{
        ?assignment <{Term.EVIDENCE}> ?evidence . ?evidence oa:hasSelector ?quotation, ?position ; oa:hasSource ?plan .
        ?quotation oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
        ?position oa:start ?start ; oa:end ?end . ?plan a <{Term.PLAN}> }}"""
    )
    rows = [[str(cell) for cell in row] for row in found if isinstance(row, tuple)]
    assert len(rows) == len(small.assignments)
    for exact, prefix, suffix, start, end in rows:
        assert text[int(start) : int(end)] == exact
        assert text[: int(start)].endswith(prefix)
        assert text[int(end) :].startswith(suffix)


def test_the_whole_text_is_kept_to_the_last_character(small: Extraction) -> None:
    assert [
        str(text) for text in graph_of(small).objects(URIRef(corpus_of(small).plans[0].iri), URIRef(Term.TEXT))
    ] == [small.document.text]


def test_words_that_are_not_at_their_place_are_refused(small: Extraction) -> None:
    corpus = corpus_of(small)
    moved = tuple(replace(row, start=row.start + 1, end=row.end + 1) for row in corpus.assignments)
    with pytest.raises(ValueError, match="the text says"):
        ntriples(replace(corpus, assignments=moved), small.document.text)


def test_another_plans_text_and_two_plans_at_once_are_refused(small: Extraction) -> None:
    corpus = corpus_of(small)
    with pytest.raises(ValueError, match="characters"):
        ntriples(corpus, small.document.text + "。")
    with pytest.raises(ValueError, match="one plan"):
        ntriples(Corpus(), "")


@pytest.mark.parametrize(
    ("words", "kind"),
    [("2015", "gYear"), ("2015-07", "gYearMonth"), ("2015-07-30", "date")],
)
def test_a_date_is_as_exact_as_the_plan_says(words: str, kind: str) -> None:
    assert date(words) == f'"{words}"^^<{XSD}{kind}>'


@pytest.mark.parametrize("words", ["2015-13", "2015-02-30", "二〇一五年", "\uff12\uff10\uff11\uff15", "0000"])
def test_what_is_no_date_stays_words(words: str) -> None:
    assert date(words) == f'"{words}"'


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_survive_both_engines(words: str) -> None:
    line = f"<urn:s> <urn:p> {literal(words, language='zh')} .\n".encode()
    (quad,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert quad.object.value == words
    assert next(Graph().parse(data=line, format="nt").objects()) == Literal(words, lang="zh")
