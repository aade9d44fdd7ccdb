"""Who may write, and what a hostile page, plan, name or body cannot do."""

import csv
import io
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import openpyxl
import pytest

from api.edge.settings import Settings
from tests.api.pages.hostile import NAME, plan
from tests.api.serving import BEARER, HTML, PATIENCE, TOKEN, House, enter, finished, house, send

SIGNED = {"who": "=王<b>芳</b>\u202e", "why": '<script>window.hit=1</script>"><img src=x onerror=window.hit=1>'}
MOST_PAGES = 400
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?(e-?\d+)?")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("hostile") / "data") as served:
        job = send(served.client, (NAME, plan()), ("=1+1.txt", plan() + "\n再".encode())).json()["job"]
        state = finished(served.client, job)
        assert [file["step"] for file in state["files"]] == ["stored", "stored"]  # type: ignore[attr-defined]  # JSON as it came
        unit = served.client.get("/units.json").json()["rows"][0]["id"]
        target = served.client.get("/api/corrections/units").json()[0]["iri"]
        renamed = {**SIGNED, "change": "rename", "target": target, "value": SIGNED["why"]}
        assert unit
        assert served.client.post("/api/corrections", json=renamed, headers=BEARER).status_code == 201
        yield served


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("quiet") / "data") as served:
        yield served


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def links(self) -> list[str]:
        return [attributes.get("href", "") for tag, attributes in self.tags if tag == "a"]


def faults_of(page: str) -> list[str]:
    """What in a page could run, or lead away from the server."""
    found: list[str] = []
    for tag, attributes in Tags(page).tags:
        data = attributes.get("type") == "application/json"  # no browser runs it
        if tag == "script" and not data and not attributes.get("src", "").startswith("/static/"):
            found.append(f"script {attributes}")
        if tag in {"iframe", "object", "embed", "base", "style"}:
            found.append(tag)
        for name, value in attributes.items():
            if name.startswith("on") or name == "style":
                found.append(f"{tag} {name}")
            if name in {"href", "src", "action", "formaction"} and not value.startswith(("/", "#", "?")):
                found.append(f"{name}={value[:60]}")
    return found


def walk(client: httpx.Client) -> dict[str, httpx.Response]:
    """Every page that can be reached by links, and every representation."""
    seen: dict[str, httpx.Response] = {}
    queue = [
        "/",
        "/corrections",
        "/import",
        "/login",
        "/search?q=局",
        "/sparql",
        "/nope",
        "/units?lang=en",
        "/?lang=en",
    ]
    while queue and len(seen) < MOST_PAGES:
        path = queue.pop(0)
        if path in seen:
            continue
        seen[path] = client.get(path, headers=HTML)
        if seen[path].headers.get("content-type", "").startswith("text/html"):
            for link in Tags(seen[path].text).links():
                target = urlsplit(urljoin(path, link))
                assert not target.netloc, link
                next_path = target.path + (f"?{target.query}" if target.query else "")
                if next_path not in seen and not _endless(next_path):
                    queue.append(next_path)
    return seen


def _endless(path: str) -> bool:
    """Whether an address only sorts or pages what others show already."""
    return any(word in path for word in ("sort=", "order=", "page=", "lang=")) and path.count("?") == 1


