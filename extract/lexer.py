"""Cut the folded view into tokens in one pass: what the clause forms and the audit read.

Kinds, each with the words it is for:

- BODY: words that end as a name does (市教育局, 各县); ROLE: a role phrase (牵头, 按职责分工负责); LABEL: 责任单位 before a
  colon or alone in brackets;
- SEPARATOR 、 , ; : / and blanks; BRACKET ( ) 《 》; NUMBER 12 ①; TIME 6月底前; STOP 。 ! ? and the line's end; TEXT: the rest.

A token says what its words look like, not what they are: whether a BODY is a unit is decided by the gate of units.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from extract.lexicon import Family, begins_duty, closings, ending_of, entries, is_time, time_at
from extract.patterns import pattern
from extract.roles import meaning_of, phrase_at_end

__all__ = ["Token", "TokenKind", "tokens"]

NAME = 60  # code points looked at for a phrase or a name; what is longer is a sentence
_LABEL = 10  # code points of the longest label
_TAIL = 26  # code points of the longest role phrase
_NOT_BY = frozenset("自理缘事因")  # 自由贸易区, 理由
_INSIDE = pattern("牵头(?!人)|负责(?!人)|会同|会商|配合")
_AFTER_LABEL = pattern(r" *(?:\([^()\n]{0,30}\) *)?:")


class TokenKind(StrEnum):
    """What a token looks like."""

    BODY = "body"
    ROLE = "role"
    LABEL = "label"
    SEPARATOR = "separator"
    BRACKET = "bracket"
    NUMBER = "number"
    TIME = "time"
    STOP = "stop"
    TEXT = "text"


class Token(NamedTuple):
    """A stretch of the view. A named tuple: a text has a token for every three characters.

    Attributes:
        kind: what it looks like.
        start: where it begins.
        end: where it ends.
        value: the meaning of a label or role, the class of a body's ending, the sign itself; ``duty`` for a text that begins
            with a verb, ``by`` for 由 before a name.
    """

    kind: TokenKind
    start: int
    end: int
    value: str = ""


@cache
def _cuts() -> re.Pattern[str]:
    signs = {row.value: "".join(map(re.escape, row.words)) for row in entries(Family.SIGN)}
    every = "".join(signs.values())
    return re.compile(
        rf"(?P<stop>[{signs['stop']}])|(?P<separator> +|[{signs['separator']}])|(?P<bracket>[{signs['bracket']}])"
        rf"|(?P<number>[\d①-⑳㉑-㉟]+(?:\.\d+)*)|(?P<text>[{signs['mark']}]|[^{every}\d①-⑳㉑-㉟]+)"
    )


_SIGNS = {"stop": TokenKind.STOP, "separator": TokenKind.SEPARATOR, "bracket": TokenKind.BRACKET}


def tokens(view: str, start: int, end: int) -> Iterator[Token]:
    """Cut ``view[start:end]`` into tokens, in order.

    Guarantees:
        1. The tokens tile the stretch: each begins where the one before it ends.
        2. Linear: each character is looked at a bounded number of times.

    >>> view = "责任单位:市教育局、市妇联配合,6月底前"
    >>> [(str(t.kind), view[t.start:t.end]) for t in tokens(view, 0, len(view)) if t.kind is not TokenKind.SEPARATOR]
    [('label', '责任单位'), ('body', '市教育局'), ('body', '市妇联'), ('role', '配合'), ('time', '6月底前')]
    """
    at = start
    cuts = _cuts()
    while at < end:
        found = cuts.match(view, at, end)
        if found is None:  # every character is in one of the groups
            raise AssertionError(view[at])
        name = str(found.lastgroup)
        stop = found.end()
        if name in _SIGNS:
            yield Token(_SIGNS[name], at, stop, view[at])
        elif name == "number":
            late = time_at(view, at, end)
            yield Token(TokenKind.TIME if late > stop else TokenKind.NUMBER, at, max(late, stop))
            stop = max(late, stop)
        else:
            yield from _words(view, at, stop, end)
        at = stop


def _words(view: str, start: int, stop: int, end: int) -> Iterator[Token]:
    """Cut the words between two signs: a head, and the label or role phrase that closes it."""
    label = _label_before(view, start, stop, end)
    if label is not None:
        yield from _clause(view, start, label.start)
        yield label
    else:
        yield from _clause(view, start, stop)


def _label_before(view: str, start: int, stop: int, end: int) -> Token | None:
    """Find the label that ends at ``stop``, a colon after it or brackets around it."""
    followed = _AFTER_LABEL.match(view, stop, end) is not None
    if not followed and not (view[stop : stop + 1] == ")" and view[start - 1 : start] == "("):
        return None
    for length in range(min(_LABEL, stop - start), 1, -1):
        if (followed or length == stop - start) and (meaning := meaning_of(view[stop - length : stop])) is not None:
            return Token(TokenKind.LABEL, stop - length, stop, meaning.value)
    return None


def _clause(view: str, start: int, stop: int) -> Iterator[Token]:
    """Cut a head and the role phrase after it; where a role is inside, what follows it is text."""
    if start == stop:
        return
    phrase = _phrase(view, start, stop)
    if phrase is not None:
        yield from _name(view, start, phrase.start)
        yield phrase
        return
    for inside in _INSIDE.finditer(view, start, min(stop, start + NAME)):
        if inside.start() == start or ending_of(view, start, inside.start()):
            yield from _name(view, start, inside.start())
            yield Token(TokenKind.ROLE, *inside.span(), inside.group())
            yield Token(TokenKind.TEXT, inside.end(), stop)
            return
    yield from _name(view, start, stop)


def _phrase(view: str, start: int, stop: int) -> Token | None:
    """Find the role phrase that ends at ``stop`` after a name, or is alone."""
    if view[max(start, stop - 2) : stop] not in closings():
        return None
    low = max(start, stop - _TAIL)
    found = phrase_at_end(view[low:stop])
    if found is None:
        return None
    meaning, at = found
    first = low + at
    if first > start and not ending_of(view, start, first):
        return None
    return Token(TokenKind.ROLE, first, stop, meaning.value)


def _by(view: str, start: int, stop: int) -> int:
    """Find 由 before a name, or 请 and 以 that open the words; -1 where none is."""
    at = view.rfind("由", start, stop - 1)
    if at < 0 and view[start] in "请以" and stop - start > 1:
        at = start
    if at < 0 or stop - at > NAME or view[max(start, at - 1) : at] in _NOT_BY or not ending_of(view, at + 1, stop):
        return -1
    return at


def _name(view: str, start: int, stop: int) -> Iterator[Token]:
    if start == stop:
        return
    by = _by(view, start, stop)
    if by >= start:
        if by > start:
            yield Token(TokenKind.TEXT, start, by)
        yield Token(TokenKind.TEXT, by, by + 1, "by")
        start = by + 1
    ending = ending_of(view, start, stop) if stop - start <= NAME else ""
    if ending and stop - start > 1:
        yield Token(TokenKind.BODY, start, stop, ending)
    elif is_time(view[start:stop]):
        yield Token(TokenKind.TIME, start, stop)
    else:
        yield Token(TokenKind.TEXT, start, stop, "duty" if begins_duty(view, start, stop) else "")
