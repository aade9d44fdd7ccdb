"""``dutygraph backup --out FILE``: everything that a store holds, in one file."""

import argparse
from pathlib import Path

from api.cli.opening import data_option, opened
from api.cli.terminal import Terminal
from graph.store.backup import back_up
from graph.texts import Bilingual


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    data_option(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="备份文件，如 plans.nq.gz / the backup")
    parser.add_argument("--force", action="store_true", help="覆盖已有的文件 / replace a file that is there")


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the backup."""
    with opened(chosen) as store:
        count = back_up(store, chosen.out, force=chosen.force)
    terminal.note(
        Bilingual(zh=f"已备份 {count} 个图到 {chosen.out}。", en=f"{count} graphs are backed up in {chosen.out}.")
    )
    return 0
