"""The versions of a document on the pages: the newest counts, the earlier stay readable, the changes are listed."""

from dataclasses import replace
from pathlib import Path

from extract.pipeline import extract
from extract.readers import read_bytes
from graph.build.versions import take
from graph.dataset.model import corpus_of
from tests.api.serving import HTML, house

OLD = (
    "昌吉市人民政府办公室文件\n昌市政办发[2026]7号\n昌吉市2026年政务服务重点任务分工方案\n一、优化政务服务\n"
    "1.推进一网通办。\n牵头单位：市政务服务局\n配合单位：市财政局、市公安局\n2.压缩办理时限。\n牵头单位：市市场监管局\n"
)
NEW = OLD.replace("牵头单位：市市场监管局", "牵头单位：市司法局").replace("一网通办", "全程网办")


def test_an_earlier_version_has_its_page_and_the_changes_are_listed(tmp_path: Path) -> None:
    with house(tmp_path / "data") as served:
        old, new = (corpus_of(extract(read_bytes(text.encode(), "a.txt"))) for text in (OLD, NEW))
        for corpus, text in ((old, OLD), (new, NEW)):
            take(served.store, corpus, text)
        before, now = old.plans[0].id, new.plans[0].id
        client = served.client
        moved = client.get(f"/plans/{before}", headers=HTML)
        assert (moved.status_code, moved.headers["location"]) == (303, f"/versions/{before}")
        page = client.get(f"/versions/{before}", headers=HTML).text
        assert "一网通办" in page
        assert f'href="/plans/{now}"' in page
        assert client.get(f"/versions/{before}.txt").text == OLD
        assert f'href="/plans/{now}/versions"' in client.get(f"/plans/{now}", headers=HTML).text
        rows = client.get(f"/plans/{now}/versions.json").json()["rows"]
        same = "lead 昌吉市政务服务管理局；support 昌吉市公安局；support 昌吉市财政局"
        assert {(row["change"], row["before"], row["after"]) for row in rows} == {
            ("words", same, same),
            ("assignments", "lead 昌吉市市场监督管理局", "lead 昌吉市司法局"),
        }
        assert "分工有变" in client.get(f"/plans/{now}/versions", headers=HTML).text
        assert client.get("/plans/0123456789abcdef/versions").status_code == 404
        assert len(client.get("/plans.json").json()["rows"]) == 1


def test_a_plan_that_another_version_read_says_so(tmp_path: Path) -> None:
    with house(tmp_path / "data") as served:
        corpus = corpus_of(extract(read_bytes(OLD.encode(), "a.txt")))
        plan = corpus.plans[0]
        take(served.store, corpus, OLD)
        words = "由另一版本的程序或词表识别"
        assert words not in served.client.get(f"/plans/{plan.id}", headers=HTML).text
        take(served.store, replace(corpus, plans=(replace(plan, lexicon="older"),)), OLD)
        assert words in served.client.get(f"/plans/{plan.id}", headers=HTML).text
