"""How often a secret may be tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.edge.refusal import RefusedRequest
from api.edge.settings import Settings
from api.edge.throttle import MOST_KEYS, Throttle
from tests.api.serving import BEARER, TOKEN, House, house


class Clock:
    """A clock that a test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def refused(throttle: Throttle, *keys: str) -> RefusedRequest | None:
    try:
        throttle.take(*keys)
    except RefusedRequest as refusal:
        return refusal
    return None


def test_after_the_first_tries_one_comes_every_few_seconds() -> None:
    clock = Clock()
    throttle = Throttle(burst=3, every=5.0, clock=clock)
    assert [refused(throttle, "a") for _ in range(3)] == [None] * 3
    refusal = refused(throttle, "a")
    assert refusal is not None
    assert (refusal.status, refusal.headers) == (429, {"Retry-After": "5"})
    assert refused(throttle, "b") is None  # others do not wait
    clock.now += 5
    assert refused(throttle, "a") is None
    assert refused(throttle, "a") is not None
    clock.now += 1000  # never more than at first
    assert [refused(throttle, "a") is None for _ in range(4)] == [True, True, True, False]


def test_a_right_secret_costs_nothing() -> None:
    throttle = Throttle(burst=2, every=5.0, clock=Clock())
    for _ in range(10):
        throttle.take("a", "account")
        throttle.give_back("a", "account")
    assert [refused(throttle, "a") is None for _ in range(3)] == [True, True, False]


def test_a_key_without_tries_refuses_and_the_others_lose_none() -> None:
    throttle = Throttle(burst=1, every=5.0, clock=Clock())
    throttle.take("account")
    assert refused(throttle, "peer", "account") is not None
    assert refused(throttle, "peer") is None


def test_the_memory_is_bounded() -> None:
    throttle = Throttle(burst=2, every=5.0, clock=Clock())
    for number in range(3 * MOST_KEYS):
        throttle.take(str(number))
    assert len(throttle._left) == MOST_KEYS


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "data", Settings(token=TOKEN, updates=True)) as made:
        yield made


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/import"), ("PUT", "/graphs?graph=http://e.test/g"), ("POST", "/sparql")],
)
def test_guessing_ends_at_every_address_that_takes_the_token(served: House, method: str, path: str) -> None:
    client = served.client
    form = {"update": "CLEAR DEFAULT"}
    wrong = {"Authorization": "Bearer wrong"}
    answers = [client.request(method, path, headers=wrong, data=form) for _ in range(40)]
    assert {answer.status_code for answer in answers} == {401, 429}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in answers if answer.status_code == 429)
    assert client.request(method, path, headers=BEARER, data=form).status_code == 429  # a right one has to wait too
    assert client.post("/login", data={"token": TOKEN}).status_code == 429
    assert client.get("/").status_code == 200  # reading goes on
