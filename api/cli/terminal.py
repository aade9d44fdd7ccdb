"""Where a command speaks: tables on standard output, notes and faults on standard error."""

import json
import os
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO, TypeAlias

from api.tables.model import Table, ValueKind
from extract.messages import Message, message
from ontology.catalogue import Language

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress
    from rich.table import Table as Grid

WIDE, FEWEST = 6, 3  # columns up to which a table is printed with all of them; and that are printed of a wider one
WORDS, BETWEEN = 24, 3  # places for words, and between two columns
_ANY_WIDTH = 10_000
PLAIN_WIDTH = 120  # columns of a table that goes into a file or a pipe


Say: TypeAlias = Callable[[Message], str]
"""Renders a text in the language of the command line."""


def language_of_locale() -> Language:
    """Give the language of the locale that the environment names; Chinese where it is none of ours."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return Language.EN if named.lower().startswith("en") else Language.ZH


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """The two streams of a command, and how it speaks on them.

    The library that draws tables is loaded when the first line is printed: what goes to a machine needs none of it.
    Colours follow NO_COLOR and whether the stream is a terminal.

    Attributes:
        quiet: leave remarks out; results and faults are always written.
        faults_as_json: write a fault as one JSON object on a line.
    """

    language: Language = Language.ZH
    quiet: bool = False
    faults_as_json: bool = False

    def say(self, text: Message) -> str:
        """Render a text in the language of the command."""
        return text.render(self.language)

    def print(self, words: Message) -> None:
        """Print a line of the result."""
        from rich.text import Text

        _console(sys.stdout).print(Text(self.say(words)))

    def line(self, words: str) -> None:
        """Print a line that is rendered already; a long one is not broken."""
        from rich.text import Text

        _console(sys.stdout).print(Text(words), soft_wrap=True)

    def note(self, words: Message) -> None:
        """Print a remark about the result."""
        from rich.text import Text

        if not self.quiet:
            _console(sys.stderr).print(Text(self.say(words)), soft_wrap=True)

    def fault(self, words: Message) -> None:
        """Print what went wrong."""
        if self.faults_as_json:
            sys.stderr.write(json.dumps({"message": self.say(words)}, ensure_ascii=False) + "\n")
            return
        from rich.text import Text

        _console(sys.stderr).print(Text(printable(self.say(words))), soft_wrap=True, style="bold red")

    def table(self, table: Table, limit: int | None = None) -> None:
        """Print a table, its first ``limit`` rows, and how many more there are; wide characters count as two columns."""
        from rich.measure import Measurement

        console = _console(sys.stdout)
        anywhere = console.options.update(width=_ANY_WIDTH)
        shown = table.shown().first(limit)
        for column in reversed([column for column in shown.columns if column.aside]):
            if Measurement.get(console, anywhere, self._grid(shown)).maximum <= console.width:
                break
            shown = shown.only(*(key for key in shown.keys if key != column.key))
        every = len(shown.columns)
        while every > WIDE and len(shown.columns) > FEWEST and self._squeezed(shown, console.width):
            shown = shown.only(*shown.keys[:-1])
        console.print(self._grid(shown))
        if len(shown.columns) < every:
            self.print(message("  …另有 {n} 列，--format csv 列出全部", n=every - len(shown.columns)))
        if len(table.rows) > len(shown.rows):
            self.print(message("  …另有 {more} 行", more=len(table.rows) - len(shown.rows)))

    def _squeezed(self, table: Table, room: int) -> bool:
        """Say whether numbers, which are never broken, leave too little room for words."""
        from rich.cells import cell_len

        needed = 0
        cells = tuple(table.cells(self.language))
        for place, column in enumerate(table.columns):
            longest = max((cell_len(str(row[place])) for row in cells), default=0)
            number = column.kind is ValueKind.NUMBER
            heading = cell_len(column.title(self.language))
            needed += BETWEEN + (max(longest, heading) if number else min(longest, WORDS))
        return needed > room

    def _grid(self, table: Table) -> "Grid":
        from rich.box import SIMPLE_HEAD
        from rich.table import Table as Grid
        from rich.text import Text

        grid = Grid(title=Text(self.say(table.title)), title_justify="left", title_style="bold", box=SIMPLE_HEAD)
        for column in table.columns:
            number = column.kind is ValueKind.NUMBER
            # a number is never broken over two lines; its head may be
            grid.add_column(
                Text(column.title(self.language)),
                justify="right" if number else "left",
                no_wrap=number,
                overflow="fold",
            )
        for row in table.cells(self.language):
            grid.add_row(*(Text(printable(f"{cell:g}" if isinstance(cell, float) else str(cell))) for cell in row))
        return grid

    def progress(self) -> "Progress":
        """Make a progress bar of tasks with a ``rate``; it draws only on a terminal."""
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        return Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(elapsed_when_finished=False),
            TextColumn("{task.fields[rate]}", markup=False),
            console=_console(sys.stderr),
            disable=self.quiet,
        )


def printable(text: str) -> str:
    r"""Replace what could steer a terminal or turn the direction of writing; line breaks stay.

    >>> printable("州公安局\x1b[31m")
    '州公安局\ufffd[31m'
    """
    return "".join(_printable(letter) for letter in text)


def _printable(letter: str) -> str:
    if letter in "\t\r":
        return " "
    if letter == "\n":
        return letter
    return "\ufffd" if unicodedata.category(letter) in {"Cc", "Cf", "Cs"} else letter


def _console(stream: TextIO) -> "Console":
    from rich.console import Console

    width = None if stream.isatty() or "COLUMNS" in os.environ else PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
