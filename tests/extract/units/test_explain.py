"""The readings of a name, each with what speaks for it."""

from extract.records import Level
from extract.units.evidence import Home
from extract.units.explain import candidates

HOME = Home(place_code="530100", place_name="昆明市", level=Level.PREFECTURE, year=2023)


def test_each_reading_says_its_place_and_its_reason() -> None:
    found = [(one.unit, one.how, one.place, one.fits, one.in_use) for one in candidates("市数据局", HOME)]
    assert found[0] == ("530100-data", "level-word", "昆明市", True, True)
    assert found[-1][:2] == ("", "none")


def test_a_name_of_another_year_and_level_is_said_so() -> None:
    (old,) = (one for one in candidates("市工商局", HOME) if one.unit)
    assert (old.fits, old.in_use) == (True, False)
    assert old.confidence < 0.95


def test_what_the_gate_refuses_has_no_candidates() -> None:
    assert candidates("第一位为牵头单位", HOME) == ()
