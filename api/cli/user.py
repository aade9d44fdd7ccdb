"""``dutygraph user list|add|role|password|remove``: the accounts of a data folder, also while a server runs."""

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from api.accounts.accounts import Account, Accounts
from api.accounts.database import Database
from api.accounts.log import Deed, Log
from api.accounts.roles import AccountRole
from api.cli.opening import DATA, existing
from api.cli.terminal import Say, Terminal
from api.locale.terms import TERMS
from api.tables.model import Column, table
from extract.messages import Message, message
from graph.errors import DataFolderError
from graph.store.folder import is_ours


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="DIR", help=say(message("数据目录，默认 {data}", data=str(DATA)))
    )
    parser.add_argument("deed", choices=tuple(_DEEDS), help=say(message("列出、新建、改角色、改密码、删除")))
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=say(message("姓名")))
    parser.add_argument(
        "--role",
        choices=[str(one) for one in AccountRole],
        default=str(AccountRole.READER),
        help=say(message("角色；第一个账户须为管理员（administrator）")),
    )


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Carry out the command on the accounts, and log it."""
    folder = existing(chosen.data)
    if not is_ours(folder):
        raise DataFolderError(message("目录 {folder} 不是责任图谱的数据目录。", folder=str(folder)))
    database = Database(folder)
    try:
        return _DEEDS[chosen.deed](chosen, terminal, database)
    finally:
        database.close()


_COLUMNS: tuple[Column[Account], ...] = (
    Column("name", message("姓名"), lambda one: one.name),
    Column("role", message("角色"), lambda one: one.role.value, names=TERMS["account_role"]),
)


def _list(_chosen: argparse.Namespace, terminal: Terminal, database: Database) -> int:
    terminal.table(table("accounts", message("账户"), _COLUMNS, Accounts(database).all()))
    return 0


def _add(chosen: argparse.Namespace, terminal: Terminal, database: Database) -> int:
    Accounts(database).add(chosen.name, _password(terminal), AccountRole(chosen.role))
    return _done(terminal, database, Deed.ACCOUNT_ADDED, f"{chosen.name} {chosen.role}")


def _role(chosen: argparse.Namespace, terminal: Terminal, database: Database) -> int:
    Accounts(database).set_role(chosen.name, AccountRole(chosen.role))
    return _done(terminal, database, Deed.ACCOUNT_ROLE, f"{chosen.name} {chosen.role}")


def _set_password(chosen: argparse.Namespace, terminal: Terminal, database: Database) -> int:
    Accounts(database).set_password(chosen.name, _password(terminal))
    return _done(terminal, database, Deed.ACCOUNT_PASSWORD, chosen.name)


def _remove(chosen: argparse.Namespace, terminal: Terminal, database: Database) -> int:
    Accounts(database).remove(chosen.name)
    return _done(terminal, database, Deed.ACCOUNT_REMOVED, chosen.name)


def _done(terminal: Terminal, database: Database, deed: Deed, about: str) -> int:
    Log(database).add("", deed, about, origin="dutygraph user")
    told: Message = message("{deed}：{about}", deed=TERMS["deed"][deed], about=about)
    terminal.note(told)
    return 0


def _password(terminal: Terminal) -> str:
    """Read a password without showing it; take the first line where input is not a terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(terminal.say(message("密码：")))
    return sys.stdin.readline().rstrip("\n")


_DEEDS: Mapping[str, Callable[[argparse.Namespace, Terminal, Database], int]] = {
    "list": _list,
    "add": _add,
    "role": _role,
    "password": _set_password,
    "remove": _remove,
}
