"""``dutygraph ask``: a ready question, or SPARQL of your own, over a data folder."""

import argparse
import sys
from pathlib import Path

from api.cli.opening import data_option, opened
from api.cli.terminal import Column, Terminal
from api.sparql.guard import check_graphs, read_query
from api.tables.representations import Sheet, csv_of, json_of
from graph.errors import QueryError
from graph.questions import ask, question, questions
from graph.store import Solutions, Store
from graph.texts import Bilingual


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("question", nargs="?", help="问题的编号；不给则列出全部 / id of a question; none lists them all")
    asked.add_argument("--sparql", type=Path, metavar="FILE", help="SPARQL 查询文件 / a file with a SPARQL query")
    parser.add_argument(
        "--with", dest="values", action="append", default=[], metavar="NAME=VALUE", help="问题的参数 / a parameter"
    )
    data_option(parser)
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="输出格式 / output format")


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Answer, or list the questions."""
    if not (chosen.question or chosen.sparql):
        rows = [
            (one.id, terminal.say(one.title, "\n"), " ".join(hole.name for hole in one.parameters))
            for one in questions()
        ]
        terminal.table(Bilingual(zh="可以问的问题", en="Questions"), _HEADS, rows)
        return 0
    with opened(chosen) as store:
        table = _answer(chosen, store)
    sheet = Sheet(
        name=chosen.question or chosen.sparql.name,
        columns=table.variables,
        rows=tuple(tuple(term.value if term else "" for term in row) for row in table.rows),
    )
    match chosen.format:
        case "csv":
            sys.stdout.buffer.write(csv_of(sheet))
        case "json":
            sys.stdout.buffer.write(json_of(sheet) + b"\n")
        case _:
            title = question(chosen.question).title if chosen.question else Bilingual(zh="回答", en="Answer")
            heads = [Column(head=Bilingual(zh=name, en=name)) for name in sheet.columns]
            terminal.table(title, heads, [[str(cell) for cell in row] for row in sheet.rows])
    return 0


_HEADS = (
    Column(head=Bilingual(zh="编号", en="id")),
    Column(head=Bilingual(zh="问题", en="question")),
    Column(head=Bilingual(zh="参数", en="parameters")),
)


def _answer(chosen: argparse.Namespace, store: Store) -> Solutions:
    if chosen.question:
        pairs = [value.partition("=") for value in chosen.values]
        return ask(question(chosen.question), {name: value for name, _, value in pairs}, store)
    try:
        text = chosen.sparql.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(
            Bilingual(
                zh=f"{chosen.sparql} 不是 UTF-8 文本，请另存为 UTF-8。",
                en=f"{chosen.sparql} is not UTF-8 text; save it as UTF-8.",
            )
        ) from error
    reading = read_query(text, rows=None)  # refuses what would reach out of this machine
    check_graphs(reading, frozenset(store.graphs()))
    return store.select(reading.text)
