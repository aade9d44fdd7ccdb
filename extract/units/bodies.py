"""Find a registered body by the words that follow its place."""

from dataclasses import dataclass
from functools import lru_cache

from extract.records import Level
from extract.units.lexicon import PLACE_MARK, Body, Name, candidates, elsewhere, lexicon
from extract.units.prefix import NATIONAL, PlaceScope, at_level

ORGAN_HEADS = ("人民政府", "政府", "行政公署", "行署", "党委", "委")
_SURE = {"checked": 0.98, "well-known": 0.97, "doubtful": 0.85}


@dataclass(frozen=True, slots=True)
class Match:
    """A name of a body, how well it fits the level, and how sure it is."""

    name: Name
    body: Body
    fits: bool
    confidence: float
    framed: bool = False

    @staticmethod
    def of(name: Name, level: Level, year: int, *, rivals: int = 0) -> "Match":
        """Weigh one name at a level and year; ``rivals`` are other bodies that fit the words as well."""
        body = lexicon().bodies[name.key]
        fits = level in name.levels
        sure = (
            _SURE[body.confidence] * (1 if fits else 0.9) * (1 if name.in_use(year) else 0.9) * (0.75 if rivals else 1)
        )
        return Match(name, body, fits, round(sure, 3), not name.pattern.startswith(PLACE_MARK))

    def may_belong_to(self, scope: PlaceScope) -> bool:
        """Whether a place that is written can have the body: the nation has no local kinds, a place no national body."""
        national = self.name.levels == {Level.NATIONAL} and "{" not in self.name.pattern and not self.body.place
        if scope.level is Level.NATIONAL:
            return Level.NATIONAL in self.name.levels or bool(self.body.place)
        return not national

    def scope(self, scope: PlaceScope, *, written: bool) -> PlaceScope:
        """Settle the place: a national body is national; an unplaced 财政厅 in a city's list is the province's."""
        if self.name.levels == {Level.NATIONAL} and "{" not in self.name.pattern:
            return NATIONAL
        if self.fits or written:
            return scope
        return at_level(scope, self.name.levels)


def find_body(words: str, level: Level, year: int, *, exact: bool = False, place: str = "") -> Match | None:
    """Find the body that ``words`` name at a level in a year, in the place of a code.

    ``exact`` keeps 政府 and 党委 at the front where they are; else they are taken off when nothing is known with them.

    >>> find_body("人社局", Level.COUNTY, 2020).body.key
    'human-resources'
    >>> find_body("政府发改委", Level.COUNTY, 2020).body.key
    'development-reform'
    """
    tries = [words]
    if not exact:
        tries += [words.removeprefix(head) for head in ORGAN_HEADS if words.startswith(head) and words != head]
    for attempt in tries:
        if attempt == "委":
            attempt = "党委"  # noqa: PLW2901 - 市委 is the party committee of the city
        found = candidates(attempt, level, year, place)
        if found:
            best = found[0]
            equal = {
                name.key
                for name in found
                if (level in name.levels) == (level in best.levels)
                and name.in_use(year) == best.in_use(year)
                and elsewhere(name, place) == elsewhere(best, place)
            }
            return Match.of(best, level, year, rivals=len(equal) - 1)
    return None


@lru_cache(maxsize=1 << 12)
def field_word(name: str) -> bool:
    """Whether the words are a field of work that bodies are named after, without the head: ``公安``, ``卫生健康``.

    >>> field_word("公安"), field_word("农业农村"), field_word("长期"), field_word("公安局")
    (True, True, False, False)
    """
    table = lexicon().by_alias
    return 2 <= len(name) <= 8 and name not in table and any(name + head in table for head in "局厅委部")
