"""Pieces of work on plans, and what each costs in a process of its own."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from extract.pipeline import extract
from extract.readers import read_all
from graph.build.plans import build
from graph.dataset.load import plan_stamps
from graph.store import open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a piece of work costs; ``memory`` is the most that its process had, in megabytes."""

    wall: float
    processor: float
    memory: int

    def row(self, name: str, beside: float) -> str:
        """Write a line of the table, with the wall time as a multiple of another."""
        return f"  {name:<34}{self.wall:9.2f} s{self.processor:9.2f} s{self.memory:6} MB{self.wall / beside:9.3f}"


def cost_of(work: Callable[..., None], *given: Path | int) -> Cost:
    """Do a piece of work in a separate process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measured, args=(theirs, work, given))
    process.start()
    theirs.close()
    cost: Cost = ours.recv()
    process.join()
    return cost


def _measured(out: Connection, work: Callable[..., None], given: tuple[Path | int, ...]) -> None:
    began = time.perf_counter()
    work(*given)
    wall = time.perf_counter() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(one.ru_utime + one.ru_stime for one in used)
    out.send(Cost(wall=wall, processor=processor, memory=used[0].ru_maxrss >> 10))


def extracted(files: Path) -> None:
    """Only extract."""
    for file in sorted(files.iterdir()):
        for document in read_all(file):
            extract(document)


def built(files: Path, data: Path, processes: int) -> None:
    """Build a data folder, or bring it up to date."""
    with open_store(data) as store:
        build([files], store, lambda _: None, processes=processes)


def dumped(data: Path, out: Path) -> None:
    """Write the triples of each plan into a file."""
    out.mkdir()
    with open_store(data) as store:
        for number, graph in enumerate(plan_stamps(store)):
            (out / f"{number:06}").write_bytes(graph.encode() + b"\n" + store.dump(graph))


def loaded(triples: Path, data: Path) -> None:
    """Only load, a batch at a time, and put the files in order."""
    with open_store(data) as store:
        store.replace_many(
            (graph.decode(), content)
            for file in sorted(triples.iterdir())
            for graph, _, content in (file.read_bytes().partition(b"\n"),)
        )
