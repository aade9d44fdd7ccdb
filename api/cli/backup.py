"""``dutygraph backup --out FILE``: everything that a store holds, in one file."""

import argparse
from pathlib import Path

from api.cli.opening import data_option, reading
from api.cli.terminal import Say, Terminal
from extract.messages import message
from graph.build.sources import sources_folder
from graph.store.backup import back_up


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    data_option(parser, say)
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=say(message("备份文件，如 plans.nq.gz"))
    )
    parser.add_argument("--force", action="store_true", help=say(message("覆盖已有的文件")))


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the backup."""
    with reading(chosen) as store:
        count = back_up(store, chosen.out, force=chosen.force, sources=sources_folder(store))
    terminal.note(message("已备份 {n} 个图到 {out}。", n=count, out=chosen.out))
    return 0
