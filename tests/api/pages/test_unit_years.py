"""A unit through the years on its page: the same as the analysis finds, drawn so that every word is only a word."""

from dataclasses import replace
from xml.etree import ElementTree

from api.pages.frame.renderer import Reader
from api.pages.units.years import followed, picture
from graph.compare.unit_years import unit_history
from graph.drawing.sheet import ChartCaption
from graph.reform.proposal import find_unit
from ontology.catalogue import Language
from tests.api.indexed import index_of
from tests.graph.compare.test_duty_changes import BOTH, JUSTICE, LEGAL

READER = Reader(lang=Language.ZH, path="/units/x/years", query=())


def test_the_page_finds_what_the_analysis_finds() -> None:
    index = index_of(BOTH)
    for words in (LEGAL, JUSTICE):
        unit = find_unit(BOTH, words)
        assert followed(index, unit, ()) == unit_history(BOTH, unit)


def test_the_picture_has_every_number_and_reform_and_no_markup_of_a_title() -> None:
    hostile = replace(BOTH, plans=tuple(replace(plan, title=f"<b>&{plan.title}") for plan in BOTH.plans))
    found = unit_history(hostile, find_unit(hostile, LEGAL))
    drawn = picture(found, READER)
    assert drawn == picture(found, READER)
    words = "".join(ElementTree.fromstring(drawn).itertext())  # noqa: S314  our own bytes
    assert "增 0 减 5" in words
    assert "撤销，职责由昌吉回族自治州司法局承接" in words
    assert "<b>&" in words
    assert "<b>" not in drawn
    alone = picture(found, READER, ChartCaption(title="甲&乙", scope="place=昌吉", source="丙"))
    assert "var(--" not in alone
    assert {"甲&乙", "place=昌吉", "丙"} <= set(ElementTree.fromstring(alone).itertext())  # noqa: S314  our own bytes
