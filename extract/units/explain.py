"""Why a name was read as it was: every reading of its place, and the body that the tables know under it.

Guarantees:
    1. Pure; one candidate for each way to read the front of a name, the surest first, the last without a place.
    2. What is told is what ``resolve`` looks at: the candidates are made by the same functions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.units.bodies import find_body
from extract.units.evidence import Home
from extract.units.gate import judge
from extract.units.prefix import PrefixReading, readings, scope_of_home


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One way to read a name.

    Attributes:
        unit: the id that the unit would have; empty where the tables know no such body.
        place: the place that is read, as the official tables name it.
        how: what says so: ``written``, ``level-word``, ``short``, or ``none`` for the place carried to the name.
        rest: the words after the place.
        body: the name of the body in that year.
        fits: whether such a body exists at that level.
        in_use: whether its name was in use in the year of the document.
        confidence: how sure this reading would be, from 0 to 1; 0 without a body.
    """

    unit: str
    place: str
    how: str
    rest: str
    body: str = ""
    fits: bool = False
    in_use: bool = False
    confidence: float = 0.0


def candidates(name: str, home: Home) -> tuple[Candidate, ...]:
    """List the ways to read a name; nothing for one that the gate refuses.

    >>> from extract.records import Level
    >>> home = Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE, year=2015)
    >>> [(one.unit, one.how) for one in candidates("州公安局", home)]
    [('652300-public-security', 'level-word'), ('', 'none')]
    """
    words = "".join(dict(home.aliases).get(name, name).split())
    return () if judge(words) else tuple(_candidates(words, home))


def _candidates(words: str, home: Home) -> Iterator[Candidate]:
    for reading in readings(words, scope_of_home(home), home):
        yield _candidate(reading, home)


def _candidate(reading: PrefixReading, home: Home) -> Candidate:
    match = find_body(reading.rest, reading.scope.level, home.year, exact=True, place=reading.scope.code)
    if match is None:
        return Candidate(unit="", place=reading.scope.place_name, how=reading.how, rest=reading.rest)
    scope = match.scope(reading.scope, written=reading.how != "none")
    return Candidate(
        unit=f"{scope.code}-{match.body.key}",
        place=scope.place_name,
        how=reading.how,
        rest=reading.rest,
        body=match.name.at(""),
        fits=match.fits,
        in_use=match.name.in_use(home.year),
        confidence=match.confidence,
    )
