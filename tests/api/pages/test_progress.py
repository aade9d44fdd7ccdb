"""The progress pages: a ledger goes out, is filled in and comes back; shown by unit, section and task, and undone."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.progress.test_ledger import Fill, sheet
from tests.api.serving import HTML, House, enter, house

PLAN = """甲市人民政府关于印发甲市2020年安全工作方案的通知
甲政发[2020]7号
一、主要任务
1.健全制度。2020年5月底前完善各项制度。
牵头单位：市财政局
完成时限：2020年5月底前
2.加强培训。组织业务培训。
牵头单位：市公安局
完成时限：2020年12月底前
二、保障措施
3.检查设施。开展检查。
牵头单位：市财政局
完成时限：持续推进
甲市人民政府
2020年2月6日
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("progress")
    source = folder / "plan.txt"
    source.write_text(PLAN, encoding="utf-8")
    with house(folder / "data", sources=(source,)) as opened:
        yield opened


def sent(client: httpx.Client, proof: str, fill: Fill) -> httpx.Response:
    files = {"files": ("台账.xlsx", sheet(client.get("/ledger.xlsx").content, fill))}
    return client.post("/progress/import", data={"proof": proof, "who": "王芳"}, files=files, headers=HTML)


def under_way(rows: list[list[str]]) -> None:
    for row in rows[1:]:
        row[6:8] = ["已部署", "推进中"]


def states(client: httpx.Client, query: str = "") -> list[str]:
    return [row["status"] for row in client.get(f"/progress.json{query}").json()["progress"]["rows"]]


def test_a_ledger_comes_back_is_shown_everywhere_and_is_undone(served: House) -> None:
    with served.someone() as person:
        proof = enter(person)
        assert states(person) == ["not_reported"] * 3
        assert sent(person, proof, under_way).headers["location"] == "/progress?done=3"
        assert sent(person, proof, under_way).headers["location"] == "/progress?done=0"
        assert states(person) == ["under_way"] * 3
        assert states(person, "?date=2020-06-01") == ["overdue", "under_way", "under_way"]
        assert states(person, "?date=2021-01-01") == ["overdue", "overdue", "under_way"]  # what goes on has no end
        found = person.get("/progress.json?date=2021-01-01").json()
        counts = {row["name"]: (row["tasks"], row["overdue"]) for row in found["progress_units"]["rows"]}
        assert sorted(counts.values()) == [(1, 1), (2, 1)]
        assert [row["tasks"] for row in found["progress_sections"]["rows"]] == [2, 1]
        task = found["progress"]["rows"][0]["task_key"]
        page = person.get(f"/tasks/{task}", headers=HTML).text
        assert all(words in page for words in ("推进中", "已部署", "填报记录 1 条"))
        batch = re.search(r'name="batch" value="([^"]+)"', person.get("/progress", headers=HTML).text)
        assert batch
        undone = {"proof": proof, "batch": batch[1], "who": "王芳"}
        assert person.post("/progress/undo", data=undone).headers["location"] == "/progress?done=3"
        assert states(person) == ["not_reported"] * 3
        assert "填报记录 2 条" in person.get(f"/tasks/{task}", headers=HTML).text  # nothing is forgotten
        assert person.post("/progress/undo", data=undone).headers["location"] == "/progress?done=0"


def test_filters_count_and_an_unknown_value_is_said(served: House) -> None:
    every = states(served.client)
    unit = served.client.get("/progress.json").json()["progress_units"]["rows"][0]
    assert len(states(served.client, f"?unit={unit['id']}")) == unit["tasks"] < len(every)
    for query, said in (("state=foo", "foo"), ("unit=foo", "foo"), ("date=morgen", "morgen")):
        assert said in served.client.get(f"/progress?{query}", headers=HTML).text


def test_a_ledger_that_does_not_fit_changes_nothing(served: House) -> None:
    def renamed(rows: list[list[str]]) -> None:
        under_way(rows)
        rows[0][7] = "情况"

    with served.someone() as person:
        proof = enter(person)
        answer = sent(person, proof, renamed)
        assert answer.status_code == 400
        assert "完成状态" in answer.text
        assert set(states(person)) == {"not_reported"}
        assert sent(person, "wrong", under_way).status_code == 403
    assert sent(served.client, "", under_way).status_code == 401


def test_a_person_fills_in_one_task_and_sees_what_another_saved_meanwhile(served: House) -> None:
    with served.someone() as first, served.someone() as second:
        proofs = {first: enter(first), second: enter(second, "李强")}
        task = first.get("/progress.json").json()["progress"]["rows"][1]["task_key"]
        page = f"/tasks/{task}"

        def save(who: httpx.Client, revision: str, *, state: str = "done", report: str = "已培训") -> httpx.Response:
            said = {"proof": proofs[who], "revision": revision, "state": state, "report": report, "remarks": "一期"}
            return who.post(f"{page}/progress", data=said, headers=HTML)

        def revision(shown: str) -> str:
            found = re.search(r'name="revision" value="(\d+)"', shown)
            return found[1] if found else ""

        def many(shown: str) -> int:
            found = re.search(r"填报记录 (\d+) 条", shown)
            return int(found[1]) if found else 0

        seen = first.get(page, headers=HTML).text
        before = many(seen)
        assert save(first, revision(seen)).headers["location"] == f"{page}#progress"
        assert save(first, revision(seen)).status_code == 303  # sent twice, saved once
        assert states(first)[1] == "done"
        changed = save(second, revision(seen), state="under_way", report="正在\r\n培训")
        assert changed.status_code == 409
        assert all(words in changed.text for words in ("已培训", "王芳", "正在\n培训", "仍按我的填报保存"))
        assert states(first)[1] == "done"
        assert save(second, revision(changed.text), state="under_way").status_code == 303
        shown = first.get(page, headers=HTML).text
        assert many(shown) == before + 2
        assert "李强：推进中。已培训（一期）" in shown
        for wrong in ({"state": "overdue"}, {"state": ""}, {"report": "字" * 3000}, {"revision": "x"}):
            assert save(first, **{"revision": revision(shown), **wrong}).status_code == 400
        assert served.client.post(f"{page}/progress", data={"state": "done"}).status_code == 401
        assert "登录后可填报" in served.client.get(page, headers=HTML).text
        proofs[first] = "wrong"
        assert save(first, revision(shown)).status_code == 403
        assert many(first.get(page, headers=HTML).text) == before + 2


def test_the_command_reads_the_same_ledger(tmp_path: Path) -> None:
    from api.cli.main import main  # noqa: PLC0415  in this process, which is cheaper than a program

    source, data, ledger = tmp_path / "plan.txt", tmp_path / "data", tmp_path / "台账.xlsx"
    source.write_text(PLAN, encoding="utf-8")
    assert main(["build", str(source), "--data", str(data), "--quiet"]) == 0
    assert main(["report", "--ledger", "--out", str(ledger), "--data", str(data), "--quiet"]) == 0
    ledger.write_bytes(sheet(ledger.read_bytes(), under_way))
    assert main(["progress", "import", str(ledger), "--who", "王芳", "--data", str(data)]) == 0
    assert main(["progress", "list", "--date", "2020-06-01", "--data", str(data)]) == 0
    assert main(["progress", "list", "--date", "morgen", "--data", str(data)]) == 1
    assert main(["progress", "import", "--data", str(data)]) == 1
