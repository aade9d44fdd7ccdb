"""``dutygraph report --out FILE``: the analysis as a workbook, a memo or a page to hand on."""

import argparse
from pathlib import Path

from api.commands.analyse import no_plan
from api.commands.library import corpus_chosen, data_option, place
from api.commands.terminal import Lang, Terminal
from api.reports.tables import Language
from api.reports.write import report
from extract.records import Bilingual


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    data_option(parser)
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help="以 .xlsx、.docx 或 .html 结尾 / ends in .xlsx, .docx or .html",
    )


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the report.

    Returns:
        0, or 1 when there is nothing to report.
    """
    corpus = corpus_chosen(chosen)
    if not corpus.plans:
        terminal.fault(no_plan(place(chosen)))
        return 1
    out: Path = chosen.out
    out.write_bytes(report(corpus, out.name, Language.EN if terminal.lang is Lang.EN else Language.ZH))
    terminal.note(Bilingual(zh=f"已写入 {out}。", en=f"Wrote {out}."))
    return 0
