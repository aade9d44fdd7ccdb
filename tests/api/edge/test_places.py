"""Who gets a place among the connections, who gives one up, and when each ends; no second passes here."""

import asyncio
from dataclasses import dataclass, field

import pytest

from api.edge.connections import ConnectionLimits, Connections, Phase
from tests.api.edge.hurried import hurried

LIMITS = ConnectionLimits(connections=4, peer_connections=3)


@dataclass(eq=False)
class Line:
    """A connection that notes what is done to it."""

    peer: str = "10.0.0.1"
    phase: Phase = Phase.WORK
    since: float = 0.0
    until: float = 1e9
    said: list[str] = field(default_factory=list)

    def deadline(self) -> float:
        return self.until

    def expire(self) -> None:
        self.said.append("expired")

    def abort(self) -> None:
        self.said.append("ended")


def admitted(*lines: Line, limits: ConnectionLimits = LIMITS) -> list[bool]:
    """Let connections come in order; say which had a place."""

    async def come() -> list[bool]:
        connections = Connections(limits, asyncio.get_running_loop().time)
        return [connections.admit(line) for line in lines]

    return hurried(come())


def test_there_are_as_many_places_as_allowed_in_all() -> None:
    lines = [Line(peer=f"10.0.0.{number}") for number in range(5)]
    assert admitted(*lines) == [True, True, True, True, False]
    assert [line.said for line in lines] == [[]] * 5


def test_one_peer_has_fewer_places_and_takes_none_of_others() -> None:
    mine, other = [Line() for _ in range(4)], Line(peer="10.0.0.2", phase=Phase.IDLE)
    assert admitted(other, *mine) == [True, True, True, True, False]
    assert other.said == []


@pytest.mark.parametrize(
    ("first", "second", "places"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2::ffff", 1),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 2),
        ("::ffff:10.0.0.7", "10.0.0.7", 1),
    ],
)
def test_a_peer_is_what_one_client_cannot_change(first: str, second: str, places: int) -> None:
    limits = ConnectionLimits(connections=4, peer_connections=1)
    assert sum(admitted(Line(peer=first), Line(peer=second), limits=limits)) == places


@pytest.mark.parametrize("spared", [phase for phase in Phase if phase is not Phase.WORK])
def test_what_is_least_busy_gives_way_and_of_equals_what_is_so_longest(spared: Phase) -> None:
    busier = [Line(peer=f"10.0.1.{phase}", phase=phase, since=-9.0) for phase in Phase if phase > spared][:2]
    younger, older = (Line(peer=f"10.0.2.{since:.0f}", phase=spared, since=since) for since in (2.0, 1.0))
    working = [Line(peer=f"10.0.3.{number}") for number in range(2 - len(busier))]
    new = Line(peer="10.0.9.9")
    assert admitted(*busier, *working, younger, older, new) == [True] * 5
    assert older.said == ["ended"]
    assert not any(line.said for line in (*busier, *working, younger, new))


def test_a_peer_with_all_its_places_gives_up_one_of_its_own() -> None:
    idle = [Line(phase=Phase.IDLE, since=float(number)) for number in (3, 1, 2)]
    other = Line(peer="10.0.0.2", phase=Phase.REFUSED, since=-1.0)
    assert all(admitted(other, *idle, Line()))
    assert [line.said for line in (other, *idle)] == [[], [], ["ended"], []]


def test_who_leaves_gives_a_place_free_and_is_not_ended_any_more() -> None:
    async def go() -> None:
        connections = Connections(LIMITS, asyncio.get_running_loop().time)
        lines = [Line(phase=Phase.IDLE) for _ in range(3)]
        for line in lines:
            assert connections.admit(line)
        connections.leave(lines[0])
        connections.leave(lines[0])  # twice, as a connection that was ended for another does
        assert connections.admit(Line())
        assert [line.said for line in lines] == [[]] * 3
        for line in lines:
            connections.leave(line)

    hurried(go())


def test_each_is_ended_at_its_deadline_and_within_a_second_of_it() -> None:
    ends: dict[str, float] = {}

    async def go() -> None:
        clock = asyncio.get_running_loop().time
        connections = Connections(LIMITS, clock)

        class Timed(Line):
            def expire(self) -> None:
                ends[self.peer] = clock()
                connections.leave(self)

        connections.admit(Timed(peer="a", until=5.0))
        connections.admit(Timed(peer="b", until=7.4))
        connections.admit(Line(peer="never"))
        await asyncio.sleep(20)

    hurried(go())
    assert ends == {"a": 5.0, "b": 8.0}


def test_the_deadlines_are_looked_at_again_after_a_time_without_connections() -> None:
    async def go() -> None:
        connections = Connections(LIMITS, asyncio.get_running_loop().time)
        first, later = Line(until=1.0), Line(until=60.0)
        connections.admit(first)
        connections.leave(first)
        await asyncio.sleep(50)
        connections.admit(later)
        await asyncio.sleep(9)
        assert (first.said, later.said) == ([], [])
        await asyncio.sleep(2)
        assert (first.said, later.said[:1]) == ([], ["expired"])

    hurried(go())


def test_only_one_look_a_second_is_taken_however_many_connections_come() -> None:
    looks: list[float] = []

    class Looked(Line):
        def deadline(self) -> float:
            looks.append(asyncio.get_running_loop().time())
            return 1e9

    async def go() -> None:
        connections = Connections(LIMITS, asyncio.get_running_loop().time)
        connections.admit(Looked(peer="a"))
        connections.admit(Line(peer="b"))
        await asyncio.sleep(4.5)

    hurried(go())
    assert looks == [0.0, 1.0, 2.0, 3.0, 4.0]
