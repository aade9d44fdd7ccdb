"""The questions asked of the Changji plan, against answers worked out from the hand-made labels alone.

Nothing of what was read enters the expected side: tasks and sections are called by their printed numbers, units by the
labels' own ids. The one bridge is which unit of the store stands at the place of which labelled mention.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

import extract as extract_room
from graph.build.plans import build
from graph.questions import ask, question, questions
from graph.store import Store, open_store
from ontology import iris
from ontology.terms import NS, Term

EXAMPLE = Path(extract_room.__file__).parent / "examples" / "changji-2015.txt"
pytestmark = pytest.mark.corpus

Cells = tuple[str, ...]
Label = dict[str, object]


class Labels:
    """The hand-made labels, counted with nothing but Python."""

    def __init__(self, gold: dict[str, object]) -> None:
        self.gold = gold
        self.rows = self.listed("assignments")
        self.leads = [row for row in self.rows if row["role"] == "lead"]
        self.section = {str(task["id"]): str(task["section"]) for task in self.listed("tasks")}
        self.kind = {str(unit["id"]): str(unit["kind"]) for unit in self.listed("units")}
        self.text = EXAMPLE.read_text(encoding="utf-8")

    def listed(self, key: str) -> list[Label]:
        found = self.gold[key]
        assert isinstance(found, list)
        return found

    def graded(self, name: str) -> list[str]:
        found = self.gold["no_clear_lead"]
        assert isinstance(found, dict)
        tasks: list[str] = found["definitions_and_answers"][name]
        return tasks

    def tasks_of(self, rows: list[Label]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            found[str(row["unit"])].add(str(row["task"]))
        return found

    def units_of(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.leads:
            found[str(row["task"])].add(str(row["unit"]))
        return found


class World:
    """The plan in a store, its names turned back into those of the labels."""

    def __init__(self, store: Store, labels: Labels) -> None:
        self.store = store
        self.iri_of: dict[str, str] = {}
        self.name_of: dict[str, str] = {}
        place = {(str(row["span"][0]), str(row["role"])): str(row["unit"]) for row in labels.rows}  # type: ignore[index]  # JSON of a known form
        query = (
            f"SELECT ?start ?role ?unit {{ ?a <{Term.START}> ?start ; <{Term.ROLE}> ?role ; <{Term.TO_UNIT}> ?unit }}"
        )
        for start, role, unit in store.select(query).rows:
            if start and role and unit and (start.value, role.value.rpartition("-")[2]) in place:
                self.call(unit.value, place[start.value, role.value.rpartition("-")[2]])
        query = f"SELECT ?thing ?number {{ ?thing <{Term.REFERENCE}> ?number }}"
        for thing, number in store.select(query).rows:
            if thing and number:
                self.call(thing.value, number.value)
        (plan,) = (graph for graph in store.graphs() if "/plan/" in graph)
        self.call(plan, "plan")

    def call(self, iri: str, name: str) -> None:
        assert self.name_of.setdefault(iri, name) == name
        self.iri_of[name] = iri

    def ask(self, question_id: str, *columns: str, **values: str) -> Counter[Cells]:
        table = ask(question(question_id), values, self.store)
        at = [table.variables.index(column) for column in columns]
        rows = [[row[number] for number in at] for row in table.rows]
        return Counter(tuple(self.say(cell.value) if cell else "" for cell in row) for row in rows)

    def say(self, value: str) -> str:
        return self.name_of.get(value, value.removeprefix(NS))


@pytest.fixture(scope="module")
def labels(gold: dict[str, object]) -> Labels:
    return Labels(gold)


@pytest.fixture(scope="module")
def world(labels: Labels, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with open_store(tmp_path_factory.mktemp("data") / "data") as store:
        build([EXAMPLE], store, lambda _: None)
        yield World(store, labels)


def sizes(found: dict[str, set[str]]) -> Counter[Cells]:
    return Counter((unit, str(len(tasks))) for unit, tasks in found.items())


def shares(labels: Labels) -> Counter[Cells]:
    total: dict[str, Fraction] = defaultdict(Fraction)
    for units in labels.units_of().values():
        for unit in units:
            total[unit] += Fraction(1, len(units))
    return Counter((unit, f"{round(float(share), 3):g}") for unit, share in total.items())


def together(labels: Labels) -> Counter[Cells]:
    pairs = Counter(pair for units in labels.units_of().values() for pair in combinations(sorted(units), 2))
    return Counter({(a, b, str(n)): 1 for (a, b), n in pairs.items() if n > 1})


def unordered(asked: Counter[Cells]) -> Counter[Cells]:
    return Counter({(*sorted(row[:2]), *row[2:]): n for row, n in asked.items()})


def by_section(labels: Labels) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for task, section in labels.section.items():
        found[section].append(task)
    return found


def led_by_one(labels: Labels) -> Counter[Cells]:
    units = labels.units_of()
    found = {section: (set().union(*(units[t] for t in tasks)), tasks) for section, tasks in by_section(labels).items()}
    return Counter((s, one.copy().pop(), str(len(tasks))) for s, (one, tasks) in found.items() if len(one) == 1)


def partners(labels: Labels, unit: str) -> Counter[Cells]:
    mine = labels.tasks_of(labels.rows)[unit]
    return sizes(labels.tasks_of([row for row in labels.rows if row["task"] in mine and row["unit"] != unit]))


def told(labels: Labels, kind: str) -> Counter[Cells]:
    rows = Counter(str(row["unit"]) for row in labels.rows if labels.kind[str(row["unit"])] == kind)
    return Counter((unit, str(n)) for unit, n in rows.items())


def saying(labels: Labels, words: str) -> Counter[Cells]:
    spans = {str(task["id"]): task["span"] for task in labels.listed("tasks")}
    return Counter((task,) for task, (start, end) in spans.items() if words in labels.text[start:end])  # type: ignore[misc,has-type]  # JSON of a known form


Check = Callable[[World, Labels], tuple[Counter[Cells], Counter[Cells]]]
ANSWERS: dict[str, Check] = {
    "most-leads": lambda w, g: (w.ask("most-leads", "unit", "tasks"), sizes(g.tasks_of(g.leads))),
    "most-leads-shared": lambda w, g: (w.ask("most-leads-shared", "unit", "share"), shares(g)),
    "most-first-listed": lambda w, g: (
        w.ask("most-first-listed", "unit", "tasks"),
        sizes(g.tasks_of([row for row in g.leads if row["rank"] == 1])),
    ),
    "most-supports": lambda w, g: (
        w.ask("most-supports", "unit", "tasks"),
        sizes(g.tasks_of([row for row in g.rows if row["role"] == "support"])),
    ),
    "clarity-counts": lambda w, g: (
        w.ask("clarity-counts", "grade", "tasks"),
        Counter(
            {
                ("clarity-collective", str(len(g.graded("N2 lead is only collective(s)")))): 1,
                ("clarity-group_office", str(len(g.graded("N2b lead is a leading group office (host not named)")))): 1,
                ("clarity-co_equal", str(len(g.graded("N3 more than 1 joint leads, none ranked")))): 1,
                ("clarity-sole", str(len(g.graded("clear: exactly one lead, a single unit")))): 1,
            }
        ),
    ),
    "tasks-by-clarity": lambda w, g: (
        w.ask("tasks-by-clarity", "task", grade="collective"),
        Counter((task,) for task in g.graded("N2 lead is only collective(s)")),
    ),
    "tasks-with-many-leads": lambda w, g: (
        w.ask("tasks-with-many-leads", "task", k="4"),
        Counter((task,) for task in g.graded("N3 more than 4 joint leads, none ranked")),
    ),
    "tasks-with-no-clear-lead": lambda w, g: (
        w.ask("tasks-with-no-clear-lead", "task"),
        Counter(
            (task,)
            for name in (
                "N1 no lead line",
                "N2 lead is only collective(s)",
                "N2b lead is a leading group office (host not named)",
            )
            for task in g.graded(name)
        ),
    ),
    "tasks-without-lead": lambda w, g: (
        w.ask("tasks-without-lead", "task"),
        Counter((task,) for task in g.graded("N1 no lead line")),
    ),
    "lead-and-support": lambda w, g: (
        w.ask("lead-and-support", "task"),
        Counter((task,) for task in g.graded("N4a same unit named as lead and support")),
    ),
    "units-only-support": lambda w, g: (
        w.ask("units-only-support", "unit", "tasks"),
        sizes(
            g.tasks_of([r for r in g.rows if r["role"] == "support" and r["unit"] not in {x["unit"] for x in g.leads}])
        ),
    ),
    "pairs-sharing": lambda w, g: (unordered(w.ask("pairs-sharing", "one", "other", "tasks")), together(g)),
    "sections-led-by-one": lambda w, g: (w.ask("sections-led-by-one", "section", "lead", "tasks"), led_by_one(g)),
    "section-load": lambda w, g: (
        w.ask("section-load", "section", "tasks", "leads"),
        Counter(
            (section, str(len(tasks)), str(len(set().union(*(g.units_of()[task] for task in tasks)))))
            for section, tasks in by_section(g).items()
        ),
    ),
    "unit-by-section": lambda w, g: (
        w.ask("unit-by-section", "unit", "section", "tasks"),
        Counter(
            (unit, section, str(n))
            for (unit, section), n in Counter(
                (unit, g.section[task]) for task, units in g.units_of().items() for unit in units
            ).items()
        ),
    ),
    "about-unit": lambda w, g: (
        w.ask("about-unit", "task", "role", "mention", "rank", "label", unit=w.iri_of["fazhi"]),
        Counter(
            (str(r["task"]), f"role-{r['role']}", str(r["mention"]), str(r["rank"]), str(r["label"]))
            for r in g.rows
            if r["unit"] == "fazhi"
        ),
    ),
    "about-task": lambda w, g: (
        w.ask("about-task", "unit", "role", "mention", "rank", task=w.iri_of["2.1.2"]),
        Counter(
            (str(r["unit"]), f"role-{r['role']}", str(r["mention"]), str(r["rank"]))
            for r in g.rows
            if r["task"] == "2.1.2"
        ),
    ),
    "partners": lambda w, g: (
        w.ask("partners", "other", "tasks", unit=w.iri_of["gongan"]),
        partners(g, "gongan"),
    ),
    "spellings": lambda w, g: (
        w.ask("spellings", "mention", "times", unit=w.iri_of["fazhi"]),
        Counter(
            (words, str(n)) for words, n in Counter(str(r["mention"]) for r in g.rows if r["unit"] == "fazhi").items()
        ),
    ),
    "labels": lambda w, g: (
        w.ask("labels", "label", "role", "times"),
        Counter(
            (label, f"role-{role}", str(n))
            for (label, role), n in Counter((str(r["label"]), r["role"]) for r in g.rows).items()
        ),
    ),
    "roles": lambda w, g: (
        w.ask("roles", "role", "assignments", "units"),
        Counter(
            (f"role-{role}", str(n), str(len({r["unit"] for r in g.rows if r["role"] == role})))
            for role, n in Counter(r["role"] for r in g.rows).items()
        ),
    ),
    "collectives": lambda w, g: (w.ask("collectives", "unit", "mentions"), told(g, "collective")),
    "group-offices": lambda w, g: (
        w.ask("group-offices", "task", "unit", "role", "mention"),
        Counter(
            (str(r["task"]), str(r["unit"]), f"role-{r['role']}", str(r["mention"]))
            for r in g.rows
            if g.kind[str(r["unit"])] == "leading_group_office"
        ),
    ),
    "plans": lambda w, g: (
        w.ask("plans", "plan", "tasks", "assignments"),
        Counter([("plan", str(len(g.listed("tasks"))), str(len(g.rows)))]),
    ),
    "tasks-saying": lambda w, g: (w.ask("tasks-saying", "task", words="行政执法"), saying(g, "行政执法")),
    "changed-leads": lambda w, g: (
        w.ask("changed-leads", "unit", "before", "after", first=w.iri_of["plan"], second=iris.plan("f" * 64)),
        Counter((unit, str(len(tasks)), "0") for unit, tasks in g.tasks_of(g.leads).items()),
    ),
    "reform-successors": lambda w, g: (
        Counter(row for row in w.ask("reform-successors", "successor", "merged", "tasks", "after") if row[0] == "sifa"),
        Counter(
            [
                (
                    "sifa",
                    "1",
                    str(len(g.tasks_of(g.leads)["fazhi"])),
                    str(len(g.tasks_of(g.leads)["fazhi"] | g.tasks_of(g.leads)["sifa"])),
                )
            ]
        ),
    ),
    "findings": lambda w, g: (
        w.ask("findings", "code", "quote"),
        Counter(("numbering-gap", str(one["text"])) for one in g.listed("anomalies") if one["type"] == "numbering_gap"),
    ),
    "lead-also-in-text": lambda w, g: (
        w.ask("lead-also-in-text", "task", "unit", "mention"),
        Counter(
            (str(one["attached_to"]), "fazhi", str(one["who"]))
            for one in g.listed("running_text_duties")
            if one["note"] == "the unit is also a lead of the task"
        ),
    ),
    "units-in-several-plans": lambda w, _: (w.ask("units-in-several-plans", "unit"), Counter()),
}
OTHERWISE = {"ledger", "deadlines", "duties-in-text", "unregistered-units", "unsure"}
"""What the labels do not hold, or hold by another measure; each is asked below for what they do say."""


@pytest.mark.parametrize("question_id", ANSWERS)
def test_the_answer_is_what_the_labels_say(question_id: str, world: World, labels: Labels) -> None:
    asked, expected = ANSWERS[question_id](world, labels)
    assert asked == expected


def test_every_question_is_answered_here() -> None:
    assert ANSWERS.keys() | OTHERWISE == {one.id for one in questions()}


def test_the_ledger_accounts_for_the_whole_text(world: World, labels: Labels) -> None:
    asked = world.ask("ledger", "plan", "characters")
    assert sum(int(cells[1]) * n for cells, n in asked.items()) == len(labels.text) == 11521


def test_what_the_running_text_says_is_labelled_as_a_duty_of_that_task(world: World, labels: Labels) -> None:
    asked = world.ask("duties-in-text", "task", "mention")
    duties = labels.listed("running_text_duties")
    assert asked
    for task, mention in asked:
        assert any(one["attached_to"] == task and mention in str(one["what"]) for one in duties), mention


def test_no_labelled_task_has_a_deadline_of_its_own(world: World, labels: Labels) -> None:
    bearers = {one["attached_to"] for one in labels.listed("deadlines_and_quantities") if one["type"] == "deadline"}
    assert not bearers & set(labels.section)
    assert world.ask("deadlines", "task") == Counter()


def test_only_units_the_labels_doubt_are_unregistered_or_unsure(world: World, labels: Labels) -> None:
    kinds = {kind for (unit,) in world.ask("unregistered-units", "unit") if (kind := labels.kind.get(unit))}
    assert kinds <= {"collective", "leading_group_office"}
    assert world.ask("unsure", "mention", k="50") == Counter()
