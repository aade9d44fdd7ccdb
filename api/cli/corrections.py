"""``dutygraph corrections list|export|import``: what people changed, as a table that an office can pass round."""

import argparse
import sys
from pathlib import Path

from api.cli.opening import data_option, opened, reading
from api.cli.terminal import Say, Terminal
from api.locale.terms import TERMS
from api.tables.corrections import corrections_table
from extract.messages import Message, message
from graph.corrections import BadCorrectionError, Conflict
from graph.corrections.csv import LARGEST, from_csv, from_store, to_csv
from graph.corrections.store import CorrectionState, apply_all, history


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument("what", choices=("list", "export", "import"), help=say(message("列出、导出或导入")))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=say(message("CSV 文件；导出可省略")))
    data_option(parser, say)


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """List, write out or take in the corrections of a data folder.

    Returns:
        0 when done; 1 when a stored correction does not fit what was read.
    """
    match chosen.what:
        case "list":
            return _list(chosen, terminal)
        case "export":
            return _export(chosen, chosen.file, terminal)
        case _:
            return _import(chosen, chosen.file, terminal)


def told(conflict: Conflict) -> Message:
    """Say in one sentence which correction does not fit, and why."""
    said, reason = conflict.correction, conflict.reason
    return message(
        "{who} {when} 的更正“{change}”未能落实：{reason}",
        who=said.who,
        when=said.when,
        change=TERMS["change"][said.change],
        reason=reason,
    )


def _list(chosen: argparse.Namespace, terminal: Terminal) -> int:
    with reading(chosen) as store:
        entries = history(store)
    terminal.table(corrections_table(entries))
    return 1 if any(entry.state is CorrectionState.CONFLICT for entry in entries) else 0


def _export(chosen: argparse.Namespace, file: Path | None, terminal: Terminal) -> int:
    with reading(chosen) as store:
        corrections = from_store(store)
    table = to_csv(corrections)
    if file is None:
        sys.stdout.buffer.write(table)
        return 0
    file.write_bytes(table)
    count = len(corrections)
    terminal.print(message("{n} 条更正已写入 {file}。", n=count, file=str(file)))
    return 0


def _import(chosen: argparse.Namespace, file: Path | None, terminal: Terminal) -> int:
    """Take in what is new in a table; what is present is skipped, so the same table can come twice."""
    if file is None:
        raise BadCorrectionError(message("请写明要导入的 CSV 文件。"))
    with file.open("rb") as source:
        given = from_csv(source.read(LARGEST + 1))
    with opened(chosen) as store:
        there = {one.iri for one in from_store(store)}
        new = tuple(one for one in given if one.iri not in there)
        applied = apply_all(store, new)
    count, old, plans = len(new), len(given) - len(new), len(applied.plans)
    terminal.print(message("新增 {n} 条更正，{old} 条原已有；{plans} 份方案随之改变。", n=count, old=old, plans=plans))
    for conflict in applied.conflicts:
        terminal.fault(told(conflict))
    return 1 if applied.conflicts else 0
