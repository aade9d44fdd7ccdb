"""``dutygraph snapshot``: the network of a data folder as one HTML file."""

import argparse
from pathlib import Path

from api.cli.analyse import no_plan
from api.cli.opening import corpus_chosen, data_option, place, scope_option
from api.cli.terminal import Say, Terminal
from extract.messages import message
from graph.drawing.layout import LayoutKind
from graph.drawing.snapshot import snapshot
from graph.drawing.views import PictureView


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    data_option(parser, say)
    scope_option(parser, say)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.html", help=say(message("写到哪里")))
    parser.add_argument(
        "--layout",
        choices=[kind.value for kind in LayoutKind],
        help=say(message("布局，默认按视图")),
    )
    parser.add_argument(
        "--view",
        choices=[view.value for view in PictureView],
        help=say(message("绘制内容：单位之间、单位与任务、部分与任务与单位；默认按数据多少")),
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
    kind = LayoutKind(chosen.layout) if chosen.layout else None
    snapshot(corpus, chosen.out, terminal.language, kind, PictureView(chosen.view) if chosen.view else None)
    terminal.note(message("已写入 {out}，用浏览器打开，不需要网络。", out=chosen.out))
    return 0
