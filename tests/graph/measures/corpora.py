"""Corpora for the tests, written the way a plan is read: one line a task, roles marked.

``"lead: 公安局、司法局 | support: 州政府各部门*"`` — ``*`` marks a collective, ``@`` a group office, ``?`` an
unregistered name, ``%`` a class word, ``&`` a person, ``!`` after a role an order rule, ``~`` before a role the
running text.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from extract.records import Role
from graph.dataset.clarity import Grade, graded
from graph.dataset.rows import AssignmentRow, Corpus, PlanRow, SectionRow, TaskRow, UnitRow

BASE = "https://w3id.org/dutygraph/id"
GOLD = Path(__file__).resolve().parents[3].parent / "shared" / "corpus" / "gold" / "000-full.json"
_KINDS = {"*": "collective", "@": "group_office", "%": "class_word", "&": "person", "?": "single"}


def unit_row(name: str) -> UnitRow:
    """Make a unit from its marked name."""
    mark = name[-1] if name[-1] in _KINDS else ""
    bare = name.removesuffix(mark) if mark else name
    return UnitRow(
        iri=f"{BASE}/unit/{bare}",
        id=bare,
        name=bare,
        body=bare,
        kind=_KINDS.get(mark, "single"),
        place_code="652300",
        place_name="昌吉回族自治州",
        level="prefecture",
        registered=mark != "?",
    )


def _rows(plan: str, task: str, line: str) -> Iterable[tuple[AssignmentRow, UnitRow]]:
    for clause in filter(None, (part.strip() for part in line.split("|"))):
        head, names = clause.split(":", 1)
        role, listed = head.strip("~! "), [name.strip() for name in names.split("、")]
        for place, name in enumerate(listed, start=1):
            unit = unit_row(name)
            yield (
                AssignmentRow(
                    iri=f"{task}/assignment/{role}-{place}-{unit.id}",
                    plan=plan,
                    task=task,
                    unit=unit.iri,
                    role=Role(role).value,
                    mention=unit.name,
                    start=0,
                    end=len(unit.name),
                    label="责任单位",
                    rank=place,
                    of=len(listed),
                    ranked="!" in head,
                    basis="sentence" if "~" in head else "clause",
                    rule="test",
                    confidence=0.9,
                ),
                unit,
            )


def plan_row(plan: str, title: str, issued: str) -> PlanRow:
    """Make a plan of the prefecture."""
    return PlanRow(
        iri=f"{BASE}/plan/{plan}",
        id=plan,
        title=title,
        source=f"{plan}.txt",
        issuer="昌吉回族自治州人民政府",
        number="",
        issued=issued,
        place_code="652300",
        place_name="昌吉回族自治州",
        level="prefecture",
        characters=1000,
        sha256=plan * 4,
    )


def corpus(*lines: str, plan: str = "a" * 16, sections: Sequence[int] = (), issued: str = "2015-07-30") -> Corpus:
    """Build one plan: a line a task; ``sections`` gives each task its section number (all 1 when left out)."""
    home = plan_row(plan, "方案", issued)
    numbers = list(sections) or [1] * len(lines)
    tasks: list[TaskRow] = []
    assignments: list[AssignmentRow] = []
    units: dict[str, UnitRow] = {}
    for place, line in enumerate(lines, start=1):
        iri = f"{home.iri}/task/t{place}"
        text, _, clauses = line.rpartition("//")
        pairs = list(_rows(home.iri, iri, clauses))
        units.update((unit.iri, unit) for _, unit in pairs)
        assignments += [row for row, _ in pairs]
        tasks.append(
            TaskRow(
                iri=iri,
                plan=home.iri,
                id=f"t{place}",
                ref=f"{numbers[place - 1]}.{place}",
                number=f"{place}.",
                title=text,
                text=text or f"任务{place}",
                part_of=f"{home.iri}/section/{numbers[place - 1]}",
                start=0,
                end=1,
                deadline="",
                clarity=Grade.NONE.value,
            )
        )
    made = Corpus(
        plans=(home,),
        sections=tuple(section_row(home.iri, number) for number in sorted(set(numbers))),
        tasks=tuple(tasks),
        units=tuple(units.values()),
        assignments=tuple(assignments),
    )
    return graded(made)


def section_row(plan: str, number: int) -> SectionRow:
    """Make a top-level section."""
    return SectionRow(
        iri=f"{plan}/section/{number}",
        plan=plan,
        id=str(number),
        number=f"{number}、",
        title=f"部分{number}",
        level=1,
        parent=plan,
        start=0,
        end=1,
    )


def merged(*corpora: Corpus) -> Corpus:
    """Lay several plans side by side; a unit that several name stands once."""
    units = {unit.iri: unit for one in corpora for unit in one.units}
    return Corpus(
        plans=tuple(row for one in corpora for row in one.plans),
        sections=tuple(row for one in corpora for row in one.sections),
        tasks=tuple(row for one in corpora for row in one.tasks),
        units=tuple(units.values()),
        assignments=tuple(row for one in corpora for row in one.assignments),
    )


def gold_corpus(path: Path = GOLD) -> Corpus:
    """Read the hand-made labels of the Changji plan, without help from our own reader."""
    labels = json.loads(path.read_text(encoding="utf-8"))
    home = plan_row("000", labels["document"]["title"]["text"], "2015-07-30")
    kinds = {"leading_group_office": "group_office"}
    units = {
        item["id"]: UnitRow(
            iri=f"{BASE}/unit/{item['id']}",
            id=item["id"],
            name=item["name_2015"],
            body=item["name_2015"].removeprefix("昌吉回族自治州"),
            kind=kinds.get(item["kind"], item["kind"]),
            place_code="652300",
            place_name="昌吉回族自治州",
            level="prefecture",
            registered=True,
        )
        for item in labels["units"]
    }
    assignments = tuple(
        AssignmentRow(
            iri=f"{home.iri}/assignment/{item['id']}",
            plan=home.iri,
            task=f"{home.iri}/task/{item['task']}",
            unit=units[item["unit"]].iri,
            role=item["role"],
            mention=item["mention"],
            start=item["span"][0],
            end=item["span"][1],
            label=item["label"],
            rank=item["rank"],
            of=item["of"],
            ranked=False,
            basis="clause",
            rule="gold",
            confidence=1.0,
        )
        for item in labels["assignments"]
    )
    tasks = tuple(
        TaskRow(
            iri=f"{home.iri}/task/{item['id']}",
            plan=home.iri,
            id=item["id"],
            ref=item["id"],
            number=f"{item['number']}.",
            title=item["title"] or "",
            text=item["first_sentence"] or "",
            part_of=f"{home.iri}/section/{item['section']}",
            start=item["span"][0],
            end=item["span"][1],
            deadline="",
            clarity=Grade.NONE.value,
        )
        for item in labels["tasks"]
    )
    sections = tuple(
        SectionRow(
            iri=f"{home.iri}/section/{item['id']}",
            plan=home.iri,
            id=item["id"],
            number=item["marker"],
            title=item["title"],
            level=item["level"],
            parent=f"{home.iri}/section/{item['parent']}" if item["parent"] else home.iri,
            start=item["span"][0],
            end=item["span"][1],
        )
        for item in labels["sections"]
    )
    made = Corpus(plans=(home,), sections=sections, tasks=tasks, units=tuple(units.values()), assignments=assignments)
    return graded(made)
