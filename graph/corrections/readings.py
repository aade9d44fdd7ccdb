"""The readings of corrected plans: what was read from the source, before any correction.

Guarantees:
    1. A plan that no correction changes has no stored reading: its graph is the reading.
    2. ``units`` gives each unit as the first other plan describes it, before any correction.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from graph.corrections.records import Correction
from graph.dataset.load import load_plan, plan_text
from graph.dataset.rows import Corpus, UnitRow
from graph.dataset.stored_rows import json_of, rows_of
from graph.dataset.triples import literal
from graph.store import Store
from ontology import iris
from ontology.terms import PROV, RDF, Term

_VALUE = PROV + "value"
_MEMBER = PROV + "hadMember"


def reading_graph(plan: str) -> str:
    """Name the graph that holds what was read of a plan."""
    return iris.graph(f"reading-{iris.last(plan)}")


def reading_ntriples(corpus: Corpus) -> bytes:
    """Write what was read of one plan: its rows as one JSON literal, and the units it names."""
    plan = corpus.plans[0].iri
    reading = iris.part(plan, "reading")
    lines = {f"<{reading}> <{_MEMBER}> <{unit.iri}> .\n" for unit in corpus.units}
    lines |= {
        f"<{plan}> <{PROV}wasRevisionOf> <{reading}> .\n",
        f"<{reading}> <{_VALUE}> {literal(json_of(corpus), RDF + 'JSON')} .\n",
    }
    return "".join(sorted(lines)).encode()


class Readings:
    """The readings of a store as it is now, each read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._corpora: dict[str, Corpus] = {}
        self._texts: dict[str, str] = {}

    @cached_property
    def plans(self) -> frozenset[str]:
        """The IRIs of the plans."""
        return self._iris(f"SELECT ?plan WHERE {{ GRAPH ?plan {{ ?plan a <{Term.PLAN}> }} }}")

    @cached_property
    def corrected(self) -> frozenset[str]:
        """The IRIs of the plans that corrections change."""
        return self._iris(f"SELECT ?plan WHERE {{ ?plan <{PROV}wasRevisionOf> ?reading . ?reading <{_VALUE}> ?rows }}")

    def corpus(self, plan: str) -> Corpus:
        """Give the rows of a plan as they were read."""
        if plan not in self._corpora:
            self._corpora[plan] = self._kept(plan) if plan in self.corrected else load_plan(self.store, plan)
        return self._corpora[plan]

    def text(self, plan: str) -> str:
        """Give the full text of a plan."""
        if plan not in self._texts:
            self._texts[plan] = plan_text(self.store, plan)
        return self._texts[plan]

    def naming(self, units: set[str]) -> set[str]:
        """Find the plans that name one of some units, as they were read or as they are now."""
        wanted = " ".join(f"<{unit}>" for unit in sorted(units) if iris.ours(unit))
        if not wanted:
            return set()
        query = f"""SELECT DISTINCT ?plan WHERE {{ VALUES ?unit {{ {wanted} }}
          {{ GRAPH ?plan {{ ?unit a <{Term.UNIT}> }} }}
          UNION {{ ?plan <{PROV}wasRevisionOf> ?reading . ?reading <{_MEMBER}> ?unit }} }}"""
        return set(self._iris(query)) & self.plans

    def named_when_read(self, plan: str, unit: str) -> bool:
        """Whether a plan of the store named a unit when it was read."""
        return plan in self.naming({unit}) and unit in {row.iri for row in self.corpus(plan).units}

    def units(self, corrections: Sequence[Correction], besides: str) -> Mapping[str, UnitRow]:
        """Give the units that corrections name, as the other plans describe them before any correction."""
        wanted = {field for one in corrections for field in (one.target, one.value)}
        found: dict[str, UnitRow] = {}
        for plan in sorted(self.naming(wanted) - {besides}):
            for unit in self.corpus(plan).units:
                if unit.iri in wanted:
                    found.setdefault(unit.iri, unit)
        return found

    def _kept(self, plan: str) -> Corpus:
        query = f"SELECT ?rows WHERE {{ <{iris.part(plan, 'reading')}> <{_VALUE}> ?rows }}"
        (found,) = self._words(query)
        return rows_of(found)

    def _iris(self, query: str) -> frozenset[str]:
        return frozenset(self._words(query))

    def _words(self, query: str) -> Iterable[str]:
        return [cell.value for (cell,) in self.store.select(query).rows if cell]
