"""``dutygraph analyse``: one analysis of a data folder, as a table or for a machine."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from api.cli.analyses import ANALYSES
from api.cli.opening import corpus_chosen, data_option, place, reading, scope_option
from api.cli.terminal import Say, Terminal
from api.tables.due import due_sections_table, due_tasks_table, due_units_table
from api.tables.levels import levels_table
from api.tables.loads import career_table
from api.tables.model import Analysis, Table
from api.tables.representations import csv_of, json_of
from api.tables.tasks import compare_table, reform_tables
from api.tables.years import OF_UNIT, duty_changes_table
from extract.messages import Message, message
from graph.compare.decisions import PairEntry, decisions, in_force
from graph.compare.levels import ordered
from graph.compare.plans import aligned
from graph.compare.unit_years import unit_history
from graph.dataset.clarity import regraded
from graph.dataset.rows import Corpus
from graph.errors import MeasureError
from graph.measures.settings import DEFAULTS, Definitions, read_definitions
from graph.measures.views import of_plans, with_sentences, without_collectives
from graph.progress.due import DueTask, due_tasks
from graph.progress.records import reported
from graph.progress.store import entries
from graph.reform.membership import expanded
from graph.reform.proposal import Move, ReformProposal, carry_out, find_unit
from graph.reform.reform_diff import effect
from graph.reform.succession import reform_years

COMPARE, LEVELS, CAREER, CHANGES = "compare", "levels", "unit", "duty-changes"
DUE: Mapping[str, Callable[[Corpus, Sequence[DueTask], date], Table]] = {
    "due-units": due_units_table,
    "due-sections": due_sections_table,
    "due-tasks": due_tasks_table,
}
REFORM = ("reform-load", "reform-clarity", "reform-tasks", "reform-overlap")
NAMED, LEFT_OUT, EXPANDED = "named", "left-out", "expanded"


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "analysis",
        choices=(*ANALYSES, CHANGES, COMPARE, LEVELS, CAREER, *OF_UNIT, *DUE, *REFORM),
        help=say(message("哪一项分析")),
    )
    data_option(parser, say)
    scope_option(parser, say)
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help=say(message("输出格式")))
    settings_option(parser, say)
    parser.add_argument(
        "--collectives",
        choices=(NAMED, LEFT_OUT, EXPANDED),
        default=NAMED,
        help=say(message("集体称谓：按原文、去掉、按名单展开")),
    )
    parser.add_argument("--sentences", action="store_true", help=say(message("正文语句中的职责也计数")))
    parser.add_argument("--plan", action="append", default=[], metavar="ID", help=say(message("仅看本方案")))
    parser.add_argument(
        "--unit", metavar="NAME", help=say(message("analyse {names}：哪个单位", names=(CAREER, *OF_UNIT)))
    )
    parser.add_argument(
        "--date", metavar="YYYY-MM-DD", help=say(message("analyse {names}：以哪一天为准", names=tuple(DUE)))
    )
    reform = parser.add_argument_group(say(message("reform-…：机构改革测算方案")))
    reform.add_argument(
        "--year",
        type=int,
        choices=tuple(year for year, _ in reform_years()),
        default=0,
        help=say(message("套用机构改革表")),
    )
    reform.add_argument("--merge", action="append", default=[], metavar="OLD=NEW", help=say(message("并入")))
    reform.add_argument("--dissolve", action="append", default=[], metavar="UNIT", help=say(message("撤销")))
    reform.add_argument("--move", action="append", default=[], metavar="TASK:OLD=NEW", help=say(message("移交一项")))


def settings_option(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare ``--settings FILE``."""
    parser.add_argument("--settings", type=Path, metavar="FILE", help=say(message("本单位的定义（TOML）")))


