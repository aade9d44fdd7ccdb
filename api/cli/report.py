"""``dutygraph report --out FILE``: the analysis as a workbook, a memo or a page to pass to others."""

import argparse
from pathlib import Path

from api.cli.analyse import EXPANDED, LEFT_OUT, NAMED, definitions_at, no_plan, settings_option, viewed
from api.cli.opening import corpus_chosen, data_option, place, reading, scope_option
from api.cli.terminal import Say, Terminal
from api.reports.write import ledger, report
from extract.messages import message
from graph.cases.matters import cases
from graph.cases.store import entries as case_entries
from graph.compare.decisions import decisions, in_force
from graph.progress.records import reported
from graph.progress.store import entries


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    data_option(parser, say)
    scope_option(parser, say)
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help=say(message("以 .xlsx、.docx 或 .html 结尾")),
    )
    settings_option(parser, say)
    parser.add_argument(
        "--ledger",
        action="store_true",
        help=say(message("只写任务分工台账（.xlsx、.docx 或 .csv），填好后可用 progress import 导入")),
    )
    parser.add_argument(
        "--collectives",
        choices=(NAMED, LEFT_OUT, EXPANDED),
        default=NAMED,
        help=say(message("集体称谓：按原文、去掉、按名单展开")),
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
    language = terminal.language
    if chosen.ledger:
        with reading(chosen) as store:
            written = ledger(corpus, out.name, language, reported(corpus, entries(store)))
    else:
        with reading(chosen) as store:
            told, pairs = case_entries(store), in_force(decisions(store))
        decided = cases(corpus, told) if told else ()  # the memo tells of cases with a history alone
        view = viewed(corpus, definitions, chosen.collectives)
        written = report(view, out.name, language, definitions, decided, pairs)
    out.write_bytes(written)
    terminal.note(message("已写入 {out}。", out=str(out)))
    return 0
