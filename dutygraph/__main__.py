"""The console script ``dutygraph``, which is also the program of a bundle.

A bundle has no interpreter of its own, so it runs its modules for reading documents and answering queries by itself.
"""

import gc
import multiprocessing
import os
import runpy
import sys

_MODULES = frozenset({"graph.store.worker", "api.imports.worker", "api.drafts.annotator"})


def main() -> int:
    """Run the command line, or one module of a bundle."""
    multiprocessing.freeze_support()  # before anything is loaded: helpers of a bundle start here
    if sys.argv[1:2] == ["--run-module"] and set(sys.argv[2:3]) <= _MODULES:
        module = sys.argv[2]
        sys.argv[:3] = sys.argv[:1]
        runpy.run_module(module, run_name="__main__")
        return 0
    # the tables and patterns that a start loads live until the end: to look for garbage among them costs a tenth of it
    gc.set_threshold(50_000, 20, 20)
    # matrices here are small: more threads than one cost four times the processor time, and wait for each other
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if getattr(sys, "frozen", False):
        _give_back_library_path()
    from api.cli.main import main as command_line

    return command_line()


def _give_back_library_path() -> None:
    """Let programs of the system that are started from here, such as the browser, find their own libraries."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before


if __name__ == "__main__":
    sys.exit(main())
