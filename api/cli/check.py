"""``dutygraph check``: what is wrong in a data folder, and which plans a newer program would read differently."""

import argparse

from api.cli.opening import data_option, opened
from api.cli.terminal import Say, Terminal
from api.locale.terms import TERMS
from api.tables.model import Column, table
from api.tables.names import names_table
from extract.errors import ExtractError
from extract.messages import message
from graph.build.checks import CHECKS, run_checks, titles
from graph.build.doubtful import doubtful_names, named_by_people
from graph.build.rereading import Rereading, outdated, reread
from graph.build.versions import take
from graph.corrections.csv import from_store
from graph.corrections.store import settle
from graph.dataset.load import load, load_plan
from graph.dataset.row_check import rebuild
from graph.store import Store

_FOUND: tuple[Column[tuple[str, ...]], ...] = (
    Column("check", message("检查"), lambda row: row[0]),
    Column("plan", message("方案"), lambda row: row[1]),
    Column("problem", message("问题"), lambda row: row[2]),
)
_REREAD: tuple[Column[tuple[str, ...]], ...] = (
    Column("plan", message("方案"), lambda row: row[0]),
    Column("change", message("变化"), lambda row: row[1]),
    Column("task", message("任务"), lambda row: row[2]),
    Column("before", message("原来"), lambda row: row[3]),
    Column("after", message("现在"), lambda row: row[4]),
)


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "names",
        nargs="*",
        type=_check,
        metavar="CHECK",
        help=say(message("检查的名称，默认全部：{names}", names=tuple(CHECKS))),
    )
    parser.add_argument(
        "--reread", action="store_true", help=say(message("重新识别由旧版本识别的方案，列出不同；不改动数据"))
    )
    parser.add_argument("--apply", action="store_true", help=say(message("与 --reread 同用：采用重新识别的结果")))
    parser.add_argument("--rebuild", action="store_true", help=say(message("先按图库重建行数据库")))
    parser.add_argument(
        "--names",
        action="store_true",
        dest="doubtful",
        help=say(message("列出词表未能确定的单位名称及次数，供统一处理")),
    )
    data_option(parser, say)


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Check a data folder, which is brought to the present format first.

    Returns:
        0 when nothing is wrong, else 1.
    """
    with opened(chosen) as store:
        if chosen.rebuild:
            terminal.note(message("已重建 {n} 份方案的行。", n=rebuild(store)))
        if chosen.reread:
            return _reread(store, terminal, apply=chosen.apply)
        if chosen.doubtful:
            found = doubtful_names(load(store), named_by_people(from_store(store)))
            terminal.table(names_table(found))
            return 0
        names = titles(store)
        rows = [
            (name, names.get(problem.plan, ""), terminal.say(problem.what))
            for name, problem in run_checks(store, tuple(chosen.names))
        ]
    if not rows:
        terminal.note(message("没有发现问题。"))
        return 0
    terminal.table(table("check", message("检查结果"), _FOUND, rows))
    return 1


def _check(name: str) -> str:
    if name not in CHECKS:
        raise argparse.ArgumentTypeError(", ".join(CHECKS))
    return name


def _reread(store: Store, terminal: Terminal, *, apply: bool) -> int:
    rows: list[tuple[str, ...]] = []
    missing = 0
    for iri in outdated(store):
        plan = load_plan(store, iri).plans[0]
        try:
            found = reread(store, plan)
        except ExtractError as error:
            terminal.fault(error.message)
            continue
        if found is None:
            missing += 1
            continue
        rows += _rows(plan.title or plan.source, found, terminal)
        if apply:
            take(store, found.corpus, found.text)
    if apply:
        settle(store)
    terminal.table(table("reread", message("重新识别的不同"), _REREAD, rows))
    if missing:
        terminal.fault(message("{n} 份方案没有保存源文件，请重新导入。", n=missing))
    return 1 if missing else 0


def _rows(title: str, found: Rereading, terminal: Terminal) -> list[tuple[str, ...]]:
    return [
        (
            title,
            terminal.say(TERMS["change.kind"][change.kind]),
            change.task.ref or change.task.text[:20],
            "；".join(f"{role} {unit}" for role, unit in change.before),
            "；".join(f"{role} {unit}" for role, unit in change.after),
        )
        for change in found.changes
    ]
