"""A correction writes what it changes: as much in an archive of many plans as in one of few."""

from pathlib import Path
from typing import Any

import pytest

from extract.pipeline import extract
from extract.readers import read_bytes
from graph.corrections import Change, Correction
from graph.corrections.store import apply, settle, take
from graph.dataset.load import load_plan
from graph.dataset.model import corpus_of
from graph.store import Store, open_store

FEW, MANY = 2, 9


def filled(store: Store, plans: int) -> str:
    """Store plans, each with units of its own, as their home is not known; give the first."""
    made = []
    for number in range(plans):
        text = f"数据方案{number}\n一、任务\n1.开展宣传。\n责任单位：公安局、财政局\n"
        corpus = corpus_of(extract(read_bytes(text.encode(), "a.txt")))
        take(store, corpus, text)
        made.append(corpus.plans[0].iri)
    settle(store)
    return made[0]


def written(folder: Path, plans: int, change: Change, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    """Correct a unit of the first plan; give the plans that changed, and how many triples were written or deleted."""
    texts: list[str] = []
    with open_store(folder / f"{plans}") as store:
        plan = filled(store, plans)
        police, finance = (unit.iri for unit in load_plan(store, plan).units)
        value = "市公安局" if change is Change.RENAME else finance
        said = Correction(change=change, target=police, value=value, who="张三", when="2026-11-23", why="原文如此")
        update = store.update

        def counted(text: str, *given: Any, **named: Any) -> None:  # noqa: ANN401  whatever it takes
            texts.append(text)
            update(text, *given, **named)

        monkeypatch.setattr(store, "update", counted)
        changed = apply(store, said).plans
        assert not any("DROP" in text for text in texts)
    return [one for one in changed if one == plan], sum(line.endswith(" .") for line in "\n".join(texts).splitlines())


@pytest.mark.parametrize("change", [Change.RENAME, Change.MERGE])
def test_a_correction_of_units_writes_the_same_in_few_plans_and_in_many(
    change: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (written(tmp_path, plans, change, monkeypatch) for plans in (FEW, MANY))
    assert few == many
    assert len(few[0]) == 1
    assert 0 < few[1] < 120
