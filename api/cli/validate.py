"""``dutygraph validate``: check every plan of a data folder against the shapes of the vocabulary."""

import argparse
import sys

from api.cli.analyse import no_plan
from api.cli.opening import data_option, opened, place
from api.cli.terminal import Column, Terminal
from graph.exchange.validate import ShapeResult, report_rdf, validate_store
from graph.texts import Bilingual


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    data_option(parser)
    parser.add_argument("--format", choices=("table", "nt"), default="table", help="表格或 RDF / a table, or RDF")


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write what the shapes find.

    Returns:
        0 when every plan conforms, else 1; also 1 when there is no plan.
    """
    with opened(chosen) as store:
        reports = tuple(validate_store(store))
    if not reports:
        terminal.fault(no_plan(place(chosen)))
        return 1
    if chosen.format == "nt":
        sys.stdout.buffer.write(b"".join(report_rdf(report) for report in reports))
    else:
        results = [result for report in reports for result in report.results]
        terminal.table(
            Bilingual(zh="校验结果", en="Validation"), _HEADS, [_row(result, terminal) for result in results]
        )
        good = sum(report.conforms for report in reports)
        terminal.print(
            Bilingual(zh=f"{len(reports)} 份方案，{good} 份合格。", en=f"{good} of {len(reports)} plans conform.")
        )
    return 0 if all(report.conforms for report in reports) else 1


_HEADS = (
    Column(head=Bilingual(zh="文件", en="file")),
    Column(head=Bilingual(zh="位置", en="place"), number=True),
    Column(head=Bilingual(zh="级别", en="severity")),
    Column(head=Bilingual(zh="问题", en="what")),
    Column(head=Bilingual(zh="原文", en="words")),
)


def _row(result: ShapeResult, terminal: Terminal) -> tuple[str, ...]:
    place = f"{result.start}–{result.end}"
    return (result.document, place, result.severity.value, terminal.say(result.message, "\n"), result.quote)
