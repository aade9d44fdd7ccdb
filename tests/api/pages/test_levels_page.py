"""Duties through two and three levels on the page: sentences, table, and ribbons that are in the picture."""

from dataclasses import replace
from xml.etree import ElementTree

from api.pages.compare import levels
from api.pages.frame.renderer import Reader
from graph.drawing.sheet import ChartCaption
from ontology.catalogue import Language
from tests.api.indexed import index_of
from tests.graph.compare.test_levels import ABOVE, BELOW, BOTH, HOUSES, LOWER, _of
from tests.graph.measures.corpora import corpus, merged

NATION = _of(corpus(f"{HOUSES}//lead: 住建部", "推进<国道>养护//lead: 交通部", plan="c" * 16), "CN", "national")
EVERY = merged(NATION, BOTH)
READER = Reader(lang=Language.ZH, path="/compare", query=())


def test_three_levels_are_followed_in_one_picture_and_one_table() -> None:
    index = index_of(EVERY)
    found = levels.levels_of(index, (BELOW, NATION.plans[0], ABOVE), ())
    assert found is not None
    assert [plan.level for plan in found.plans] == ["national", "province", "prefecture"]
    assert [said.render(Language.ZH) for said in found.counted] == [
        "国家的 2 项任务，省级已承接 1，承接一部分 0，未见承接 1。",
        "省级的 3 项任务，地级已承接 2，承接一部分 0，未见承接 1。",
        "贯穿三级的 1 项。",
    ]
    assert [row[0] for row in found.table.rows] == ["national"] * 2 + ["province"] * 3
    drawn = levels.picture(index, found, READER, levels.NARROW)
    assert drawn == levels.picture(index, found, READER, levels.NARROW)
    tree = ElementTree.fromstring(drawn)  # noqa: S314  our own bytes
    svg = "{http://www.w3.org/2000/svg}"
    assert (len(tree.findall(f".//{svg}a")), len(tree.findall(f"{svg}path"))) == (7, 3)
    assert "推进<国道>养护 · 未见承接" in "".join(tree.itertext())
    alone = levels.picture(index, found, READER, levels.FILE, ChartCaption(title="承接", source="来源"))
    assert "var(--" not in alone


def test_two_levels_have_one_step_and_plans_of_one_level_have_none() -> None:
    index = index_of(BOTH)
    found = levels.levels_of(index, (ABOVE, BELOW), ())
    assert found is not None
    assert (len(found.steps), len(found.counted)) == (1, 1)
    assert "level" not in found.shown.keys
    two = replace(LOWER, plans=tuple(replace(plan, level="province") for plan in LOWER.plans))
    assert levels.levels_of(index, (ABOVE, two.plans[0]), ()) is None
