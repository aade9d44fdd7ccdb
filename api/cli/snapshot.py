"""``dutygraph snapshot``: the network of a data folder as one HTML file."""

import argparse
from pathlib import Path

from api.cli.analyse import no_plan
from api.cli.opening import corpus_chosen, data_option, place
from api.cli.terminal import Lang, Terminal
from graph.drawing.layout import LayoutKind
from graph.drawing.snapshot import snapshot
from graph.texts import Bilingual


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    data_option(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.html", help="写到哪里 / where to write")
    parser.add_argument(
        "--layout", choices=[kind.value for kind in LayoutKind], default=LayoutKind.FORCE.value, help="布局 / layout"
    )


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the file.

    Returns:
        0, or 1 when there is nothing to draw.
    """
    corpus = corpus_chosen(chosen)
    if not corpus.plans:
        terminal.fault(no_plan(place(chosen)))
        return 1
    snapshot(corpus, chosen.out, "en" if terminal.lang is Lang.EN else "zh", LayoutKind(chosen.layout))
    terminal.note(
        Bilingual(
            zh=f"已写入 {chosen.out}，用浏览器打开，不需要网络。",
            en=f"Wrote {chosen.out}; it opens in any browser, offline.",
        )
    )
    return 0
