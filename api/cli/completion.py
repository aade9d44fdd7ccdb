"""``dutygraph completion SHELL``: a script that completes commands and options in a shell."""

import argparse
import sys

from api.cli.commands import COMMANDS
from api.cli.terminal import Say, Terminal
from extract.messages import message


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help=say(message("哪一种 shell")))


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the script."""
    import shtab  # noqa: PLC0415  only this command needs it

    from api.cli.main import parser  # noqa: PLC0415  which loads this module

    sys.stdout.write(shtab.complete(parser(tuple(COMMANDS), terminal), shell=chosen.shell))
    return 0
