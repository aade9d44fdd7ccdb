"""Corrections over HTTP: each kind through its form or as JSON, the numbers that move, undoing, the table in and out."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import extract
from graph.corrections import Change, Correction
from graph.corrections.store import apply_all
from graph.dataset.load import load
from graph.dataset.rows import TaskRow
from tests.api.serving import BEARER, HTML, House, content, enter, house

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
SIGNED = {"who": "王芳", "why": "与原文核对"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "data", sources=(EXAMPLE,)) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server whose plan nobody changes."""
    with house(tmp_path_factory.mktemp("shared") / "data", sources=(EXAMPLE,)) as opened:
        yield opened


def led(client: httpx.Client) -> dict[str, int]:
    return {
        row["unit_label"].removeprefix("昌吉回族自治州"): row["led"] for row in client.get("/units.json").json()["rows"]
    }


def rows(client: httpx.Client, **wanted: str) -> list[dict[str, str]]:
    found = client.get("/assignments.json").json()["rows"]
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


def iri(row: dict[str, str]) -> str:
    return f"https://w3id.org/dutygraph/id/plan/{row['plan']}/assignment/{row['start']}-{row['role']}"


def correct(client: httpx.Client, **change: object) -> httpx.Response:
    return client.post("/api/corrections", json={**SIGNED, **change}, headers=BEARER)


def unit_iri(client: httpx.Client, words: str) -> str:
    found = client.get("/api/corrections/units", params={"q": words}).json()
    assert found, words
    return str(found[0]["iri"])


def test_each_kind_of_change_moves_the_numbers_it_says(served: House) -> None:
    ask = served.client
    before = led(ask)
    first = rows(ask, role="lead", mention="政府法制办")[0]
    answer = correct(ask, change="role", target=iri(first), value="support")
    assert answer.status_code == 201
    (moved,) = answer.json()["moved"]
    assert (moved["led"], moved["supported"]) == ([11, 10], [7, 8])
    assert led(ask)["人民政府法制办公室"] == 10

    second = rows(ask, role="lead", mention="政府法制办")[0]
    assert correct(ask, change="drop", target=iri(second)).status_code == 201
    third = rows(ask, role="lead", mention="政府法制办")[0]
    answer = correct(ask, change="reassign", target=iri(third), value=unit_iri(ask, "公安局"))
    assert {one["name"][-6:] for one in answer.json()["moved"]} == {"政府法制办公室"[-6:], "自治州公安局"[-6:]}
    assert led(ask)["人民政府法制办公室"] == before["人民政府法制办公室"] - 3
    assert led(ask)["公安局"] == before["公安局"] + 1

    gone, stays = unit_iri(ask, "人民政府法制办公室"), unit_iri(ask, "司法局")
    assert correct(ask, change="merge", target=gone, value=stays).status_code == 201
    assert "人民政府法制办公室" not in led(ask)
    assert correct(ask, change="rename", target=stays, value="昌吉回族自治州司法局（新）").status_code == 201
    assert "司法局（新）" in led(ask)
    states = [entry["state"] for entry in ask.get("/api/corrections").json()]
    assert states == ["in_force"] * 5

    for name in [entry["name"] for entry in reversed(ask.get("/api/corrections").json())]:
        assert correct(ask, change="undo", target=name).status_code == 201
    assert led(ask) == before


def test_words_of_a_task_become_an_assignment_wherever_they_stand(served: House) -> None:
    task = rows(served.client)[0]["task"]
    row = rows(served.client)[0]
    target = f"https://w3id.org/dutygraph/id/plan/{row['plan']}/task/{task.partition('-')[2]}"
    text = served.client.get(f"/tasks/{task}.json").json()
    assert text
    words = rows(served.client)[0]["mention"]
    unit = unit_iri(served.client, "审计局")
    answer = correct(served.client, change="add", target=target, value=unit, role="supervise", words=words)
    assert answer.status_code == 201, answer.text
    (added,) = rows(served.client, role="supervise")
    assert (added["mention"], added["rule"]) == (words, "correction")
    refused = correct(served.client, change="add", target=target, value=unit, role="lead", words="不在原文里的话")
    assert refused.status_code == 409
    assert "原文里没有" in refused.json()["message"]


def in_order(served: House) -> tuple[TaskRow, ...]:
    return tuple(sorted(load(served.store).tasks, key=lambda task: task.start))


