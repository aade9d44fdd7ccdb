"""The figures of the readings: not below the frozen ones, and counted as the scoring tool beside the corpus counts."""

import importlib.util
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from extract.records import Extraction, Role
from tests.bench.extraction import quality
from tests.bench.extraction.figures import Count, cubed, measure
from tests.bench.extraction.labels import Labels, labels_of, printed_labels
from tests.extract.forms import headings

SCORE = quality.CORPUS.parent / "tools" / "score.py"
corpus = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SCORE.is_file(), reason="the development corpus is not beside this checkout"),
]


def test_the_shipped_plan_is_read_as_its_lines_say() -> None:
    shipped = quality.example()
    counts = measure(printed_labels(shipped.document.text), shipped)
    assert (counts["all"], counts["boundary"]) == (Count(136, 136, 136), Count(30, 30))


def test_what_is_missing_wrong_or_too_much_is_counted() -> None:
    shipped = quality.example()
    labels = printed_labels(shipped.document.text)
    counts = measure(labels, damaged(shipped))
    assert counts["all"].good < counts["all"].have < counts["all"].want
    assert counts["mention"].good > counts["all"].good
    assert quality.worse({("x", "all"): counts["all"]}, {("x", "all"): Count(136, 136, 136)})
    assert not quality.worse({("x", "all"): Count(136, 136, 136)}, {("x", "all"): counts["all"]})


@pytest.mark.parametrize(
    ("have", "precision", "recall"),
    [("xxyy", 4.0, 4.0), ("xxxx", 2.0, 4.0), ("abcd", 4.0, 2.0), ("xyyy", 2.667, 3.0)],
)
def test_groups_are_compared_mention_by_mention(have: str, precision: float, recall: float) -> None:
    pairs = {str(n): (want, given) for n, (want, given) in enumerate(zip("xxyy", have, strict=True))}
    assert cubed(pairs) == (Count(precision, 4), Count(recall, 4))


def damaged(result: Extraction) -> Extraction:
    """The reading with every seventh assignment lost, every fifth in another role, every fourth task of its words robbed."""
    kept = tuple(replace(a, role=Role.JOINT) if n % 5 == 0 else a for n, a in enumerate(result.assignments) if n % 7)
    tasks = tuple(replace(t, text=t.text[30:]) if n % 4 == 0 else t for n, t in enumerate(result.tasks))
    return replace(result, assignments=kept, tasks=tasks)


@cache
def plans() -> tuple[quality.Plan, ...]:
    return tuple(quality.labelled())


class TestCorpus:
    pytestmark = corpus

    def test_no_figure_is_below_the_frozen_one(self) -> None:
        figures, frozen = quality.table(plans()), quality.frozen()
        assert quality.worse(figures, frozen) == ()
        assert set(frozen) <= set(figures)

    @pytest.mark.parametrize("change", [replace, damaged], ids=["whole", "damaged"])
    def test_the_scoring_tool_counts_the_same(self, change: Callable[[Extraction], Extraction], tmp_path: Path) -> None:
        tool = scoring_tool()
        for document, result, labels in plans():
            if document == quality.EXAMPLE:
                continue
            given = change(result)
            path = tmp_path / f"{document}.jsonl"
            path.write_text("\n".join(rows(given)), encoding="utf-8")
            assert ours(labels, given) == theirs(tool, quality.CORPUS / "gold" / path.name, path), document


def scoring_tool() -> ModuleType:
    found = importlib.util.spec_from_file_location("score", SCORE)
    assert found is not None
    assert found.loader is not None
    tool = importlib.util.module_from_spec(found)
    found.loader.exec_module(tool)
    return tool


def rows(result: Extraction) -> Iterator[str]:
    """The tasks as the scoring tool takes them: one object a line."""
    for task in result.tasks:
        held = [
            {"role": a.role, "mention": a.mention.words, "basis": a.basis}
            for a in result.assignments
            if a.task == task.id
        ]
        deadline = "；".join(limit.words for limit in task.deadlines) or None
        yield json.dumps(
            {"text": task.text, "sections": headings(result, task), "deadline": deadline, "assignments": held}
        )


def ours(labels: Labels, result: Extraction) -> dict[str, float]:
    counts = measure(labels, result)
    names = ("all", "mention", "task", "boundary", "section", "deadline")
    return {name: counts.get(name, Count()).good for name in names} | {
        "want": counts["all"].want,
        "have": counts["all"].have,
    }


def theirs(tool: ModuleType, gold: Path, given: Path) -> dict[str, float]:
    tasks, ignored = tool.load(str(gold))
    mine = [row for row in tool.load(str(given))[0] if not any(word in s for word in ignored for s in row["sections"])]
    total = tool.score(tasks, mine)
    keys = {"all": "good", "mention": "m_good", "task": "tasks", "boundary": "own", "section": "section_ok",
            "deadline": "deadline_ok", "want": "want", "have": "have"}  # fmt: skip
    return {name: total[key] for name, key in keys.items()}


def test_a_label_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"quote": "甲", "lead": "乙"}', encoding="utf-8")
    with pytest.raises(TypeError, match="lead"):
        labels_of(path)
