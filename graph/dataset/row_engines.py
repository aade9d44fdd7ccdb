"""Open the database of the rows: a file of SQLite in the data folder, a temporary one, or a server by URL."""

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from extract.messages import message
from graph.dataset import word_index
from graph.dataset.sql_tables import METADATA, STATE, fingerprint
from graph.errors import GraphError

FILE_NAME = "rows.sqlite"
_WAIT = 30.0  # seconds that a writer waits for another


class RowDatabaseError(GraphError):
    """The database of the rows cannot be used."""


def in_folder(folder: Path) -> Engine:
    """Open the database in a folder, which is made with it; one that is corrupted is made again, empty.

    Raises:
        OSError: the folder cannot be made or written.
        SQLAlchemyError: the file cannot be made.
    """
    path = folder / FILE_NAME
    folder.mkdir(exist_ok=True)
    with suppress(SQLAlchemyError):
        return _prepared(_sqlite(path))
    delete(folder)
    return _prepared(_sqlite(path))


def beside(folder: Path) -> Engine:
    """Open the database of another process for reading alone.

    Raises:
        OSError: there is none, or it is of another version of the code.
        SQLAlchemyError: the file cannot be read.
    """
    engine = create_engine(
        f"sqlite:///file:{quote(str(folder / FILE_NAME))}?mode=ro&uri=true", connect_args={"timeout": _WAIT}
    )
    with engine.connect() as connection:
        known = connection.execute(select(STATE.c.value).where(STATE.c.name == "code")).scalar_one_or_none()
    if known != fingerprint():
        raise FileNotFoundError(folder / FILE_NAME)
    return engine


def delete(folder: Path) -> None:
    """Delete the database in a folder: what it holds can be derived again."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            (folder / (FILE_NAME + suffix)).unlink(missing_ok=True)


def temporary() -> tuple[Engine, Path]:
    """Open a new database in a separate folder, which the caller deletes."""
    place = Path(tempfile.mkdtemp(prefix="dutygraph-rows-"))
    return _prepared(_sqlite(place / FILE_NAME)), place


def copy(source: Engine, target: Engine) -> None:
    """Copy one database of SQLite to another.

    Raises:
        RowDatabaseError: there is no space for it.
    """
    try:
        with closing(source.raw_connection()) as one, closing(target.raw_connection()) as other:
            one.driver_connection.backup(other.driver_connection)  # type: ignore[union-attr]  # of the driver
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise unusable(name_of(target), error) from error


def at(url: str) -> Engine:
    """Open the database at a URL, such as ``postgresql://user:password@host/name``.

    Raises:
        RowDatabaseError: the URL is wrong, the driver is not installed, or the server does not answer.
    """
    shown = url.rpartition("@")[2]
    try:
        address = make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        return _prepared(create_engine(address, pool_pre_ping=True))
    except (ArgumentError, ModuleNotFoundError) as error:
        raise RowDatabaseError(
            message(
                "行数据库的地址 {url} 无法使用。请写成 postgresql://用户:口令@主机/库名，并安装 dutygraph[postgresql]。",
                url=shown,
            )
        ) from error
    except SQLAlchemyError as error:
        raise unusable(shown, error) from error


def name_of(engine: Engine) -> str:
    """Name a database in a message, without its password."""
    url = engine.url
    return url.database or "" if url.host is None else f"{url.host}:{url.port or ''}/{url.database}"


def unusable(name: str, error: Exception) -> RowDatabaseError:
    """Make an error of what a database reported."""
    reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    return RowDatabaseError(
        message(
            "行数据库 {name} 无法使用：{reason}。方案都在图库里，没有丢失；请检查磁盘或数据库服务器后再试。",
            name=name,
            reason=reason,
        )
    )


def _sqlite(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT})

    @event.listens_for(engine, "connect")
    def _set(connection: object, _: ConnectionPoolEntry) -> None:
        execute: Callable[[str], object] = connection.execute  # type: ignore[attr-defined]  # of the driver
        execute("PRAGMA journal_mode=WAL")
        execute("PRAGMA synchronous=NORMAL")  # a lost transaction is derived again

    return engine


def _prepared(engine: Engine) -> Engine:
    """Make the tables where they are missing, or not of this version of the code."""
    with engine.begin() as connection:
        STATE.create(connection, checkfirst=True)
        known = connection.execute(select(STATE.c.value).where(STATE.c.name == "code")).scalar_one_or_none()
        if known == fingerprint():
            return engine
        METADATA.drop_all(connection)
        METADATA.create_all(connection)
        if engine.dialect.name == "sqlite":
            word_index.make_again(connection)
        connection.execute(insert(STATE), {"name": "code", "value": fingerprint()})
    return engine