def test_the_boundary_of_a_task_is_moved_by_offsets_or_by_its_words_and_the_numbers_follow(served: House) -> None:
    first, second = in_order(served)[:2]
    text = served.client.get(f"/plans/{first.plan.rpartition('/')[2]}.txt").text
    clause = text.index("责任单位", first.start)
    before = led(served.client)
    moved = correct(served.client, change="move", target=second.iri, start=clause, end=second.end)
    assert moved.status_code == 201, moved.text
    after = {task.iri: task for task in in_order(served)}
    assert (after[first.iri].end, after[second.iri].start) == (len(text[:clause].rstrip()), clause)
    assert {row.task for row in load(served.store).assignments if clause <= row.start < second.end} == {second.iri}
    (name,) = moved.json()["corrections"]
    assert correct(served.client, change="undo", target=name).status_code == 201
    assert (in_order(served)[:2], led(served.client)) == ((first, second), before)

    with served.someone() as person:
        proof = enter(person)
        page = person.get(f"/tasks/{first.plan.rpartition('/')[2]}-{first.id}/correct", headers=HTML).text
        assert f'name="words" value="{first.text[:12]}"' in page
        form = {"proof": proof, "change": "move", "target": first.iri, "words": first.text[:12], **SIGNED}
        refused = person.post("/corrections", data={**form, "value": "没有这句话"}, headers=HTML)
        assert (refused.status_code, "附近的原文里没有" in refused.text) == (409, True)
        answer = person.post("/corrections", data={**form, "value": text[clause - 6 : clause].strip()})
        assert answer.status_code == 303
    assert in_order(served)[0].end == len(text[:clause].rstrip())


UNIT = "https://w3id.org/dutygraph/id/unit/x"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"change": "role", "target": "https://w3id.org/dutygraph/id/nothing", "value": "lead"}, 409),
        ({"change": "drop", "target": "nothing"}, 409),
        ({"change": "drop", "target": "> } ; DROP ALL ; #"}, 409),
        ({"change": "merge", "target": "", "value": ""}, 409),
        ({"change": "undo", "target": "0000000000000000"}, 409),
        ({"change": "undo", "target": "\x00"}, 409),
        ({"change": "rename", "target": UNIT, "value": "\x00\u202e<script>"}, 409),
        ({"change": "reassign", "target": "nothing", "value": "nothing"}, 409),
        ({"change": "explode", "target": "x"}, 400),
        ({"change": "drop", "target": "x", "who": ""}, 400),
        ({"change": "drop", "target": "x", "start": -1}, 400),
        ({"change": "drop", "target": "x", "more": 1}, 400),
        ({"change": "drop", "target": 7}, 400),
        ({"change": "drop"}, 400),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    shared: House, change: dict[str, object], status: int
) -> None:
    before = shared.store.dump()
    answer = correct(shared.client, **change)
    assert answer.status_code == status, answer.text
    assert isinstance(answer.json()["message"], str)
    assert shared.store.dump() == before


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"who": "\\ud800"}'])
def test_what_is_no_json_of_a_correction_is_refused(shared: House, body: bytes) -> None:
    answer = shared.client.post(
        "/api/corrections", content=body, headers={"Content-Type": "application/json", **BEARER}
    )
    assert answer.status_code == 400, answer.text


def test_the_forms_do_the_same_without_scripts_and_say_what_moved(served: House) -> None:
    with served.someone() as person:
        proof = enter(person)
        row = rows(person, role="lead", mention="政府法制办")[0]
        address = f"/assignments/{row['plan']}/{row['start']}-lead"
        page = person.get(address, headers=HTML).text
        assert "<mark>政府法制办</mark>" in page
        form = {"proof": proof, "change": "role", "target": iri(row), "value": "support", "back": "/units", **SIGNED}
        answer = person.post("/corrections", data=form)
        assert answer.status_code == 303
        shown = person.get(answer.headers["location"], headers=HTML).text
        assert "已更正" in shown
        assert "11 →</span> <b>10</b>" in shown
        assert 'href="/units"' in shown
        (entry,) = person.get("/api/corrections").json()
        undo = {**form, "change": "undo", "target": entry["name"], "value": ""}
        shown = person.get(person.post("/corrections", data=undo).headers["location"], headers=HTML).text
        assert "10 →</span> <b>11</b>" in shown
        assert "已撤销" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_is_a_form_for_each_kind_of_thing(shared: House, lang: str) -> None:
    with shared.someone() as person:
        row = rows(person, role="lead")[0]
        finding = shared.client.get(f"/plans/{row['plan']}", headers=HTML).text
        key = finding.partition(f"/findings/{row['plan']}/")[2].partition('"')[0]
        pages = (
            f"/assignments/{row['plan']}/{row['start']}-lead",
            f"/units/{row['unit']}/correct",
            f"/tasks/{row['task']}/correct",
            f"/findings/{row['plan']}/{key}",
            f"/plans/{row['plan']}/correct",
        )
        closed = [person.get(page, headers=HTML, params={"lang": lang}) for page in pages]
        assert [page.status_code for page in closed] == [200] * 5
        assert all('<form class="stack"' not in page.text and "/login?next=" in page.text for page in closed)
        enter(person)
        assert all('name="why"' in person.get(page, headers=HTML, params={"lang": lang}).text for page in pages)
        for page in (
            "/assignments/x/1-lead",
            f"/assignments/{row['plan']}/x",
            "/units/x/correct",
            "/tasks/x/correct",
            "/findings/x/y",
        ):
            assert person.get(page, headers=HTML).status_code == 404


