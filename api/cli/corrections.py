"""``dutygraph corrections list|export|import|home``: what people changed, as a table; the home of a plan is given here."""

import argparse
import sys
from pathlib import Path

from api.cli.opening import data_option, opened, reading
from api.cli.terminal import Say, Terminal
from api.corrections.signing import signed_now
from api.locale.terms import TERMS
from api.tables.corrections import corrections_table
from extract.messages import Message, message
from graph.corrections import BadCorrectionError, Change, Conflict
from graph.corrections.csv import LARGEST, from_csv, from_store, to_csv
from graph.corrections.store import Applied, CorrectionState, apply, apply_all, history
from ontology import iris


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "what", choices=("list", "export", "import", "home"), help=say(message("列出、导出、导入，或更正方案的归属地"))
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=say(message("CSV 文件；导出可省略")))
    parser.add_argument("--plan", metavar="ID", default="", help=say(message("home：方案号")))
    parser.add_argument(
        "--place", metavar="PLACE", default="", help=say(message("home：地名全称或代码，如 宜昌市、420500、CN"))
    )
    parser.add_argument("--who", default="", help=say(message("home：谁更正")))
    parser.add_argument("--why", default="", help=say(message("home：为何更正")))
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
        case "home":
            return _home(chosen, terminal)
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
    return _tell(applied, len(given) - len(new), terminal)


def _home(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Give a plan another home."""
    if not (chosen.plan.strip(".") and chosen.place):
        raise BadCorrectionError(message("请写明方案号（--plan）和地名（--place）。"))
    said = signed_now(chosen.who, chosen.why).correction(
        Change.HOME, f"{iris.ID}plan/{iris.segment(chosen.plan)}", value=chosen.place
    )
    with opened(chosen) as store:
        applied = apply(store, said)
    return _tell(applied, 0, terminal)


def _tell(applied: Applied, old: int, terminal: Terminal) -> int:
    count, plans = len(applied.corrections), len(applied.plans)
    terminal.print(message("新增 {n} 条更正，{old} 条原已有；{plans} 份方案随之改变。", n=count, old=old, plans=plans))
    for conflict in applied.conflicts:
        terminal.fault(told(conflict))
    return 1 if applied.conflicts else 0
