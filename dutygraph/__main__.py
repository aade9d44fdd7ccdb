"""The console script ``dutygraph``: it finds the program's own packages also beside a folder named ``graph``."""

import multiprocessing
import sys


def main() -> int:
    """Run the command line."""
    multiprocessing.freeze_support()  # before anything is loaded: a bundle starts its helpers with this file
    from api.cli.main import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