def test_a_finding_that_is_dismissed_is_shown_so(served: House) -> None:
    with served.someone() as person:
        proof = enter(person)
        plan = person.get("/plans.json").json()["rows"][0]["id"]
        page = person.get(f"/plans/{plan}", headers=HTML).text
        assert "is-dismissed" not in page
        key = page.partition(f"/findings/{plan}/")[2].partition('"')[0]
        target = f"https://w3id.org/dutygraph/id/plan/{plan}/finding/{key}"
        form = {"proof": proof, "change": "dismiss", "target": target, "back": f"/plans/{plan}#findings", **SIGNED}
        assert person.post("/corrections", data=form).status_code == 303
        assert "is-dismissed" in person.get(f"/plans/{plan}", headers=HTML).text


def test_the_table_goes_out_and_comes_back_elsewhere(served: House, tmp_path: Path) -> None:
    row = rows(served.client, role="lead", mention="政府法制办")[0]
    assert correct(served.client, change="role", target=iri(row), value="support", why="=1+1").status_code == 201
    assert (
        correct(
            served.client,
            change="merge",
            target=unit_iri(served.client, "人民政府法制办公室"),
            value=unit_iri(served.client, "州司法局"),
        ).status_code
        == 201
    )
    table = served.client.get("/corrections.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert ",=1+1" not in table.text
    assert served.client.get("/corrections.json").json()["count"] == 2
    with house(tmp_path / "elsewhere", sources=(EXAMPLE,)) as other, other.someone() as person:
        proof = enter(person)
        for _ in range(2):  # twice is once
            sent = person.post(
                "/corrections/import", data={"proof": proof}, files={"files": ("更正.csv", table.content)}
            )
            assert sent.status_code == 303
        assert led(person) == led(served.client)
        assert len(person.get("/api/corrections").json()) == 2
        assert content(other.store) == content(served.store)
        bad = person.post("/corrections/import", data={"proof": proof}, files={"files": ("x.csv", b"a,b\r\n1,2\r\n")})
        assert bad.status_code == 400
        assert "表头" in bad.json()["message"]


def test_a_plan_read_again_keeps_its_corrections(served: House) -> None:
    row = rows(served.client, role="lead", mention="政府法制办")[0]
    correct(served.client, change="role", target=iri(row), value="support")
    before = content(served.store)
    parts = {"files": (EXAMPLE.name, EXAMPLE.read_bytes())}
    job = served.client.post("/api/import", files=parts, data={"again": "1"}, headers=BEARER).json()["job"]
    while not (state := served.client.get(f"/api/import/{job}").json())["over"]:
        pass
    assert state["files"][0]["step"] == "stored"
    assert content(served.store) == before


def test_without_the_token_nothing_is_corrected(shared: House) -> None:
    before = shared.store.revision
    assert shared.client.post("/api/corrections", json={**SIGNED, "change": "drop", "target": "x"}).status_code == 401
    assert shared.client.post("/corrections", data={**SIGNED, "change": "drop", "target": "x"}).status_code == 401
    assert shared.client.post("/corrections/import", files={"files": ("x.csv", b"")}).status_code == 401
    assert shared.store.revision == before


def test_the_home_of_a_plan_is_shown_with_its_reasons_and_corrected(served: House) -> None:
    ask = served.client
    plan = ask.get("/plans.json").json()["rows"][0]["id"]
    page = ask.get(f"/plans/{plan}/correct", headers=HTML).text
    assert "昌吉回族自治州" in page
    assert "发文机关" in page
    assert f'href="/plans/{plan}/correct"' in ask.get(f"/plans/{plan}", headers=HTML).text
    said = {"change": "home", "target": f"https://w3id.org/dutygraph/id/plan/{plan}"}
    assert correct(ask, **said, value="蓬莱仙岛").status_code == 409
    answer = correct(ask, **said, value="伊犁哈萨克自治州")
    assert answer.status_code == 201
    assert ask.get("/plans.json").json()["rows"][0]["place"] == "伊犁哈萨克自治州"
    assert ask.get("/units/654000-justice.json").status_code == 200
    correct(ask, change="undo", target=answer.json()["corrections"][0])
    assert ask.get("/plans.json").json()["rows"][0]["place"] == "昌吉回族自治州"


def sent(client: httpx.Client, proof: str, who: str = "王芳", **fields: str) -> httpx.Response:
    """Send a form of corrections."""
    return client.post("/corrections", data={"proof": proof, "who": who, "why": "核对", **fields}, headers=HTML)


def test_what_a_plan_says_of_itself_is_one_save_one_entry_and_one_undo(served: House) -> None:
    with served.someone() as person:
        proof = enter(person)
        (plan,) = person.get("/plans.json").json()["rows"]
        about = {"change": "describe", "target": f"https://w3id.org/dutygraph/id/plan/{plan['id']}"}
        form = person.get(f"/plans/{plan['id']}/correct", headers=HTML).text
        assert f'value="{plan["title"]}"' in form
        new = {
            "title": "依法行政实施方案",
            "issuer": plan["issuer"],
            "number": "昌州政发2015第30号",
            "issued": "2015-07",
            "kind": "ledger",
        }
        assert sent(person, proof, **about, **new).status_code == 303
        (now,) = person.get("/plans.json").json()["rows"]
        assert {name: now[name] for name in new} == new
        assert len(person.get("/api/corrections").json()) == 4  # the issuer is as it was
        page = person.get("/corrections", headers=HTML).text
        assert page.count('value="undo"') == 1
        assert all(words in page for words in ("标题 → “依法行政实施方案”", "发文日期 → “2015-07”", "文种 → 责任清单"))
        assert "没有改动" in sent(person, proof, **about, **new).text
        name = person.get("/api/corrections").json()[0]["name"]
        assert sent(person, proof, change="undo", target=name).status_code == 303
        assert person.get("/plans.json").json()["rows"] == [plan]
        page = person.get("/corrections", headers=HTML).text
        assert page.count('value="undo"') == 1  # the undoing, which is one entry, too
        for wrong in ({"title": ""}, {"issued": "2015-13"}, {"issued": "yesterday"}):
            answer = sent(person, proof, **about, **{**new, **wrong})
            assert answer.status_code in {400, 409}, wrong
        assert person.get("/plans.json").json()["rows"] == [plan]


def test_what_others_corrected_meanwhile_is_shown_before_saving(served: House) -> None:
    with served.someone() as one, served.someone() as other:
        first, second = enter(one, "王芳"), enter(other, "李明")
        row = rows(one, role="lead")[0]
        form = f"/assignments/{row['plan']}/{row['start']}-lead"
        assert 'name="seen" value="0"' in other.get(form, headers=HTML).text
        about = {"change": "role", "target": iri(row), "seen": "0"}
        assert sent(one, first, **about, value="support").status_code == 303
        assert sent(one, first, **about, value="joint").status_code == 303  # one's own are no surprise
        late = sent(other, second, "李明", **about, value="guide")
        assert late.status_code == 409
        assert all(words in late.text for words in ("王芳", "改角色", 'name="seen" value="2"', 'value="guide"'))
        assert len(one.get("/api/corrections").json()) == 2  # nothing is overwritten in silence
        proposal = {"change": "role", "target": iri(row), "value": "guide", "who": "李明", "why": "核对", "seen": 0}
        refused = one.post("/api/corrections", json=proposal, headers=BEARER)
        assert (refused.status_code, refused.headers["ETag"]) == (409, '"2"')
        assert "王芳" in refused.json()["message"]
        assert sent(other, second, "李明", **{**about, "seen": "2"}, value="guide").status_code == 303


@pytest.mark.full
def test_five_hundred_corrections_are_a_page_of_bounded_size(served: House) -> None:
    counted = [row for row in load(served.store).assignments if row.counted]
    new = [
        Correction(
            change=Change.ROLE,
            target=counted[number % len(counted)].iri,
            value=("support", "joint", "lead", "guide", "supervise")[number // len(counted)],
            who="王芳",
            when=f"2026-11-23T09:00:00.{number:06}+00:00",
            why="核对",
        )
        for number in range(500)
    ]
    apply_all(served.store, new)
    page = served.client.get("/corrections", headers=HTML).text
    assert page.count("<tr") <= 101
    assert len(page) < 150_000
    assert len(served.client.get("/corrections.json").json()["rows"]) == 500
