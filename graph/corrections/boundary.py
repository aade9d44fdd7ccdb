"""Move the boundaries of a task: its neighbours are cut, and the assignments in the new stretch become its own."""

from dataclasses import replace

from extract.messages import message
from graph.corrections.records import DoesNotFitError
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow


def moved(corpus: Corpus, task: TaskRow, start: int, end: int, words: str) -> Corpus:
    """Move the boundaries of a task to ``start`` and ``end``, between which the text is ``words``.

    Guarantees:
        1. Where no two tasks overlapped, none do afterwards: a neighbour ends where the task begins, or begins where
           it ends, without the spaces in between.
        2. An assignment of the plan whose words lie in the new stretch becomes the task's; every other one is unchanged.

    Raises:
        DoesNotFitError: when a neighbour would have nothing left, or would be cut in two.
    """
    others = (one for one in corpus.tasks if one.plan == task.plan and one.iri != task.iri)
    stretches = {one.iri: _given_way(one, start, end) for one in others}
    stretches[task.iri] = replace(task, start=start, end=end, text=words)

    def owner(row: AssignmentRow) -> AssignmentRow:
        taken = row.task in stretches and start <= row.start and row.end <= end
        return replace(row, task=task.iri) if taken else row

    return replace(
        corpus,
        tasks=tuple(stretches.get(one.iri, one) for one in corpus.tasks),
        assignments=tuple(owner(row) for row in corpus.assignments),
    )


def _given_way(task: TaskRow, start: int, end: int) -> TaskRow:
    """Cut from a task the stretch that another one takes; the task itself where they do not overlap."""
    if task.end <= start or end <= task.start:
        return task
    if task.start < start and end < task.end:
        raise DoesNotFitError(
            message("任务 {ref} 将被分成两段。请先调整其起止。", ref=task.ref),
        )
    before = task.text[: max(0, start - task.start)].rstrip()
    after = task.text[max(0, end - task.start) :].lstrip()
    if before:
        return replace(task, end=task.start + len(before), text=before)
    if after:
        return replace(task, start=task.start + len(task.text) - len(after), text=after)  # blanks may follow the text
    raise DoesNotFitError(message("任务 {ref} 将没有内容。", ref=task.ref))
