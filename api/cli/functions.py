"""``dutygraph functions LIST``: the tasks of a plan next to the functions of its units, as questions."""

import argparse
from pathlib import Path

from api.cli.opening import corpus_chosen, data_option, scope_option
from api.cli.terminal import Say, Terminal
from api.tables.functions import functions_table
from extract.messages import message
from extract.pipeline import extract
from extract.readers import read
from graph.compare.functions import (
    UnitFunction,
    decoded,
    functions_of_csv,
    functions_of_document,
    questions_of_functions,
)
from graph.dataset.model import corpus_of


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "list", metavar="LIST", type=Path, help=say(message("职责清单：CSV（单位、职责两列），或条目写明单位的文件"))
    )
    data_option(parser, say)
    scope_option(parser, say)


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Ask about duties outside the functions of units, and about functions without a task."""
    corpus = corpus_chosen(chosen)
    terminal.table(functions_table(questions_of_functions(corpus, functions_in(chosen.list)), corpus))
    return 0


def functions_in(path: Path) -> tuple[UnitFunction, ...]:
    """Read a list of functions: a CSV by its columns, anything else as a document."""
    if path.suffix.lower() == ".csv":
        return functions_of_csv(decoded(path.read_bytes()))
    return functions_of_document(corpus_of(extract(read(path))))
