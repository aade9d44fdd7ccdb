"""What all queries of the questions share: the prefixes, and the other names of a body."""

from collections.abc import Iterator
from functools import lru_cache

from extract.units.lexicon import lexicon
from ontology.terms import NS

PREFIXES = f"PREFIX dg: <{NS}>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
_MOST_NAMES = 6  # other names of a body that a search looks for


@lru_cache(maxsize=256)
def names_of(words: str) -> tuple[str, ...]:
    """Give the words, and the full names of the bodies they are short for: 发改委 is 发展和改革委员会 too.

    >>> "发展和改革委员会" in names_of("发改委")
    True
    """
    return tuple(dict.fromkeys((words, *_full_names(words))))[:_MOST_NAMES]


def _full_names(words: str) -> Iterator[str]:
    table = lexicon().by_alias
    for rest in (words, words[1:] if words[:1] in "省市州县区旗" else words):
        for name in table.get(rest, ()):
            yield name.at("")
