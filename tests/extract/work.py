"""Count the work of a function: calls, whatever else the machine does meanwhile."""

import sys
from collections.abc import Callable
from types import FrameType


def calls(run: Callable[[], object]) -> int:
    """Count the calls of functions, of Python and of C, that ``run`` makes."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


def grows_linearly(run: Callable[[int], object], size: int) -> bool:
    """Whether four times as much takes no more than five times the work; what comes once is not counted twice."""
    run(1)  # what is only done once is done
    return calls(lambda: run(4 * size)) <= 5 * calls(lambda: run(size))
