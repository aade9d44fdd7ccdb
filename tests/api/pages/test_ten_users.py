"""Ten users at once: whatever they wait, nobody is sent away. ``tests.bench.web.users`` has the minute and the times."""

import gc
import sys
from pathlib import Path

import pytest

from api.cli.serve import share
from tests.api.serving import house, plans
from tests.bench.web.users import rush

PLAN = Path(__file__).parents[3] / "extract" / "examples" / "changji-2015.txt"


def test_ten_users_at_once_are_all_served(tmp_path: Path) -> None:
    with house(tmp_path / "data", sources=(PLAN,)) as served:
        found = rush(served.address, seconds=10)
        assert found.errors == ()
        assert len(plans(served.store)) == 1 + found.imports
    assert found.imports > 0
    assert found.queries > 0
    assert len(found.waited) >= 8


def test_the_command_makes_the_interpreter_fit_for_many() -> None:
    before = sys.getswitchinterval()
    try:
        share()
        assert sys.getswitchinterval() == pytest.approx(0.001)
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        sys.setswitchinterval(before)
