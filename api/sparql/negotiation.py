"""Choose the form of an answer by what the client accepts.

Source: RFC 9110, 12.5.1 (Accept).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

TABLES: tuple[str, ...] = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS: tuple[str, ...] = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")

# other names for the same forms, as clients in the wild ask for them
_ALSO = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "application/x-turtle": "text/turtle",
    "text/plain": "application/n-triples",
}
_ALSO_GRAPHS = {
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}
SHORT = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


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


def choose(accept: str, offered: Sequence[str], also: dict[str, str] | None = None) -> str | None:
    """Give the offered media type that the client likes best, the first of equals; ``None`` when it takes none.

    The most specific range that fits a type gives its quality, as the recommendation wants.

    >>> choose("text/*;q=0.5, text/csv;q=0, */*;q=0.1", ("text/csv", "text/turtle", "application/json"))
    'text/turtle'
    >>> choose("image/png", ("text/csv",)) is None
    True
    >>> choose("", ("text/csv",))
    'text/csv'
    """
    if not accept.strip():
        return offered[0]
    ranges = [found for part in accept.split(",") if (found := _range(part, also or {})) is not None]
    best, best_quality = None, 0.0
    for media_type in offered:
        fitting = [accepted for accepted in ranges if accepted.fits(media_type)]
        quality = max(fitting, key=lambda accepted: accepted.rank).quality if fitting else 0.0
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


@lru_cache(maxsize=256)  # clients say the same all day long
def choose_table(accept: str) -> str | None:
    """Choose among the forms of a table or truth value."""
    return choose(accept, TABLES, _ALSO)


@lru_cache(maxsize=256)
def choose_graph(accept: str) -> str | None:
    """Choose among the forms of RDF."""
    return choose(accept, GRAPHS, _ALSO | _ALSO_GRAPHS)


def _range(part: str, also: dict[str, str]) -> _Range | None:
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
