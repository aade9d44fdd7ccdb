"""Accounts: who they are and what they may do.

Guarantees:
    1. Where there are accounts, one of them is an administrator.
    2. A password is stored as its hash alone.
"""

import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from api.accounts import passwords
from api.accounts.database import Database
from api.accounts.errors import AccountError
from api.accounts.roles import AccountRole
from extract.messages import message

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Account:
    """A person with a name and a role."""

    name: str
    role: AccountRole


class Accounts:
    """The accounts of one data folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def exist(self) -> bool:
        """Whether there is any account: then several people work here, each under a name of their own."""
        return bool(self._database.rows("SELECT 1 FROM account LIMIT 1"))

    def all(self) -> tuple[Account, ...]:
        """List the accounts by name."""
        rows = self._database.rows("SELECT name, role FROM account ORDER BY name")
        return tuple(Account(name, AccountRole(role)) for name, role in rows)

    def find(self, name: str) -> Account | None:
        """Give an account by its name."""
        rows = self._database.rows("SELECT name, role FROM account WHERE name = ?", tidy(name))
        return Account(rows[0][0], AccountRole(rows[0][1])) if rows else None

    def with_password(self, name: str, password: str) -> Account | None:
        """Give an account whose name and password are right."""
        rows = self._database.rows("SELECT password FROM account WHERE name = ?", tidy(name))
        right = passwords.fits(password, rows[0][0] if rows else None)
        return self.find(name) if right else None

    def add(self, name: str, password: str, role: AccountRole) -> None:
        """Make an account.

        Raises:
            AccountError: the name or password does not do, the name is taken, or the first account is not an administrator.
        """
        name = _checked(name)
        passwords.check(password, name)
        stored = passwords.hashed(password)
        with self._database.writing() as connection:
            try:
                connection.execute("INSERT INTO account VALUES (?, ?, ?)", (name, role, stored))
            except sqlite3.IntegrityError as error:
                raise AccountError(message("账户“{name}”已存在。", name=name)) from error
            _check_administrator(connection)

    def set_role(self, name: str, role: AccountRole) -> None:
        """Give an account another role.

        Raises:
            AccountError: the account does not exist, or no administrator would remain.
        """
        self._change("UPDATE account SET role = ? WHERE name = ?", name, (role,))

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password; its sessions end.

        Raises:
            AccountError: the account does not exist, or the password does not do.
        """
        passwords.check(password, tidy(name))
        self._change("UPDATE account SET password = ? WHERE name = ?", name, (passwords.hashed(password),))
        with self._database.writing() as connection:
            connection.execute("DELETE FROM session WHERE name = ?", (tidy(name),))

    def remove(self, name: str) -> None:
        """Remove an account and end its sessions; what it signed remains.

        Raises:
            AccountError: the account does not exist, or no other administrator would remain.
        """
        self._change("DELETE FROM account WHERE name = ?", name, ())
        with self._database.writing() as connection:
            connection.execute("DELETE FROM session WHERE name = ?", (tidy(name),))

    def _change(self, statement: str, name: str, values: Iterable[str]) -> None:
        with self._database.writing() as connection:
            if not connection.execute(statement, (*values, tidy(name))).rowcount:
                raise AccountError(message("没有账户“{name}”。", name=tidy(name)[:LONGEST_NAME]))
            _check_administrator(connection)


def tidy(name: str) -> str:
    """Write a name the one way in which it is stored.

    >>> tidy(" 王 芳\u3000")
    '王 芳'
    """
    return unicodedata.normalize("NFC", name).strip()


def _checked(name: str) -> str:
    name = tidy(name)
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise AccountError(message("姓名须为 1 至 {longest} 个可见字符。", longest=LONGEST_NAME))
    return name


def _check_administrator(connection: sqlite3.Connection) -> None:
    roles = [role for (role,) in connection.execute("SELECT role FROM account")]
    if roles and AccountRole.ADMINISTRATOR not in roles:
        raise AccountError(message("至少须有一名管理员；第一个账户须为管理员。"))
