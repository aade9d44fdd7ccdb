"""``dutygraph validate``: check every plan of a data folder against the shapes of the vocabulary."""

import argparse
import sys

from api.cli.analyse import no_plan
from api.cli.opening import data_option, place, reading
from api.cli.terminal import Say, Terminal, TerminalColumn
from extract.messages import message
from graph.exchange.validate import ShapeResult, report_rdf, validate_store


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    data_option(parser, say)
    parser.add_argument("--format", choices=("table", "nt"), default="table", help=say(message("表格或 RDF")))


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write what the shapes find.

    Returns:
        0 when every plan conforms, else 1; also 1 when there is no plan.
    """
    with reading(chosen) as store:
        reports = tuple(validate_store(store))
    if not reports:
        terminal.fault(no_plan(place(chosen)))
        return 1
    if chosen.format == "nt":
        sys.stdout.buffer.write(b"".join(report_rdf(report) for report in reports))
    else:
        results = [result for report in reports for result in report.results]
        terminal.table(message("校验结果"), _HEADS, [_row(result, terminal) for result in results])
        good = sum(report.conforms for report in reports)
        terminal.print(message("{n} 份方案，{good} 份合格。", n=len(reports), good=good))
    return 0 if all(report.conforms for report in reports) else 1


_HEADS = (
    TerminalColumn(head=message("文件")),
    TerminalColumn(head=message("位置"), number=True),
    TerminalColumn(head=message("级别")),
    TerminalColumn(head=message("问题")),
    TerminalColumn(head=message("原文")),
)


def _row(result: ShapeResult, terminal: Terminal) -> tuple[str, ...]:
    place = f"{result.start}–{result.end}"
    return (result.document, place, result.severity.value, terminal.say(result.message), result.quote)
