"""Every question on two plans: worked out from the rows, asked of rdflib and of the store, row for row."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from rdflib import Graph, Literal
from rdflib.term import Identifier

import extract as extract_room
from extract.pipeline import extract
from extract.readers import read
from extract.records import Extraction
from graph.dataset.clarity import without_clear_lead
from graph.dataset.model import corpus_of, merged
from graph.dataset.rows import AssignmentRow, Corpus
from graph.dataset.triples import ntriples
from graph.questions import BadParameterError, UnknownQuestionError, ask, parse, question, questions, render
from graph.store import Solutions, Store, open_store
from ontology.catalogue import Language
from ontology.terms import NS, RDFS, SKOS, Scheme, Term, concept

EXAMPLE = Path(extract_room.__file__).parent / "examples" / "changji-2015.txt"
Row = tuple[str, ...]
Answer = Counter[Row]


class World:
    """Two plans in a store and in rdflib, with their rows."""

    def __init__(self, corpora: list[tuple[Corpus, str]], store: Store) -> None:
        self.store = store
        self.corpus = merged([corpus for corpus, _ in corpora])
        *self.old, self.successor = sorted(unit.iri for unit in self.corpus.units)[-6:]
        self.union = Graph()  # the questions name no graph: they see the union
        extra = self._registry()
        for iri, content in [(c.plans[0].iri, ntriples(c, text)) for c, text in corpora] + [("urn:registry", extra)]:
            store.replace(iri, content)
            self.union.parse(data=content, format="nt")
        self.counted = [row for row in self.corpus.assignments if row.counted]
        self.leads = [row for row in self.counted if row.role == "lead"]
        self.unit = max(Counter(row.unit for row in self.leads).items(), key=lambda item: (item[1], item[0]))[0]
        self.task = self.leads[0].task
        self.values: dict[str, dict[str, str]] = {
            "about-unit": {"unit": self.unit},
            "partners": {"unit": self.unit},
            "spellings": {"unit": self.unit},
            "about-task": {"task": self.task},
            "changed-leads": {"first": self.corpus.plans[0].iri, "second": self.corpus.plans[1].iri},
            "unsure": {"k": "99"},
        }

    def _registry(self) -> bytes:
        lines = [f"<{iri}> <{Term.SUCCESSOR_BY_RULE}> <{self.successor}> .\n" for iri in self.old]
        lines.append(f'<{self.successor}> <{SKOS}prefLabel> "继任单位"@zh .\n')
        return "".join(lines).encode()

    def names(self) -> dict[str, str]:
        return {unit.iri: unit.name for unit in self.corpus.units}

    def by_unit(self, rows: list[AssignmentRow]) -> dict[str, set[str]]:
        tasks: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            tasks[row.unit].add(row.task)
        return tasks

    def leads_of(self) -> dict[str, set[str]]:
        units: dict[str, set[str]] = defaultdict(set)
        for row in self.leads:
            units[row.task].add(row.unit)
        return units


@pytest.fixture
def world(small: Extraction, tmp_path: Path) -> Iterator[World]:
    changji = extract(read(EXAMPLE))
    with open_store(tmp_path / "data") as store:
        yield World([(corpus_of(e), e.document.text) for e in (changji, small)], store)


def counted(world: World, tasks: dict[str, set[str]]) -> Answer:
    names = world.names()
    return Counter((unit, names[unit], str(len(found))) for unit, found in tasks.items())


def share(world: World) -> Answer:
    leads, names = world.leads_of(), world.names()
    total: dict[str, Fraction] = defaultdict(Fraction)
    for units in leads.values():
        for unit in units:
            total[unit] += Fraction(1, len(units))
    return Counter((unit, names[unit], plain(str(round(float(n), 3)))) for unit, n in total.items())


def pairs(world: World) -> Answer:
    found = Counter((a, b) for units in world.leads_of().values() for a in units for b in units if a < b)
    return Counter((a, b, str(n)) for (a, b), n in found.items() if n > 1)


def sections(world: World) -> dict[str, list[str]]:
    inside: dict[str, list[str]] = {section.iri: [] for section in world.corpus.sections}
    for task in world.corpus.tasks:
        if task.part_of in inside:
            inside[task.part_of].append(task.iri)
    return {section: tasks for section, tasks in inside.items() if tasks}


def titles(world: World) -> dict[str, str]:
    return {section.iri: section.title for section in world.corpus.sections}


def led_by_one(world: World) -> Answer:
    leads, out = world.leads_of(), Counter[Row]()
    for section, tasks in sections(world).items():
        units = set().union(*(leads.get(task, set()) for task in tasks))
        if len(units) == 1:
            out[section, titles(world)[section], units.pop(), str(sum(task in leads for task in tasks))] += 1
    return out


def section_load(world: World) -> Answer:
    leads = world.leads_of()
    return Counter(
        (section, titles(world)[section], str(len(tasks)), str(len(set().union(*(leads.get(t, set()) for t in tasks)))))
        for section, tasks in sections(world).items()
    )


def unit_by_section(world: World) -> Answer:
    home = {task.iri: task.part_of for task in world.corpus.tasks}
    found = Counter((u, home[t]) for t, units in world.leads_of().items() for u in units if home[t] in titles(world))
    return Counter((unit, section, str(n)) for (unit, section), n in found.items())


def partners(world: World) -> Answer:
    mine = {row.task for row in world.counted if row.unit == world.unit}
    others = [row for row in world.counted if row.task in mine and row.unit != world.unit]
    return counted(world, world.by_unit(others))


def changed(world: World) -> Answer:
    first, second = (Counter((r.unit, r.task) for r in world.leads if r.plan == p.iri) for p in world.corpus.plans)
    before, after = (Counter(unit for unit, _ in found) for found in (first, second))
    return Counter((u, str(before[u]), str(after[u])) for u in before.keys() | after.keys() if before[u] != after[u])


def tasks_where(world: World, keep: Callable[[str], bool]) -> Answer:
    return Counter((task.iri, task.ref, task.text) for task in world.corpus.tasks if keep(task.iri))


def successors(world: World) -> Answer:
    rows = [row for row in world.leads if row.unit in world.old]
    tasks = {row.task for row in rows}
    after = tasks | {row.task for row in world.leads if row.unit == world.successor}
    units = {row.unit for row in rows}
    return Counter([(world.successor, "继任单位", str(len(units)), str(len(tasks)), str(len(after)))])


def ledger(world: World) -> Answer:
    lines: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line in world.corpus.ledger:
        lines[line.plan, concept(Scheme.STATE, line.state)].append(line.end - line.start)
    return Counter((plan, state, str(len(found)), str(sum(found))) for (plan, state), found in lines.items())


def role(value: str) -> str:
    return concept(Scheme.ROLE, value)


def refs(world: World) -> dict[str, str]:
    return {task.iri: task.ref for task in world.corpus.tasks}


WORKED_OUT: dict[str, Callable[[World], Answer]] = {
    "most-leads": lambda w: counted(w, w.by_unit(w.leads)),
    "most-leads-shared": share,
    "most-first-listed": lambda w: counted(w, w.by_unit([row for row in w.leads if row.rank == 1])),
    "most-supports": lambda w: counted(w, w.by_unit([row for row in w.counted if row.role == "support"])),
    "tasks-by-clarity": lambda w: Counter((t.iri, t.ref, t.text) for t in w.corpus.tasks if t.clarity == "collective"),
    "clarity-counts": lambda w: Counter(
        (concept(Scheme.CLARITY, grade), str(n)) for grade, n in Counter(t.clarity for t in w.corpus.tasks).items()
    ),
    "units-only-support": lambda w: counted(
        w,
        w.by_unit([r for r in w.counted if r.role == "support" and r.unit not in {lead.unit for lead in w.leads}]),
    ),
    "lead-also-in-text": lambda w: Counter(
        (r.task, refs(w)[r.task], r.unit, r.mention)
        for r in w.corpus.assignments
        if r.basis == "sentence" and r.unit in w.leads_of()[r.task]
    ),
    "duties-in-text": lambda w: Counter(
        (r.task, refs(w)[r.task], r.unit, role(r.role), r.mention, r.label)
        for r in w.corpus.assignments
        if r.basis == "sentence"
    ),
    "pairs-sharing": pairs,
    "sections-led-by-one": led_by_one,
    "about-unit": lambda w: Counter(
        (r.task, refs(w)[r.task], role(r.role), r.mention, str(r.rank), r.label) for r in w.counted if r.unit == w.unit
    ),
    "about-task": lambda w: Counter(
        (r.unit, w.names()[r.unit], role(r.role), r.mention, str(r.rank)) for r in w.counted if r.task == w.task
    ),
    "partners": partners,
    "reform-successors": successors,
    "changed-leads": changed,
    "tasks-with-no-clear-lead": lambda w: Counter(
        (task.iri, task.ref, concept(Scheme.CLARITY, task.clarity), task.text)
        for task in without_clear_lead(w.corpus.tasks)
    ),
    "tasks-without-lead": lambda w: tasks_where(w, lambda task: task not in w.leads_of()),
    "tasks-with-many-leads": lambda w: Counter((t, str(len(u))) for t, u in w.leads_of().items() if len(u) > 3),
    "section-load": section_load,
    "unit-by-section": unit_by_section,
    "collectives": lambda w: Counter(
        (u.iri, u.name, str(sum(r.unit == u.iri for r in w.counted)))
        for u in w.corpus.units
        if u.kind == "collective" and u.iri in {r.unit for r in w.counted}
    ),
    "group-offices": lambda w: Counter(
        (r.task, r.unit, role(r.role), r.mention)
        for r in w.counted
        if r.unit in {u.iri for u in w.corpus.units if u.kind == "group_office"}
    ),
    "unregistered-units": lambda w: Counter(
        (u.iri, u.name) for u in w.corpus.units if not u.registered and u.iri in {r.unit for r in w.counted}
    ),
    "spellings": lambda w: Counter(
        (words, str(n)) for words, n in Counter(r.mention for r in w.counted if r.unit == w.unit).items()
    ),
    "labels": lambda w: Counter(
        (label, role(kind), str(n)) for (label, kind), n in Counter((r.label, r.role) for r in w.counted).items()
    ),
    "deadlines": lambda w: Counter((t.iri, t.ref, t.deadline) for t in w.corpus.tasks if t.deadline),
    "findings": lambda w: Counter(
        (f.iri, f.code, concept(Scheme.SEVERITY, f.severity), f.quote, f.what_zh) for f in w.corpus.findings
    ),
    "ledger": ledger,
    "plans": lambda w: Counter(
        (
            plan.iri,
            plan.title,
            str(sum(task.plan == plan.iri for task in w.corpus.tasks)),
            str(sum(row.plan == plan.iri for row in w.counted)),
        )
        for plan in w.corpus.plans
    ),
    "tasks-saying": lambda w: Counter((t.iri, t.ref, t.text) for t in w.corpus.tasks if "执法" in t.text),
    "lead-and-support": lambda w: Counter(
        {(r.task, r.unit) for r in w.counted if r.role == "support" and r.unit in w.leads_of()[r.task]}
    ),
    "roles": lambda w: Counter(
        (role(kind), str(n), str(len({r.unit for r in w.counted if r.role == kind})))
        for kind, n in Counter(r.role for r in w.counted).items()
    ),
    "units-in-several-plans": lambda w: Counter(
        (u.iri, str(n)) for u in w.corpus.units if (n := len({r.plan for r in w.counted if r.unit == u.iri})) > 1
    ),
    "unsure": lambda w: Counter(
        (r.iri, r.mention, plain(str(r.confidence))) for r in w.counted if r.confidence * 100 < 99
    ),
}


def plain(number: str) -> str:
    return f"{Decimal(number).normalize():f}"


def cell(value: str, datatype: str) -> str:
    return plain(value) if datatype.endswith(("#decimal", "#integer")) else value


def from_store(table: Solutions) -> list[Row]:
    return [tuple(cell(term.value, term.datatype) if term else "" for term in row) for row in table.rows]


def from_rdflib(world: World, query: str) -> list[Row]:
    result = world.union.query(query)
    return [tuple(said(found.get(variable)) for variable in result.vars or ()) for found in result.bindings]


def said(term: Identifier | None) -> str:
    if isinstance(term, Literal):
        return cell(str(term), str(term.datatype or ""))
    return "" if term is None else str(term)


@pytest.mark.parametrize("question_id", [one.id for one in questions()])
def test_the_answer_is_what_the_rows_say_on_both_engines(question_id: str, world: World) -> None:
    one, values = question(question_id), world.values.get(question_id, {})
    table = ask(one, values, world.store)
    assert table.variables == one.columns
    ours = from_store(table)
    assert Counter(ours) == WORKED_OUT[question_id](world)
    assert from_rdflib(world, render(one, values)) == ours


def test_there_are_enough_questions_and_each_is_worked_out() -> None:
    assert len(questions()) >= 25
    assert {one.id for one in questions()} == set(WORKED_OUT)
    for one in questions():
        assert one.title.render().endswith("？")
        assert one.title.render(Language.EN).endswith("?")


def test_no_question_joins_patterns_inside_not_exists() -> None:
    for one in questions():
        for inside in re.findall(r"NOT EXISTS\s*\{([^}]*)\}", one.template):
            assert not re.search(r"[.;,]\s", inside.strip()), one.id


@pytest.mark.parametrize(
    ("question_id", "values"),
    [
        ("pairs-sharing", {"k": "1) || (1=1"}),
        ("pairs-sharing", {"k": "\uff11"}),
        ("about-unit", {"unit": "https://w3id.org/dutygraph/id/unit/x> ?p ?o } #"}),
        ("about-unit", {"unit": "http://example.org/x"}),
        ("about-unit", {}),
        ("tasks-by-clarity", {"grade": "sole> ; dg:text ?x"}),
        ("tasks-saying", {"words": "长" * 201}),
        ("most-leads", {"unknown": "1"}),
    ],
)
def test_a_value_that_does_not_fit_is_refused(question_id: str, values: dict[str, str]) -> None:
    with pytest.raises(BadParameterError) as raised:
        render(question(question_id), values)
    assert question_id in raised.value.message.render()


@pytest.mark.parametrize("words", ['")) } #', "\\", "%words%", "\n", "}', ?x"])
def test_any_words_stay_words(words: str, world: World) -> None:
    assert ask(question("tasks-saying"), {"words": words}, world.store).rows == tuple(
        row
        for row in ask(question("tasks-saying"), {"words": "。"}, world.store).rows
        if row[2] is not None and words in row[2].value
    )


def test_an_unknown_question_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownQuestionError, match="most-leads"):
        question("nonsense")


def test_a_question_file_without_its_opening_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="opening lines"):
        parse("x", "SELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(ValueError, match="holes"):
        parse("x", "# title: 一\n# columns: s\nSELECT ?s WHERE { ?s ?p %k% }")


@pytest.mark.corpus
def test_the_hand_made_labels_give_the_same_counts(world: World, gold: dict[str, object]) -> None:
    labelled = gold["assignments"]
    assert isinstance(labelled, list)
    largest = max(world.corpus.plans, key=lambda plan: plan.characters)
    rows = {(r.start, r.role): r for r in world.counted if r.plan == largest.iri}
    for given in ("lead", "support"):
        meant: dict[str, set[str]] = defaultdict(set)
        for one in labelled:
            if one["role"] == given:
                meant[rows[one["span"][0], given].unit].add(one["task"])
        asked = from_store(ask(question("most-leads" if given == "lead" else "most-supports"), {}, world.store))
        small_plan = min(world.corpus.plans, key=lambda plan: plan.characters).iri
        extra = Counter(r.unit for r in world.counted if r.plan == small_plan and r.role == given)
        assert {row[0]: int(row[2]) - extra[row[0]] for row in asked if int(row[2]) > extra[row[0]]} == {
            unit: len(tasks) for unit, tasks in meant.items()
        }


def test_the_vocabulary_of_the_questions_is_ours() -> None:
    for one in questions():
        for name in re.findall(r"\bdg:([A-Za-z_-]+)", one.template):
            assert Term(NS + name), one.id
        assert RDFS in one.template or "rdfs:" not in one.template
