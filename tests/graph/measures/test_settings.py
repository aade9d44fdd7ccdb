"""An office's own definitions: read whole, or refused with the place named."""

import pytest

from extract.records import Role
from graph.dataset.clarity import Grade, Thresholds
from graph.errors import MeasureError
from graph.measures.overlap import Strictness
from graph.measures.settings import read_definitions
from graph.measures.workload import DEFAULT_WEIGHTS, Sensitivity


def test_an_empty_file_keeps_every_default() -> None:
    found = read_definitions("")
    assert (found.clarity, found.overlap, found.workload) == (Thresholds(), Strictness(), Sensitivity())
    assert found.weights == DEFAULT_WEIGHTS


def test_each_setting_bites() -> None:
    found = read_definitions(
        '[clarity]\nmany_leads = 5\nno_clear_lead = ["none"]\nplaceholders = ["筹备组"]\n'
        "[overlap]\nminimum = 2\nalpha = 0.1\n[workload]\ntop = 3\nshift = 1\n[weights]\nsupport = 1\n"
        '[members]\n"各部门" = ["公安局"]\n'
    )
    assert found.clarity == Thresholds(many_leads=5, no_clear_lead=(Grade.NONE,), placeholders=("筹备组",))
    assert found.overlap == Strictness(minimum=2, alpha=0.1)
    assert found.workload == Sensitivity(top=3, shift=1)
    assert found.weights[Role.SUPPORT] == 1.0
    assert found.members == {"各部门": ("公安局",)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[clarty]", "clarty"),
        ("[clarity]\nmany_lead = 3", "clarity.many_lead"),
        ("clarity = 3", "clarity"),
        ("[clarity]\nmany_leads = true", "many_leads"),
        ('[clarity]\nno_clear_lead = ["nobody"]', "no_clear_lead"),
        ("[clarity]\npresume_convener = 1", "presume_convener"),
        ("[clarity]\nplaceholders = 3", "placeholders"),
        ("[clarity]\nmany_leads = 0", "many_leads"),
        ("[weights]\nlead = -1", "lead"),
        ("[weights]\nlead = nan", "lead"),
        ("[weights]\nlead = 'much'", "lead"),
        ('[members]\n"各部门" = []', "members.各部门"),
        ('[members]\n"各部门" = [" "]', "members.各部门"),
        ('[members]\n"各部门" = 3', "各部门"),
        ('[staff]\n"甲局" = 0', "staff.甲局"),
        ('[staff]\n"甲局" = 2.5', "甲局"),
        ("[weights]\nlead = inf", "lead"),
        ("[weights]\nleader = 1", "weights.leader"),
        ("[overlap]\nalpha = 2", "alpha"),
        ("[overlap", "设置文件"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, place: str) -> None:
    with pytest.raises(MeasureError, match=place.replace(".", r"\.")) as caught:
        read_definitions(text)
    assert "·" not in caught.value.message.render(), "in one language"
