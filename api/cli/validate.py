"""``dutygraph validate``: check every plan of a data folder against the shapes of the vocabulary."""

import argparse
import sys

from api.cli.analyse import no_plan
from api.cli.opening import data_option, place, reading
from api.cli.terminal import Say, Terminal
from api.tables.model import Column, ValueKind, table
from extract.messages import message
from graph.exchange.validate import ShapeResult, report_rdf, validate_store


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    data_option(parser, say)
    parser.add_argument("--format", choices=("table", "nt"), default="table", help=say(message("表格或 RDF")))


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write what the shapes find.

    Returns:
        0 when every plan conforms, else 1; also 1 without a plan.
    """
    with reading(chosen) as store:
        reports = tuple(validate_store(store, processes=0))
    if not reports:
        terminal.fault(no_plan(place(chosen)))
        return 1
    if chosen.format == "nt":
        sys.stdout.buffer.write(b"".join(report_rdf(report) for report in reports))
    else:
        results = [result for report in reports for result in report.results]
        terminal.table(table("validate", message("校验结果"), _COLUMNS, results))
        good = sum(report.conforms for report in reports)
        terminal.print(message("{n} 份方案，{good} 份合格。", n=len(reports), good=good))
    return 0 if all(report.conforms for report in reports) else 1


_COLUMNS: tuple[Column[ShapeResult], ...] = (
    Column("document", message("文件"), lambda row: row.document),
    Column("place", message("位置"), lambda row: f"{row.start}–{row.end}", ValueKind.NUMBER),
    Column("severity", message("级别"), lambda row: row.severity.value),
    Column("problem", message("问题"), lambda row: row.message),
    Column("quote", message("原文"), lambda row: row.quote),
)
