"""``dutygraph restore FILE``: a store as it was when the backup was made."""

import argparse
from pathlib import Path

from api.cli.opening import data_option, opened
from api.cli.terminal import Say, Terminal
from extract.messages import message
from graph.build.migration import migrate
from graph.build.sources import restore_sources
from graph.store.backup import read, read_sources, restore


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help=say(message("备份文件")))
    data_option(parser, say)
    parser.add_argument("--force", action="store_true", help=say(message("替换库中已有的内容")))


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Check the backup, then put it in place; a bad file makes no folder."""
    graphs = read(chosen.file)
    with opened(chosen, make=True) as store:
        count = restore(store, graphs, force=chosen.force)
        migrate(store)  # a backup of the first edition
        restore_sources(store, read_sources(chosen.file))
    terminal.note(message("已恢复 {n} 个图。", n=count))
    return 0
