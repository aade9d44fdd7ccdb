"""Choose the representation of a page: the suffix of the URL first, the Accept header second, the page itself last.

Source: RFC 9110, 12.5.1 (Accept).
"""

from collections.abc import Sequence
from enum import StrEnum

from starlette.requests import HTTPConnection

from ontology.catalogue import Language

LANG = "lang"
"""The parameter and the cookie that name a language."""


class Representation(StrEnum):
    """A way to write down what a page shows."""

    HTML = "html"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    TTL = "ttl"
    NT = "nt"
    TXT = "txt"
    SVG = "svg"
    GRAPHML = "graphml"
    GEXF = "gexf"

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Representation.HTML: "text/html",
    Representation.JSON: "application/json",
    Representation.CSV: "text/csv",
    Representation.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Representation.TTL: "text/turtle",
    Representation.NT: "application/n-triples",
    Representation.TXT: "text/plain",
    Representation.SVG: "image/svg+xml",
    Representation.GRAPHML: "application/graphml+xml",
    Representation.GEXF: "application/gexf+xml",
}


def of_suffix(suffix: str, offered: Sequence[Representation]) -> Representation | None:
    """Give the representation a suffix names, or None where this page has no such representation.

    >>> of_suffix("csv", (Representation.HTML, Representation.CSV))
    <Representation.CSV: 'csv'>
    >>> of_suffix("exe", (Representation.HTML, Representation.CSV)) is None
    True
    """
    return next((representation for representation in offered if representation.value == suffix), None)


def of_accept(accept: str, offered: Sequence[Representation]) -> Representation:
    """Give the offered representation an Accept header likes best; the first one offered where it likes none or all alike.

    Guarantees:
        1. Never fails: a malformed part counts as absent.
        2. Between equal weights the order of ``offered`` decides.

    >>> of_accept("text/csv, application/json;q=0.5", (Representation.HTML, Representation.JSON, Representation.CSV))
    <Representation.CSV: 'csv'>
    >>> of_accept("*/*", (Representation.HTML, Representation.JSON))
    <Representation.HTML: 'html'>
    """
    ranges = tuple(_range(part) for part in accept.split(",") if part.strip())
    weights = [(_weight(representation.media_type, ranges), -place) for place, representation in enumerate(offered)]
    best, place = max(weights)
    return offered[-place] if best > 0 else offered[0]


def language_of(request: HTTPConnection) -> Language:
    """Give the reader's language: ``?lang=``, then the cookie, else Chinese, whatever language the browser itself has."""
    named = request.query_params.get(LANG) or request.cookies.get(LANG) or ""
    return Language(named) if named in set(Language) else Language.ZH


def _range(part: str) -> tuple[str, float]:
    """Read one part of an Accept header: a media range and its weight."""
    media, *parameters = (piece.strip() for piece in part.split(";"))
    weight = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                weight = min(1.0, max(0.0, float(value)))
            except ValueError:
                weight = 0.0
    return media.lower(), weight


def _weight(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Weigh a media type: the most specific range that matches decides."""
    kind = media_type.partition("/")[0]
    for candidate in (media_type, f"{kind}/*", "*/*"):
        for media, weight in ranges:
            if media == candidate:
                return weight
    return 0.0
