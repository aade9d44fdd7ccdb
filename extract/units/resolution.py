"""What the words of a mention come to: a unit, how sure the reading is, and whether its place is carried on."""

import re
from dataclasses import dataclass
from hashlib import sha256

from extract.records import Unit
from extract.units.bodies import Match
from extract.units.collectives import flat
from extract.units.evidence import Home
from extract.units.labels import label_of
from extract.units.places import place_of
from extract.units.prefix import NATIONAL, PlaceScope, scope_of


@dataclass(frozen=True, slots=True)
class Resolution:
    """A unit, how sure the reading is (0–1), by which rule, and who keeps a group's office if the document says."""

    unit: Unit
    confidence: float
    rule: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What one mention came to, and whether its place is carried to the next."""

    resolution: Resolution
    carries: PlaceScope | None = None
    resets: bool = False


def unit_of(match: Match, printed: str, scope: PlaceScope, home: Home, front: str = "") -> Unit:
    """Make the unit of a registered body in a place, labelled as the document of that year prints it."""
    name, body = match.name, match.body
    fixed = place_of(body.place) if body.place else None
    place = scope_of(fixed) if fixed else scope
    full = name.at("") if fixed else label_of(match, printed, place, home.year, front)
    return Unit(
        id=f"{place.code}-{body.key}", name=full, body=name.at(""), place_code=place.code,
        place_name=shown_name(place), level=place.level, kind=body.kind, registered=True,
    )  # fmt: skip


def shown_name(scope: PlaceScope) -> str:
    """Give the name of a place as units show it."""
    return "中华人民共和国" if scope.code == NATIONAL.code else scope.place_name


def folded_name(name: str) -> str:
    """Fold the wordings that the official short forms allow: 人民政府 and 政府, 办公室 and 办, 委员会 and 委."""
    name = flat(name).replace("人民政府", "政府")
    name = re.sub(r"街道办(?:事处)?$", "街道", name)
    return re.sub(r"委员会$", "委", re.sub(r"办公室$", "办", name))


def hashed(words: str) -> str:
    """Give the eight hex digits of the hash of words, for in the id of a unit."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]
