"""Attack a checkout: ``python -m tests.attack [--root DIR] [LETTER …]``; the letters are those of ``ATTACKS``."""

import argparse
from pathlib import Path

from tests.attack.attacks import ATTACKS
from tests.attack.target import HERE


def main() -> None:
    """Print what each attack breaks."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack")
    parser.add_argument("letters", nargs="*", default=list(ATTACKS))
    parser.add_argument("--root", type=Path, default=HERE, help="the checkout to attack")
    chosen = parser.parse_args()
    for letter in chosen.letters:
        broken = list(ATTACKS[letter](chosen.root.resolve()))
        print(letter, "broken: " + "; ".join(broken) if broken else "held", flush=True)  # noqa: T201  # a program prints


if __name__ == "__main__":
    main()
