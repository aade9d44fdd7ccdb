"""Choose the representation of a page: the suffix of the URL first, the Accept header second, the page itself last.

Every Accept header of the server is read here. Source: RFC 9110, 12.5.1 (Accept).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    """Give the offered representation that a client likes best; the first one offered where it takes none.

    >>> of_accept("text/csv, application/json;q=0.5", (Representation.HTML, Representation.JSON, Representation.CSV))
    <Representation.CSV: 'csv'>
    >>> of_accept("image/png", (Representation.HTML, Representation.JSON))
    <Representation.HTML: 'html'>
    """
    chosen = choose(accept, [representation.media_type for representation in offered])
    return next((one for one in offered if one.media_type == chosen), offered[0])


def prefers_page(request: HTTPConnection) -> bool:
    """Whether a client requests a page to read; one that names nothing gets JSON."""
    offered = (Representation.JSON, Representation.HTML)
    return of_accept(request.headers.get("accept", ""), offered) is Representation.HTML


def choose(accept: str, offered: Sequence[str], also: Mapping[str, str] | None = None) -> str | None:
    """Give the offered media type that a client likes best, the first of equals; None when it takes none.

    Guarantees:
        1. The most specific range that fits a type gives its quality.
        2. Never fails: a malformed part counts as absent; an empty header takes anything.

    Args:
        accept: the header.
        offered: media types, the preferred one first.
        also: other names of the offered types.

    >>> choose("text/*;q=0.5, text/csv;q=0, */*;q=0.1", ("text/csv", "text/turtle", "application/json"))
    'text/turtle'
    >>> choose("image/png", ("text/csv",)) is None
    True
    >>> choose("", ("text/csv",))
    'text/csv'
    """
    if not accept.strip():
        return offered[0]
    ranges = [read for part in accept.split(",") if (read := _range(part, also or {})) is not None]
    best, best_quality = None, 0.0
    for media_type in offered:
        fitting = [accepted for accepted in ranges if accepted.fits(media_type)]
        quality = max(fitting, key=lambda accepted: accepted.rank).quality if fitting else 0.0
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


def language_of(request: HTTPConnection) -> Language:
    """Give the reader's language: ``?lang=``, then the cookie, else Chinese, independent of the language of the browser."""
    named = request.query_params.get(LANG) or request.cookies.get(LANG) or ""
    return Language(named) if named in set(Language) else Language.ZH


@dataclass(frozen=True, slots=True)
class _Range:
    media: str
    quality: float
    parameters: int

    def fits(self, media_type: str) -> bool:
        kind, _, _ = self.media.partition("/")
        return self.media in {"*/*", media_type} or self.media == f"{kind}/*" == f"{media_type.partition('/')[0]}/*"

    @property
    def rank(self) -> int:
        if self.media == "*/*":
            return 0
        return 1 if self.media.endswith("/*") else 2 + self.parameters


def _range(part: str, also: Mapping[str, str]) -> _Range | None:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    if "/" not in media:
        return None
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                return None
    others = sum(1 for parameter in parameters if parameter and not parameter.startswith(("q=", "charset=")))
    return _Range(also.get(media, media), quality, others)