def test_a_hostile_plan_is_text_on_every_page_and_no_formula_in_any_table(hostile: House) -> None:
    with hostile.someone() as person:
        enter(person, who=SIGNED["who"])
        pages = walk(person)
    kinds = {answer.headers.get("content-type", "").partition(";")[0] for answer in pages.values()}
    assert {"text/html", "text/csv", "application/json"} <= kinds
    assert len(pages) > 100
    assert (
        sum(
            "window.hit" in answer.text for answer in pages.values() if "html" in answer.headers.get("content-type", "")
        )
        > 20
    )
    assert [path for path, answer in pages.items() if answer.status_code >= 500] == []
    for path, answer in pages.items():
        kind = answer.headers.get("content-type", "")
        if kind.startswith("text/html"):
            saved = "attachment" in answer.headers.get("content-disposition", "")  # a file brings its style and script
            faults = faults_of(answer.text)
            own = {"style", "script {}"} if saved else set()
            assert [fault for fault in faults if fault not in own] == [], path
            assert faults.count("script {}") <= 1, path
        elif "svg" in kind:
            tags = Tags(answer.text).tags
            assert not [tag for tag, of in tags if tag == "script" or any(name.startswith("on") for name in of)], path
        elif kind.startswith("text/csv"):
            for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))):
                runs = [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
                assert all(NUMBER.fullmatch(cell) for cell in runs), (path, runs)
        elif "spreadsheetml" in kind:
            for sheet in openpyxl.load_workbook(BytesIO(answer.content)).worksheets:
                assert not [cell.value for line in sheet.iter_rows() for cell in line if cell.data_type == "f"], path


def test_every_answer_has_the_headers_of_safety(hostile: House) -> None:
    for path in ("/", "/nope", "/static/site.css", "/plans.json", "/api/import", "/openapi.json", "/sparql", "/import"):
        headers = hostile.client.get(path, headers=HTML).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] in {"private, no-cache", "no-store"}, path
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("name", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.0.0.1", "[::2]", ""])
def test_another_host_name_gets_nothing(quiet: House, name: str) -> None:
    for method, path in (("GET", "/"), ("GET", "/plans.json"), ("POST", "/api/import"), ("GET", "/static/site.css")):
        answer = quiet.client.request(method, path, headers={"Host": name, **BEARER})
        assert answer.status_code in {421, 400}
        assert "责任图谱" not in answer.text


def test_its_own_names_are_answered(quiet: House) -> None:
    port = urlsplit(quiet.address).port
    for name in (f"127.0.0.1:{port}", f"localhost:{port}", "LOCALHOST", "[::1]"):
        assert quiet.client.get("/", headers={"Host": name}).status_code == 200


def test_a_name_that_was_allowed_is_answered(tmp_path: Path) -> None:
    with house(tmp_path / "data", Settings(token=TOKEN, names=("plans.office",))) as served:
        assert served.client.get("/", headers={"Host": "Plans.Office:8000"}).status_code == 200
        assert served.client.get("/", headers={"Host": "x.plans.office"}).status_code == 421


WRITES = (
    ("POST", "/import"),
    ("POST", "/api/import"),
    ("POST", "/corrections"),
    ("POST", "/corrections/import"),
    ("POST", "/logout"),
    ("DELETE", "/api/import/x"),
    ("POST", "/import/x/cancel"),
    ("DELETE", "/api/plans/x"),
    ("POST", "/plans/x/remove"),
)


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_nothing_is_written_without_token_cookie_or_proof(quiet: House, method: str, path: str) -> None:
    before = quiet.store.revision
    parts = {"files": ("a.txt", b"x")} if "import" in path and method == "POST" and "/x/" not in path else None
    ask = {"files": parts} if parts else {}

    def sent(client: httpx.Client, **headers: str) -> int:
        return client.request(method, path, headers=headers, **ask).status_code  # type: ignore[arg-type]  # one shape of two

    assert sent(quiet.client) == 401
    assert sent(quiet.client, Authorization="Bearer wrong") == 401
    assert sent(quiet.client, Authorization=f"Basic {TOKEN}") == 401
    with quiet.someone() as person:
        proof = enter(person)
        assert sent(person) == 403  # the cookie alone
        evil = {"X-Dutygraph-Proof": proof}
        assert sent(person, **evil, Origin="http://evil.example") == 403
        assert sent(person, **evil, Origin="null") == 403
        assert sent(person, **evil, **{"Sec-Fetch-Site": "cross-site"}) == 403
        assert sent(person, **evil, **{"Sec-Fetch-Site": "same-site"}) == 403
        assert sent(person, **{"X-Dutygraph-Proof": "0" * 64}) == 403
    assert quiet.store.revision == before


def test_without_a_token_nobody_writes_and_everybody_reads(tmp_path: Path) -> None:
    with house(tmp_path / "data", Settings()) as served:
        assert served.client.get("/", headers=HTML).status_code == 200
        assert "只读" in served.client.get("/import", headers=HTML).text
        assert served.client.post("/login", data={"token": ""}).status_code == 200
        assert "set-cookie" not in served.client.post("/login", data={"token": ""}).headers
        for shown in ("Bearer", "Bearer x", "x"):
            assert served.client.post("/api/import", headers={"Authorization": shown}).status_code == 403


def test_the_login_keeps_the_token_to_itself(quiet: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), quiet.someone() as person:
        wrong = person.post("/login", data={"token": "wrong", "next": "//evil.example/"}, headers=HTML)
        assert wrong.status_code == 401
        assert "set-cookie" not in wrong.headers
        assert "evil.example" not in wrong.text
        for onward in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1", "/a\r\nX: y", ""):
            right = person.post("/login", data={"token": TOKEN, "next": onward})
            assert right.headers["location"] == "/import", onward
        cookie = right.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert TOKEN not in cookie
        assert (
            person.post("/login", data={"token": TOKEN}, headers={"Origin": "http://evil.example"}).status_code == 403
        )
        shown = "".join(person.get(path, headers=HTML).text for path in ("/import", "/login", "/corrections", "/"))
        assert TOKEN not in shown
        proof = enter(person)
        assert person.get("/import", headers=HTML).headers["cache-control"] == "no-store"
        assert person.post("/logout", data={"proof": proof}).status_code == 303
        assert person.post("/logout", data={"proof": proof}).status_code == 401
    assert TOKEN not in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py",
        "/static/%2e%2e/settings.py",
        "/static/..%2fsettings.py",
        "/static//etc/passwd",
        "/static/%00",
        "/plans/..%2f..%2fetc%2fpasswd",
        "/plans/%00",
        "/plans/x/remove",
        "/api/plans/%2e%2e",
        "/assignments/%2e%2e/x",
    ],
)
def test_no_path_leads_out(quiet: House, path: str) -> None:
    answer = quiet.client.get(path, headers=HTML)
    assert answer.status_code in {404, 405}
    assert "root:" not in answer.text
    assert "class Settings" not in answer.text


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
def test_small_forms_take_only_forms_and_only_small_ones(quiet: House, kind: str) -> None:
    with quiet.someone() as person:
        assert person.post("/login", content=b"token=x", headers={"Content-Type": kind}).status_code == 415
        large = b"token=" + b"x" * (2 << 20)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert person.post("/login", content=large, headers=form).status_code == 413
        assert person.post("/login", content=b"token=%ff%fe", headers=form).status_code == 400
        assert person.post("/login", content="token=公".encode(), headers=form).status_code == 400


