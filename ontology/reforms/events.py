"""The one source of reform facts: events with a date for each level, the functions they moved, the bodies they founded.

Four tables, read together:

- ``events.csv``, one row an event and level: ``event,year,title,level,date,source``. ``year`` names the reform, ``date``
  is the day by which the level carried it out.
- ``transfers.csv``, one row a function that passed on: ``event,levels,body,heir,function,fate,source``. Bodies are keys of
  the lexicon. The first row of a body that ends names its main heir.
- ``foundings.csv``, one row a body that a reform founded: ``event,levels,body,source``.
- ``functions.csv``: ``function,zh,en``.

The years in which the lexicon's names are valid (``extract/units/validity.csv``) and the RDF are generated from these tables (``ontology.reforms.views``).

Source: the reform plans named in each row. They give the national rule; how one place carried it out differs and must be
checked there.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

LEVELS = {"国": "national", "省": "province", "市": "prefecture", "县": "county"}


class ReformError(ValueError):
    """The tables of reforms contradict themselves: the message names the event and the bodies."""


class Fate(StrEnum):
    """What becomes of the body that gives a function away."""

    ENDS = "ends"
    MOVES = "moves"  # the body goes on without the function
    LEAVES = "leaves"  # the body ends, and the function leaves the government


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A reform, with the day by which each level carried it out."""

    key: str
    year: int
    title: str
    dates: tuple[tuple[str, date], ...]  # level, day
    source: str

    def date_at(self, level: str) -> date | None:
        """Give the day at a level; None where the reform does not concern it."""
        return dict(self.dates).get(level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One function that passed from a body to its heir at one level."""

    event: Event
    level: str
    date: date
    body: str
    heir: str
    function: str
    fate: Fate
    source: str

    @property
    def ends(self) -> bool:
        """Whether the body that gives the function away ends."""
        return self.fate is not Fate.MOVES


@dataclass(frozen=True, slots=True, kw_only=True)
class Reforms:
    """All events, and their transfers by date, within a date in the order of the table."""

    events: tuple[Event, ...]
    transfers: tuple[Transfer, ...]
    foundings: tuple[tuple[Event, str, str], ...]  # event, level, body
    functions: tuple[tuple[str, str, str], ...]  # key, Chinese, English


@cache
def reforms() -> Reforms:
    """Read the tables once.

    Raises:
        ReformError: when a row has no source, or the rows contradict each other (see ``checked``).
    """
    events = {event.key: event for event in _events(_rows("events.csv"))}
    transfers = checked(_transfers(events, _rows("transfers.csv")))
    foundings = founded(_foundings(events, _rows("foundings.csv")), transfers)
    functions = tuple((row["function"], row["zh"], row["en"]) for row in _rows("functions.csv"))
    unnamed = {one.function for one in transfers} - {key for key, _, _ in functions}
    if unnamed:
        raise ReformError(f"functions without a name: {sorted(unnamed)}")
    return Reforms(events=tuple(events.values()), transfers=transfers, foundings=foundings, functions=functions)


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((files("ontology.reforms") / name).read_text(encoding="utf-8").splitlines())


def _events(rows: Iterable[dict[str, str]]) -> Iterator[Event]:
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        grouped.setdefault(row["event"], []).append(row)
    for key, group in grouped.items():
        dates = tuple((LEVELS[row["level"]], date.fromisoformat(row["date"])) for row in group)
        first = group[0]
        if len({level for level, _ in dates}) < len(dates):
            raise ReformError(f"{key} has two dates for one level")
        yield Event(key=key, year=int(first["year"]), title=first["title"], dates=dates, source=_source(first))


def _transfers(events: dict[str, Event], rows: Iterable[dict[str, str]]) -> Iterator[Transfer]:
    for row in rows:
        event = events[row["event"]]
        for level in map(LEVELS.__getitem__, row["levels"]):
            day = event.date_at(level)
            if day is None:
                raise ReformError(f"{event.key} has no date for {level}: {row['body']} → {row['heir']}")
            yield Transfer(
                event=event, level=level, date=day, body=row["body"], heir=row["heir"], function=row["function"],
                fate=Fate(row["fate"]), source=_source(row),
            )  # fmt: skip


def _foundings(events: dict[str, Event], rows: Iterable[dict[str, str]]) -> Iterator[tuple[Event, str, str]]:
    for row in rows:
        _source(row)
        for level in map(LEVELS.__getitem__, row["levels"]):
            yield events[row["event"]], level, row["body"]


def _source(row: dict[str, str]) -> str:
    if not row["source"].strip():
        raise ReformError(f"a row of {row['event']} has no source")
    return row["source"]


def founded(
    found: Iterable[tuple[Event, str, str]], transfers: Iterable[Transfer]
) -> tuple[tuple[Event, str, str], ...]:
    """Refuse a body that a reform founds twice at one level, or after another ended it: its years would overlap.

    Raises:
        ReformError: naming the body and the level.
    """
    foundings = tuple(found)
    ends = {(one.body, one.level): one.date for one in transfers if one.ends}
    seen: set[tuple[str, str]] = set()
    for event, level, body in foundings:
        day, end = event.date_at(level), ends.get((body, level))
        if (body, level) in seen or day is None or (end is not None and end <= day):
            raise ReformError(f"{event.key} founds {body} at {level} twice, without a date, or after its end")
        seen.add((body, level))
    return foundings


def checked(found: Iterable[Transfer]) -> tuple[Transfer, ...]:
    """Sort transfers by date and refuse those that cannot all be true.

    Raises:
        ReformError: when a function goes in a circle, has two heirs, passes on from a body that does not hold it,
            or passes to a body that has ended.
    """
    transfers = tuple(sorted(found, key=lambda one: one.date))
    holders: dict[tuple[str, str], Transfer] = {}
    gone: dict[tuple[str, str], date] = {}
    for one in transfers:
        if one.ends:
            gone[one.level, one.body] = one.date
    for one in transfers:
        last = holders.get((one.level, one.function))
        _check(one, last, gone.get((one.level, one.heir)))
        holders[one.level, one.function] = one
    return transfers


def _check(one: Transfer, last: Transfer | None, heir_ends: date | None) -> None:
    where = f"{one.event.key}, {one.level}, {one.function}"
    if one.body == one.heir:
        raise ReformError(f"{where}: {one.body} passes it to itself")
    if heir_ends is not None and heir_ends <= one.date:
        raise ReformError(f"{where}: passes to {one.heir}, which has ended: a circle")
    if last is not None and last.date == one.date and last.body == one.heir:
        raise ReformError(f"{where}: {one.body} and {one.heir} pass it to each other: a circle")
    if last is not None and last.date == one.date and last.heir != one.heir:
        raise ReformError(f"{where}: two heirs at once, {last.heir} and {one.heir}")
    if last is not None and last.date < one.date and last.heir != one.body:
        raise ReformError(f"{where}: {one.body} does not hold it, {last.heir} does")
