"""Options and openings that several commands share: the data folder or the store server, and the corpus in it."""

import argparse
import os
from pathlib import Path

from api.cli.terminal import Say
from extract.messages import message
from graph.build.migration import migrate
from graph.dataset.load import load, snapshot
from graph.dataset.row_databases import use_rows
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import Corpus
from graph.dataset.scope import Scope, ScopeError
from graph.errors import DataFolderError
from graph.store import Store, open_reading, open_remote, open_store

DATA = Path("dutygraph-data")


def data_option(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare ``--data DIR`` and, in its place, ``--store URL``."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--data", type=Path, default=DATA, metavar="DIR", help=say(message("数据目录，默认 {data}", data=str(DATA)))
    )
    where.add_argument(
        "--store",
        default="",
        metavar="URL",
        help=say(
            message(
                "改用 SPARQL 服务器，如 http://127.0.0.1:7878/ ；用户名和密码取自 DUTYGRAPH_STORE_USER、"
                "DUTYGRAPH_STORE_PASSWORD"
            )
        ),
    )

    parser.add_argument(
        "--rows",
        default=os.environ.get("DUTYGRAPH_ROWS", ""),
        metavar="URL",
        help=say(
            message(
                "行数据库改用 PostgreSQL，如 {example}；默认取环境变量 DUTYGRAPH_ROWS，再无则为数据目录中的 SQLite 文件",
                example="postgresql://user@127.0.0.1/rows",
            )
        ),
    )


def scope_option(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare ``--scope``."""
    parser.add_argument(
        "--scope",
        default="",
        metavar="PART=VALUE,…",
        help=say(
            message(
                "只看范围内的方案，如 {example}；可用 place（含下级）、year、level、plan，同一项可写多次",
                example="place=昌吉,year=2015..2020",
            )
        ),
    )


def scope_chosen(chosen: argparse.Namespace) -> Scope:
    """Give the scope that ``--scope`` names.

    Raises:
        ScopeError: it is not written right, or names what does not exist.
    """
    return Scope.of(chosen.scope)


def opened(chosen: argparse.Namespace, *, make: bool = False) -> Store:
    """Open what ``--store`` or ``--data`` names; only with ``make`` is a folder made that is not there.

    Raises:
        DataFolderError: the folder does not exist, or it cannot be used.
        StoreBusyError: another process holds the folder.
        StoreUnreachableError: the server does not answer.
        RowDatabaseError: the database that ``--rows`` names cannot be used.
    """
    if chosen.store:
        return _with_rows(open_remote(chosen.store), chosen.rows)
    return _with_rows(open_store(chosen.data if make else existing(chosen.data), upgrade=migrate), chosen.rows)


def reading(chosen: argparse.Namespace) -> Store:
    """Open what ``--store`` or ``--data`` names for reading, also while a server runs.

    Raises:
        DataFolderError: the folder does not exist, or it cannot be used.
        StoreUnreachableError: the server does not answer.
        RowDatabaseError: the database that ``--rows`` names cannot be used.
    """
    store = open_remote(chosen.store) if chosen.store else open_reading(existing(chosen.data))
    return _with_rows(store, chosen.rows)


def _with_rows(store: Store, url: str) -> Store:
    """Have the rows of a store where ``--rows`` says; a store that is not used is closed."""
    try:
        if url:
            use_rows(store, url)
    except BaseException:
        store.close()
        raise
    return store


def place(chosen: argparse.Namespace) -> str:
    """Name what ``--store`` or ``--data`` names, for a message."""
    return str(chosen.store or chosen.data)


def corpus_chosen(chosen: argparse.Namespace) -> Corpus:
    """Load the rows of the plans in the store and the scope that were chosen.

    Raises:
        ScopeError: no plan is in the scope, or it is not written right.
    """
    scope = scope_chosen(chosen)
    with reading(chosen) as store:
        return corpus_in(store, scope)


def corpus_in(store: Store, scope: Scope) -> Corpus:
    """Load the rows of the plans in a scope.

    Raises:
        ScopeError: no plan is in the scope.
    """
    return rows_in(store, scope).corpus()


def rows_in(store: Store, scope: Scope) -> RowSnapshot:
    """Give the rows of the plans in a scope, as they are now, to be asked for.

    Raises:
        ScopeError: no plan is in the scope.
    """
    found = snapshot(store)
    part = found.limited(scope.selected(found.plans)) if scope else found
    if scope and not part.plans:
        raise ScopeError(message("范围 {scope} 内没有方案。请放宽范围，或去掉 --scope。", scope=str(scope)))
    return part


def existing(folder: Path) -> Path:
    """Give ``folder`` if there is one: a command that only reads makes none.

    Raises:
        DataFolderError: when the folder does not exist.
    """
    if not folder.exists():
        raise DataFolderError(
            message(
                "没有数据目录 {folder}。请先运行 dutygraph build 文件… --data {folder}，或用 --data 指定已有的目录。",
                folder=str(folder),
            )
        )
    return folder


def corpus_at(folder: Path) -> Corpus:
    """Load the rows of all plans in a data folder."""
    with open_reading(existing(folder)) as store:
        return load(store)
