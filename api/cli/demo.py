"""``dutygraph demo``: the plan that comes with the program, read, summarised and shown."""

import argparse
from collections import Counter
from contextlib import ExitStack
from importlib.resources import as_file, files

from api.cli.build import build_with_bar
from api.cli.opening import data_option, opened
from api.cli.serve import listen, port_option, serve
from api.cli.terminal import Say, Terminal
from api.edge.settings import Settings
from api.tables.loads import workload_table
from api.tables.model import Column, ValueKind, table
from api.tables.relations import overlap_table
from api.tables.tasks import grades_table
from extract.messages import Message, message
from extract.records import LineState, Role
from graph.dataset.load import load
from graph.dataset.names import ROLES
from graph.dataset.rows import Corpus
from ontology.catalogue import Language

EXAMPLE = "changji-2015.txt"
SHOWN = 10
_COLUMNS: tuple[Column[tuple[Message, int]], ...] = (
    Column("content", message("内容"), lambda row: row[0]),
    Column("count", message("数量"), lambda row: row[1], ValueKind.NUMBER),
)


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    data_option(parser, say)
    port_option(parser, say)
    parser.add_argument("--no-serve", action="store_true", help=say(message("只打印，不打开网页")))


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Read the example into the data folder (again, if it is there), print what it says, then serve."""
    with ExitStack() as stack:
        listener = None if chosen.no_serve else stack.enter_context(listen("127.0.0.1", chosen.port))
        store = stack.enter_context(opened(chosen, make=True))
        example = stack.enter_context(as_file(files("extract") / "examples" / EXAMPLE))
        (outcome,) = build_with_bar((example,), store, terminal)
        if outcome.error:
            terminal.fault(outcome.error)
            return 1
        tell(load(store), terminal)
        if listener:
            serve(store, listener, terminal, Settings(data=None if chosen.store else chosen.data))
    return 0


def tell(corpus: Corpus, terminal: Terminal) -> None:
    """Print what was read, who carries the most, which tasks lack a clear lead, and which units may overlap."""
    for plan in corpus.plans:
        terminal.line(f"《{plan.title}》 {plan.issuer} {plan.issued}".rstrip())
    terminal.table(table("read", message("识别结果"), _COLUMNS, _read(corpus)))
    for finding in corpus.findings:
        chinese = terminal.language is Language.ZH
        what, remedy = (finding.what_zh, finding.remedy_zh) if chinese else (finding.what_en, f" {finding.remedy_en}")
        terminal.line(f"  ▸ {what}{remedy}")
    terminal.table(workload_table(corpus), SHOWN)
    terminal.table(grades_table(corpus))
    terminal.table(overlap_table(corpus), SHOWN)


def _read(corpus: Corpus) -> tuple[tuple[Message, int], ...]:
    roles = Counter(row.role for row in corpus.assignments if row.counted)
    return (
        (message("方案"), len(corpus.plans)),
        (message("部分"), len(corpus.sections)),
        (message("任务"), len(corpus.tasks)),
        (message("分工"), roles.total()),
        *((message("　其中{role}", role=ROLES[role]), roles[role]) for role in Role if roles[role]),
        (message("正文语句中的职责（不计数）"), _uncounted(corpus)),
        (message("单位"), len({row.unit for row in corpus.assignments if row.counted})),
        (
            message("未识别的文字段"),
            sum(line.state == LineState.UNREAD for line in corpus.ledger),
        ),
        (message("待核实事项"), len(corpus.findings)),
    )


def _uncounted(corpus: Corpus) -> int:
    return sum(not row.counted for row in corpus.assignments)
