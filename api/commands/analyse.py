"""``dutygraph analyse``: one analysis of a data folder, as a table or for a machine."""

import argparse
import sys

from api.commands.library import corpus_at, data_option
from api.commands.tables import ANALYSES, show, verdicts
from api.commands.terminal import Terminal
from api.resources import csv_of, json_of
from extract.records import Bilingual


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("analysis", choices=tuple(ANALYSES), help="哪一项分析 / which analysis")
    data_option(parser)
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="输出格式 / output format")


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the analysis.

    Returns:
        0, or 1 when the data folder holds no plan.
    """
    corpus = corpus_at(chosen.data)
    if not corpus.plans:
        terminal.fault(no_plan(str(chosen.data)))
        return 1
    analysis = ANALYSES[chosen.analysis](corpus)
    if chosen.format == "table":
        show(terminal, analysis)
        for line in verdicts() if chosen.analysis == "overlap" else ():
            terminal.print(line)
    else:
        written = csv_of(analysis.sheet) if chosen.format == "csv" else json_of(analysis.sheet) + b"\n"
        sys.stdout.buffer.write(written)
    return 0


def no_plan(data: str) -> Bilingual:
    """Say that a data folder is empty, and how to fill it."""
    return Bilingual(
        zh=f"数据目录 {data} 中还没有方案。请先运行 dutygraph build 文件… --data {data}。",
        en=f"The data folder {data} holds no plan yet. Run dutygraph build FILE... --data {data} first.",
    )
