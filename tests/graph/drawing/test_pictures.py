"""Small pictures: well-formed, with every number in sight, and never markup of somebody else's."""

import pytest
from lxml import etree

from graph.drawing.pictures import Picture, bars, heat, scatter

HOSTILE = '<script>alert(1)</script>"&'
SVG = "{http://www.w3.org/2000/svg}"


def _texts(picture: Picture) -> list[str]:
    root = etree.fromstring(picture._repr_html_().encode())
    assert root.find(f".//{SVG}script") is None
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_bars_say_their_numbers() -> None:
    assert _texts(bars([("甲局", 3), ("乙局", 1.5)])) == ["甲局", "3", "乙局", "1.5"]
    assert _texts(bars([("甲局", 3)], before={"甲局": 5})) == ["甲局", "5 → 3"]


def test_a_heat_map_says_its_numbers() -> None:
    assert _texts(heat(["甲局"], ["一", "二"], {(0, 1): 4})) == ["一", "二", "甲局", "4"]


def test_a_scatter_names_those_farthest_out() -> None:
    said = _texts(scatter([("甲局", 1, 1), ("乙局", 5, 9)], "部分", "任务", named=1))
    assert said == ["部分", "任务", "乙局"]


@pytest.mark.parametrize("picture", [bars([]), heat([], [], {}), scatter([], "x", "y"), bars([("甲", 0)], {"甲": 0})])
def test_nothing_to_draw_is_an_empty_picture(picture: Picture) -> None:
    assert "nan" not in picture.svg
    _texts(picture)


def test_words_are_never_markup() -> None:
    for picture in (bars([(HOSTILE, 1)]), heat([HOSTILE], [HOSTILE], {}), scatter([(HOSTILE, 1, 1)], HOSTILE, HOSTILE)):
        assert any("<" in words or "&" in words for words in _texts(picture))
