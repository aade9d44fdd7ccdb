"""The analyses of a plan or an archive, each a pandas DataFrame; ``dutygraph.columns`` describes their columns."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from dutygraph.analysis_columns import Cell, table
from dutygraph.sources import check_type
from ontology.catalogue import Language

if TYPE_CHECKING:
    import pandas as pd

    from graph.compare.decisions import PairEntry
    from graph.compare.plans import TaskMatch
    from graph.compare.unit_years import UnitHistory
    from graph.dataset.rows import Corpus
    from graph.measures.settings import Definitions
    from graph.measures.workload import Count
    from graph.reform.reform_diff import Effect


def definitions(settings: str) -> "Definitions":
    """Read the text of a settings file; an empty one gives the defaults.

    Raises:
        MeasureError: when the text is no settings file.
        TypeError: when it is no text.
    """
    from graph.measures.settings import read_definitions

    check_type(settings, str, "settings")
    return read_definitions(settings)


def graded(corpus: "Corpus", settings: str) -> "Corpus":
    """Grade the tasks by the definitions of an office."""
    from graph.dataset.clarity import regraded

    return regraded(corpus, definitions(settings).clarity) if settings else corpus


def workload(corpus: "Corpus", settings: str) -> "pd.DataFrame":
    """Count what each unit carries, in three ways side by side."""
    from graph.measures.workload import workload as measure

    own = definitions(settings)
    return table(
        "workload",
        (
            (
                *(row.unit.iri, row.unit.name, *_counts(row.led), row.supported.full, row.joint.full),
                *(row.implemented.full, row.guided.full, row.supervised.full, row.weighted),
                *(row.tasks, len(row.sections), row.quadrant.value, row.fragile),
            )
            for row in measure(corpus, own.weights, own.workload)
            if row.tasks
        ),
    )


def concentration(corpus: "Corpus") -> "pd.DataFrame":
    """Compare the leads of each unit with those of the units of its level."""
    from graph.measures.concentration import concentration as measure

    return table(
        "concentration",
        (
            (
                *(row.unit.iri, row.unit.name, *_counts(row.led), row.peers, row.median, row.law.value, row.p),
                *(row.flagged, row.flagged_shared, row.flagged_first, row.stays),
            )
            for row in measure(corpus)
        ),
    )


def inequality(corpus: "Corpus") -> "pd.DataFrame":
    """Measure how unevenly the leads are spread, with ranges from resampling."""
    from graph.measures.inequality import inequality as measure

    found = measure(corpus)
    named = (("gini", found.gini), ("hhi", found.hhi), ("top_three", found.top_three))
    return table("inequality", ((name, one.value, one.low, one.high) for name, one in named))


def unit_sections(corpus: "Corpus") -> "pd.DataFrame":
    """Count the tasks that each unit leads in each section."""
    from graph.measures.sections import unit_sections as measure

    titles = _titles(corpus)
    return table(
        "unit_sections",
        (
            (row.unit.iri, row.unit.name, row.section, titles[row.section], len(row.tasks), row.shared)
            for row in measure(corpus)
        ),
    )


def readings(corpus: "Corpus", language: Language) -> "pd.DataFrame":
    """Say what an expert reads in the chart: down, unit by unit, then across, task by task."""
    from graph.measures.raci import horizontal, vertical

    refs = _refs(corpus)
    return table(
        "readings",
        (
            (row.sign.value, row.about, row.label, row.sentence.render(language), _joined(row.tasks, refs))
            for row in chain(vertical(corpus), horizontal(corpus))
        ),
    )


def clarity(corpus: "Corpus", settings: str, language: Language) -> "pd.DataFrame":
    """Grade every task by how clear its lead is, with the words of the plan, and whether the grade counts as no clear lead."""
    from graph.dataset.clarity import DEFINITIONS, Grade

    titles, quotes = _titles(corpus), _leads(corpus)
    unclear = definitions(settings).clarity.no_clear_lead

    def row(iri: str, ref: str, title: str, home: str, grade: str) -> Sequence[Cell]:
        words = DEFINITIONS[Grade(grade)]
        said = [text.render(language) for text in (words.name, words.sentence, words.question)]
        return (
            iri,
            ref,
            title,
            titles[home],
            grade,
            said[0],
            grade in unclear,
            *said[1:],
            "、".join(quotes.get(iri, ())),
        )

    return table("clarity", (row(one.iri, one.ref, one.title, one.part_of, one.clarity) for one in corpus.tasks))


def grades(corpus: "Corpus", language: Language) -> "pd.DataFrame":
    """Count the tasks of each grade of lead clarity."""
    from collections import Counter

    from graph.dataset.clarity import DEFINITIONS, Grade

    counts = Counter(task.clarity for task in corpus.tasks)
    texts = {
        grade: (DEFINITIONS[grade].name.render(language), DEFINITIONS[grade].rule.render(language)) for grade in Grade
    }
    return table("grades", ((grade.value, *texts[grade], counts[grade.value]) for grade in Grade))


def questions(corpus: "Corpus", settings: str, language: Language) -> "pd.DataFrame":
    """List the tasks whose lead is named, and about which an expert would still ask."""
    from graph.measures.readings import near_misses
    from graph.reform.succession import gone

    found = near_misses(corpus, definitions(settings).clarity, gone(corpus))
    return table(
        "questions",
        ((row.task.iri, row.task.ref, row.task.title, row.sign.value, row.sentence.render(language)) for row in found),
    )


def overlap(corpus: "Corpus", settings: str, least: int) -> "pd.DataFrame":
    """List the pairs of units that share tasks, and whether they share more than chance would give."""
    from graph.measures.overlap import overlap as measure

    refs = _refs(corpus)
    return table(
        "overlap",
        (
            (
                *(row.a.iri, row.a.name, row.b.iri, row.b.name, row.shared, row.a_tasks, row.b_tasks, row.jaccard),
                *(row.expected, row.p, row.q, row.verdict.value, _joined(row.tasks, refs)),
            )
            for row in measure(corpus, test=definitions(settings).overlap, least=least)
        ),
    )


def centrality(corpus: "Corpus") -> "pd.DataFrame":
    """Measure how central each unit is in the network of tasks."""
    from graph.network.centrality import centrality as measure

    return table(
        "centrality",
        (
            (
                *(row.unit.iri, row.unit.name, row.degree, row.betweenness, row.birank, row.authority),
                *(row.constraint, row.effective_size, row.articulation),
            )
            for row in measure(corpus).rows
        ),
    )


def communities(corpus: "Corpus") -> "pd.DataFrame":
    """Divide the units into groups that share many tasks."""
    from graph.network.communities import communities as measure

    names = _names(corpus)
    groups = enumerate(measure(corpus).groups, start=1)
    return table("communities", ((number, iri, names[iri]) for number, group in groups for iri in group))


def conflicts(corpus: "Corpus") -> "pd.DataFrame":
    """Find the same matter with other leads in plans of one place, in as many pairs of plans as ``MOST_ALIGNED``."""
    from graph.compare.conflicts import conflicts as measure

    return table("conflicts", _matches(corpus, measure(corpus).matches))


def compare(corpus: "Corpus", left: str, right: str, decided: "Sequence[PairEntry]" = ()) -> "pd.DataFrame":
    """Align the tasks of two plans, many to many."""
    from graph.compare.plans import aligned

    return table("compare", _matches(corpus, aligned(corpus, left, right, decided).matches))


def career(corpus: "Corpus", unit: str) -> "pd.DataFrame":
    """Follow a unit, and those that it succeeded, over the plans."""
    from graph.measures.career import career as measure
    from graph.reform.proposal import find_unit
    from graph.reform.succession import last_reform, successions

    check_type(unit, str, "unit")
    wanted = find_unit(corpus, unit)
    kin = tuple(
        row.unit.iri for row in successions(corpus, last_reform()) if wanted.iri in {heir.iri for heir in row.heirs}
    )
    return table(
        "career",
        (
            (
                *(row.plan.iri, row.plan.issued, row.unit.iri, row.unit.name, *_counts(row.led), row.supported.full),
                *(row.tasks, row.sections, row.rank, row.of, row.share),
            )
            for row in measure(corpus, wanted.iri, kin)
        ),
    )


def effect(corpus: "Corpus", merge: Mapping[str, str], dissolve: Iterable[str], year: int) -> "Effect":
    """Carry a reform out on paper."""
    from graph.reform.proposal import ReformProposal, carry_out
    from graph.reform.reform_diff import effect as measure

    check_type(merge, Mapping, "merge")
    check_type(dissolve, Iterable, "dissolve")
    check_type(year, int, "year")
    names = (dissolve,) if isinstance(dissolve, str) else tuple(dissolve)
    proposal = ReformProposal(year=year, merged=tuple(merge.items()), dissolved=names)
    return measure(corpus, carry_out(corpus, proposal))


def reform(found: "Effect") -> "pd.DataFrame":
    """List the units whose load a reform changes."""
    return table(
        "reform",
        (
            (row.unit.iri, row.unit.name, row.led_before, row.led_after, row.supported_before, row.supported_after)
            for row in found.loads
        ),
    )


def reform_tasks(found: "Effect") -> "pd.DataFrame":
    """List the tasks whose grade of lead clarity a reform changes."""
    rows = ((row.task, row.before.value, row.after.value) for row in found.grades)
    return table("reform_tasks", ((task.iri, task.ref, task.title, before, after) for task, before, after in rows))


def _counts(count: "Count") -> Sequence[Cell]:
    return count.full, count.shared, count.first


def _names(corpus: "Corpus") -> Mapping[str, str]:
    return {unit.iri: unit.name for unit in corpus.units}


def _refs(corpus: "Corpus") -> Mapping[str, str]:
    return {task.iri: task.ref for task in corpus.tasks}


def _joined(tasks: Iterable[str], refs: Mapping[str, str]) -> str:
    return " ".join(refs[task] for task in tasks)


def _titles(corpus: "Corpus") -> Mapping[str, str]:
    """Give the titles of what tasks are part of: sections, and plans for tasks outside of any."""
    titles = {plan.iri: plan.title for plan in corpus.plans}
    return titles | {section.iri: f"{section.number}{section.title}" for section in corpus.sections}


def _leads(corpus: "Corpus") -> Mapping[str, list[str]]:
    quotes: dict[str, list[str]] = {}
    for row in corpus.assignments:
        if row.counted and row.role in {"lead", "joint"}:
            quotes.setdefault(row.task, []).append(row.mention)
    return quotes


def _matches(corpus: "Corpus", found: Iterable["TaskMatch"]) -> Iterable[Sequence[Cell]]:
    names = _names(corpus)
    for row in found:
        left, right = ("、".join(names[iri] for iri in leads) for leads in (row.left_leads, row.right_leads))
        yield (
            *(row.left.iri, row.left.ref, left, row.right.iri, row.right.ref, right),
            *(row.likelihood, row.sure, row.relation.value, row.same, row.grade.value),
        )


def unit_history(corpus: "Corpus", unit: str, decided: "Sequence[PairEntry]" = ()) -> "UnitHistory":
    """Follow a unit, its predecessors and its successors over the plans."""
    from graph.compare.unit_years import unit_history as measure
    from graph.reform.proposal import find_unit

    check_type(unit, str, "unit")
    return measure(corpus, find_unit(corpus, unit), decided)


def unit_years(found: "UnitHistory") -> "pd.DataFrame":
    """Count what a unit and its kin have in each plan, and what changed since the plan before."""
    from graph.compare.duty_changes import DutyChange

    return table(
        "unit_years",
        (
            (
                *(
                    row.plan.iri,
                    row.plan.issued,
                    row.unit.iri,
                    row.unit.name,
                    row.kinship.value,
                    row.led,
                    row.supported,
                ),
                row.changes.step.earlier.iri if row.changes else "",
                *(row.counted(change) for change in DutyChange),
            )
            for row in found.years
        ),
    )


def unit_changes(found: "UnitHistory", language: Language) -> "pd.DataFrame":
    """List the duties that a unit kept, gained and lost from plan to plan, with the reason that the data show."""
    from api.tables.years import reason

    return table(
        "unit_changes",
        (
            (
                *(row.step.earlier.iri, row.step.later.iri, row.change.value, row.reason.value),
                reason(row).render(language),
                *(row.before.iri if row.before else "", row.after.iri if row.after else ""),
                "、".join(other.name for other in row.others),
                row.reform.source if row.reform else "",
            )
            for row in found.changes
        ),
    )
