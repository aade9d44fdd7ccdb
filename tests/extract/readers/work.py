"""Count the work of reading, which no clock and no neighbour on the machine changes."""

import sys
from collections.abc import Callable
from types import FrameType


def calls(run: Callable[[], object]) -> int:
    """The number of calls, of Python and of C functions, that a run takes."""
    count = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(seen)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


def grows_linearly(run: Callable[[int], object], size: int) -> bool:
    """Whether four times as much takes no more than five times the work; what comes once is not counted twice."""
    run(1)  # what is only done once is done
    return calls(lambda: run(4 * size)) <= 5 * calls(lambda: run(size))
