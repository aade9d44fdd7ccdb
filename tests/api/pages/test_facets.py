"""Facets and searches in columns are those of looking at every task: the plain way stands here as the oracle."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from api.pages.search.suggestions import MOST, suggestions
from api.pages.tasks import facets as room
from api.pages.tasks.facets import BEARING, Facet, Filter, chosen, facets
from api.pages.units.routes import named
from api.read_model.index import ROLES, Index
from api.tables.lists import task_columns
from graph.dataset.clarity import DEFINITIONS
from graph.dataset.model import merged
from graph.dataset.rows import Corpus, TaskRow
from tests.api.indexed import index_of
from tests.bench.sparql.shape import plan


def several(chance: random.Random) -> Corpus:
    """Four synthetic plans, some of their assignments from running text, some tasks straight under the plan."""
    corpus = merged([plan(number)[0] for number in range(4)])
    rows = tuple(replace(row, basis="sentence") if chance.random() < 0.2 else row for row in corpus.assignments)
    tasks = tuple(replace(row, part_of=row.plan) if chance.random() < 0.1 else row for row in corpus.tasks)
    return replace(corpus, assignments=rows, tasks=tasks)


def fits(index: Index, asked: Filter, task: TaskRow) -> bool:
    """Look at one task."""
    rows = index.of_task(task)
    said = (task.text, task.title, *(row.mention for row in rows))
    held = [
        row
        for row in rows
        if row.counted
        and (not asked.role or row.role == asked.role or (asked.role == BEARING and row.role in {"lead", "joint"}))
        and (not asked.unit or index.unit_of[row.unit].id == asked.unit)
    ]
    return (
        (not asked.plan or index.plan_of[task.plan].id == asked.plan)
        and (not asked.clarity or task.clarity == asked.clarity)
        and (not asked.section or asked.section in {index.section_key(row) for row in index.sections_of(task)})
        and (not (asked.role or asked.unit) or bool(held))
        and (not asked.q or asked.q == task.ref or any(asked.q in words for words in said))
    )


def counted(index: Index, asked: Filter, name: str, values: list[str]) -> dict[str, int]:
    """Count what each value of a facet would leave, one after the other."""
    counts = {
        value: len([1 for task in index.corpus.tasks if fits(index, replace(asked, **{name: value}), task)])
        for value in values
    }
    return {value: count for value, count in counts.items() if count}


def listed(facet: Facet) -> dict[str, int]:
    """A facet as it is compared."""
    return {option.value: option.count for option in facet.options}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(1, 6))])
def test_facets_are_those_of_looking_at_every_task(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a test needs repeatable numbers, not secret ones
    index = index_of(several(chance))
    corpus = index.corpus
    every = {
        "plan": [row.id for row in corpus.plans],
        "role": list(ROLES),
        "unit": chance.sample([row.id for row in corpus.units], 12),
        "section": [index.section_key(row) for row in corpus.sections],
        "clarity": [str(grade) for grade in DEFINITIONS],
        "q": ["完善", "财政局", "1.2", "没有的字"],
    }
    also = {"role": [BEARING]}  # listed only where it is asked for
    for _ in range(4):
        names = chance.sample(sorted(every), chance.randrange(4))
        asked = Filter(**{name: chance.choice([*every[name], *also.get(name, ())]) for name in names})
        assert tuple(chosen(index, asked)) == tuple(task for task in corpus.tasks if fits(index, asked, task)), asked
        found = facets(index, asked)
        for name in ("plan", "role", "section", "clarity"):
            values = [*every[name], *(value for value in also.get(name, ()) if value == getattr(asked, name))]
            assert listed(found[name]) == counted(index, asked, name, values), (name, asked)
        units = listed(found["unit"])
        assert {value: units[value] for value in every["unit"] if value in units} == counted(
            index, asked, "unit", every["unit"]
        )
        assert list(units) == sorted(units, key=lambda value: (-units[value], value))


@pytest.mark.parametrize(
    "asked",
    [
        Filter(plan="x"), Filter(role="x"), Filter(unit="x"), Filter(section="x"), Filter(clarity="x"), Filter(q="\x00"),
        Filter(q="x\x00"),
    ],
)  # fmt: skip
def test_what_nobody_knows_lets_nothing_pass(asked: Filter) -> None:
    index = index_of(plan(0)[0])
    assert tuple(chosen(index, asked)) == ()
    assert tuple(chosen(index_of(Corpus()), asked)) == ()


@pytest.mark.parametrize("order", ["up", "down"])
def test_tasks_are_sorted_as_the_records_of_a_table_are(order: str) -> None:
    corpus = several(random.Random(7))  # noqa: S311  a test needs repeatable numbers, not secret ones
    untitled = tuple(replace(row, title="" if row.start % 3 else row.title) for row in corpus.tasks)
    index = index_of(replace(corpus, tasks=untitled))
    columns = {column.key: column for column in task_columns(index)}
    for asked in (Filter(), Filter(role="lead", plan=corpus.plans[1].id)):
        for sort in ("title", "clarity"):
            plain = sorted(chosen(index, asked), key=columns[sort].order, reverse=order == "down")
            assert list(chosen(index, asked, sort, order)) == plain


def test_suggested_tasks_have_the_words_in_their_titles() -> None:
    index = index_of(several(random.Random(1)))  # noqa: S311  a test needs repeatable numbers, not secret ones
    for words in ("行政", "完善", "公安局", "没有"):
        said = [one.url for one in suggestions(index, words) if one.kind.id == "任务"]
        assert said == [index.task_url(row) for row in index.corpus.tasks if words in row.title][: len(said)]
        assert len(said) == min(MOST, sum(words in row.title for row in index.corpus.tasks))


def test_nothing_has_no_facets() -> None:
    assert set(facets(index_of(Corpus()), Filter()).values()) == {Facet(options=())}


def test_of_too_many_values_those_that_leave_most_are_listed_and_the_one_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = index_of(plan(0)[0])
    whole = facets(index, Filter())["unit"].options
    monkeypatch.setattr(room, "LISTED", 5)
    assert facets(index, Filter())["unit"] == Facet(options=whole[:5], more=len(whole) - 5)
    last = facets(index, Filter(unit=whole[-1].value))["unit"]
    assert last.options == (*whole[:4], whole[-1])


def test_units_are_found_as_by_looking_at_every_name() -> None:
    index = index_of(plan(3)[0])
    for words in ("公安", "局", "发改委", "没有", "gaj", "发展和改革"):
        called = {unit.iri: {unit.name, *(row.mention for row in index.of_unit(unit))} for unit in index.corpus.units}
        found = {unit.iri for unit in named(index, words)}
        plain = {iri for iri, names in called.items() if any(words in name for name in names)}
        assert plain <= found
        if words not in {"发改委", "gaj"}:
            assert found == plain
    assert [unit.body for unit in named(index, "gaj")] == [unit.body for unit in named(index, "公安局")]


def test_counts_are_of_tasks_not_of_assignments() -> None:
    index = index_of(plan(0)[0])
    leads = Counter(row.task for row in index.corpus.assignments if row.role == "lead")
    assert {option.value: option.count for option in facets(index, Filter())["role"].options}["lead"] == len(leads)
