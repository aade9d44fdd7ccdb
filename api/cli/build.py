"""``dutygraph build PATH...``: read files into a data folder, each whole or not at all."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from api.cli.corrections import told
from api.cli.extract_files import nothing_found
from api.cli.opening import data_option, opened
from api.cli.terminal import Say, Terminal
from api.tables.model import Column, Kind, table
from extract.messages import message
from graph.build.plans import BuildOutcome, BuildStep, Stage, build, system_files
from graph.build.versions import OnDuplicate
from graph.store import Store


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=say(message("文件或文件夹")))
    parser.add_argument(
        "--on-duplicate",
        choices=[one.value for one in OnDuplicate],
        help=say(
            message(
                "已有同一文件时：skip 不导入，version 作为新版本取代，keep 两份都留；默认：文字相同的不导入，有改动的取代"
            )
        ),
    )
    data_option(parser, say)


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Read everything, report what became of each file.

    Returns:
        0 when every file became a plan with assignments, else 1.
    """
    with opened(chosen, make=True) as store:
        wish = OnDuplicate(chosen.on_duplicate) if chosen.on_duplicate else None
        outcomes = build_with_bar(chosen.paths, store, terminal, wish)
    if passed := system_files(chosen.paths):
        terminal.note(message("已略过 {n} 个系统文件：{files}。", n=len(passed), files=passed[:_MOST_NAMED]))
    if not outcomes:
        terminal.fault(message("给出的文件夹里没有文件，什么也没有读。请核对路径。"))
        return 1
    good = tuple(outcome for outcome in outcomes if outcome.error is None)
    terminal.table(table("build", message("导入结果"), _COLUMNS, good))
    for outcome in outcomes:
        _remark(outcome, terminal)
    return 0 if all(outcome.assignments for outcome in outcomes) else 1


def _remark(outcome: BuildOutcome, terminal: Terminal) -> None:
    """Print what is wrong with a file, and which corrections no longer fit it."""
    if outcome.error:
        terminal.fault(outcome.error)
    elif not outcome.assignments and outcome.empty:
        terminal.fault(nothing_found(outcome.source.name, outcome.empty))
    if outcome.likeness:
        terminal.note(message("{name}：{said}", name=outcome.source.name, said=outcome.likeness))
    for conflict in outcome.conflicts:
        terminal.fault(told(conflict))


def build_with_bar(
    sources: Iterable[Path], store: Store, terminal: Terminal, on_duplicate: OnDuplicate | None = None
) -> tuple[BuildOutcome, ...]:
    """Build under a progress bar that counts finished files and names the one at work."""
    with terminal.progress() as bar:
        task = bar.add_task("", total=None)

        def tell(step: BuildStep) -> None:
            done = step.number if step.stage is Stage.DONE else step.number - 1
            words = terminal.say(_STAGES[step.stage])
            bar.update(task, total=step.total, completed=done, description=f"{words} {step.source.name}")

        return build(sources, store, tell, on_duplicate)


_MOST_NAMED = 10  # files that a remark names
_STAGES = {
    Stage.READ: message("读取"),
    Stage.DONE: message("完成"),
}
_COLUMNS: tuple[Column[BuildOutcome], ...] = (
    Column("file", message("文件"), lambda row: row.source.name),
    Column("plan", message("方案"), lambda row: row.title),
    Column("sections", message("部分"), lambda row: row.sections, Kind.NUMBER),
    Column("tasks", message("任务"), lambda row: row.tasks, Kind.NUMBER),
    Column("assignments", message("分工"), lambda row: row.assignments, Kind.NUMBER),
    Column("findings", message("待核实"), lambda row: row.findings, Kind.NUMBER),
    Column("unread", message("未读"), lambda row: row.unread, Kind.NUMBER),
)
