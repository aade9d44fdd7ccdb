"""Every attack that broke the first edition, against this one."""

import pytest

from tests.attack.attacks import ATTACKS
from tests.attack.target import HERE


@pytest.mark.slow
@pytest.mark.parametrize("letter", ATTACKS)
def test_an_attack_breaks_nothing(letter: str) -> None:
    assert list(ATTACKS[letter](HERE)) == []
