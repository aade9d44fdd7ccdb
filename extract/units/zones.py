"""Zones: development areas and new districts that no table of places holds, each its own place under its city.

Forms handled: ``昆明高新技术产业开发区管委会`` · ``高新区财政局`` (the zone's bureau, not the city's) · ``衢州智慧新城管理委员会`` =
``衢州市智慧新城管委会``. The short and the long name of a zone are one: 高新区, 高新技术产业开发区.

Source: 国家级经济技术开发区和高新技术产业开发区 are directed by a 管理委员会, a dispatched organ of the city's government
(中国开发区审核公告目录, 2018).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from extract.patterns import pattern
from extract.records import Level

COMMITTEE = "zone-committee"
KINDS = {
    "high-tech-zone": "高新技术产业开发区",
    "economic-zone": "经济技术开发区",
    "bonded-zone": "综合保税区",
}
"""Bodies of the lexicon that are the committee of one kind of zone."""

_SHORT = (
    (pattern(r"高新技术开发区|(?<!产业)高新技术产业区|高新区"), "高新技术产业开发区"),
    (pattern(r"经济开发区|经开区"), "经济技术开发区"),
    (pattern(r"综保区"), "综合保税区"),
    (pattern(r"自由贸易试验区|自贸试验区"), "自贸区"),
)
_KIND = r"高新技术产业开发区|高新技术开发区|高新区|经济技术开发区|经济开发区|经开区|综合保税区|综保区|保税港区|保税区|科技城|生态城|国际港务区|新区(?!域)"
_NAMED = (
    r"(?!各|有关|相关|全|其他)(?:(?!管委会|委员会|管理局)[\u4e00-\u9fff]){2,10}?(?:开发区|新区|新城|园区|工业园|产业园|科技园|示范区|试验区|实验区|合作区|度假区|"
    r"风景名胜区|风景区|保税区|保税港区|出口加工区|功能区|片区|科学城|科技城|临港区|空港区|港区|港务区|生态城|集聚区|集中区|管理区|"
    r"物流园|商务区|经济区|自贸区)"
)
_ZONE = pattern(rf"^(?P<zone>(?:{_KIND}|{_NAMED}))(?P<rest>.*)$")
_COMMITTEE = pattern(r"^(?:党工委[、和]?)?(?:管理委员会|管委会|管委|党工委|执委会)?$")
_ISSUES = pattern(
    r"^(?:管理委员会|管委会|党工委|管理局|党政办|财政局|经济发展局|关于|印发|若干|支持|促进|\d{4}年)(?!条例)"
)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone at the front of words, and what follows it."""

    name: str
    rest: str

    @property
    def committee(self) -> bool:
        """Whether the zone itself is meant, that is the committee that directs it."""
        return _COMMITTEE.match(self.rest) is not None

    @property
    def issues(self) -> bool:
        """Whether a title or an issuer that begins so speaks for the zone."""
        return _ISSUES.match(self.rest) is not None


def zone_at(words: str) -> Iterator[Zone]:
    """Give the zone that words begin with, if they do.

    >>> [(zone.name, zone.rest) for zone in zone_at("高新区财政局")]
    [('高新区', '财政局')]
    """
    found = _ZONE.match(words)
    if found is not None:
        yield Zone(found["zone"], found["rest"])


def zone_code(city: str, name: str) -> str:
    """Make a code for a zone: the code of the place above it, ``z``, six hex digits of its long name.

    >>> zone_code("530100", "高新区") == zone_code("530100", "高新技术产业开发区")
    True
    """
    for short, long in _SHORT:
        name = short.sub(long, name) if long not in name else name
    return f"{city}z{sha256(name.encode()).hexdigest()[:6]}"


LEVEL = Level.COUNTY
"""The level whose bodies a zone has: bureaus, as a county."""
