"""Build a store from sources: one plan per source, with an outcome for each.

Guarantees:
    1. A source that cannot be read is a ``BuildOutcome`` with its error; the others are built.
    2. A plan is stored completely or not at all: its graph is replaced in one transaction.
    3. Human corrections are replayed on every import, so reading a plan again does not lose them.
    4. Sources are taken in the order given; the files of a folder in the order of their paths.
    5. A file of RDF is a plan that this program wrote elsewhere, or it is refused.
    6. What the same program with the same tables has read before is not read again: a build that was killed goes on where
       it was.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from extract.readers.containers import is_system_file
from graph.build.batch import BuildOutcome, PlanBatch, known_plans
from graph.build.cluster import readings_by
from graph.build.pool import readings
from graph.build.reading import ContradictionError
from graph.build.versions import OnDuplicate
from graph.corrections.store import settle
from graph.exchange.void import is_described
from graph.store import Store
from graph.store.folder import is_ours

__all__ = ["BuildOutcome", "BuildStep", "ContradictionError", "Stage", "build", "source_files", "system_files"]


class Stage(StrEnum):
    """What is being done with a source."""

    READ = "read"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildStep:
    """A step: the source, the stage of its processing, and which of how many sources it is (from 1)."""

    source: Path
    stage: Stage
    number: int
    total: int


def build(
    sources: Iterable[Path],
    store: Store,
    progress: Callable[[BuildStep], None],
    on_duplicate: OnDuplicate | None = None,
    processes: int = 1,
    *,
    again: bool = False,
    cluster: str = "",
) -> tuple[BuildOutcome, ...]:
    """Read sources into the store, one plan per source, or several from a mail or a zip file.

    Args:
        sources: files, or folders whose files are all taken.
        store: where the plans go; a plan that is already there is replaced.
        progress: called with each step before it begins, and with each outcome.
        on_duplicate: what to do with a document that is there in another version or form; see ``graph.build.versions``.
        processes: how many read; 0 for one a processor where there are enough sources. Each starts by importing the
            program that asks, which has to allow it (``if __name__ == "__main__":``).
        again: whether to read also what the same program with the same tables has read before.
        cluster: the address of a Dask scheduler whose workers read, instead of processes of this machine.

    Raises:
        ClusterError: the cluster cannot be used; what was stored before stays.
    """
    files = tuple(source_files(sources))
    titles = {} if again else known_plans(store)
    batch = PlanBatch(store, titles, on_duplicate)
    known = frozenset(titles)
    found = readings_by(cluster, files, known) if cluster else readings(files, known, processes)
    for number, file in enumerate(files, start=1):
        progress(BuildStep(source=file, stage=Stage.READ, number=number, total=len(files)))
        batch.add(next(found))
        progress(BuildStep(source=file, stage=Stage.DONE, number=number, total=len(files)))
    batch.store_all()
    if batch.changed or not is_described(store):  # as after a build that was ended
        store.replace_many(())  # puts the files in order after what was loaded
        settle(store)
    return tuple(batch.outcomes)


def source_files(sources: Iterable[Path]) -> Iterable[Path]:
    """List the files meant by paths: a file is itself, a folder all files below it but our own and the system's, sorted."""
    for source in sources:
        if source.is_dir():
            ours = {path.parent for path in source.rglob("VERSION") if is_ours(path.parent)}
            inside = (path for path in source.rglob("*") if path.is_file() and ours.isdisjoint(path.parents))
            yield from sorted(path for path in inside if not is_system_file(path.relative_to(source).as_posix()))
        else:
            yield source


def system_files(sources: Iterable[Path]) -> tuple[str, ...]:
    """Name the files that folders contain for the system or an office program alone, and that are passed over.

    What is hidden by a dot is not named: there may be thousands of such files.
    """
    inside = (path.relative_to(source) for source in sources if source.is_dir() for path in source.rglob("*"))
    named = (path for path in inside if not any(part.startswith(".") for part in path.parts))
    return tuple(sorted(path.as_posix() for path in named if is_system_file(path.as_posix())))
