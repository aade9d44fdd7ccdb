"""The command line: ``dutygraph COMMAND``, one module a command in ``api.cli.commands``.

Guarantees:
    1. Exit codes: 0 done; 1 nothing done, or some of it failed; 2 wrong usage; 130 interrupted; 141 the reader of the
       output went away.
    2. What others read by machine goes to standard output, in UTF-8 whatever the locale; all else to standard error.
    3. A fault is one clear sentence a language, Chinese first: what, where, what to do. No traceback.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn, TextIO

from api.cli.commands import COMMANDS, Command
from api.cli.terminal import Lang, Terminal
from extract.errors import ExtractError
from graph.errors import GraphError
from graph.texts import Bilingual, shown

FAILED, USAGE, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in both languages."""

    def error(self, message: str) -> NoReturn:
        """Report wrong usage and leave with code 2."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"用法有误 / wrong usage: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    arguments = tuple(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except SystemExit as leaving:  # argparse: help, or wrong usage
        return leaving.code if isinstance(leaving.code, int) else USAGE
    except KeyboardInterrupt:
        sys.stderr.write("\n已中断。/ Interrupted.\n")
        return INTERRUPTED
    except BrokenPipeError:
        # the interpreter flushes once more on its way out: let that go nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


def _run(arguments: Sequence[str]) -> int:
    chosen = _parser(arguments).parse_args(arguments)
    terminal = Terminal.make(Lang(chosen.lang) if chosen.lang else None)
    run: Command = chosen.run
    try:
        return run(chosen, terminal)
    except (ExtractError, GraphError) as error:
        terminal.fault(shown(error.message))
    except BrokenPipeError:
        raise
    except OSError as error:
        terminal.fault(_of_system(error))
    return FAILED


def _parser(arguments: Sequence[str]) -> _Parser:
    """Build the parser; only the module of the command that is asked for is loaded, so that each starts quickly."""
    parser = _Parser(
        prog="dutygraph",
        description="责任图谱：谁牵头、谁配合，每个数字都能点回原文。 / Who must do what in a plan, every number with its sentence.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True, title="命令 / commands")
    for name, line in COMMANDS.items():
        help_line = f"{line.zh} / {line.en}"
        command = commands.add_parser(name, help=help_line, description=help_line, allow_abbrev=False)
        command.add_argument("--lang", choices=[lang.value for lang in Lang], help="只用一种语言 / one language only")
        if name in arguments:
            module = import_module(f"api.cli.{name}")
            module.arguments(command)
            command.set_defaults(run=module.run)
    return parser


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)  # a stream put in place by a caller may not have it
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _of_system(error: OSError) -> Bilingual:
    where = error.filename or ""
    reason = error.strerror or str(error)
    return Bilingual(
        zh=f"{where} 读写失败：{reason}。请检查路径、权限和磁盘空间。",
        en=f"{where} cannot be read or written: {reason}. Check the path, its permissions and the free disk space.",
    )


if __name__ == "__main__":
    sys.exit(main())
