"""Every attack that broke the first edition, against this one; most of them in ``make test-full``."""

import pytest

from tests.attack.attacks import ATTACKS
from tests.attack.target import HERE

FEW = frozenset("AFKL")  # the others take up to a minute each, and tests of the rooms show most of it at less cost


@pytest.mark.slow
@pytest.mark.parametrize(
    "letter", [letter if letter in FEW else pytest.param(letter, marks=pytest.mark.full) for letter in ATTACKS]
)
def test_an_attack_breaks_nothing(letter: str) -> None:
    assert list(ATTACKS[letter](HERE)) == []
