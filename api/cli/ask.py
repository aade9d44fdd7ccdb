"""``dutygraph ask``: a question in Chinese, a ready question, or your SPARQL, over a data folder."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from api.cli.ask_chinese import ask_batch, ask_one, is_chinese
from api.cli.opening import corpus_in, data_option, reading, scope_chosen, scope_option
from api.cli.terminal import Say, Terminal
from api.sparql.guard import check_graphs, read_query
from api.tables.model import Column, of_values, table
from api.tables.representations import csv_of, json_of
from extract.messages import message
from graph.errors import QueryError
from graph.questions import Question, ask, graphs_of, question, questions
from graph.store import Solutions, Store


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "question",
        nargs="?",
        help=say(message("一句中文问题，如 法制办牵头了哪些任务？ 或现成问题的编号；不给则列出现成问题")),
    )
    asked.add_argument("--sparql", type=Path, metavar="FILE", help=say(message("SPARQL 查询文件")))
    asked.add_argument(
        "--batch",
        type=Path,
        metavar="FILE",
        help=say(message("问题文件，每行一个 JSON（id、question、context），逐行回答")),
    )
    parser.add_argument(
        "--with", dest="values", action="append", default=[], metavar="NAME=VALUE", help=say(message("问题的参数"))
    )
    data_option(parser, say)
    scope_option(parser, say)
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help=say(message("输出格式")))


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Answer, or list the questions."""
    if not (chosen.question or chosen.sparql or chosen.batch):
        terminal.table(table("questions", message("可以问的问题"), _COLUMNS, questions()))
        return 0
    with reading(chosen) as store:
        scope = scope_chosen(chosen)
        graphs = graphs_of(corpus_in(store, scope).plans) if scope else None
        if chosen.batch:
            return ask_batch(chosen.batch, store, graphs, sys.stdout)
        if chosen.question and is_chinese(chosen.question):
            return ask_one(chosen.question, store, graphs, terminal, chosen.format)
        solutions = _answer(chosen, store, graphs)
    _write(chosen, solutions, terminal)
    return 0


def _write(chosen: argparse.Namespace, solutions: Solutions, terminal: Terminal) -> None:
    answer = of_values(
        chosen.question or chosen.sparql.name,
        question(chosen.question).title if chosen.question else message("查询答案"),
        solutions.variables,
        (tuple(term.value if term else "" for term in row) for row in solutions.rows),
    )
    match chosen.format:
        case "csv":
            sys.stdout.buffer.write(csv_of(answer))
        case "json":
            sys.stdout.buffer.write(json_of((answer,)) + b"\n")
        case _:
            terminal.table(answer)


_COLUMNS: tuple[Column[Question], ...] = (
    Column("id", message("编号"), lambda one: one.id),
    Column("title", message("问题"), lambda one: one.title),
    Column("parameters", message("参数"), lambda one: tuple(hole.name for hole in one.parameters)),
)


def _answer(chosen: argparse.Namespace, store: Store, graphs: Sequence[str] | None) -> Solutions:
    if chosen.question:
        pairs = [value.partition("=") for value in chosen.values]
        return ask(question(chosen.question), {name: value for name, _, value in pairs}, store, graphs)
    try:
        text = _text_of(chosen.sparql)
    except UnicodeDecodeError as error:
        raise QueryError(message("{sparql} 不是 UTF-8 文本，请另存为 UTF-8。", sparql=chosen.sparql)) from error
    reading = read_query(text, rows=None)  # refuses what would reach out of this machine
    check_graphs(reading, frozenset(store.graphs()))
    return store.select(reading.text, graphs)


def _text_of(file: Path) -> str:
    """Read the text of a file, or standard input for a dash."""
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    return content.decode("utf-8-sig")
