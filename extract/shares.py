"""Read who does which share of a task: ``市公安局负责户籍,市民政局负责婚姻登记`` · ``①市水利局:清理河道;②市住建局:改造管网``."""

from collections.abc import Iterator, Sequence

from extract.mentions import split_mentions, strip
from extract.parts import Part
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning
from extract.units.registry import known_body

__all__ = ["NUMBER", "shares_of"]

_DOES = {
    "牵头": Meaning.LEAD,
    "配合": Meaning.SUPPORT,
    "协助": Meaning.SUPPORT,
    "参与": Meaning.SUPPORT,
    "指导": Meaning.GUIDE,
}
NUMBER = pattern(r"(?:\d{1,2}[.、)](?!\d)|\(\d{1,2}\)|[①-⑳])\s*")
"""The number of a share."""
_SHARE = pattern(
    rf"(?P<who>[^,;。:]{{3,60}}?)(?::?(?P<does>{'|'.join(_DOES)}|负责|承担)(?P<what>[^,;。:]{{2,40}}|(?=$))|:[^;。]{{2,60}})$"
)
_LEAST = 2


def shares_of(view: str, chunks: Sequence[Span]) -> tuple[Part, ...]:
    """Read chunks each of which names registered bodies and their share; nothing where one does not, or there is one alone."""
    shares = tuple(part for chunk in chunks for part in _share(view, chunk))
    return shares if len(shares) == len(chunks) >= _LEAST else ()


def _share(view: str, chunk: Span) -> Iterator[Part]:
    number = NUMBER.match(view, chunk.start, chunk.end)
    found = _SHARE.match(view, number.end() if number else chunk.start, strip(view, chunk.start, chunk.end, "。;").end)
    if found is None:
        return
    listing = split_mentions(view, *found.span("who"))
    if all(known_body(view[item.start : item.end]) for item in listing.items):
        label = Span(*found.span("does")) if found["does"] else listing.items[0]
        meaning = _DOES.get(found["does"] or "", Meaning.RESPONSIBLE)
        yield Part(meaning=meaning, label=label, items=listing.items, open=listing.open)
