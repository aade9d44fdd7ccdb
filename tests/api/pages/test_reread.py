"""A plan that another version of the program read: named on the page of plans, read again, taken by who may write."""

from pathlib import Path

import pytest

from api.accounts.sessions import PROOF_FIELD
from graph.build.sources import source_path
from graph.dataset import model
from graph.dataset.load import load
from tests.api.serving import HTML, enter, house, proof_on

PLAN = "昌吉州重点任务\n1.推进一网通办。\n责任单位：州教育局\n"


def test_a_plan_of_another_version_is_shown_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PLAN, encoding="utf-8")
    monkeypatch.setattr(model, "lexicon_version", lambda: "older")
    with house(tmp_path / "data", sources=(file,)) as served:
        monkeypatch.undo()
        ask = served.client
        (plan,) = load(served.store).plans
        assert f"/plans/{plan.id}/reread" in ask.get("/plans", headers=HTML).text
        assert "任务和分工没有变化" not in ask.get(f"/plans/{plan.id}/reread", headers=HTML).text
        enter(ask)
        page = ask.get(f"/plans/{plan.id}/reread", headers=HTML).text
        assert "任务和分工没有变化" in page
        assert ask.post(f"/plans/{plan.id}/reread", data={PROOF_FIELD: "wrong"}).status_code == 403
        answer = ask.post(f"/plans/{plan.id}/reread", data={PROOF_FIELD: proof_on(page)})
        assert answer.status_code == 303
        assert load(served.store).plans[0].lexicon != "older"
        path = source_path(served.store, plan.sha256)
        assert path is not None
        path.unlink()
        assert "没有保存" in ask.get(f"/plans/{plan.id}/reread", headers=HTML).text
