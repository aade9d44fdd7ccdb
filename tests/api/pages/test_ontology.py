"""The page of the vocabulary says what the file says, of every term, in both languages."""

import csv
import io

import httpx
import pytest
from lxml import html
from rdflib import RDFS, SKOS, Graph, Literal, URIRef

from ontology.terms import NS, Term
from ontology.vocabulary import Sort, Tie, entries, names, short
from tests.api.pages.test_things import client, store

__all__ = ["client", "store"]  # the fixtures of the names serve here too


@pytest.fixture(scope="module")
def file(client: httpx.Client) -> Graph:
    return Graph().parse(data=client.get("/ontology.ttl").content, format="turtle")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_term_stands_under_its_anchor_with_its_words(client: httpx.Client, file: Graph, lang: str) -> None:
    page = html.fromstring(client.get("/ontology", headers={"Accept": "text/html"}, params={"lang": lang}).content)
    articles = {str(one.get("id")): " ".join("".join(map(str, one.itertext())).split()) for one in page.iter("article")}
    assert set(articles) == {term.removeprefix(NS) for term in Term}
    for term in Term:
        said = articles[term.removeprefix(NS)]
        for predicate in (RDFS.label, SKOS.definition, SKOS.example, SKOS.altLabel):
            for words in file.objects(URIRef(term), predicate):
                if isinstance(words, Literal) and (words.language == lang or predicate != SKOS.definition):
                    assert " ".join(str(words).split()) in said, (term, predicate)
    targets = {str(link.get("href"))[1:] for link in page.iter("a") if str(link.get("href")).startswith("#")}
    assert targets - {"content", "find"} <= set(articles)


def test_the_tables_of_the_terms_are_whole(client: httpx.Client) -> None:
    said = client.get("/ontology.json").json()
    assert said["count"] == len(Term)
    lead = next(row for row in said["rows"] if row["term"] == "role-lead")
    assert (lead["label_zh"], lead["notation"]) == ("牵头", "lead")
    assert "责任主体" in lead["written"]
    rows = list(csv.DictReader(io.StringIO(client.get("/ontology.csv").content.decode("utf-8-sig"))))
    assert [row["iri"] for row in rows] == [str(term) for term in Term]
    assert client.get("/ontology", headers={"Accept": "application/json"}).json() == said
    assert client.get("/ontology.xlsx").status_code == 200


def test_shapes_answer_under_their_own_name(client: httpx.Client) -> None:
    shapes = Graph().parse(data=client.get("/shapes").content, format="turtle")
    assert len(shapes) > 300
    assert client.get("/shapes.ttl").headers["content-type"].startswith("text/turtle")


def test_the_records_say_what_the_file_says(file: Graph) -> None:
    assert [entry.term for entry in entries()] == list(Term)
    lead_by = names()[Term.LEAD_BY]
    assert (lead_by.sort, lead_by.ties) == (Sort.OBJECT_PROPERTY, ((Tie.SUBPROPERTY, Term.ASSIGNED_TO),))
    assert short(NS + "leadBy") == "dg:leadBy"
    for entry in entries():
        assert Literal(entry.definition_en, lang="en") in set(file.objects(URIRef(entry.term), SKOS.definition))
