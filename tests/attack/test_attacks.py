"""Every attack that broke the first edition, against this one; those of minutes are in ``make test-full``."""

import pytest

from tests.attack.attacks import ATTACKS
from tests.attack.target import HERE

LONG = frozenset("BEIJ")  # a minute each, or what tests of the rooms show at less cost


@pytest.mark.slow
@pytest.mark.parametrize(
    "letter", [pytest.param(letter, marks=pytest.mark.full) if letter in LONG else letter for letter in ATTACKS]
)
def test_an_attack_breaks_nothing(letter: str) -> None:
    assert list(ATTACKS[letter](HERE)) == []
