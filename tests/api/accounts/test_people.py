"""Several people on one server: roles, the signer, sign-out, proofs, the pages of the administrator."""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.accounts.accounts import Accounts
from api.accounts.database import Database
from api.accounts.roles import AccountRole
from api.edge.settings import Settings
from graph.store import open_store
from tests.api.serving import BEARER, HTML, TOKEN, House, house, proof_on
from tests.browser.visiting import EXAMPLE

PASSWORD = "a long password"  # noqa: S105 - opens nothing but these servers
NAMES = {
    "赵一": AccountRole.ADMINISTRATOR,
    "钱二": AccountRole.REVIEWER,
    "孙三": AccountRole.EDITOR,
    "李四": AccountRole.READER,
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("office") / "data"
    with open_store(data):
        accounts = Accounts(Database(data))
        for name, role in NAMES.items():
            accounts.add(name, PASSWORD, role)
    with house(data, Settings(token=TOKEN, data=data), sources=(EXAMPLE,)) as served:
        yield served


@contextmanager
def signed_in(office: House, name: str) -> Iterator[tuple[httpx.Client, str]]:
    """A browser in which a person is signed in, and the proof that its forms carry."""
    with office.someone() as client:
        answer = client.post("/login", data={"who": name, "token": PASSWORD, "next": "/"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        yield client, proof_on(client.get("/", headers=HTML).text)


def test_nobody_reads_without_an_account(office: House) -> None:
    for path in ("/", "/plans", "/units.csv", "/sparql?query=ASK%7B%7D", "/api/corrections", "/openapi.json", "/nope"):
        page = office.client.get(path, headers=HTML)
        assert page.status_code in {303, 401}, path
        assert office.client.get(path, headers={"Accept": "application/json"}).status_code == 401, path
        assert office.client.get(path, headers={"Authorization": "Bearer x"}).status_code == 401, path
    assert office.client.get("/units?q=公安", headers=HTML).headers["location"].startswith("/login?next=%2Funits%3Fq")
    assert office.client.get("/login", headers=HTML).status_code == 200
    assert office.client.get("/static/site.css").status_code == 200
    assert office.client.get("/units.csv", headers=BEARER).status_code == 200


def test_a_wrong_password_and_an_unknown_name_are_told_alike(office: House) -> None:
    told = set()
    for name, password in (("孙三", "wrong"), ("不存在", PASSWORD), ("孙三", TOKEN), ("", TOKEN)):
        answer = office.client.post("/login", data={"who": name, "token": password}, headers=HTML)
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        told.add(answer.text.partition('role="alert">')[2].partition("<")[0])
    assert told == {"姓名或密码不正确，请重新输入。"}


def test_each_role_may_do_its_own(office: House) -> None:
    allowed = {"李四": (403, 403), "孙三": (303, 403), "钱二": (303, 403), "赵一": (303, 200)}
    for number, (name, (corrects, backs_up)) in enumerate(allowed.items()):
        with signed_in(office, name) as (client, proof):
            assert client.get("/units", headers=HTML).status_code == 200
            unit = client.get("/api/corrections/units").json()[0]["iri"]
            form = {"proof": proof, "change": "rename", "target": unit, "value": f"某局{number}", "why": "试"}
            assert client.post("/corrections", data=form).status_code == corrects, name
            assert client.post("/backup", data={"proof": proof}).status_code == backs_up, name
            assert ('value="account-added"' in client.get("/accounts", headers=HTML).text) == (name == "赵一")
            assert client.get("/accounts.csv").status_code == (200 if name == "赵一" else 403)


def test_the_signer_is_the_account_whatever_the_form_says(office: House) -> None:
    with signed_in(office, "孙三") as (client, proof):
        unit = client.get("/api/corrections/units").json()[0]["iri"]
        form = {"change": "rename", "target": unit, "value": "某局甲", "who": "省长", "why": "试"}
        assert client.post("/corrections", data={**form, "proof": proof}).status_code == 303
        told = {**form, "value": "某局乙"}
        answer = client.post("/api/corrections", json=told, headers={"X-Dutygraph-Proof": proof})
        assert answer.status_code == 201
        signers = [one["who"] for one in client.get("/api/corrections").json()][-2:]
        assert signers == ["孙三", "孙三"]


def test_a_proof_belongs_to_one_session(office: House) -> None:
    with signed_in(office, "孙三") as (one, first), signed_in(office, "孙三") as (other, second):
        assert first != second
        assert one.post("/logout", data={"proof": second}).status_code == 403
        assert one.post("/logout", data={"proof": first}).status_code == 303
        assert one.get("/units", headers=HTML).status_code == 303
        assert other.get("/units", headers=HTML).status_code == 200


def test_a_stolen_cookie_is_worth_nothing_after_the_sign_out(office: House) -> None:
    with signed_in(office, "孙三") as (client, proof), office.someone() as thief:
        cookies = dict(client.cookies)
        assert client.post("/logout", data={"proof": proof}).status_code == 303
        thief.cookies.update(cookies)
        assert thief.get("/units.csv").status_code == 401


def test_the_administrator_manages_accounts_and_reads_the_log(office: House) -> None:
    with signed_in(office, "赵一") as (client, proof):

        def sent(**fields: str) -> int:
            return client.post("/accounts", data={"proof": proof, **fields}).status_code

        assert sent(deed="account-added", name="周五", password=PASSWORD, role="editor") == 303
        assert sent(deed="account-added", name="周五", password=PASSWORD, role="editor") == 400
        assert sent(deed="account-added", name="吴六", password=PASSWORD[:4], role="editor") == 400
        assert sent(deed="account-added", name="吴六", password=PASSWORD, role="king") == 400
        assert sent(deed="account-role", name="周五", role="reviewer") == 303
        assert sent(deed="account-role", name="赵一", role="reader") == 400
        assert sent(deed="account-removed", name="周五") == 303
        assert sent(deed="unknown", name="钱二") == 400
        log = client.get("/accounts.csv").text
        page = client.get("/accounts", headers=HTML).text
    assert "周五 reviewer" in log
    assert "变更角色" in page
    assert PASSWORD not in log + page


def test_a_person_changes_the_password_knowing_the_old_one(office: House) -> None:
    with signed_in(office, "钱二") as (client, proof):
        wrong = client.post("/account", data={"proof": proof, "old": "x", "password": PASSWORD + "2"})
        assert wrong.status_code == 400
        right = client.post("/account", data={"proof": proof, "old": PASSWORD, "password": PASSWORD + "2"})
        assert right.status_code == 303
        assert client.get("/units.csv").status_code == 401
    with office.someone() as client:
        assert client.post("/login", data={"who": "钱二", "token": PASSWORD + "2"}).status_code == 303


def test_the_backup_button_gives_a_backup(office: House) -> None:
    with signed_in(office, "赵一") as (client, proof):
        answer = client.post("/backup", data={"proof": proof})
    assert gzip.decompress(answer.content).startswith(b"# dutygraph backup 2\n")


def test_the_command_line_makes_accounts(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_store(data):
        # a new folder, and the command runs beside it

        def ran(*arguments: str, password: str = "") -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "api.cli.main", "user", *arguments, "--data", str(data), "--lang", "zh"]
            return subprocess.run(
                command, input=password + "\n", capture_output=True, encoding="utf-8", check=False, env=dict(os.environ)
            )

        refused = ran("add", "王芳", password=PASSWORD)
        assert (refused.returncode, refused.stderr) == (1, "至少须有一名管理员；第一个账户须为管理员。\n")
        assert ran("add", "王芳", "--role", "administrator", password=PASSWORD).returncode == 0
        assert ran("add", "李明", password=PASSWORD[:4]).returncode == 1
        assert ran("add", "李明", password=PASSWORD).returncode == 0
        assert ran("role", "李明", "--role", "editor").returncode == 0
        assert ran("password", "李明", password=PASSWORD + "2").returncode == 0
        assert "编辑" in ran("list").stdout
        assert ran("remove", "不存在").stderr == "没有账户“不存在”。\n"
        assert ran("remove", "李明").returncode == 0
        assert "李明" not in ran("list").stdout
