"""``dutygraph report --out FILE``: the analysis as a workbook, a memo or a page to hand on."""

import argparse
from pathlib import Path

from api.cli.analyse import EXPANDED, LEFT_OUT, NAMED, definitions_at, no_plan, settings_option, viewed
from api.cli.opening import corpus_chosen, data_option, place
from api.cli.terminal import Lang, Terminal
from api.reports.table import Language
from api.reports.write import ledger, report
from graph.texts import Bilingual


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
    settings_option(parser)
    parser.add_argument(
        "--ledger",
        action="store_true",
        help="只写任务分工台账（.xlsx 或 .docx），可再读回 / the customary ledger alone, which reads back in",
    )
    parser.add_argument(
        "--collectives",
        choices=(NAMED, LEFT_OUT, EXPANDED),
        default=NAMED,
        help="集体称谓：按原文、去掉、按名单展开 / collectives as named, left out, or expanded by stated lists",
    )


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the report.

    Returns:
        0, or 1 when there is nothing to report.
    """
    definitions = definitions_at(chosen.settings)
    corpus = corpus_chosen(chosen)
    if not corpus.plans:
        terminal.fault(no_plan(place(chosen)))
        return 1
    out: Path = chosen.out
    language = Language.EN if terminal.lang is Lang.EN else Language.ZH
    if chosen.ledger:
        written = ledger(corpus, out.name, language)
    else:
        written = report(viewed(corpus, definitions, chosen.collectives), out.name, language, definitions)
    out.write_bytes(written)
    terminal.note(Bilingual(zh=f"已写入 {out}。", en=f"Wrote {out}."))
    return 0
