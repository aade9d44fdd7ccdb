"""Several processes give what one gives, in the same order, a few pieces at a time; one that ends is noticed."""

import os
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool

import pytest

from graph.processes import in_order


def doubled(number: int) -> int:
    if number < 0:
        os._exit(9)
    return 2 * number


def test_the_order_is_kept_and_few_pieces_are_ahead() -> None:
    taken: list[int] = []

    def given() -> Iterator[int]:
        for number in range(40):
            taken.append(number)
            yield number

    found = in_order(doubled, given(), 2)
    assert next(found) == 0
    assert len(taken) < 10
    assert list(found) == [doubled(number) for number in range(1, 40)]
    with pytest.raises(BrokenProcessPool):
        list(in_order(doubled, [1, -1, 2], 2))
