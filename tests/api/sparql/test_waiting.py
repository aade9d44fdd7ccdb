"""Who is next, and what is known to be slow: slow queries wait for each other, quick ones for none of them."""

import asyncio
from collections.abc import Sequence

import pytest

from api.sparql.limits import Limits
from api.sparql.pool import Pool
from api.sparql.runs import RunningQuery
from api.sparql.waiting import SlowQueries, WaitingQueries
from api.sparql.worker_connection import WorkerConnection
from graph.store import Store
from graph.store.frames import QueryOutcome, Request
from graph.store.system import BOUNDS_MEMORY
from tests.api.sparql.test_bounds import POINT

NUMBERS = " ".join(map(str, range(80)))
SLOW = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} VALUES ?c {{ {NUMBERS} }} }}"
WORK = Request(source="", media_type="application/sparql-results+json", seconds=60, rows=0, bytes=1 << 20)


def asked(number: int, client: str, *, served: bool = False) -> RunningQuery:
    run = RunningQuery(number, "", 1.0, 0.0, 0.0, None, client)
    if served:
        run.connection = object.__new__(WorkerConnection)
    return run


@pytest.mark.parametrize(
    ("running", "waiting", "order"),
    [
        ([], ["a", "a", "b"], [0, 1, 2]),
        (["a"], ["a", "a", "b"], [2, 0, 1]),
        (["a", "a", "b"], ["a", "b", "c"], [2, 1, 0]),
    ],
)
def test_the_client_with_the_fewest_workers_is_next(
    running: Sequence[str], waiting: Sequence[str], order: Sequence[int]
) -> None:
    async def served() -> list[int]:
        queue, others = WaitingQueries(), [asked(number, client, served=True) for number, client in enumerate(running)]
        runs = [asked(number, client) for number, client in enumerate(waiting)]
        turns = [queue.add(run) for run in runs]
        found = []
        while queue.give(None, others):
            (new,) = (at for at, turn in enumerate(turns) if turn.done() and at not in found)
            assert runs[new].placed
            found.append(new)
        return found

    assert asyncio.run(served()) == order


def test_one_who_has_left_is_passed_over() -> None:
    async def given() -> tuple[bool, bool, int]:
        queue = WaitingQueries()
        first, second = queue.add(asked(1, "a")), queue.add(asked(2, "a"))
        first.cancel()
        return queue.give(None, ()), second.done(), len(queue)

    assert asyncio.run(given()) == (True, True, 0)


def test_texts_are_remembered_as_they_did_last_and_not_without_end() -> None:
    known = SlowQueries()
    known.note("a", slow=True)
    assert "a" in known
    known.note("a", slow=False)
    assert "a" not in known
    for number in range(2000):
        known.note(str(number), slow=True)
    assert "1999" in known
    assert "0" not in known


@pytest.mark.skipif(not BOUNDS_MEMORY, reason="the processor time of another process is told by Linux")
def test_what_was_slow_leaves_the_places_of_quick_queries_alone(store: Store) -> None:
    async def pressed() -> None:
        pool = Pool(store, Limits(workers=1, most_workers=3, slow_after=0.03, queue_seconds=60))
        try:
            assert (await pool.answer(SLOW, WORK))[0].outcome is QueryOutcome.OK
            assert SLOW in pool._slow
            slow = [asyncio.create_task(pool.answer(SLOW, WORK, client="a")) for _ in range(5)]
            quick = 0
            while not all(task.done() for task in slow):
                assert (await pool.answer(POINT, WORK, client="b"))[0].outcome is QueryOutcome.OK
                assert not pool._waiting
                assert pool._slow_runs() <= 2
                quick += 1
                await asyncio.sleep(0.02)
            assert [task.result()[0].outcome for task in slow] == [QueryOutcome.OK] * 5
            assert quick > 1
            assert len(pool._stepped_back) == 2  # the five took turns with two workers, which rest now
            assert POINT not in pool._slow
        finally:
            await pool.close()

    asyncio.run(pressed())
