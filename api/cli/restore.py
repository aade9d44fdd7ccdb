"""``dutygraph restore FILE``: a store as it was when the backup was made."""

import argparse
from pathlib import Path

from api.cli.opening import data_option, opened
from api.cli.terminal import Terminal
from graph.store.backup import read, restore
from graph.texts import Bilingual


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件 / the backup")
    data_option(parser)
    parser.add_argument("--force", action="store_true", help="替换库中已有的内容 / replace what the store holds")


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Check the backup, then put it in place; a bad file makes no folder."""
    graphs = read(chosen.file)
    with opened(chosen, make=True) as store:
        count = restore(store, graphs, force=chosen.force)
    terminal.note(Bilingual(zh=f"已恢复 {count} 个图。", en=f"{count} graphs are restored."))
    return 0
