"""``dutygraph mcp``: the tools for a local language model, over standard input and output."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from api.cli.opening import DATA, existing
from api.cli.terminal import Say, Terminal
from extract.messages import message


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="DIR", help=say(message("数据目录，默认 {data}", data=str(DATA)))
    )


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Answer until the client closes the connection; nothing else is written to standard output.

    Returns:
        0, or 1 when the optional package is missing.
    """
    if find_spec("mcp") is None:
        terminal.fault(message("缺少可选组件 mcp。请先运行：pip install 'dutygraph[mcp]'"))
        return 1
    from api.mcp.server import server_of  # noqa: PLC0415  an optional package

    server_of(existing(chosen.data), terminal.language).run()
    return 0
