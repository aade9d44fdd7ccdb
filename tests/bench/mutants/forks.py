"""Test mutants in forks of one process, which has imported everything and opened nothing: that takes seconds only once.

    python -m tests.bench.mutants.forks SECONDS JOBS TEST …

``JOBS`` is a file with a line of JSON for each mutant: its name, the seconds that its tests may take, the tests. None starts
after ``SECONDS``. For each a line is printed: the exit code of pytest, and the name.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:unraisableexception")
AT_ONCE = 3  # tests of connections wait most of the time
NOT_FINISHED = 1
UNTESTED = pytest.ExitCode.NO_TESTS_COLLECTED


def main() -> None:
    """Do the jobs of a file."""
    seconds, path, *tests = sys.argv[1:]
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # for what pytest prints
    pytest.main([*OPTIONS, "--collect-only", *tests])
    jobs = (json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines())
    for name, code in done(jobs, time.monotonic() + float(seconds)):
        print(code, name, file=out, flush=True)


def done(jobs: Iterator[tuple[str, int, Sequence[str]]], end: float) -> Iterator[tuple[str, int]]:
    """Give the mutants with the exit codes of their tests, as they finish."""
    running: dict[int, str] = {}
    for name, seconds, tests in jobs:
        if time.monotonic() > end:
            break
        running[_begun(name, seconds, tests)] = name
        if len(running) >= AT_ONCE:
            yield _next(running)
    while running:
        yield _next(running)


def _begun(name: str, seconds: int, tests: Sequence[str]) -> int:
    """Begin to test a mutant; give the process."""
    process = os.fork()
    if process:
        return process
    os.setsid()
    signal.alarm(seconds)  # ends the process
    os.environ["MUTANT_UNDER_TEST"] = name
    os._exit(pytest.main([*OPTIONS, "-x", *tests]) if tests else UNTESTED)


def _next(running: dict[int, str]) -> tuple[str, int]:
    """Wait for the next mutant, and end what its tests left running."""
    process, status = os.wait()
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(status)
    return running.pop(process), code if code >= 0 else NOT_FINISHED


if __name__ == "__main__":
    main()
