"""``dutygraph demo``: the plan that comes with the program, read, told and shown."""

import argparse
from collections import Counter
from contextlib import ExitStack
from importlib.resources import as_file, files

from api.cli.analyses import grades_table, overlap_table, show, workload_table
from api.cli.build import build_with_bar
from api.cli.opening import data_option, opened
from api.cli.serve import listen, port_option, serve
from api.cli.terminal import Column, Terminal
from api.edge.settings import Settings
from api.locale.words import WORDS
from extract.records import LineState, Role
from graph.dataset.load import load
from graph.dataset.rows import Corpus
from graph.texts import Bilingual

EXAMPLE = "changji-2015.txt"
SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    data_option(parser)
    port_option(parser)
    parser.add_argument("--no-serve", action="store_true", help="只打印，不打开网页 / print only, no pages")


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
        terminal.out.print(f"《{plan.title}》 {plan.issuer} {plan.issued}".rstrip())
    terminal.table(
        Bilingual(zh="读到了什么？", en="What was read?"),
        (Column(head=Bilingual(zh="内容", en="what")), Column(head=Bilingual(zh="数量", en="count"), number=True)),
        [(terminal.say(words), str(count)) for words, count in _read(corpus)],
    )
    for finding in corpus.findings:
        words = Bilingual(zh=f"  ▸ {finding.what_zh}{finding.remedy_zh}", en=f"{finding.what_en} {finding.remedy_en}")
        terminal.print(words)
    show(terminal, workload_table(corpus), SHOWN)
    show(terminal, grades_table(corpus))
    show(terminal, overlap_table(corpus), SHOWN)


def _read(corpus: Corpus) -> tuple[tuple[Bilingual, int], ...]:
    roles = Counter(row.role for row in corpus.assignments if row.counted)
    words = {role: WORDS[f"role.{role.value}"] for role in Role}
    return (
        (Bilingual(zh="方案", en="plans"), len(corpus.plans)),
        (Bilingual(zh="部分", en="sections"), len(corpus.sections)),
        (Bilingual(zh="任务", en="tasks"), len(corpus.tasks)),
        (Bilingual(zh="分工", en="assignments"), roles.total()),
        *(
            (Bilingual(zh=f"　其中{words[role].zh}", en=f"of these, {words[role].en.lower()}"), roles[role])
            for role in Role
            if roles[role]
        ),
        (Bilingual(zh="正文语句中的职责（不计数）", en="duties in running text (not counted)"), _uncounted(corpus)),
        (Bilingual(zh="单位", en="units"), len({row.unit for row in corpus.assignments if row.counted})),
        (
            Bilingual(zh="未读的文字段", en="unread stretches of text"),
            sum(line.state == LineState.UNREAD for line in corpus.ledger),
        ),
        (Bilingual(zh="需要看一眼的地方", en="findings"), len(corpus.findings)),
    )


def _uncounted(corpus: Corpus) -> int:
    return sum(not row.counted for row in corpus.assignments)
