"""Fit the likelihood of ``graph.compare.alignment`` to pairs of plans that were aligned by hand, and score it.

    python -m tests.bench.alignment GOLD.jsonl DOCS

GOLD has ``a``, ``b`` (file names in DOCS), ``a_task``, ``b_task`` (``ref|first characters of the text``) and ``relation`` a line;
``same`` and ``part`` are wanted. Prints the coefficients fitted to all pairs of plans, and the best F1 over all pairs when
each pair of plans is scored by a fit to the others.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from extract.pipeline import extract
from extract.readers import read
from graph.compare.alignment import figures
from graph.compare.plans import matters
from graph.dataset.model import corpus_of

Reals = npt.NDArray[np.float64]
WANTED = frozenset({"same", "part"})
_RIDGE = 2.0
_NAMED = 20  # characters of a text in the name of a task
_SIGNS = re.compile(r"\W+")


def main() -> None:
    """Read, fit, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("docs", type=Path)
    chosen = parser.parse_args()
    pairs = [_pair(chosen.docs, *names, rows) for names, rows in _gold(chosen.gold).items()]
    sys.stdout.write(
        "words {:.2f}  clauses {:.2f}  latent {:.2f}  best partner {:.2f}  constant {:.2f}\n".format(*_fit(pairs))
    )
    scores = np.concatenate([_scores(pair[0], _fit(pairs[:at] + pairs[at + 1 :])) for at, pair in enumerate(pairs)])
    wanted = np.concatenate([wanted for _, wanted in pairs])
    right = np.cumsum(wanted[np.argsort(-scores)])
    best = np.max(2 * right / (np.arange(1, len(right) + 1) + wanted.sum()))
    sys.stdout.write(f"best F1, each pair of plans left out: {best:.3f}\n")
    _thresholds(pairs)


def _thresholds(pairs: Sequence[tuple[Reals, Reals]]) -> None:
    """Print precision and recall by the least likelihood, of the fit to all pairs of plans."""
    weights = _fit(pairs)
    likely = 1 / (1 + np.exp(-np.concatenate([_scores(one, weights) for one, _ in pairs])))
    wanted = np.concatenate([one for _, one in pairs])
    for least in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.8):
        right = float(wanted[likely >= least].sum())
        precision, recall = right / max(int((likely >= least).sum()), 1), right / float(wanted.sum())
        sys.stdout.write(f"{least:.2f}  precision {precision:.3f}  recall {recall:.3f}\n")


def _scores(figures: Reals, weights: Reals) -> Reals:
    return np.asarray(figures @ weights[:-1] + weights[-1])


def _gold(file: Path) -> Mapping[tuple[str, str], Mapping[tuple[str, str], bool]]:
    found: dict[tuple[str, str], dict[tuple[str, str], bool]] = defaultdict(dict)
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["a"], row["b"]][_plain(row["a_task"]), _plain(row["b_task"])] = row["relation"] in WANTED
    return found


def _plain(task: str) -> str:
    return _SIGNS.sub("", task.partition("|")[2])


def _pair(docs: Path, a: str, b: str, rows: Mapping[tuple[str, str], bool]) -> tuple[Reals, Reals]:
    """Give the figures of every pair of tasks that has any, and whether it is wanted."""
    (left, ours), (right, theirs) = _tasks(docs / a), _tasks(docs / b)
    found = figures(ours, theirs)
    every = [(one, two) for one in range(len(left)) for two in range(len(right))]
    pairs = [(one, two) for one, two in every if (one, two) in found or rows.get((left[one], right[two]))]
    measured = np.array([found.get(pair, (0.0,) * 4) for pair in pairs])
    wanted = np.array([float(rows.get((left[one], right[two]), False)) for one, two in pairs])
    return measured, wanted


def _tasks(file: Path) -> tuple[list[str], list[str]]:
    corpus = corpus_of(extract(read(file)))
    words = matters(corpus)
    named = [_SIGNS.sub("", (task.text or task.title).replace("\n", "")[:_NAMED]) for task in corpus.tasks]
    return named, [words[task.iri] for task in corpus.tasks]


def _fit(pairs: Sequence[tuple[Reals, Reals]]) -> Reals:
    """Fit a logistic of the figures with a small penalty on the scaled weights; the constant comes last."""
    figures = np.concatenate([one for one, _ in pairs])
    wanted = np.concatenate([one for _, one in pairs])
    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    scaled = np.column_stack([(figures - mean) / spread, np.ones(len(figures))])

    def loss(weights: Reals) -> tuple[float, Reals]:
        value = scaled @ weights
        penalty = np.append(weights[:-1], 0.0)
        slope = scaled.T @ (1 / (1 + np.exp(-value)) - wanted) + 2 * _RIDGE * penalty
        return float(np.sum(np.logaddexp(0, value) - wanted * value) + _RIDGE * penalty @ penalty), slope

    weights = np.asarray(minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x)
    raw = weights[:-1] / spread
    return np.append(raw, weights[-1] - raw @ mean)


if __name__ == "__main__":
    main()
