"""Words of one text in another: found where they are certain, by their surroundings or their order, and nowhere else."""

import pytest

from graph.corrections.anchors import Anchors

BLOCK = "（市公安局牵头，市司法局、市财政局配合，各部门落实）"


def test_words_that_move_are_found_whatever_blanks_are_before_them() -> None:
    old, new = "一、立法。（市公安局牵头）二、执法。", "说明。\n一、立法。（市 公安局牵头）二、执法。"
    start = old.index("市公安局")
    assert Anchors(old, new).place(start, start + 4) == (new.index("市 公安局"), new.index("市 公安局") + 5)


def test_one_side_of_the_surroundings_is_enough() -> None:
    old, new = "编制方案由市公安局牵头", "编制预案由市公安局牵头，并备案"
    start = old.index("市公安局")
    assert Anchors(old, new).place(start, start + 4) == (start, start + 4)
    assert Anchors(old, "（市公安局配合）").place(start, start + 4) is None
    assert Anchors("甲市公安局", "乙市公安局、市公安局").place(1, 5) is None


def test_of_words_that_occur_equally_often_the_order_decides() -> None:
    old, new = BLOCK * 8, "新增一句。" + BLOCK * 8
    for number in range(8):
        start = number * len(BLOCK) + BLOCK.index("市司法局")
        assert Anchors(old, new).place(start, start + 4) == (start + 5, start + 9)


@pytest.mark.parametrize("new", ["", "市司法局牵头。", "市公安局牵头。市公安局牵头。"])
def test_what_is_gone_or_may_be_in_several_places_is_not_found(new: str) -> None:
    assert Anchors("市公安局牵头。", new).place(0, 4) is None


def test_a_long_stretch_is_found_by_its_ends_and_may_change_inside() -> None:
    old = "健全重大行政决策程序和合法性审查制度，加强监督，由市司法局会同有关部门在年底前完成。"
    new = "前言。" + old.replace("加强监督", "加强全过程监督检查")
    assert Anchors(old, new).stretch(0, len(old)) == (3, len(new))
    short = old[:16].replace("行政", "行政性")
    assert Anchors(old[:16], short).stretch(0, 16) is None
    turned = old[20:] + old[:20]
    assert Anchors(old, turned).stretch(0, len(old)) is None


def test_words_are_the_same_apart_from_blanks_and_the_form_of_signs() -> None:
    anchors = Anchors("", "")
    assert anchors.same("市公安局（牵头）", "市 公安局(牵头)")
    assert not anchors.same("市公安局", "市司法局")
