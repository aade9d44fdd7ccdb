"""Name what a person most likely got wrong in a query that does not parse.

An engine reports where its parser gave up, in the terms of its grammar. The slips that people make are an open
quotation mark, a bracket without its other half, a misspelt keyword and an undeclared prefix; they are read from the
place where the tree breaks off.
"""

import re
from collections.abc import Sequence, Set

from lark import Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from extract.messages import Message, message
from graph.store import QuerySyntaxError

_PAIRS = {"}": "{", ")": "(", "]": "["}
_WORD = re.compile(r"(?<![\w?$@:])[^\W\d]\w*(?!\w|:)")
_LONGEST = 40


def fault(text: str, place: int, reason: Message) -> QuerySyntaxError:
    """Make an error that points at a place of the text; line and column count from 1."""
    before = text[:place]
    line = before.count("\n") + 1
    column = place - (before.rfind("\n") + 1) + 1
    shown = message("第 {line} 行第 {column} 列：{reason}。", line=line, column=column, reason=reason)
    return QuerySyntaxError(shown, line, column)


def diagnose(text: str, error: UnexpectedInput, keywords: Set[str]) -> QuerySyntaxError:
    """Say where and why the parser stopped."""
    ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    place = error.pos_in_stream
    if ended or place is None:
        place = len(text)
    if {"SELECT", "ASK"} <= _expected(error):
        return fault(text, place, message("此处应为 SELECT、ASK、CONSTRUCT 或 DESCRIBE"))
    opened = _open_brackets(error)
    if ended:
        if opened:
            return fault(text, opened[-1].start_pos or 0, message("“{mark}”没有闭合", mark=str(opened[-1])))
        return fault(text, place, message("查询不完整"))
    return fault(text, *_slip(text, place, opened, keywords))


def undeclared(text: str, tokens: Sequence[Token]) -> QuerySyntaxError | None:
    """Name the first prefix that is used and not declared."""
    declared: set[str] = set()
    for before, token in zip((None, *tokens), tokens, strict=False):
        if before is not None and before.type == "PREFIX":
            declared.add(token)
        elif token.type in {"PNAME_NS", "PNAME_LN"}:
            prefix = token.partition(":")[0] + ":"
            if prefix not in declared:
                reason = message("{name} 的前缀 {prefix} 没有声明", name=str(token), prefix=prefix)
                return fault(text, token.start_pos or 0, reason)
    return None


def _slip(text: str, place: int, opened: Sequence[Token], keywords: Set[str]) -> tuple[int, Message]:
    mark = text[place]
    if mark in "\"'":
        return place, message("引号没有闭合")
    if mark in _PAIRS and (not opened or opened[-1] != _PAIRS[mark]):
        return place, message("“{mark}”多余，或与前面的括号不配对", mark=mark)
    word = next((found for found in _WORD.finditer(text, _word_start(text, place)) if found.start() <= place), None)
    if word is not None and word.group().upper() not in keywords:
        return word.start(), message("“{word}”不是 SPARQL 的关键词", word=word.group()[:_LONGEST])
    words = text[place:].split(maxsplit=1)[0][:_LONGEST]
    return place, message("“{words}”不能出现在这里", words=words)


def _word_start(text: str, place: int) -> int:
    while place and (text[place - 1].isalnum() or text[place - 1] == "_"):
        place -= 1
    return place


def _expected(error: UnexpectedInput) -> Set[str]:
    if isinstance(error, UnexpectedCharacters):
        return set(error.allowed or ())
    return set(error.expected) if isinstance(error, UnexpectedToken) else set()


def _open_brackets(error: UnexpectedInput) -> list[Token]:
    """Give the brackets that are open where the parser stopped: it has no rule for them yet."""
    values = getattr(error.state, "value_stack", ())
    return [value for value in values if isinstance(value, Token) and value in _PAIRS.values()]
