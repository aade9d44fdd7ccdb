"""Run ``python -m tests.bench.questions [REPEATS]``: each shipped question on ten plans, beside rdflib in the same run.

The plans are the labelled ones of the development corpus; where it is absent, the example plan stands ten times under
ten names. Two times are printed: by the clock, and of the processor, which a busy machine does not lengthen; exit
code 1 when a question takes more than its 50 milliseconds of the latter.
"""

# ruff: noqa: T201  a bench is there to print

import hashlib
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from rdflib import Graph

import extract as extract_room
from extract.pipeline import extract
from extract.readers import read
from extract.records import Document
from graph.corrections.store import settle, take
from graph.dataset.load import load
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.questions import ask, question, questions, render
from graph.store import Store, open_store

LIMIT = 0.05  # seconds
REPEATS = 5
BESIDE = ("most-leads", "clarity-counts", "pairs-sharing", "units-only-support", "section-load", "lead-and-support")
"""What rdflib is asked as well; some of the others take it minutes."""
_SHARED = Path(__file__).parents[3].parent / "shared" / "corpus"
_EXAMPLE = Path(extract_room.__file__).parent / "examples" / "changji-2015.txt"


def ten_plans() -> Iterator[Document]:
    """Give the labelled plans, or ten copies of the example."""
    labelled = sorted(path.stem for path in (_SHARED / "gold").glob("*.jsonl"))
    for start in labelled:
        yield read(next((_SHARED / "docs").glob(f"{start}-*")))
    if not labelled:
        example = read(_EXAMPLE)
        for number in range(10):
            yield replace(example, id=hashlib.sha256(str(number).encode()).hexdigest(), name=f"{number}.txt")


def values_for(corpus: Corpus) -> Mapping[str, Mapping[str, str]]:
    """Choose the heaviest thing that each question can be asked about."""
    counted = [row for row in corpus.assignments if row.counted]
    unit = Counter(row.unit for row in counted).most_common(1)[0][0]
    task = Counter(row.task for row in counted).most_common(1)[0][0]
    first, second = (plan for plan, _ in Counter(row.plan for row in counted).most_common(2))
    given = {"unit": unit, "task": task, "first": first, "second": second}
    return {
        one.id: {hole.name: given[hole.name] for hole in one.parameters if hole.name in given} for one in questions()
    }


def seconds(question_id: str, values: Mapping[str, str], store: Store, repeats: int) -> tuple[float, float, int]:
    """Ask a question again and again; give the median times of clock and processor, and the number of rows."""
    clock: list[float] = []
    processor: list[float] = []
    rows = 0
    for _ in range(repeats):
        started, worked = time.perf_counter(), time.thread_time()
        rows = len(ask(question(question_id), values, store).rows)
        processor.append(time.thread_time() - worked)
        clock.append(time.perf_counter() - started)
    return statistics.median(clock), statistics.median(processor), rows


def main(repeats: int) -> int:
    """Print the table."""
    slow = 0
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "data") as store:
        for document in ten_plans():
            take(store, corpus_of(extract(document)), document.text)
        settle(store)
        corpus = load(store)
        values = values_for(corpus)
        print(f"{len(corpus.plans)} plans, {len(corpus.assignments)} assignments, {store.size()} triples")
        union = Graph()
        for graph in store.graphs():
            union.parse(data=store.dump(graph), format="nt")
        print(f"{'question':26}{'clock ms':>10}{'work ms':>10}{'rows':>7}{'rdflib':>11}")
        for one in questions():
            took, worked, rows = seconds(one.id, values[one.id], store, repeats)
            beside = ""
            if one.id in BESIDE:
                started = time.thread_time()
                len(list(union.query(render(one, values[one.id]))))
                beside = f"{(time.thread_time() - started) / worked:9.0f} x"
            slow += worked > LIMIT
            mark = "   over 50 ms" if worked > LIMIT else ""
            print(f"{one.id:26}{took * 1000:10.2f}{worked * 1000:10.2f}{rows:7}{beside:>11}{mark}")
    print(f"{slow} of {len(questions())} take more than {LIMIT * 1000:.0f} ms")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else REPEATS))
