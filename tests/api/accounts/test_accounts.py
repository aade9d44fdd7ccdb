"""Accounts, passwords, sessions and the log, without a server."""

import asyncio
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request

from api.accounts.accounts import Account, Accounts
from api.accounts.database import FILE, Database
from api.accounts.errors import AccountError
from api.accounts.log import Deed, Log
from api.accounts.passwords import fits, hashed
from api.accounts.roles import AccountRole
from api.accounts.sessions import COOKIE, UNUSED, Sessions

PASSWORD = "a long password"  # noqa: S105 - opens nothing but these tests
ADMINISTRATOR, EDITOR = AccountRole.ADMINISTRATOR, AccountRole.EDITOR


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def asked(key: str = "", **headers: str) -> Request:
    sent = {**headers, **({"cookie": f"{COOKIE}={key}"} if key else {})}
    pairs = [(name.lower().encode(), value.encode()) for name, value in sent.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": pairs, "client": ("10.0.0.7", 1)})


def with_people(database: Database) -> Accounts:
    accounts = Accounts(database)
    accounts.add("李明", PASSWORD, ADMINISTRATOR)
    accounts.add("王芳", PASSWORD, EDITOR)
    return accounts


def test_a_password_is_stored_as_a_salted_hash_that_only_it_fits() -> None:
    stored = hashed(PASSWORD)
    assert stored.startswith("$argon2id$")
    assert stored != hashed(PASSWORD)
    assert fits(PASSWORD, stored)
    assert not fits(PASSWORD + "x", stored)
    assert not fits(PASSWORD, None)


def test_the_first_account_is_an_administrator_and_one_always_remains() -> None:
    accounts = Accounts(Database())
    with pytest.raises(AccountError, match="至少须有一名管理员"):
        accounts.add("王芳", PASSWORD, EDITOR)
    assert not accounts.exist
    accounts = with_people(Database())
    with pytest.raises(AccountError, match="至少须有一名管理员"):
        accounts.set_role("李明", EDITOR)
    with pytest.raises(AccountError, match="至少须有一名管理员"):
        accounts.remove("李明")
    assert accounts.all() == (Account("李明", ADMINISTRATOR), Account("王芳", EDITOR))
    accounts.set_role("王芳", ADMINISTRATOR)
    accounts.remove("李明")
    accounts.remove("王芳")
    assert not accounts.exist


@pytest.mark.parametrize("name", ["", "  ", "王\n芳", "王\u202e芳", "王" * 61])
def test_a_name_that_cannot_be_read_is_refused(name: str) -> None:
    with pytest.raises(AccountError, match="姓名须为"):
        Accounts(Database()).add(name, PASSWORD, ADMINISTRATOR)


@pytest.mark.parametrize("password", ["", "short", "x" * 201, "LIMINGLIMING"])
def test_a_password_that_anybody_guesses_is_refused(password: str) -> None:
    with pytest.raises(AccountError, match="密码"):
        Accounts(Database()).add("limingliming", password, ADMINISTRATOR)


def test_a_name_is_one_however_it_is_typed() -> None:
    accounts = with_people(Database())
    with pytest.raises(AccountError, match="已存在"):
        accounts.add(" 王芳 ", PASSWORD, EDITOR)
    assert accounts.with_password(" 王芳\u3000", PASSWORD) == Account("王芳", EDITOR)
    assert accounts.with_password("王芳", PASSWORD.upper()) is None
    assert accounts.with_password("张三", PASSWORD) is None


def test_the_file_is_for_its_owner_alone_and_another_process_sees_what_is_written(tmp_path: Path) -> None:
    database = Database(tmp_path)
    with_people(database)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [one.name for one in Accounts(Database(tmp_path)).all()] == ["李明", "王芳"]
    assert PASSWORD.encode() not in (tmp_path / FILE).read_bytes()


def test_a_session_ends_after_a_day_without_use_and_use_prolongs_it() -> None:
    clock, database = Clock(), Database()
    with_people(database)
    sessions = Sessions("", database, clock)
    key = asyncio.run(sessions.sign_in(asked(), "王芳", PASSWORD))
    assert key
    for _ in range(3):
        clock.time += UNUSED - timedelta(minutes=1)
        person = sessions.person(asked(key))
        assert person
        assert (person.name, person.role, person.signs("别人")) == ("王芳", EDITOR, "王芳")
    clock.time += UNUSED + timedelta(minutes=1)
    assert sessions.person(asked(key)) is None


def test_a_session_ends_with_its_account_and_at_a_new_password_and_knows_a_new_role_at_once() -> None:
    database = Database()
    accounts = with_people(database)
    sessions = Sessions("", database)

    def key() -> str:
        opened = asyncio.run(sessions.sign_in(asked(), "王芳", PASSWORD))
        assert opened
        return opened

    first = key()
    accounts.set_role("王芳", AccountRole.READER)
    person = sessions.person(asked(first))
    assert person
    assert person.role is AccountRole.READER
    accounts.set_password("王芳", PASSWORD)
    assert sessions.person(asked(first)) is None
    second = key()
    accounts.remove("王芳")
    assert sessions.person(asked(second)) is None


def test_a_link_signs_in_once_and_not_where_there_are_accounts() -> None:
    database = Database()
    sessions = Sessions("t", database)
    link = sessions.link()
    key = sessions.sign_in_by_link(asked(), link)
    assert key
    assert sessions.known(asked(key))
    assert sessions.sign_in_by_link(asked(), link) is None
    assert sessions.sign_in_by_link(asked(), "") is None
    other = sessions.link()
    with_people(database)
    assert sessions.sign_in_by_link(asked(), other) is None
    assert not sessions.known(asked(key))


def test_a_session_without_an_account_ends_with_the_server_and_one_with_an_account_does_not(tmp_path: Path) -> None:
    sessions = Sessions("t", Database(tmp_path))
    own = sessions.sign_in_by_link(asked(), sessions.link())
    assert own
    assert Sessions("t", Database(tmp_path)).person(asked(own)) is None
    with_people(Database(tmp_path))
    key = asyncio.run(sessions.sign_in(asked(), "王芳", PASSWORD))
    assert key
    assert Sessions("t", Database(tmp_path)).person(asked(key))


def test_the_log_says_who_did_what_and_from_where() -> None:
    clock, database = Clock(), Database()
    with_people(database)
    sessions = Sessions("", database, clock)
    asyncio.run(sessions.sign_in(asked(), "王芳", "wrong password"))
    key = asyncio.run(sessions.sign_in(asked(), "王芳", PASSWORD))
    assert key
    told = [(one.who, one.deed, one.origin, one.time) for one in Log(database).latest(10)]
    when = "2026-11-23T09:00:00+00:00"
    assert told == [("王芳", Deed.SIGN_IN, "10.0.0.7", when), ("王芳", Deed.SIGN_IN_REFUSED, "10.0.0.7", when)]
