"""Work out how many tasks two units share when only their own numbers of tasks and the lengths of the lists matter.

Source: stochastic degree sequence model, Neal 2014, Social Networks 39:84–97, with the probabilities of the
bipartite configuration model, Saracco et al. 2015, Sci. Rep. 5:10595; recommended by Neal, Domagalski & Sagan 2021,
Sci. Rep. 11:23929.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.dataset.columns import Columns, Floats, Ints
from graph.measures.degrees import Model, fit_all
from graph.measures.trials import Trials, poisson_binomial_tail


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlanModel:
    """The model of one plan, and the number of tasks of every unit in it."""

    degrees: Ints
    model: Model

    def rows(self, units: Ints) -> Ints:
        """Give the class of each unit that occurs in the plan."""
        return np.searchsorted(self.model.units, self.degrees[units]).astype(np.int64)

    def both_occur(self, pair: tuple[Ints, Ints]) -> Ints:
        """Give the places of the pairs of which both units occur in the plan."""
        return np.flatnonzero((self.degrees[pair[0]] > 0) & (self.degrees[pair[1]] > 0))


def plan_models(table: Columns, matrix: "sparse.csr_array[np.int64]") -> tuple[PlanModel, ...]:
    """Fit one model to each plan.

    Args:
        table: says which plan each task is of.
        matrix: tasks × units, of ones.
    """
    by_plan = np.argsort(table.plan_of, kind="stable")
    sorted_matrix = matrix[by_plan]
    edges = np.searchsorted(table.plan_of[by_plan], np.arange(len(table.plans) + 1))
    listed = np.diff(sorted_matrix.indptr).astype(np.int64)
    lists = [listed[start:end] for start, end in itertools.pairwise(edges.tolist())]
    degrees = [
        np.bincount(sorted_matrix.indices[start:end], minlength=matrix.shape[1]).astype(np.int64)
        for start, end in itertools.pairwise(sorted_matrix.indptr[edges].tolist())
    ]
    models = fit_all(degrees, lists)
    return tuple(PlanModel(degrees=one, model=model) for one, model in zip(degrees, models, strict=True))


def expected_shared(models: tuple[PlanModel, ...], pair: tuple[Ints, Ints]) -> Floats:
    """Give the number of tasks that each pair shares on average under the models of all plans."""
    expected = np.zeros(len(pair[0]))
    for plan in models:
        here = plan.both_occur(pair)
        classes = (plan.model.p * plan.model.many) @ plan.model.p.T
        expected[here] += classes[plan.rows(pair[0][here]), plan.rows(pair[1][here])]
    return expected


def shared_tail(models: tuple[PlanModel, ...], pair: tuple[Ints, Ints], shared: Ints) -> Floats:
    """Give the probability that each pair shares as many tasks or more, exact to 1e-12."""
    parts = [_of_plan(plan, pair) for plan in models]
    trials = Trials(
        pair=np.concatenate([part.pair for part in parts] or [np.zeros(0, np.int64)]),
        p=np.concatenate([part.p for part in parts] or [np.zeros(0)]),
        times=np.concatenate([part.times for part in parts] or [np.zeros(0, np.int64)]),
    )
    return poisson_binomial_tail(shared, trials)


def _of_plan(plan: PlanModel, pair: tuple[Ints, Ints]) -> Trials:
    """List the probabilities of sharing a task of one plan, one for each length of list."""
    here, model = plan.both_occur(pair), plan.model
    both = model.p[plan.rows(pair[0][here])] * model.p[plan.rows(pair[1][here])]
    kinds = len(model.sizes)
    return Trials(pair=np.repeat(here, kinds), p=both.ravel(), times=np.tile(model.many, len(here)))
