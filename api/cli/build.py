"""``dutygraph build PATH...``: read files into a data folder, each whole or not at all."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from api.cli.corrections import told
from api.cli.extract import nothing_found
from api.cli.opening import data_option, opened
from api.cli.terminal import Column, Terminal
from extract.messages import message
from graph.build.plans import BuildOutcome, BuildStep, Stage, build, system_files
from graph.store import Store
from graph.texts import Bilingual, bilingual


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹 / files or folders")
    data_option(parser)


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Read everything, report what became of each file.

    Returns:
        0 when every file became a plan with assignments, else 1.
    """
    with opened(chosen, make=True) as store:
        outcomes = build_with_bar(chosen.paths, store, terminal)
    if passed := system_files(chosen.paths):
        terminal.note(bilingual(message("已略过 {n} 个系统文件：{files}。", n=len(passed), files=passed[:_MOST_NAMED])))
    if not outcomes:
        terminal.fault(
            Bilingual(
                zh="给出的文件夹里没有文件，什么也没有读。请核对路径。",
                en="The folders hold no file; nothing was read. Check the paths.",
            )
        )
        return 1
    good = tuple(outcome for outcome in outcomes if outcome.error is None)
    terminal.table(Bilingual(zh="读入结果", en="What was read"), _HEADS, [_row(outcome) for outcome in good])
    for outcome in outcomes:
        if outcome.error:
            terminal.fault(outcome.error)
        elif not outcome.assignments and outcome.empty:
            terminal.fault(bilingual(nothing_found(outcome.source.name, outcome.empty)))
        for conflict in outcome.conflicts:
            terminal.fault(told(conflict))
    return 0 if all(outcome.assignments for outcome in outcomes) else 1


def build_with_bar(sources: Iterable[Path], store: Store, terminal: Terminal) -> tuple[BuildOutcome, ...]:
    """Build under a progress bar that counts finished files and names the one at work."""
    with terminal.progress() as bar:
        task = bar.add_task("", total=None)

        def tell(step: BuildStep) -> None:
            done = step.number if step.stage is Stage.DONE else step.number - 1
            words = terminal.say(_STAGES[step.stage])
            bar.update(task, total=step.total, completed=done, description=f"{words} {step.source.name}")

        return build(sources, store, tell)


_MOST_NAMED = 10  # files that a remark names
_STAGES = {
    Stage.READ: Bilingual(zh="读取", en="reading"),
    Stage.EXTRACT: Bilingual(zh="提取", en="extracting"),
    Stage.DONE: Bilingual(zh="完成", en="done"),
}
_HEADS = (
    Column(head=Bilingual(zh="文件", en="file")),
    Column(head=Bilingual(zh="方案", en="plan")),
    Column(head=Bilingual(zh="部分", en="sections"), number=True),
    Column(head=Bilingual(zh="任务", en="tasks"), number=True),
    Column(head=Bilingual(zh="分工", en="assignments"), number=True),
    Column(head=Bilingual(zh="待看", en="findings"), number=True),
    Column(head=Bilingual(zh="未读", en="unread"), number=True),
)


def _row(outcome: BuildOutcome) -> tuple[str, ...]:
    counts = (outcome.sections, outcome.tasks, outcome.assignments, outcome.findings, outcome.unread)
    return (outcome.source.name, outcome.title, *map(str, counts))
