"""``dutygraph corrections list|export|import``: what people changed, as a table that an office can pass round."""

import argparse
import sys
from pathlib import Path

from api.cli.opening import data_option, opened
from api.cli.terminal import Column, Terminal
from graph.corrections import BadCorrectionError, Change, Conflict
from graph.corrections.csv import LARGEST, from_csv, from_store, to_csv
from graph.corrections.store import CorrectionState, HistoryEntry, apply_all, history
from graph.texts import Bilingual

CHANGES: dict[Change, Bilingual] = {
    Change.MERGE: Bilingual(zh="合并单位", en="merge units"),
    Change.SPLIT: Bilingual(zh="拆分单位", en="split a unit"),
    Change.RENAME: Bilingual(zh="改单位名称", en="rename a unit"),
    Change.ROLE: Bilingual(zh="改角色", en="change a role"),
    Change.ADD: Bilingual(zh="新增分工", en="add an assignment"),
    Change.DROP: Bilingual(zh="删除分工", en="drop an assignment"),
    Change.MOVE: Bilingual(zh="移动任务边界", en="move a task boundary"),
    Change.ACCEPT: Bilingual(zh="采纳", en="accept"),
    Change.DISMISS: Bilingual(zh="不采纳", en="dismiss"),
    Change.UNDO: Bilingual(zh="撤销", en="undo"),
}
STATES: dict[CorrectionState, Bilingual] = {
    CorrectionState.IN_FORCE: Bilingual(zh="有效", en="in force"),
    CorrectionState.UNDONE: Bilingual(zh="已撤销", en="undone"),
    CorrectionState.CONFLICT: Bilingual(zh="无处可用", en="does not fit"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "what", choices=("list", "export", "import"), help="列出、导出或导入 / list, write out or take in"
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="CSV 文件；导出可省略 / a CSV file")
    data_option(parser)


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """List, write out or take in the corrections of a data folder.

    Returns:
        0 when done; 1 when a correction that is kept does not fit what was read.
    """
    match chosen.what:
        case "list":
            return _list(chosen, terminal)
        case "export":
            return _export(chosen, chosen.file, terminal)
        case _:
            return _import(chosen, chosen.file, terminal)


def told(conflict: Conflict) -> Bilingual:
    """Say in one sentence which correction does not fit, and why."""
    said, reason = conflict.correction, conflict.reason
    return Bilingual(
        zh=f"{said.who} {said.when} 的更正“{CHANGES[said.change].zh}”未能落实：{reason.zh}",
        en=f"The correction “{CHANGES[said.change].en}” of {said.who}, {said.when}, could not be carried out: {reason.en}",
    )


def _list(chosen: argparse.Namespace, terminal: Terminal) -> int:
    with opened(chosen) as store:
        entries = history(store)
    terminal.table(Bilingual(zh="更正", en="Corrections"), _HEADS, [_row(entry, terminal) for entry in entries])
    return 1 if any(entry.state is CorrectionState.CONFLICT for entry in entries) else 0


def _export(chosen: argparse.Namespace, file: Path | None, terminal: Terminal) -> int:
    with opened(chosen) as store:
        corrections = from_store(store)
    table = to_csv(corrections)
    if file is None:
        sys.stdout.buffer.write(table)
        return 0
    file.write_bytes(table)
    count = len(corrections)
    terminal.print(Bilingual(zh=f"{count} 条更正已写入 {file}。", en=f"{count} corrections written to {file}."))
    return 0


def _import(chosen: argparse.Namespace, file: Path | None, terminal: Terminal) -> int:
    """Take in what is new in a table; what stands already is passed over, so the same table can come twice."""
    if file is None:
        raise BadCorrectionError(Bilingual(zh="请写明要导入的 CSV 文件。", en="Name the CSV file to take in."))
    with file.open("rb") as source:
        given = from_csv(source.read(LARGEST + 1))
    with opened(chosen) as store:
        there = {one.iri for one in from_store(store)}
        new = tuple(one for one in given if one.iri not in there)
        applied = apply_all(store, new)
    count, old, plans = len(new), len(given) - len(new), len(applied.plans)
    terminal.print(
        Bilingual(
            zh=f"新增 {count} 条更正，{old} 条原已有；{plans} 份方案随之改变。",
            en=f"{count} corrections added, {old} were there already; {plans} plans changed.",
        )
    )
    for conflict in applied.conflicts:
        terminal.fault(told(conflict))
    return 1 if applied.conflicts else 0


_HEADS = (
    Column(head=Bilingual(zh="序号", en="no."), number=True),
    Column(head=Bilingual(zh="状态", en="state")),
    Column(head=Bilingual(zh="更正", en="change")),
    Column(head=Bilingual(zh="谁", en="who")),
    Column(head=Bilingual(zh="何时", en="when")),
    Column(head=Bilingual(zh="为何", en="why")),
    Column(head=Bilingual(zh="对象", en="target")),
)


def _row(entry: HistoryEntry, terminal: Terminal) -> tuple[str, ...]:
    said = entry.correction
    state = terminal.say(STATES[entry.state])
    if entry.reason is not None and entry.state is CorrectionState.CONFLICT:
        state = f"{state}：{terminal.say(entry.reason)}"
    change = terminal.say(CHANGES[said.change])
    return (str(entry.number), state, change, said.who, said.when, said.why, said.target)
