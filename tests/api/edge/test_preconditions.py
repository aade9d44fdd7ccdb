"""Write only what nobody has changed meanwhile."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from api.edge.settings import Settings
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.build.versions import take
from graph.dataset.model import corpus_of
from tests.api.serving import BEARER, HTML, TOKEN, House, enter, finished, house, plans, send

PLAN = "关于整治市容的方案\n\n一、主要任务\n（一）清理街巷。由市城管局牵头，市公安局配合。\n".encode()
TURTLE = {**BEARER, "Content-Type": "text/turtle"}
ONE, TWO = "/graphs?graph=http://e.test/1", "/graphs?graph=http://e.test/2"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "data", Settings(token=TOKEN, updates=True)) as made:
        yield made


def put(served: House, path: str, value: str, **headers: str) -> tuple[int, str, str]:
    answer = served.client.put(path, content=f"<s:s> <p:p> '{value}' .".encode(), headers={**TURTLE, **headers})
    return answer.status_code, answer.headers.get("etag", ""), answer.text


def test_a_graph_is_written_only_as_it_was_read(served: House) -> None:
    status, first, _ = put(served, ONE, "a")
    assert status == 201
    assert served.client.get(ONE).headers["etag"] == first
    assert put(served, TWO, "other")[0] == 201  # changes nothing of the first
    status, second, _ = put(served, ONE, "b", **{"If-Match": first})
    assert status == 204
    status, now, said = put(served, ONE, "c", **{"If-Match": first})
    assert (status, now) == (412, second)
    assert "http://e.test/1" in said
    assert "'b'" in served.client.get(ONE).text.replace('"', "'")
    assert put(served, ONE, "d", **{"If-Match": f'"0", {second}'})[0] == 204
    assert put(served, ONE, "e", **{"If-Match": '"nonsense"'})[0] == 412
    assert put(served, ONE, "f", **{"If-Match": "*"})[0] == 204
    old = {**BEARER, "If-Match": second}
    assert served.client.delete(ONE, headers=old).status_code == 412
    assert served.client.delete(ONE, headers=BEARER).status_code == 204


def test_an_update_is_carried_out_only_on_the_graphs_as_they_were(served: House) -> None:
    seen = put(served, ONE, "a")[1]
    update = {"update": "CLEAR SILENT GRAPH <http://e.test/1>"}
    put(served, TWO, "b")
    answer = served.client.post("/sparql", data=update, headers={**BEARER, "If-Match": seen})
    assert answer.status_code == 412
    assert "http://e.test/2" in answer.json()["message"]
    now = served.client.get(TWO).headers["etag"]
    assert served.client.post("/sparql", data=update, headers={**BEARER, "If-Match": now}).status_code == 204


def test_a_document_is_imported_only_as_it_was_seen(served: House) -> None:
    seen = served.client.get("/api/import").headers["etag"]
    versions = [
        f"昌市政办发\u30142024\u30151号\n\n{PLAN.decode()}{more}".encode()
        for more in ("", "（二）种树。由市林业局牵头。\n")
    ]
    document = read_bytes(versions[0], "a.txt")
    take(served.store, corpus_of(extract(document)), document.text)
    old = {**BEARER, "If-Match": seen}

    known = served.client.post("/api/import", files={"files": ("a.txt", versions[0])}, headers=old)
    assert (known.status_code, known.headers["etag"]) == (412, served.client.get("/api/import").headers["etag"])
    (plan,) = plans(served.store)
    assert plan in known.json()["message"]

    before = served.store.dump()
    other = served.client.post("/api/import", files={"files": ("b.txt", versions[1])}, headers=old)
    (file,) = cast("list[dict[str, object]]", finished(served.client, other.json()["job"])["files"])
    assert (file["step"], file["status"]) == ("failed", 412)
    assert plan in str(file["fault"])
    assert served.store.dump() == before


def test_the_page_removes_a_plan_only_as_it_was_shown(served: House) -> None:
    document = read_bytes(PLAN, "a.txt")
    take(served.store, corpus_of(extract(document)), document.text)
    (plan,) = plans(served.store)
    page = f"/plans/{plan.rpartition('/')[2]}/remove"
    proof = enter(served.client)
    shown = re.search(r'name="seen" value="(\d+)"', served.client.get(page, headers=HTML).text)
    assert shown
    served.store.add(plan, b'<s:s> <p:p> "meanwhile" .\n')
    for seen, status in ((shown[1], 412), (str(served.store.revision), 303)):
        assert served.client.post(page, data={"proof": proof, "seen": seen}).status_code == status


def test_a_plan_is_removed_and_corrected_only_as_it_was_seen(served: House) -> None:
    state = finished(served.client, send(served.client, ("a.txt", PLAN)).json()["job"])
    plan_id = state["files"][0]["gain"]["plan"]  # type: ignore[index]  # JSON as it came
    seen = served.client.get("/api/corrections").headers["etag"]
    unit = served.client.get("/api/corrections/units").json()[0]["iri"]

    def rename(name: str, **headers: str) -> int:
        body = {"change": "rename", "target": unit, "value": name, "who": "甲", "why": "试"}
        return served.client.post("/api/corrections", json=body, headers={**BEARER, **headers}).status_code

    assert rename("市执法局", **{"If-Match": seen}) == 201
    assert rename("市容局", **{"If-Match": seen}) == 412
    assert served.client.delete(f"/api/plans/{plan_id}", headers={**BEARER, "If-Match": seen}).status_code == 412
    now = served.client.get("/api/corrections").headers["etag"]
    assert served.client.delete(f"/api/plans/{plan_id}", headers={**BEARER, "If-Match": now}).status_code == 204
