"""Tell from its last words whether a stretch closes with a clause; find items in a paragraph that each close with one.

For: ``一是严格审批,由县林业局负责。二是查处火源,由县公安局牵头。`` · ``一是建台账(县科技局负责);二是建清单(县财政局负责)`` ·
``(1)建机制(县委编办负责);(2)建平台(县数据局负责)`` · ``一是招聘(县人社局、县教育局)。二是开发岗位(县人社局)``.
Against: ``一是建台账。二是建清单。(责任单位:县科技局)``, where the clause of the last holds for all.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.lexer import TokenKind, tokens
from extract.markers import Form, Level, Marker
from extract.mentions import strip
from extract.patterns import pattern

__all__ = ["closes_with_clause", "in_sentence", "levels_of", "numbered_clauses"]

_LEAST = 2  # such items in a row
_SIGNS = "。;!?,、 "
_BEFORE = frozenset("。;!?):")  # what may stand before the first of them
_SENTENCE = pattern("[。!?;]")
_LABEL = 8  # code points that hold 责任单位:
_LABEL_OF_UNITS = pattern(r"(?:责任|牵头|配合|主办|协办)(?:单位|部门):$")
_LISTS = frozenset({Form.ARABIC, Form.ARABIC_PAREN, Form.CIRCLED})
_STOP = pattern("[。!?\n]")
_NAME = 60  # code points that are looked at for a name
_REACH = 400  # code points of a clause that are looked at
_OF_CLAUSE = frozenset({TokenKind.ROLE, TokenKind.LABEL})
_OF_NAMES = frozenset({TokenKind.BODY, TokenKind.SEPARATOR, TokenKind.BRACKET})


def numbered_clauses(view: str, markers: Sequence[Marker], end: int) -> frozenset[int]:
    """Give where the items begin, of all runs 一是, 二是 … and (1)…;(2)… in a paragraph that ends at ``end``."""
    return frozenset(
        marker.start
        for form, found in levels_of(markers).items()
        for run, stop in _runs(found, end)
        if len(run) >= _LEAST
        and (form[0] is Form.ORDINAL or any(view[marker.start - 1] == ";" for marker in run))
        and all(closes_with_clause(view, a, b) for a, b in pairwise([*(m.start for m in run), stop]))
        for marker in run
        if marker is not run[0] or view[marker.start - 1] in _BEFORE
    )


def in_sentence(view: str, markers: Sequence[Marker]) -> frozenset[int]:
    """Give where lists begin that are parts of one sentence: ``(1)排查隐患;(2)整改问题。(责任单位:县住建局)``."""
    return frozenset(
        first.start
        for found in levels_of(markers).values()
        for first, second in pairwise(found)
        if (first.value, second.value) == (1, 2)
        and view[second.start - 1] == ";"
        and not closes_with_clause(view, first.end, second.start)
    )


def in_label(view: str, markers: Sequence[Marker]) -> frozenset[int]:
    """Give the numbers that part the units of a label: ``责任单位:①市教育局②市财政局``; no ``具体措施:①清查②整改``."""
    found: set[int] = set()
    last: Marker | None = None  # the number before, where it is one of a label
    for marker in markers:
        before = view[max(0, marker.start - _LABEL) : marker.start]
        goes_on = last is not None and _goes_on(view, last, marker)
        listed = goes_on or _LABEL_OF_UNITS.search(before) is not None
        sure = marker.form is Form.CIRCLED and not before.endswith(";")
        if listed and (sure or (marker.form in _LISTS and _names_body(view, marker))):
            found.add(marker.start)
            last = marker
        else:
            last = None
    return frozenset(found)


def _goes_on(view: str, last: Marker, marker: Marker) -> bool:
    """Whether a number is the next of a list inside one sentence."""
    follows = marker.form is Form.CIRCLED or (marker.level, marker.value) == (last.level, last.value + 1)
    return follows and _STOP.search(view, last.end, marker.start) is None


def _names_body(view: str, marker: Marker) -> bool:
    """Whether a name of a body is right after a number: ``1.市教育局牵头``."""
    first = next(tokens(view, marker.end, min(len(view), marker.end + _NAME)), None)
    return first is not None and first.kind is TokenKind.BODY


def levels_of(markers: Sequence[Marker]) -> dict[Level, list[Marker]]:
    """Group markers by their level, in order."""
    levels: dict[Level, list[Marker]] = {}
    for marker in markers:
        levels.setdefault(marker.level, []).append(marker)
    return levels


def _runs(markers: Sequence[Marker], end: int) -> Iterator[tuple[list[Marker], int]]:
    """Cut the markers where the numbers begin again; give each run with its end."""
    run: list[Marker] = []
    for marker in markers:
        if run and marker.value != run[-1].value + 1:
            yield run, marker.start
            run = []
        run += [marker] if run or marker.value == 1 else []
    yield run, end


def closes_with_clause(view: str, start: int, end: int) -> bool:
    """Whether the last words of a stretch are a clause: a role after the name of a body, a bracket with one or of names."""
    stretch = strip(view, start, end, _SIGNS)
    bracket = view.rfind("(", max(start, stretch.end - _REACH), stretch.end) if view[stretch.end - 1] == ")" else -1
    if bracket >= 0:
        kinds = {token.kind for token in tokens(view, bracket, stretch.end)}
        return not _OF_CLAUSE.isdisjoint(kinds) or (TokenKind.BODY in kinds and kinds <= _OF_NAMES)
    signs = [sign.end() for sign in _SENTENCE.finditer(view, max(start, stretch.end - _REACH), stretch.end)]
    last = tuple(tokens(view, signs[-1] if signs else start, stretch.end))
    return last[-1].kind is TokenKind.ROLE and any(token.kind is TokenKind.BODY for token in last)