def definitions_at(path: Path | None) -> Definitions:
    """Read the definitions in force: those of the file, or the defaults.

    Raises:
        MeasureError: when the file is not a settings file; OSError when it cannot be read.
    """
    if path is None:
        return DEFAULTS
    try:
        return read_definitions(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as fault:
        raise MeasureError(message("{path} 不是 UTF-8 文本。请另存为 UTF-8。", path=str(path))) from fault


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the analysis.

    Returns:
        0, or 1 when the data folder holds no plan.
    """
    definitions = definitions_at(chosen.settings)
    corpus = corpus_chosen(chosen)
    if not corpus.plans:
        terminal.fault(no_plan(place(chosen)))
        return 1
    table = _analysis(corpus, definitions, chosen)
    if chosen.format == "table":
        terminal.table(table)
        for line in table.notes:
            terminal.print(line)
        if chosen.sentences:
            terminal.print(message("正文语句中的职责也计了数。"))
    else:
        written = (
            csv_of(table, terminal.language) if chosen.format == "csv" else json_of((table,), terminal.language) + b"\n"
        )
        sys.stdout.buffer.write(written)
    return 0


def _analysis(corpus: Corpus, definitions: Definitions, chosen: argparse.Namespace) -> Table:
    plans = [_plan(corpus, words) for words in chosen.plan]
    if chosen.analysis == COMPARE:
        if len(plans) != 2:
            raise MeasureError(message("compare 要两份方案：--plan 前一份 --plan 后一份。"))
        return compare_table(corpus, aligned(corpus, plans[0], plans[1], _decided(chosen)))
    if chosen.analysis == LEVELS:
        return _through_levels(corpus, plans, chosen)
    rows = with_sentences(corpus) if chosen.sentences else corpus
    view = viewed(of_plans(rows, plans) if plans else rows, definitions, chosen.collectives)
    if chosen.analysis in {CAREER, *OF_UNIT}:
        return _of_unit(view, chosen)
    if chosen.analysis in DUE:
        return _due(view, chosen)
    if chosen.analysis in REFORM:
        proposal = ReformProposal(
            year=chosen.year,
            merged=tuple(_pair(words) for words in chosen.merge),
            dissolved=tuple(chosen.dissolve),
            moves=tuple(_move(words) for words in chosen.move),
        )
        found = effect(view, carry_out(view, proposal), definitions.overlap)
        return reform_tables(found)[REFORM.index(chosen.analysis)]
    every: Mapping[str, Analysis] = {**ANALYSES, CHANGES: lambda rows, _: duty_changes_table(rows, _decided(chosen))}
    return every[chosen.analysis](view, definitions)


def _through_levels(corpus: Corpus, plans: Sequence[str], chosen: argparse.Namespace) -> Table:
    """Follow the tasks of plans of different levels."""
    rows = {plan.iri: plan for plan in corpus.plans}
    found = ordered(*(rows[iri] for iri in plans)) if len(plans) in {2, 3} else None
    if found is None:
        raise MeasureError(message("levels 要两份或三份不同层级的方案：--plan 上级 --plan 下级。"))
    return levels_table(corpus, tuple(plan.iri for plan in found), _decided(chosen))


def _due(view: Corpus, chosen: argparse.Namespace) -> Table:
    """Judge the deadlines on a day, with what was reported."""
    try:
        day = date.fromisoformat(chosen.date or "")
    except ValueError as fault:
        raise MeasureError(message("请用 --date 写明日期，如 --date 2026-11-30。")) from fault
    with reading(chosen) as store:
        said = reported(view, entries(store))
    return DUE[chosen.analysis](view, due_tasks(view, day, said, _decided(chosen)), day)


def _of_unit(view: Corpus, chosen: argparse.Namespace) -> Table:
    """Follow one unit over the plans."""
    if not chosen.unit:
        raise MeasureError(message("请用 --unit 写明单位。"))
    if chosen.analysis == CAREER:
        return career_table(view, chosen.unit)
    found = unit_history(view, find_unit(view, chosen.unit), _decided(chosen))
    return OF_UNIT[chosen.analysis](view, found)


def _decided(chosen: argparse.Namespace) -> tuple[PairEntry, ...]:
    """Give what people decided of pairs of tasks."""
    with reading(chosen) as store:
        return in_force(decisions(store))


def viewed(corpus: Corpus, definitions: Definitions, collectives: str) -> Corpus:
    """Look at the corpus as requested: graded by the definitions, the collectives as named, left out, or expanded."""
    corpus = regraded(corpus, definitions.clarity)
    if collectives == EXPANDED:
        return expanded(corpus, definitions.members)
    return without_collectives(corpus) if collectives == LEFT_OUT else corpus


def _plan(corpus: Corpus, words: str) -> str:
    fits = [plan.iri for plan in corpus.plans if words in {plan.id, plan.iri, plan.source, plan.title}]
    if len(fits) != 1:
        known: Sequence[str] = [f"{plan.id}（{plan.source}）" for plan in corpus.plans]
        raise MeasureError(message("没有这份方案：{words}。有：{known}", words=words, known=tuple(known[:9])))
    return fits[0]


def _pair(words: str) -> tuple[str, str]:
    old, mark, new = words.partition("=")
    if not (old.strip() and mark and new.strip()):
        raise MeasureError(message("写成 原单位=接收单位：{words}", words=words))
    return old.strip(), new.strip()


def _move(words: str) -> Move:
    task, _, rest = words.partition(":")
    old, new = _pair(rest)
    return Move(task=task.strip(), old=old, new=new)


def no_plan(data: str) -> Message:
    """Say that a data folder is empty, and how to fill it."""
    return message("数据目录 {data} 中还没有方案。请先运行 dutygraph build 文件… --data {data}。", data=data)
