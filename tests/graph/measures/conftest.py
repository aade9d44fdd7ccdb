"""The hand-labelled Changji plan as rows."""

import pytest

from graph.rows import Corpus
from tests.graph.measures.corpora import GOLD, gold_corpus


@pytest.fixture(scope="session")
def changji() -> Corpus:
    if not GOLD.exists():
        pytest.skip(f"the shared corpus is not here: {GOLD.name}")
    return gold_corpus()
