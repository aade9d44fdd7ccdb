"""The words of a plan that a table quotes: lists of units as printed, the section of a task, the words around a mention."""

from collections.abc import Mapping

from extract.records import Role
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow

_AROUND = 16  # characters shown on either side of the words


def by_task(corpus: Corpus) -> Mapping[str, tuple[AssignmentRow, ...]]:
    """Group assignments by task, in their order."""
    groups: dict[str, list[AssignmentRow]] = {}
    for row in corpus.assignments:
        groups.setdefault(row.task, []).append(row)
    return {task: tuple(rows) for task, rows in groups.items()}


def printed_lists(rows: tuple[AssignmentRow, ...], *roles: Role) -> str:
    """Give the words of a task's lists: the label and the names, as printed."""
    wanted = [row for row in rows if row.counted and row.role in roles]
    labels = dict.fromkeys(row.label for row in wanted)
    lists = ((label, "、".join(row.mention for row in wanted if row.label == label)) for label in labels)
    return "；".join(f"{label}：{names}" if label else names for label, names in lists)


def section_paths(corpus: Corpus) -> Mapping[str, str]:
    """Name the section of each task, from the outermost inwards."""
    sections = {row.iri: row for row in corpus.sections}

    def path(home: str) -> str:
        row = sections.get(home)
        return " · ".join(filter(None, (path(row.parent), f"{row.number}{row.title}"))) if row else ""

    return {task.iri: path(task.part_of) for task in corpus.tasks}


def words_around(task: TaskRow, row: AssignmentRow) -> str:
    """Give a mention with the words around it in the task, as printed; nothing where it is outside the task."""
    start, end = row.start - task.start, row.end - task.start
    if not (start >= 0 and task.text[start:end] == row.mention):
        return ""
    before, after = task.text[max(start - _AROUND, 0) : start], task.text[end : end + _AROUND]
    return " ".join(f"{'…' if start > _AROUND else ''}{before}【{row.mention}】{after}…".split())
