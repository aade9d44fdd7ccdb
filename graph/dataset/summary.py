"""What is counted of one plan when it is written, so that an answer about an archive adds up small rows.

Definitions, for one unit and one role of one plan, as in ``graph.measures.workload``:
    n: tasks in which the unit has the role.
    share: the same, a task with k units in the role counting 1/k to each, as a number of the parts of which a task has
        ``PARTS``: so sums are exact, in any order.
    first: tasks in which it is listed first in the role.
    named_share, named_first: the same where collectives and class words are left out.

The role ``ANY`` counts the distinct tasks in which the unit has any role, and the sections they are in; it has no share
and no first. A unit that no assignment names has a row of this role with zeros.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.records import Role
from graph.dataset.rows import COLLECTIVE_KINDS, AssignmentRow, Corpus

ANY = "any"
ROLE_NAMES = tuple(role.value for role in Role)
PARTS = 2_329_089_562_800
"""The parts of a task: every number up to 30 divides them, so 1/k of a task is no fraction."""
_NOTHING = (0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a unit carries in one role of one plan."""

    unit: str
    role: str
    n: int
    share: int = 0
    first: int = 0
    named_share: int = 0
    named_first: int = 0
    sections: int = 0


def summaries(corpus: Corpus) -> Iterator[Summary]:
    """Count the assignments of one plan by unit and role; only what counts is counted.

    Guarantees:
        1. Sorted by unit, then role; the order of the rows leaves no trace.
    """
    listed: defaultdict[tuple[str, str], list[AssignmentRow]] = defaultdict(list)
    for row in corpus.assignments:
        if row.counted:
            listed[row.role, row.task].append(row)
    collective = {unit.iri for unit in corpus.units if unit.kind in COLLECTIVE_KINDS}
    named = _shares({key: [row for row in rows if row.unit not in collective] for key, rows in listed.items()})
    found = [*_any_role(corpus)]
    for (unit, role), (n, share, first) in _shares(listed).items():
        _, own, own_first = named.get((unit, role), _NOTHING)
        found.append(
            Summary(unit=unit, role=role, n=n, share=share, first=first, named_share=own, named_first=own_first)
        )
    yield from sorted(found, key=lambda one: (one.unit, one.role))


def _any_role(corpus: Corpus) -> Iterator[Summary]:
    """Count the tasks of each unit in any role; nothing for a unit that only the running text names."""
    part_of = {task.iri: task.part_of for task in corpus.tasks}
    named = {row.unit for row in corpus.assignments}
    tasks: dict[str, set[str]] = {unit.iri: set() for unit in corpus.units if unit.iri not in named}
    for row in corpus.assignments:
        if row.counted:
            tasks.setdefault(row.unit, set()).add(row.task)
    for unit, held in tasks.items():
        yield Summary(unit=unit, role=ANY, n=len(held), sections=len({part_of[task] for task in held}))


def _shares(
    listed: Mapping[tuple[str, str], Sequence[AssignmentRow]],
) -> Mapping[tuple[str, str], tuple[int, int, int]]:
    """Count, for each unit and role, the tasks, their shares and those in which it is first."""
    counts: Counter[tuple[str, str]] = Counter()
    shares: Counter[tuple[str, str]] = Counter()
    firsts: Counter[tuple[str, str]] = Counter()
    for (role, _), rows in listed.items():
        units = {row.unit for row in rows}
        for unit in units:
            counts[unit, role] += 1
            shares[unit, role] += round(PARTS / len(units))
        if rows:
            firsts[min(rows, key=lambda row: (row.start, row.rank, row.unit)).unit, role] += 1
    return {key: (many, shares[key], firsts[key]) for key, many in counts.items()}


def tallies(corpus: Corpus) -> Mapping[tuple[str, str], int]:
    """Count the rows of one plan, by what is counted and its value.

    Returns:
        ``tasks`` by clarity, ``findings`` by severity, ``assignments`` and ``units`` that count; ``stretches`` and
        ``characters`` of the ledger by state, and where each state is ``found`` first.
    """
    counted = [row for row in corpus.assignments if row.counted]
    found = Counter(("tasks", task.clarity) for task in corpus.tasks)
    found.update(("findings", row.severity) for row in corpus.findings)
    found["assignments", ""] = len(counted)
    found["units", ""] = len({row.unit for row in counted})
    for line in reversed(corpus.ledger):
        found["stretches", line.state] += 1
        found["characters", line.state] += line.end - line.start
        found["found", line.state] = line.start
    return found


def within(corpus: Corpus) -> Iterator[tuple[int, int, int]]:
    """Give each pair of a section and a task inside it, at any depth, by their places in the corpus; 1 where directly."""
    places = {section.iri: place for place, section in enumerate(corpus.sections)}
    for place, task in enumerate(corpus.tasks):
        above, seen = task.part_of, set[str]()
        while above in places and above not in seen:
            yield places[above], place, int(not seen)
            seen.add(above)
            above = corpus.sections[places[above]].parent


def links(corpus: Corpus) -> Iterator[tuple[int, int, int]]:
    """Give the task, the unit and the role of each assignment that counts, by their places, each once."""
    tasks = {row.iri: place for place, row in enumerate(corpus.tasks)}
    units = {row.iri: place for place, row in enumerate(corpus.units)}
    yield from dict.fromkeys(
        (tasks[row.task], units[row.unit], ROLE_NAMES.index(row.role)) for row in corpus.assignments if row.counted
    )


def called(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Give each unit with its name and with everything that the plan calls it."""
    yield from dict.fromkeys(
        [(unit.iri, unit.name) for unit in corpus.units] + [(row.unit, row.mention) for row in corpus.assignments]
    )
