"""``dutygraph build PATH...``: read files into a data folder, each completely or not at all."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from api.cli.corrections import told
from api.cli.extract_files import nothing_found
from api.cli.opening import data_option, opened
from api.cli.terminal import Say, Terminal
from api.tables.model import Column, ValueKind, table
from extract.messages import Message, message
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
    readers = parser.add_mutually_exclusive_group()
    readers.add_argument(
        "--processes", type=int, default=0, metavar="N", help=say(message("同时读取的进程数，默认按处理器个数"))
    )
    readers.add_argument(
        "--cluster",
        default="",
        metavar="URL",
        help=say(
            message(
                "由 Dask 集群读取，如 {example}；须安装 dutygraph[distributed]，各处版本相同",
                example="tcp://127.0.0.1:8786",
            )
        ),
    )
    parser.add_argument("--again", action="store_true", help=say(message("没有改动的文件也重新读取")))
    data_option(parser, say)


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Read everything, report what became of each file.

    Returns:
        0 when every file became a plan with assignments, else 1.
    """
    with opened(chosen, make=True) as store:
        wish = OnDuplicate(chosen.on_duplicate) if chosen.on_duplicate else None
        outcomes = build_with_bar(
            chosen.paths, store, terminal, wish, chosen.processes, again=chosen.again, cluster=chosen.cluster
        )
    if passed := system_files(chosen.paths):
        terminal.note(message("已略过 {n} 个系统文件：{files}。", n=len(passed), files=passed[:_MOST_NAMED]))
    if not outcomes:
        terminal.fault(message("给出的文件夹里没有文件，什么也没有读。请核对路径。"))
        return 1
    report(outcomes, terminal)
    return 0 if all(outcome.assignments or outcome.known for outcome in outcomes) else 1


def report(outcomes: Sequence[BuildOutcome], terminal: Terminal) -> None:
    """Report what became of the files: a row each where they are few, and each cause once with the files it is of."""
    read = [outcome for outcome in outcomes if outcome.error is None and not outcome.known]
    if read:
        rows = [_total(read, terminal)] if len(read) > _MOST_ROWS else read
        terminal.table(table("build", message("导入结果"), _COLUMNS, rows))
    if known := sum(outcome.known for outcome in outcomes):
        terminal.note(message("{n} 份没有改动，未重新读取（--again 可强制重读）。", n=known))
    _tell(terminal.fault, (fault for outcome in outcomes for fault in _faults(outcome)))
    _tell(terminal.note, (said for outcome in read for said in _likeness(outcome)))
    for conflict in (conflict for outcome in outcomes for conflict in outcome.conflicts):
        terminal.fault(told(conflict))


def _faults(outcome: BuildOutcome) -> Iterator[tuple[str, BuildOutcome, Message]]:
    """Say what is wrong with a file, with what groups it with others."""
    if outcome.error:
        yield outcome.error.id, outcome, outcome.error
    elif outcome.empty and not outcome.assignments:
        yield outcome.empty.id, outcome, nothing_found(outcome.source.name, outcome.empty)


def _likeness(outcome: BuildOutcome) -> Iterator[tuple[str, BuildOutcome, Message]]:
    """Say how a file is like a plan of the store, with what groups it with others."""
    if outcome.likeness:
        said = message("{name}：{said}", name=outcome.source.name, said=outcome.likeness)
        yield outcome.likeness.id, outcome, said


def _tell(tell: Callable[[Message], None], causes: Iterable[tuple[str, BuildOutcome, Message]]) -> None:
    """Tell each cause once, in the words of the first file, and name the other files."""
    groups: dict[str, list[tuple[BuildOutcome, Message]]] = {}
    for cause, outcome, words in causes:
        groups.setdefault(cause, []).append((outcome, words))
    for (_, words), *others in groups.values():
        tell(words)
        if others:
            names = tuple(outcome.source.name for outcome, _ in others[:_MOST_NAMED])
            more = message("等") if len(others) > _MOST_NAMED else ""
            tell(message("同样的情况还有 {n} 份：{names}{more}", n=len(others), names=names, more=more))


def build_with_bar(
    sources: Iterable[Path],
    store: Store,
    terminal: Terminal,
    on_duplicate: OnDuplicate | None = None,
    processes: int = 0,
    *,
    again: bool = False,
    cluster: str = "",
) -> tuple[BuildOutcome, ...]:
    """Build under a progress bar that counts finished files and names the one at work."""
    with terminal.progress() as bar:
        task = bar.add_task("", total=None, rate="")

        def tell(step: BuildStep) -> None:
            done = step.number if step.stage is Stage.DONE else step.number - 1
            words = terminal.say(_STAGES[step.stage])
            speed = bar.tasks[0].speed
            rate = terminal.say(message("{rate} 份/秒", rate=round(speed, 1))) if speed else ""
            bar.update(task, total=step.total, completed=done, rate=rate, description=f"{words} {step.source.name}")

        return build(sources, store, tell, on_duplicate, processes, again=again, cluster=cluster)


_MOST_NAMED = 10  # files that a remark names
_MOST_ROWS = 50  # files with a row each
_STAGES = {
    Stage.READ: message("读取"),
    Stage.DONE: message("完成"),
}
_COLUMNS: tuple[Column[BuildOutcome], ...] = (
    Column("file", message("文件"), lambda row: row.source.name),
    Column("plan", message("方案"), lambda row: row.title),
    Column("sections", message("部分"), lambda row: row.sections, ValueKind.NUMBER),
    Column("tasks", message("任务"), lambda row: row.tasks, ValueKind.NUMBER),
    Column("assignments", message("分工"), lambda row: row.assignments, ValueKind.NUMBER),
    Column("findings", message("待核实"), lambda row: row.findings, ValueKind.NUMBER),
    Column("unread", message("未读"), lambda row: row.unread, ValueKind.NUMBER),
)


def _total(outcomes: Sequence[BuildOutcome], terminal: Terminal) -> BuildOutcome:
    """Add up the counts of many files in one row."""
    plans = len({outcome.plan for outcome in outcomes})
    return BuildOutcome(
        source=Path(terminal.say(message("{n} 份文件", n=len(outcomes)))),
        title=terminal.say(message("{n} 份方案", n=plans)),
        sections=sum(outcome.sections for outcome in outcomes),
        tasks=sum(outcome.tasks for outcome in outcomes),
        assignments=sum(outcome.assignments for outcome in outcomes),
        findings=sum(outcome.findings for outcome in outcomes),
        unread=sum(outcome.unread for outcome in outcomes),
    )
