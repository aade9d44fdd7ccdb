"""What a plan and an archive have in common: tables, network, RDF, drawing and analyses of their rows."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from dutygraph import analyses
from dutygraph.drawing import Drawing
from dutygraph.sources import check_type
from dutygraph.tables import frame
from ontology.catalogue import Language

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from graph.compare.decisions import PairEntry
    from graph.dataset.rows import Corpus
    from graph.dataset.scope import Scope

Within: TypeAlias = "Scope | str | None"
"""Which plans are meant: a ``Scope``, or how a command line writes it (``place=昌吉,year=2015..2020``); ``None`` for all."""


class Rows(ABC):
    """The rows of one plan or of many.

    The tables have the columns that ``dutygraph.columns`` describes; where an analysis gives sentences, ``lang`` is their
    language ("zh" or "en"), and ``scope`` limits it to some plans. ``settings`` is the text of a settings file (TOML) with the definitions of an office.
    """

    @abstractmethod
    def _corpus(self) -> "Corpus":
        """Give the rows."""

    def _within(self, scope: Within) -> "Corpus":
        """Give the rows of the plans in a scope."""
        from graph.dataset.scope import Scope
        from graph.measures.views import of_plans

        corpus = self._corpus()
        check_type(scope, Scope | str | None, "scope")
        if not scope:
            return corpus
        chosen = Scope.of(scope) if isinstance(scope, str) else scope
        return of_plans(corpus, [plan.iri for plan in chosen.selected(corpus.plans)])

    def _decided(self) -> "Sequence[PairEntry]":
        """Give what people decided of pairs of tasks."""
        return ()

    @abstractmethod
    def _ntriples(self) -> bytes:
        """Give the RDF as N-Triples."""

    @property
    def sections(self) -> "pd.DataFrame":
        """The headings, in document order."""
        return frame(self._corpus(), "sections")

    @property
    def tasks(self) -> "pd.DataFrame":
        """The tasks, in document order."""
        return frame(self._corpus(), "tasks")

    @property
    def units(self) -> "pd.DataFrame":
        """The units, in the order of their ids."""
        return frame(self._corpus(), "units")

    @property
    def assignments(self) -> "pd.DataFrame":
        """The assignments, each with its words and their place in the text: ``plan.text[start:end] == mention``."""
        return frame(self._corpus(), "assignments")

    @property
    def findings(self) -> "pd.DataFrame":
        """What a person should look at: gaps in the numbering, clauses that were not read, and the like."""
        return frame(self._corpus(), "findings")

    @property
    def ledger(self) -> "pd.DataFrame":
        """What became of each stretch of the text; the stretches tile the text."""
        return frame(self._corpus(), "ledger")

    def graph(self, *, scope: Within = None) -> "nx.MultiDiGraph[str]":
        """Give the network: task to unit by role, task to section, section to plan; nodes are IRIs with labels."""
        from graph.network.projections import network

        return network(self._within(scope))

    def rdf(self) -> "rdflib.Graph":
        """Give the RDF, with the prefixes of the vocabulary bound: ``dg:``, ``org:``, ``oa:`` and others."""
        import rdflib

        from ontology.terms import PREFIXES

        graph = rdflib.Graph()
        for prefix, namespace in PREFIXES:
            graph.bind(prefix, namespace)
        return graph.parse(data=self._ntriples(), format="nt")

    def show(self, lang: Language | str = Language.ZH, *, scope: Within = None) -> Drawing:
        """Draw the network with pyvis; a notebook shows the drawing by itself."""
        from graph.drawing.compose import scene_of
        from graph.drawing.snapshot import page

        said = Language(lang)
        return Drawing(page(scene_of(self._within(scope), lang=said), said))

    def workload(self, *, scope: Within = None, settings: str = "") -> "pd.DataFrame":
        """Count what each unit carries, in three ways side by side; most tasks led first."""
        return analyses.workload(self._within(scope), settings)

    def concentration(self, *, scope: Within = None) -> "pd.DataFrame":
        """Compare the leads of each unit with those of the units of its level."""
        return analyses.concentration(self._within(scope))

    def inequality(self, *, scope: Within = None) -> "pd.DataFrame":
        """Measure how unevenly the leads are spread, with ranges from resampling."""
        return analyses.inequality(self._within(scope))

    def unit_sections(self, *, scope: Within = None) -> "pd.DataFrame":
        """Count the tasks that each unit leads in each section."""
        return analyses.unit_sections(self._within(scope))

    def readings(self, *, scope: Within = None, lang: Language | str = Language.ZH) -> "pd.DataFrame":
        """Say what an expert reads in the chart of units and tasks."""
        return analyses.readings(self._within(scope), Language(lang))

    def clarity(
        self, *, scope: Within = None, settings: str = "", lang: Language | str = Language.ZH
    ) -> "pd.DataFrame":
        """Grade every task by how clear its lead is."""
        return analyses.clarity(analyses.graded(self._within(scope), settings), settings, Language(lang))

    def grades(self, *, scope: Within = None, settings: str = "", lang: Language | str = Language.ZH) -> "pd.DataFrame":
        """Count the tasks of each grade of lead clarity, with the definition of the grade."""
        return analyses.grades(analyses.graded(self._within(scope), settings), Language(lang))

    def questions(
        self, *, scope: Within = None, settings: str = "", lang: Language | str = Language.ZH
    ) -> "pd.DataFrame":
        """List the tasks whose lead is named, and about which an expert would still ask."""
        return analyses.questions(self._within(scope), settings, Language(lang))

    def overlap(self, *, scope: Within = None, settings: str = "", least: int = 1) -> "pd.DataFrame":
        """List the pairs of units that share at least ``least`` tasks, most shared first."""
        return analyses.overlap(self._within(scope), settings, least)

    def centrality(self, *, scope: Within = None) -> "pd.DataFrame":
        """Measure how central each unit is in the network of tasks; collectives are left out."""
        return analyses.centrality(self._within(scope))

    def communities(self, *, scope: Within = None) -> "pd.DataFrame":
        """Divide the units into groups that share many tasks."""
        return analyses.communities(self._within(scope))

    def conflicts(self, *, scope: Within = None) -> "pd.DataFrame":
        """Find the same matter with other leads in plans of one place."""
        return analyses.conflicts(self._within(scope))

    def career(self, unit: str, *, scope: Within = None) -> "pd.DataFrame":
        """Follow a unit, and those that it succeeded, over the plans.

        Raises:
            MeasureError: when no unit or more than one has the name.
        """
        return analyses.career(self._within(scope), unit)

    def unit_years(self, unit: str, *, scope: Within = None) -> "pd.DataFrame":
        """Count what a unit, its predecessors and successors have in each plan, and what changed since the plan before.

        Raises:
            MeasureError: when no unit or more than one has the name.
        """
        return analyses.unit_years(analyses.unit_history(self._within(scope), unit, self._decided()))

    def unit_changes(self, unit: str, *, scope: Within = None, lang: Language | str = Language.ZH) -> "pd.DataFrame":
        """List the duties that a unit kept, gained and lost from plan to plan, with the reason that the data show.

        Raises:
            MeasureError: when no unit or more than one has the name.
        """
        found = analyses.unit_history(self._within(scope), unit, self._decided())
        return analyses.unit_changes(found, Language(lang))

    def reform(
        self,
        *,
        scope: Within = None,
        merge: Mapping[str, str] | None = None,
        dissolve: Iterable[str] = (),
        year: int = 0,
    ) -> "pd.DataFrame":
        """Carry a reform out on paper, and list the units whose load changes.

        Args:
            scope: the plans that are meant.
            merge: which unit's duties pass to which other, by name.
            dissolve: units that go without a successor.
            year: apply the table of reforms up to this year first; 0 applies none.

        Raises:
            MeasureError: when no unit or more than one has a name.
        """
        return analyses.reform(analyses.effect(self._within(scope), merge or {}, dissolve, year))

    def reform_tasks(
        self,
        *,
        scope: Within = None,
        merge: Mapping[str, str] | None = None,
        dissolve: Iterable[str] = (),
        year: int = 0,
    ) -> "pd.DataFrame":
        """List the tasks whose grade of lead clarity a reform changes; arguments and errors as for ``reform``."""
        return analyses.reform_tasks(analyses.effect(self._within(scope), merge or {}, dissolve, year))
