"""The command line: ``dutygraph COMMAND``, one module a command in ``api.cli.commands``.

Guarantees:
    1. Exit codes: 0 done; 1 nothing done, or some of it failed; 2 wrong usage; 130 interrupted; 141 the reader of the
       output went away.
    2. What others read by machine goes to standard output, in UTF-8 for every locale; all else to standard error.
    3. A fault is one clear sentence in one language: what, where, what to do. No traceback.
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import zip_longest
from typing import NoReturn, TextIO

from api.cli.commands import COMMANDS, Command
from api.cli.terminal import Terminal, language_of_locale
from api.cli.usage import wrong_usage
from api.version import version
from extract.errors import ExtractError
from extract.messages import Message, message
from graph.errors import GraphError
from ontology.catalogue import Language

FAILED, USAGE, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141


class _Notes(logging.Handler):
    """Writes what the graph reports while it works as remarks of the command."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(logging.WARNING)
        self._terminal = terminal

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.msg, Message):
            self._terminal.note(record.msg)


class _Parser(argparse.ArgumentParser):
    """Reports wrong usage in the language of the command line."""

    terminal = Terminal()

    def error(self, message: str) -> NoReturn:
        """Report wrong usage and leave with code 2."""
        if self.terminal.faults_as_json:
            self.terminal.fault(wrong_usage(message))
            self.exit(USAGE)
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.terminal.say(wrong_usage(message))}\n")


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
        sys.stderr.write(f"\n{message('已中断。').render(language_of(arguments))}\n")
        return INTERRUPTED
    except BrokenPipeError:
        # the interpreter flushes once more on its way out: let that go nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


def _run(arguments: Sequence[str]) -> int:
    terminal = Terminal(
        language=language_of(arguments),
        quiet="--quiet" in arguments,
        faults_as_json=_named(arguments, "--format") == "json",
    )
    chosen = parser(arguments, terminal).parse_args(arguments)
    logging.getLogger("graph").handlers = [_Notes(terminal)]
    run: Command = chosen.run
    try:
        return run(chosen, terminal)
    except (ExtractError, GraphError) as error:
        terminal.fault(error.message)
    except BrokenPipeError:
        raise
    except OSError as error:
        terminal.fault(_of_system(error))
    return FAILED


def language_of(arguments: Sequence[str]) -> Language:
    """Give the language that the arguments name, else that of the locale; known before they are parsed."""
    named = _named(arguments, "--lang")
    return Language(named) if named in set(Language) else language_of_locale()


def _named(arguments: Sequence[str], option: str) -> str:
    """Give the value of an option before the arguments are parsed; empty where it is not given."""
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        name, _, value = argument.partition("=")
        if name == option:
            return value or following
    return ""


def parser(arguments: Sequence[str], terminal: Terminal) -> argparse.ArgumentParser:
    """Build the parser; only the modules of the commands that are named are loaded, so that each starts quickly."""
    _Parser.terminal, say = terminal, terminal.say
    whole = _Parser(
        prog="dutygraph",
        description=say(message("责任图谱：各单位牵头、配合任务一览，每个数字均可查到原文。")),
        allow_abbrev=False,
    )
    whole.add_argument("--version", action=_VersionAction, nargs=0, help=say(message("显示版本号")))
    commands = whole.add_subparsers(metavar="COMMAND", required=True, title=say(message("命令")))
    for name, line in COMMANDS.items():
        help_line = say(line)
        command = commands.add_parser(name, help=help_line, description=help_line, allow_abbrev=False)
        command.add_argument(
            "--lang", choices=[one.value for one in Language], help=say(message("界面语言，默认取系统语言"))
        )
        command.add_argument("--quiet", action="store_true", help=say(message("不打印提示和进度")))
        if name in arguments:
            module = import_module(f"api.cli.{name}")
            module.arguments(command, say)
            command.set_defaults(run=module.run)
    return whole


class _VersionAction(argparse.Action):
    """Prints the version, which is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"dutygraph {version()}")
        parser.exit()


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)  # a stream put in place by a caller may not have it
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _of_system(error: OSError) -> Message:
    where = error.filename or ""
    reason = error.strerror or str(error)
    return message("{where} 读写失败：{reason}。请检查路径、权限和磁盘空间。", where=where, reason=reason)


if __name__ == "__main__":
    sys.exit(main())
