"""Read a filled-in ledger 任务分工台账 back: which task each row is about, and what it reports.

Guarantees:
    1. A ledger with a column missing, or a row that is about no task or about several, changes nothing.
    2. A row in which no one filled in anything changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.locale.terms import TERMS
from api.reports.duties import duties
from extract.messages import Message, message
from extract.readers import read_bytes
from graph.corrections.journal import BadEntryError
from graph.dataset.rows import Corpus, TaskRow
from graph.progress.records import ProgressEntry, ProgressState
from ontology.catalogue import Language

READ = ("task", "source", "progress", "status", "remarks")
MOST_NAMED = 10  # faults that a message names


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerReport:
    """What a row of a ledger, or a form, says of a task: state, progress and remarks."""

    task: TaskRow
    said: tuple[ProgressState, str, str]


def read_back(data: bytes, name: str, corpus: Corpus, there: Mapping[str, ProgressEntry]) -> tuple[LedgerReport, ...]:
    """Give the reports of a ledger that differ from those that are there.

    Args:
        data: an export of ours as xlsx, csv or docx, filled in.
        name: the name of the file, which tells its format.
        corpus: the plans.
        there: the report in force of each task, by the IRI of the task.

    Raises:
        BadEntryError: naming what is wrong; the complete ledger is refused then.
        ExtractError: the file cannot be read.
    """
    tasks, found, faults = _tasks(corpus), dict[str, LedgerReport](), list[Message]()
    for number, row in _rows(data, name):
        about, state = tasks.get((_key(row["source"]), _key(row["task"])), ()), _state(row["status"])
        if not about:
            faults.append(message("第 {number} 行：没有任务“{task}”", number=number, task=row["task"][:40]))
        elif not any(row[name].strip() for name in READ[2:]):
            continue
        elif len(about) > 1:
            faults.append(message("第 {number} 行：“{task}”对应多项任务", number=number, task=row["task"][:40]))
        elif state is None:
            faults.append(message("第 {number} 行：没有完成状态“{state}”", number=number, state=row["status"][:40]))
        elif about[0].iri in found:
            faults.append(message("第 {number} 行：“{task}”重复", number=number, task=row["task"][:40]))
        else:
            said = (state, row["progress"].strip(), row["remarks"].strip())
            found[about[0].iri] = LedgerReport(task=about[0], said=said)
    if faults:
        raise BadEntryError(message("台账未导入，未作任何改动。{faults}。", faults=tuple(faults[:MOST_NAMED])))
    return tuple(one for iri, one in found.items() if iri not in there or there[iri].said != one.said)


def _tasks(corpus: Corpus) -> Mapping[tuple[str, str], tuple[TaskRow, ...]]:
    """Give the tasks by the two cells that name them in a ledger."""
    table = duties(corpus).only("source", "task")
    found: dict[tuple[str, str], tuple[TaskRow, ...]] = {}
    for (source, words), task in zip(table.rows, corpus.tasks, strict=True):
        key = (_key(str(source)), _key(str(words)))
        found[key] = (*found.get(key, ()), task)
    return found


def _rows(data: bytes, name: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Give the rows below the headings, with their numbers as a spreadsheet counts them."""
    grid = _grid(data, name)
    headings = _headings()
    start = max(grid, key=lambda row: sum(words in headings for words in grid[row].values()), default=-1)
    columns = {headings[words]: column for column, words in grid.get(start, {}).items() if words in headings}
    missing = [heading for key, heading in _named().items() if key not in columns]
    if missing:
        raise BadEntryError(message("台账缺少列：{missing}。未作任何改动。", missing=tuple(missing)))
    for number in sorted(row for row in grid if row > start):
        yield number + 1, {key: grid[number].get(columns[key], "") for key in READ}


def _grid(data: bytes, name: str) -> Mapping[int, Mapping[int, str]]:
    """Give the words of the first table, by row and column."""
    document = read_bytes(data, name)
    found: dict[int, dict[int, str]] = {}
    for block in document.blocks:
        if block.cell is not None and block.cell.table == 0:
            found.setdefault(block.cell.row, {})[block.cell.column] = _plain(document.quote(block.span))
    return found


def _headings() -> Mapping[str, str]:
    """Give the key of each column by its heading in either language."""
    return {
        column.title(language): column.key
        for column in duties(Corpus()).columns
        if column.key in READ
        for language in Language
    }


def _named() -> Mapping[str, Message]:
    return {column.key: column.heading for column in duties(Corpus()).columns if column.key in READ and column.heading}


def _key(words: str) -> str:
    return "".join(words.split())


def _plain(cell: str) -> str:
    """Take away the apostrophe that prevents a spreadsheet from running the cell."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _state(words: str) -> ProgressState | None:
    """Give a state by its name in either language, or by its code; nothing said means no state."""
    names = {str(state): state for state in ProgressState} | {"": ProgressState.NOT_REPORTED}
    for language in Language:
        names |= {TERMS["progress"][state].render(language): state for state in ProgressState}
    return names.get(words.strip())
