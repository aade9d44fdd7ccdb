"""``dutygraph progress list|import``: how far the tasks are, and a filled-in ledger read back."""

import argparse
import datetime
import getpass
from pathlib import Path

from api.cli.opening import corpus_in, data_option, opened, reading, scope_chosen, scope_option
from api.cli.terminal import Say, Terminal
from api.progress.days import day_of, no_day
from api.progress.ledger import read_back
from api.progress.progress_book import TaskProgress, signed
from api.progress.progress_tables import progress_table
from api.read_model.index import Index
from extract.messages import message
from graph.corrections.journal import BadEntryError
from graph.dataset.load import snapshot
from graph.progress.records import reported
from graph.progress.store import add, entries


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument("what", choices=("list", "import"), help=say(message("列出进展，或导入填好的台账")))
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help=say(message("填好的台账：.xlsx、.csv 或 .docx"))
    )
    parser.add_argument("--date", default="", metavar="YYYY-MM-DD", help=say(message("以此日期判断逾期；不给则不判断")))
    parser.add_argument("--who", default="", metavar="NAME", help=say(message("填报人，默认为系统用户")))
    data_option(parser, say)
    scope_option(parser, say)


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """List the progress of the tasks, or read a ledger back.

    Returns:
        0 when done.
    """
    return _import(chosen, terminal) if chosen.what == "import" else _list(chosen, terminal)


def _list(chosen: argparse.Namespace, terminal: Terminal) -> int:
    day = _day(chosen.date)
    with reading(chosen) as store:
        corpus = corpus_in(store, scope_chosen(chosen))
        index, there = Index(snapshot(store), corpus), reported(corpus, entries(store))
    rows = [
        TaskProgress(task=task, history=(there[task.iri],) if task.iri in there else (), day=day)
        for task in corpus.tasks
    ]
    terminal.table(progress_table(index, rows))
    return 0


def _day(words: str) -> datetime.date | None:
    day = day_of(words)
    if words and day is None:
        raise BadEntryError(no_day(words))
    return day


def _import(chosen: argparse.Namespace, terminal: Terminal) -> int:
    file: Path | None = chosen.file
    if file is None:
        raise BadEntryError(message("请写明填好的台账。"))
    data = file.read_bytes()
    with opened(chosen) as store:
        corpus = corpus_in(store, scope_chosen(chosen))
        reports = read_back(data, file.name, corpus, reported(corpus, entries(store)))
        when = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
        saved = add(store, signed(corpus, reports, chosen.who or getpass.getuser(), when))
    terminal.print(message("已更新 {n} 项任务的进展。", n=len(saved)))
    return 0
