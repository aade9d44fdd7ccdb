"""``dutygraph compare A B``: which tasks of two plans are the same matter, and who leads them in each."""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from api.cli.opening import data_option, reading
from api.cli.terminal import Say, Terminal
from api.tables.model import Column, ValueKind, table
from api.tables.related import resembling_table
from extract.messages import Message, message
from extract.pipeline import extract
from extract.readers import read
from extract.records import Role
from graph.compare.decisions import PairEntry, decisions, in_force
from graph.compare.plans import TaskMatch, aligned
from graph.compare.resembling import resembling
from graph.dataset.load import load, snapshot
from graph.dataset.model import corpus_of, merged
from graph.dataset.rows import Corpus, TaskRow
from graph.errors import MeasureError

TABLE, JSONL = "table", "jsonl"
_SHOWN = 40  # characters of a task in the table


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument("first", metavar="PLAN", help=say(message("方案文件，或数据目录中的方案号")))
    parser.add_argument(
        "second", metavar="PLAN", nargs="?", default="", help=say(message("另一份；不写则在数据目录中查找相近的方案"))
    )
    data_option(parser, say)
    parser.add_argument("--format", choices=(TABLE, JSONL), default=TABLE, help=say(message("输出格式")))


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Align two plans and write the matches, one a line; of one plan, write the plans that resemble it."""
    if not chosen.second:
        return _resembling(chosen, terminal)
    corpus, left, right, decided = _plans(chosen)
    found = aligned(corpus, left, right, decided).matches
    leads = _leads(corpus)
    if chosen.format == JSONL:
        for pair in found:
            sys.stdout.write(json.dumps(_record(pair, leads), ensure_ascii=False) + "\n")
        return 0
    terminal.table(table("same", message("同一事项 {n} 对", n=len(found)), _COLUMNS, found))
    return 0


def _resembling(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the plans of the data folder that resemble one."""
    with reading(chosen) as store:
        rows = snapshot(store)
        file = Path(chosen.first)
        inside = [plan for plan in rows.plans if plan.id == chosen.first]
        if not inside and not file.is_file():
            raise MeasureError(_neither(chosen.first))
        new = rows.limited(inside).corpus(ledger=False) if inside else corpus_of(extract(read(file)))
        found = resembling(new, rows, in_force(decisions(store)))
    if chosen.format == JSONL:
        for one in found:
            said = {"plan": one.plan.id, "title": one.plan.title, "sure": one.sure, "likely": one.likely}
            sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
        return 0
    terminal.table(resembling_table(new.plans[0], found))
    return 0


def _neither(name: str) -> Message:
    return message("“{name}”既不是文件，也不是数据目录中的方案号。", name=name)


_COLUMNS: tuple[Column[TaskMatch], ...] = (
    Column("a_ref", message("前一方案"), lambda pair: pair.left.ref),
    Column("a_task", message("任务"), lambda pair: _words(pair.left)),
    Column("b_ref", message("后一方案"), lambda pair: pair.right.ref),
    Column("b_task", message("任务"), lambda pair: _words(pair.right)),
    Column("likelihood", message("可能性"), lambda pair: pair.likelihood, ValueKind.NUMBER, form=".2f"),
)


def _words(task: TaskRow) -> str:
    return (task.title or task.text)[:_SHOWN]


def _plans(chosen: argparse.Namespace) -> tuple[Corpus, str, str, tuple[PairEntry, ...]]:
    """Read both plans: files as they are, ids from the data folder with what was decided of their pairs.

    Raises:
        MeasureError: when an argument is neither a file nor the id of a plan.
    """
    names = (chosen.first, chosen.second)
    files = {name: corpus_of(extract(read(Path(name)))) for name in names if Path(name).is_file()}
    found, known = tuple(files.values()), {name: one.plans[0].iri for name, one in files.items()}
    decided: tuple[PairEntry, ...] = ()
    if not known.keys() >= set(names):
        with reading(chosen) as store:
            archive, decided = load(store), in_force(decisions(store))
        known = {plan.id: plan.iri for plan in archive.plans} | known
        there = {plan.iri for plan in archive.plans}
        found = (archive, *(one for one in found if one.plans[0].iri not in there))
    for name in names:
        if name not in known:
            raise MeasureError(_neither(name))
    return merged(found), known[names[0]], known[names[1]], decided


def _leads(corpus: Corpus) -> Mapping[str, tuple[str, ...]]:
    names = {unit.iri: unit.name for unit in corpus.units}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in corpus.assignments:
        if row.counted and row.role == Role.LEAD:
            found[row.task][names[row.unit]] = None
    return {task: tuple(units) for task, units in found.items()}


def _record(pair: TaskMatch, leads: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    return {
        "a_ref": pair.left.ref,
        "a_text": pair.left.text or pair.left.title,
        "a_leads": leads.get(pair.left.iri, ()),
        "b_ref": pair.right.ref,
        "b_text": pair.right.text or pair.right.title,
        "b_leads": leads.get(pair.right.iri, ()),
        "relation": pair.relation,
        "score": pair.likelihood,
        "sure": pair.sure,
    }
