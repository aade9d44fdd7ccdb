"""Find brackets that hold one unit and nothing else and close a task without a full stop: ``1.完善机制(市发展改革委)``.

Such a bracket may as well hold a second name, a place or where someone comes from. It is read as a clause only where
the document shows that it writes its duties so: at least two numbered items close with registered bodies in brackets
and no labels (责任单位:) say who is responsible, or two close with a clause in brackets.
"""

from collections.abc import Sequence
from itertools import islice

from extract.clause_ends import closes_with_clause
from extract.forms.examples import Examples
from extract.items import Item
from extract.label import labels_in
from extract.mentions import split_mentions
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning
from extract.units.registry import known_body, unit_like
from extract.units.shapes import is_person

EXAMPLES = Examples(
    rules=("bare",),
    quotations=(
        "1.完善帮扶机制（⟦L:市发展改革委⟧）\n2.建立排查台账（⟦L:市应急局⟧）",
        "1.治理污水（责任单位：⟦L:市水务局⟧）\n2.治理垃圾（⟦L:市住建局⟧牵头）\n3.村庄绿化：植树5万株（⟦L:市林草局⟧）",
    ),
    against=("1.召开现场会（市体育局）\n2.举办培训班（市教育局）",),
)


__all__ = ["closing_singles"]

_REACH = 60  # code points of such a bracket
_NAME = 20  # of a name in front of it, looked at
_LEAST = 2  # items that must close so
_SHORTEST = 4  # code points of a task
_CLOSING = pattern(r"\((?P<who>[^()\n]{3,})\)[。;]?$")
_OTHER = pattern(  # 召开现场会(市体育局) says where; 关于…的意见(市教育局), 《…》(市教育局) whose paper
    r"(?:会|会议|仪式|典礼|培训班|论坛|比赛|展览|地点|地址|地|奖|奖项|单位|先进集体|[》\d号])$|^关于|设在|位于"
)
_DUTIES = frozenset({Meaning.LEAD, Meaning.RESPONSIBLE, Meaning.SUPPORT})


def closing_singles(view: str, items: Sequence[Item]) -> frozenset[int]:
    """Find where the brackets of one unit begin that close a task and count as its clause.

    Guarantees:
        1. Nothing is found where fewer than two items close with units in a bracket; in a document with labels these brackets
           have a role word or a label.
        2. After a name, a person, a title in 《》, a meeting or words with a colon no bracket is found.
    """
    pieces = [item.pieces[-1] for item in items if item.number.length and item.pieces]
    closed = (
        piece for piece in pieces if view[piece.end - 1] == ")" and closes_with_clause(view, piece.start, piece.end)
    )
    bracketed = len(list(islice(closed, _LEAST))) == _LEAST
    found = [(closing, one) for piece in pieces for closing, one in _closing(view, piece, titled=bracketed)]
    singles = frozenset(closing for closing, one in found if one)
    if not singles or bracketed or (len(found) >= _LEAST and not _labelled(view)):
        return singles
    return frozenset()


def _closing(view: str, piece: Span, *, titled: bool) -> list[tuple[int, bool]]:
    """Find the bracket of registered bodies that closes a stretch, and whether it holds one without 。 before it."""
    opening = view.rfind("(", max(piece.start, piece.end - _REACH), piece.end)
    closing = _CLOSING.match(view, opening, piece.end) if opening > piece.start else None
    if closing is None:
        return []
    names = split_mentions(view, *closing.span("who")).items
    if not names or not all(known_body(view[name.start : name.end]) for name in names):
        return []
    said = view[max(piece.start, view.rfind("\n", piece.start, opening) + 1) : opening].strip()
    if said.endswith(("。", ";", "!")):
        return [(opening, False)]
    return [(opening, len(names) == 1)] if _is_task(said, titled=titled) else []


def _is_task(said: str, *, titled: bool) -> bool:
    """Whether the words in front of a bracket may be a task, and end neither with a name nor with a meeting.

    ``titled``: whether a colon may part the title of a task from its words (村庄绿化:植树5万株).
    """
    if len(said) < _SHORTEST or is_person(said) or _OTHER.search(said) or (":" in said and not titled):
        return False
    tails = (said[-length:] for length in range(2, min(_NAME, len(said)) + 1))
    return not any(known_body(tail) or unit_like(tail) for tail in tails)


def _labelled(view: str) -> bool:
    return any(label.colon and label.meaning in _DUTIES for label in labels_in(view, 0, len(view)))