def test_the_token_is_printed_once_when_it_was_made_and_never_when_it_was_given(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("dutygraph")
    plain = {name: value for name, value in os.environ.items() if name != "DUTYGRAPH_TOKEN"}
    for environment, printed in ((plain, True), ({**plain, "DUTYGRAPH_TOKEN": "given-token"}, False)):
        command = [str(program), "serve", "--data", str(tmp_path / "data"), "--port", "0", "--lang", "zh"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, encoding="utf-8") as server:
            assert server.stdout is not None
            try:
                address = server.stdout.readline().partition("http://")[2].partition("/")[0]
                token = server.stdout.readline().partition("口令：")[2].strip() if printed else "given-token"
                with httpx.Client(base_url=f"http://{address}", timeout=PATIENCE, trust_env=False) as client:
                    answer = client.post("/api/import", headers={"Authorization": f"Bearer {token}"})
            finally:
                server.send_signal(signal.SIGINT)
            assert len(token) >= 11
            assert answer.status_code == 415  # let in, and told to send files
            assert "given-token" not in server.stdout.read()


@pytest.mark.parametrize(
    "path", ["/", "/plans", "/plans.json", "/units.csv", "/static/site.css", "/sparql", "/graphs?default", "/nope"]
)
def test_a_head_is_answered_wherever_a_get_is(hostile: House, path: str) -> None:
    got, asked = (hostile.client.request(method, path, headers={"Accept": "*/*"}) for method in ("GET", "HEAD"))
    assert (asked.status_code, asked.content) == (got.status_code, b"")
    for name in ("content-type", "content-length", "content-security-policy"):
        assert asked.headers.get(name) == got.headers.get(name)
