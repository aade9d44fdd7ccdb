"""``dutygraph serve``: the pages of a data folder, on this machine alone by default."""

import argparse
import ctypes
import errno
import gc
import secrets
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from api.accounts.accounts import Accounts
from api.accounts.database import FILE, Database
from api.app import create_app
from api.cli.analyse import definitions_at
from api.cli.opening import data_option, opened
from api.cli.terminal import Say, Terminal
from api.cli.tokens import check_token, token_chosen, token_option
from api.edge.connections import ConnectionLimits
from api.edge.server import BoundedServer, allow_connections
from api.edge.settings import Settings
from extract.messages import message
from graph.errors import GraphError
from graph.exchange.void import ensure
from graph.store import Store
from graph.store.system import weaker_bounds

PORT = 8000
TURN = 0.001  # seconds
_MMAP_THRESHOLD = -3  # the number of the option in malloc.h
_LARGE = 1 << 20  # bytes of a block that is mapped on its own


class AddressError(GraphError):
    """The server cannot listen at the given address."""


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    data_option(parser, say)
    parser.add_argument("--host", default="127.0.0.1", help=say(message("监听地址，默认仅本机")))
    port_option(parser, say)
    token_option(parser, say)
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help=say(message("还以哪个主机名应答，可多次")),
    )
    parser.add_argument(
        "--browser",
        action=argparse.BooleanOptionalAction,
        default=sys.stdout.isatty(),
        help=say(message("打开浏览器，或不打开；默认在终端中打开")),
    )
    parser.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help=say(message("本单位的定义（TOML）；网页只用其中 [staff] 的单位人数")),
    )
    parser.add_argument("--updates", action="store_true", help=say(message("允许 SPARQL 更新（凭口令）")))


def port_option(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare ``--port``."""
    parser.add_argument(
        "--port",
        type=_port,
        default=PORT,
        help=say(message("端口，默认 {port}；0 为任选", port=str(PORT))),
    )


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Serve until interrupted."""
    settings = Settings(
        host=chosen.host,
        port=chosen.port,
        token=token_chosen(chosen),
        data=None if chosen.store else chosen.data,
        names=tuple(chosen.allow_host),
        updates=chosen.updates,
        open_browser=chosen.browser,
        staff=definitions_at(chosen.settings).staff,
    )
    if not settings.loopback and (settings.token or not _accounts(settings)):
        check_token(settings.token, settings.host)
    with listen(chosen.host, chosen.port) as listener, opened(chosen, make=True) as store:
        if settings.data:  # a server of others is not written to for being looked at
            ensure(store)
        serve(store, listener, terminal, settings)
    return 0


def _accounts(settings: Settings) -> bool:
    """Whether a data folder has accounts."""
    if settings.data is None or not (settings.data / FILE).exists():
        return False
    database = Database(settings.data)
    try:
        return Accounts(database).exist
    finally:
        database.close()


def listen(host: str, port: int) -> socket.socket:
    """Take the port now, so that nothing is done in vain.

    Raises:
        AddressError: when the port is in use, not allowed, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise AddressError(
                message(
                    "端口 {port} 已被其他程序占用。请用 --port 换一个，如 --port {port2}。",
                    port=port,
                    port2=port + 1 if port < 65535 else 8000,
                )
            ) from error
        raise AddressError(
            message(
                "无法监听 {host} 的端口 {port}：{strerror}。请换一个 --host 或 --port。",
                host=host,
                port=port,
                strerror=str(error.strerror),
            )
        ) from error
    return listener


def serve(store: Store, listener: socket.socket, terminal: Terminal, settings: Settings) -> None:
    """Serve a store on a port already taken, until Ctrl-C.

    Without accounts a link is printed that signs in once, and without a token a random one.
    """
    host, port = listener.getsockname()[:2]
    several = _accounts(settings)
    made = "" if settings.token or several else secrets.token_urlsafe(12)
    settings = replace(settings, host=host, port=port, token=settings.token or made)
    app = create_app(store, settings)
    announced = [message("网页已在 {address} 打开，按 Ctrl-C 结束。", address=settings.address)]
    announced += weaker_bounds()
    if made:
        announced.append(message("导入和更正的口令：{made}", made=made))
    link = "" if several or not settings.loopback else f"{settings.address}enter?key={app.state.sessions.link()}"
    if link:
        announced.append(message("一次性登录链接：{link}", link=link))

    def announce() -> None:
        for line in announced:
            terminal.line(terminal.say(line))
        sys.stdout.flush()
        if link and settings.open_browser:
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

    server = BoundedServer(app, announce, allow_connections(ConnectionLimits()))
    with suppress(KeyboardInterrupt):  # the way a server is meant to end
        share()
        server.run(sockets=[listener])
    terminal.note(message("已停止。"))


def share() -> None:
    """Make the interpreter fit for many simultaneous readers, for as long as the process lives.

    Guarantees:
        1. Who computes for long gives way every millisecond: readers wait half as long during an import.
        2. What was loaded at the start is never again looked through for garbage, which would stop everybody for 0.15 s.
        3. The memory of a large answer goes back to the system as soon as it is sent, where the system is Linux with glibc.
    """
    with suppress(AttributeError, TypeError):  # another C library
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 10)  # the usual one: a start looks for garbage less often


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("0–65535")
    return int(text)
