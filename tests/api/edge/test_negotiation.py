"""What a client takes, and in which language."""

import pytest

from api.edge.negotiation import Representation, choose, language_of, of_accept, of_suffix, prefers_page
from ontology.catalogue import Language
from tests.api.edge.made import request

TABLES = ("text/csv", "text/turtle", "application/json")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("text/turtle", "text/turtle"),
        (" TEXT/Turtle ; Q=0.3 , image/png", "text/turtle"),
        ("*/*", "text/csv"),
        ("text/*", "text/csv"),
        ("application/*", "application/json"),
        ("text/turtle;q=0.4, application/json;q=0.5", "application/json"),
        ("text/turtle;q=0.5, text/csv;q=0.5", "text/csv"),
        ("text/csv;q=0, */*", "text/turtle"),
        ("*/*;q=0.9, text/*;q=0.2, text/csv;q=0.1", "application/json"),
        ("text/csv;q=0.2, text/csv;header=present;q=0.7, text/turtle;q=0.5", "text/csv"),  # the more specific one
        (
            "text/csv;q=0.2;charset=utf-8, text/csv;q=0.9, text/turtle;q=0.5",
            "text/turtle",
        ),  # a charset is no more specific
        ("text/csv;q=0.2;;, text/csv;q=0.9, text/turtle;q=0.5", "text/turtle"),
        ("text/csv;q=7, text/turtle;q=1", "text/csv"),
        ("text/turtle;q=1, text/csv;q=-3", "text/turtle"),
        ("text/turtle;q=0.1, text/csv;q=1.5, application/json;q=1", "text/csv"),
        ("text/csv;q=much, text/turtle;q=0.1", "text/turtle"),
        ("nonsense, text/turtle;q=0.1", "text/turtle"),
        ("text/csv; q = 0.1, text/turtle;q=0.5", "text/turtle"),
        ("application/x-turtle", "text/turtle"),
        ("image/*", None),
        ("text", None),
        ("text/csv;q=0", None),
        ("*", None),
        (" ", "text/csv"),
    ],
)
def test_what_a_client_likes_best_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, TABLES, {"application/x-turtle": "text/turtle"}) == chosen


def test_a_representation_is_named_by_suffix_or_header() -> None:
    offered = (Representation.HTML, Representation.CSV)
    assert of_suffix("html", offered) is Representation.HTML
    assert of_suffix("json", offered) is None
    assert of_accept("text/csv", offered) is Representation.CSV
    assert of_accept("application/json", offered) is Representation.HTML
    assert of_accept("", offered[::-1]) is Representation.CSV


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("text/html,application/xml;q=0.9,*/*;q=0.8", True),
        ("application/json", False),
        ("*/*", False),
        ("image/png", False),
    ],
)
def test_a_browser_gets_a_page_and_a_program_json(accept: str, *, page: bool) -> None:
    assert prefers_page(request({"Accept": accept})) is page
    assert prefers_page(request()) is False


@pytest.mark.parametrize(
    ("query", "cookie", "language"),
    [
        ("lang=en", "lang=zh", Language.EN),
        ("lang=zh", "lang=en", Language.ZH),
        ("", "lang=en", Language.EN),
        ("lang=xx", "lang=en", Language.ZH),
        ("", "lang=xx", Language.ZH),
        ("", "other=en", Language.ZH),
    ],
)
def test_the_language_is_that_of_the_address_then_of_the_cookie(query: str, cookie: str, language: Language) -> None:
    assert language_of(request({"Cookie": cookie, "Accept-Language": "en"}, query=query)) is language
