"""Units are found as people type them: in Chinese, by an abbreviation, by pinyin in full or by first letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import extract
from api.pages.units.pinyin import is_spelling, sounds
from tests.api.serving import House, house

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
POLICE, REFORM = "昌吉回族自治州公安局", "昌吉回族自治州发展和改革委员会"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("pinyin"), sources=[EXAMPLE]) as opened:
        yield opened


def found(served: House, words: str) -> set[str]:
    return {row["unit_label"] for row in served.client.get("/units.json", params={"q": words}).json()["rows"]}


@pytest.mark.parametrize("words", ["公安局", "gaj", "gonganju", "gong an", "GAJ", "gong'an"])
def test_a_unit_is_found_however_it_is_typed(served: House, words: str) -> None:
    assert POLICE in found(served, words)
    assert REFORM not in found(served, words)


@pytest.mark.parametrize("words", ["发改委", "发展和改革", "fgw", "fazhanhe"])
def test_an_abbreviation_finds_the_full_name(served: House, words: str) -> None:
    assert REFORM in found(served, words)
    assert POLICE not in found(served, words)


def test_letters_inside_a_syllable_find_nothing() -> None:
    assert not sounds("公安局", "ongan")
    assert not is_spelling("a")
    assert not is_spelling("gong1")
    assert not is_spelling("<b>")
