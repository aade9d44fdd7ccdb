"""The home of a document, and the evidence for it: which sign speaks for which place, and how much it counts."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from extract.records import Level
from extract.units.places import NATION, ancestors


class Sign(StrEnum):
    """What speaks for a place as the home of a document."""

    ISSUER = "issuer"
    TITLE = "title"
    FIRST_LINES = "first-lines"  # …南通市人民政府关于…
    OWN_WORDS = "own-words"  # 我省, 全市, 已经县人民政府同意, with a place of that level named
    PRINTED = "printed"  # 宜昌市人民政府办公室 2021年3月1日印发
    NUMBER = "number"  # 黔发改服务 (2020) 111号, 昌州政发 (2015) 20号 with 昌吉州 named
    COPIED = "copied"  # 抄送: 州党委办公室, 昌吉军分区
    NAMED = "named"  # the place that the first lines name most, with the units of its own
    NATION = "nation"  # 国务院…, 各省、自治区、直辖市


WEIGHTS = {
    Sign.ISSUER: 8.0, Sign.TITLE: 7.0, Sign.FIRST_LINES: 3.0, Sign.PRINTED: 3.0, Sign.OWN_WORDS: 2.0, Sign.NUMBER: 1.5, Sign.COPIED: 1.2,
    Sign.NAMED: 1.0, Sign.NATION: 0.5,
}  # fmt: skip
"""A written issuer or title outweighs all signs of the text together; of the two the issuer decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The place a document speaks for.

    ``aliases`` are short names the document gives itself (以下简称), ``hosts`` the bodies that keep a group's office
    (办公室设在X): both as pairs of short or group name and full name. ``document`` is the start of the document's hash:
    where no place is known, the units are the document's own.
    """

    place_code: str = ""  # GB/T 2260 code, "CN", or "" where the document does not say
    place_name: str = ""
    level: Level = Level.UNKNOWN
    year: int = 0  # 0: unknown
    aliases: tuple[tuple[str, str], ...] = ()
    hosts: tuple[tuple[str, str], ...] = ()
    document: str = ""
    evidence: tuple["Evidence", ...] = field(default=(), compare=False, repr=False)

    @property
    def code(self) -> str:
        """The place code, or a code that no other document has.

        >>> Home(document="0123456789abcdef").code, Home(place_code="530100", document="0123").code
        ('U01234567', '530100')
        """
        return self.place_code or f"U{self.document[:8]}"

    def of(self, document: str) -> "Home":
        """Give the same home as that of one document, named by its hash."""
        return replace(self, document=document)

    def with_words(self, aliases: tuple[tuple[str, str], ...], hosts: tuple[tuple[str, str], ...]) -> "Home":
        """Give the same home with the document's own aliases and hosts."""
        return replace(self, aliases=aliases, hosts=hosts)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to take a place for the home of a document."""

    sign: Sign
    home: Home
    words: str = ""  # of the issuer or the title

    @property
    def weight(self) -> float:
        """How much it counts."""
        return WEIGHTS[self.sign]


def weight_of(code: str, found: tuple["Evidence", ...]) -> float:
    """Weigh a place: all that names it, and half of what names a place above it."""
    above = ancestors(code[:6]) if code != NATION else ()
    return sum(
        one.weight if one.home.place_code == code else one.weight / 2 if one.home.place_code in above else 0
        for one in found
        if one.home.place_code != NATION or code == NATION
    )


def contradiction(home: Home) -> "Evidence | None":
    """Give what an issuer or a title says, where that is neither the home chosen nor above or below it."""
    written = (one for one in home.evidence if one.sign in {Sign.ISSUER, Sign.TITLE})
    return next((one for one in written if not related(one.home.place_code, home.place_code)), None)


def related(code: str, other: str) -> bool:
    """Whether two places are one, or one lies in the other.

    >>> related("530100", "530102"), related("530100", "532900")
    (True, False)
    """
    if NATION in {code, other} or code[:6] == other[:6]:
        return True
    return code[:6] in ancestors(other[:6]) or other[:6] in ancestors(code[:6])
