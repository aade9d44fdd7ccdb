"""The review: filters, decisions, two people at once, undo, roles, and the table that is filled in and read back."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.accounts.accounts import Accounts
from api.accounts.database import Database
from api.accounts.roles import AccountRole
from api.edge.settings import Settings
from api.pages.frame.renderer import NAV
from graph.store import open_store
from tests.api.serving import HTML, TOKEN, House, enter, house, proof_on
from tests.browser.visiting import EXAMPLE

PASSWORD = "a long password"  # noqa: S105 - opens nothing but these servers


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "data", sources=(EXAMPLE,)) as opened:
        yield opened


def rows(client: httpx.Client, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/review.json{query}").json()["rows"]
    return found


def decide(client: httpx.Client, key: str, proof: str, **fields: str) -> httpx.Response:
    accept = {"Accept": "application/json"}
    return client.post(f"/review/{key}", data={"proof": proof, "revision": "0", **fields}, headers=accept)


def test_a_decision_is_saved_shown_and_taken_back(served: House) -> None:
    with served.someone() as person:
        proof = enter(person)
        key = rows(person)[0]["key"]
        saved = decide(person, key, proof, state="advised", person="赵一", note="请明确", who="王芳").json()
        assert (saved["state"], saved["person"], saved["note"], saved["who"]) == ("advised", "赵一", "请明确", "王芳")
        page = person.get("/review?state=advised", headers=HTML).text
        assert page.count('<article class="card case') == 1
        assert "办理记录 1 条" in page
        undone = decide(person, key, proof, undo="1", revision=str(saved["revision"]), who="王芳").json()
        assert (undone["state"], undone["person"], undone["note"]) == ("open", "", "")
        assert "办理记录 2 条" in person.get("/review", headers=HTML).text  # nothing is forgotten
        assert person.get("/corrections.json").json()["rows"] == []


def test_every_page_of_the_navigation_names_the_person(served: House) -> None:
    with served.someone() as person:
        enter(person)
        for _, address in NAV:
            page = person.get(address, headers=HTML).text
            assert re.search("<summary>([^<]*)</summary><div>\n", page)[1] == "王芳", address  # type: ignore[index]  # it is on each


def test_the_navigation_counts_what_nobody_has_looked_at(served: House) -> None:
    def badge() -> int:
        found = re.search(r'class="badge num"[^>]*>(\d+)<', served.client.get("/units", headers=HTML).text)
        return int(found[1]) if found else 0

    assert badge() == len(rows(served.client))
    proof = enter(served.client)
    before = badge()
    decide(served.client, rows(served.client)[0]["key"], proof, state="checking")
    assert badge() == before - 1


def test_of_two_people_the_second_sees_what_the_first_saved(served: House) -> None:
    with served.someone() as one, served.someone() as other:
        first, second = enter(one, "王芳"), enter(other, "李明")
        key = rows(one)[0]["key"]
        assert decide(one, key, first, state="advised", who="王芳").status_code == 200
        late = decide(other, key, second, state="dismissed", who="李明")
        assert late.status_code == 409
        assert "王芳" in late.json()["message"]
        assert rows(one, "?state=advised")[0]["key"] == key  # not overwritten
        page = other.post(
            f"/review/{key}",
            data={"proof": second, "revision": "0", "state": "dismissed", "note": "不同意见", "who": "李明"},
            headers=HTML,
        )
        assert page.status_code == 409
        assert all(words in page.text for words in ("王芳", "已建议", "不采纳", "不同意见"))
        again = re.search(r'name="revision" value="(\d+)"', page.text)
        assert again
        saved = decide(other, key, second, state="dismissed", who="李明", revision=again[1])
        assert saved.json()["state"] == "dismissed"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"note": "字" * 100_000}, 400),
        ({"state": "done"}, 400),
        ({"revision": "x"}, 400),
        ({"revision": "9" * 400}, 400),
        ({"person": "王" * 100}, 400),
        ({"state": "advised", "revision": "7"}, 200),
    ],
    ids=["a long note", "an unknown state", "no revision", "a long revision", "a long name", "another revision"],
)
def test_what_cannot_be_saved_changes_nothing(served: House, fields: dict[str, str], status: int) -> None:
    with served.someone() as person:
        proof = enter(person)
        key = rows(person)[0]["key"]
        answer = decide(person, key, proof, **fields)
        assert answer.status_code == status
        if status != 200:
            assert answer.json()["message"]
            assert rows(person)[0]["revision"] == 0
        assert decide(person, "0" * 16, proof, state="advised").status_code == 404
        assert decide(person, key, "wrong", state="advised").status_code == 403
    assert decide(served.client, key, "", state="advised").status_code == 401


def test_filters_are_said_counted_and_taken_away(served: House) -> None:
    every = rows(served.client)
    some = rows(served.client, "?code=lead-collective")
    assert 0 < len(some) < len(every)
    page = served.client.get("/review?code=lead-collective", headers=HTML).text
    assert page.count('<article class="card case') == len(some)
    chip = re.search(r'class="chip">[^<]*集体牵头 <a href="([^"]+)"', page)
    assert chip
    assert chip[1] == "/review"
    for query in ("state=foo", "plan=foo", "person=foo", "code=foo"):
        assert "没有符合“foo”的事项。" in served.client.get(f"/review?{query}", headers=HTML).text
    assert len(served.client.get("/review.csv?code=lead-collective").text.splitlines()) == 1 + len(some)


def table(client: httpx.Client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get("/review.csv").text.removeprefix("\ufeff"))))


def sent(client: httpx.Client, proof: str, filled: list[dict[str, str]], columns: list[str]) -> httpx.Response:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(filled)
    files = {"files": ("review.csv", out.getvalue().encode("utf-8-sig"))}
    return client.post("/review/import", data={"proof": proof}, files=files)


def test_a_table_is_filled_in_and_read_back(served: House) -> None:
    with served.someone() as person:
        proof = enter(person)
        filled = table(person)
        columns = list(filled[0])
        assert sent(person, proof, filled, columns).status_code == 303
        assert all(row["revision"] == 0 for row in rows(person))  # nothing differs, nothing is written
        filled[0] |= {"state": "已建议", "person": "赵一", "note": "'=1+1"}
        filled[2] |= {"state": "resolved"}
        assert sent(person, proof, filled, columns).status_code == 303
        found = {row["key"]: row for row in rows(person)}
        assert found[filled[0]["key"]]["state"] == "已建议"
        assert found[filled[0]["key"]]["note"] == "=1+1"
        assert found[filled[2]["key"]]["state"] == "已解决"
        assert sum(row["revision"] != 0 for row in found.values()) == 2


def test_a_table_with_a_fault_changes_nothing(served: House) -> None:
    with served.someone() as person:
        proof = enter(person)
        filled = table(person)
        columns = list(filled[0])
        decide(person, filled[1]["key"], proof, state="advised", who="王芳")
        good = {**filled[0], "state": "已建议"}
        for bad, words in (
            ({**filled[2], "state": "不知道"}, "没有状态"),
            ({**filled[2], "key": "f" * 16}, "没有事项"),
            ({**filled[1], "state": "不采纳"}, "另行办理"),
        ):
            answer = sent(person, proof, [good, bad], columns)
            assert answer.status_code == 400
            assert words in answer.text
        renamed = sent(person, proof, [good], [name for name in columns if name != "state"])
        assert "缺少列" in renamed.text
        files = {"files": ("x.csv", "状态".encode("gbk"))}
        assert person.post("/review/import", data={"proof": proof}, files=files).status_code == 400
        assert sum(row["revision"] != 0 for row in rows(person)) == 1


def test_an_editor_assigns_and_a_reviewer_decides(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_store(data):
        accounts = Accounts(Database(data))
        accounts.add("赵一", PASSWORD, AccountRole.ADMINISTRATOR)
        accounts.add("孙三", PASSWORD, AccountRole.EDITOR)
        accounts.add("钱二", PASSWORD, AccountRole.REVIEWER)
    with house(data, Settings(token=TOKEN, data=data), sources=(EXAMPLE,)) as served:
        with served.someone() as editor:
            editor.post("/login", data={"who": "孙三", "token": PASSWORD})
            proof = proof_on(editor.get("/review", headers=HTML).text)
            key = rows(editor)[0]["key"]
            assert decide(editor, key, proof, state="advised").status_code == 403
            saved = decide(editor, key, proof, state="checking", person="钱二", who="省长")
            assert saved.json()["who"] == "孙三"
            assert 'value="advised"' not in editor.get("/review", headers=HTML).text
        with served.someone() as reviewer:
            reviewer.post("/login", data={"who": "钱二", "token": PASSWORD})
            proof = proof_on(reviewer.get("/review", headers=HTML).text)
            seen = str(saved.json()["revision"])
            assert decide(reviewer, key, proof, state="advised", revision=seen).json()["who"] == "钱二"
