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
from extract.messages import message
from extract.pipeline import extract
from extract.readers import read
from extract.records import Role
from graph.compare.decisions import PairEntry, decisions, in_force
from graph.compare.plans import TaskMatch, aligned
from graph.dataset.load import load
from graph.dataset.model import corpus_of, merged
from graph.dataset.rows import Corpus, TaskRow
from graph.errors import MeasureError

TABLE, JSONL = "table", "jsonl"
_SHOWN = 40  # characters of a task in the table


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    for name in ("first", "second"):
        parser.add_argument(name, metavar="PLAN", help=say(message("方案文件，或数据目录中的方案号")))
    data_option(parser, say)
    parser.add_argument("--format", choices=(TABLE, JSONL), default=TABLE, help=say(message("输出格式")))


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Align two plans and write the matches, one a line."""
    corpus, left, right, decided = _plans(chosen)
    found = aligned(corpus, left, right, decided).matches
    leads = _leads(corpus)
    if chosen.format == JSONL:
        for pair in found:
            sys.stdout.write(json.dumps(_record(pair, leads), ensure_ascii=False) + "\n")
        return 0
    terminal.table(table("same", message("同一事项 {n} 对", n=len(found)), _COLUMNS, found))
    return 0


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
            raise MeasureError(message("“{name}”既不是文件，也不是数据目录中的方案号。", name=name))
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
