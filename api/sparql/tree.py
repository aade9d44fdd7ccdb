r"""Parse a SPARQL text once, into the tree that guard, limits, datasets and diagnosis use.

What an engine receives is written from the tokens of the tree, never copied from the text: tokens that touch are
separated, comments are left out, escaped characters are resolved. So no engine can see a keyword where the tree has a
string, a name or a comment.

Guarantees:
    1. The time grows in proportion to the length of the text: the parser looks one token ahead (LALR(1)).
    2. What the engine accepts of SPARQL 1.1, and of the triple terms of SPARQL 1.2, has a tree.
    3. ``written`` gives a text that has the same tree.

Source: SPARQL 1.2 Query Language, 19 (grammar), as ``sparql.lark``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from lark import Lark, Token, Tree, UnexpectedInput

from api.sparql.diagnosis import diagnose, fault
from extract.messages import message

Node = Tree[Token]

_DEPTH = 500  # brackets inside each other; many more exhaust the stack of an engine
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_COMMENT = re.compile(r"#[^\r\n]*")
_IN_STRING = {"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_NOT_IN_IRI = frozenset('<>"{}|^`\\') | frozenset(map(chr, range(0x21)))
_SEPARATES = frozenset("(){}[],;")
_WITH_ESCAPES = frozenset({"IRIREF", "STRING1", "STRING2", "STRING_LONG1", "STRING_LONG2"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text with its tree, and the tokens of the tree in order with their escapes resolved."""

    text: str
    root: Node
    tokens: tuple[Token, ...]

    def nodes(self, *rules: str) -> tuple[Node, ...]:
        """Give the nodes of these rules in the order of the text."""
        subtrees: Iterator[Node] = self.root.iter_subtrees_topdown()  # type: ignore[no-untyped-call]
        return tuple(node for node in subtrees if node.data in rules)


def parse_query(text: str) -> Parsed:
    """Parse a query.

    Raises:
        QuerySyntaxError: the text departs from the grammar; the error has line and column.
    """
    return _parsed(text, "query")


def parse_update(text: str) -> Parsed:
    """Parse an update, which is a sequence of operations.

    Raises:
        QuerySyntaxError: the text departs from the grammar; the error has line and column.
    """
    return _parsed(text, "update")


def leaves(node: Node) -> Iterator[Token]:
    """Give the tokens under a node in the order of the text, however deep the tree is."""
    rest: list[Node | Token] = [node]
    while rest:
        one = rest.pop()
        if isinstance(one, Token):
            yield one
        else:
            rest.extend(reversed(one.children))


def written(text: str, tokens: Sequence[Token]) -> str:
    r"""Write tokens with the white space of their text; a token without a position is an insertion.

    >>> parsed = parse_query("SELECT*{?s<p:p>'\\u670d'}#end")
    >>> written(parsed.text, parsed.tokens)
    "SELECT *{?s <p:p> '服'}"
    """
    parts: list[str] = []
    last: Token | None = None
    for token in tokens:
        parts += (_space(text, last, token), token)
        last = token
    return "".join(parts)


def _space(text: str, last: Token | None, token: Token) -> str:
    start = token.start_pos
    if last is None:
        return "" if start is None else _COMMENT.sub("", text[:start])
    if start is None or last.end_pos is None:
        return " "
    touching = "" if last in _SEPARATES or token in _SEPARATES else " "
    return _COMMENT.sub("", text[last.end_pos : start]) or touching


def _parsed(text: str, start: str) -> Parsed:
    try:
        root = _parser().parse(text, start=start)
    except UnexpectedInput as error:
        raise diagnose(text, error, _keywords()) from None
    tokens = tuple(leaves(root))
    _check_depth(text, tokens)
    return Parsed(text, root, tuple(_resolved(text, token) for token in tokens))


@cache
def _parser() -> Lark:
    return Lark.open("sparql.lark", rel_to=__file__, parser="lalr", start=["query", "update"], keep_all_tokens=True)


@cache
def _keywords() -> frozenset[str]:
    """Give the words of the grammar in capitals."""
    patterns = [terminal.pattern.value for terminal in _parser().terminals if "i" in terminal.pattern.flags]
    return frozenset(word for pattern in patterns for word in re.findall(r"[A-Z][A-Z0-9_]+", pattern)) | {"A"}


def _check_depth(text: str, tokens: Sequence[Token]) -> None:
    depth = 0
    for token in tokens:
        if token in {"(", "{", "["}:
            depth += 1
        elif token in {")", "}", "]"}:
            depth -= 1
        if depth > _DEPTH:
            raise fault(text, token.start_pos or 0, message("括号嵌套超过 {depth} 层", depth=_DEPTH))


def _resolved(text: str, token: Token) -> Token:
    """Replace the ``u`` escapes of a token by their characters.

    Raises:
        QuerySyntaxError: an escape gives no character, or one that an IRI may not contain.
    """
    if token.type not in _WITH_ESCAPES or "\\" not in token:
        return token

    def character(found: re.Match[str]) -> str:
        digits = found[1] or found[2]
        if digits is None:
            return found.group()
        shown = _character(int(digits, 16), in_iri=token.type == "IRIREF")
        if not shown:
            place = (token.start_pos or 0) + found.start()
            raise fault(text, place, message("“{words}”不是这里可用的字符", words=found.group()))
        return shown

    return token.update(value=_ESCAPE.sub(character, token))


def _character(point: int, *, in_iri: bool) -> str:
    """Give a character as an IRI or a string contains it; nothing where it may not."""
    if point >= 0x110000 or 0xD800 <= point < 0xE000:
        return ""
    shown = chr(point)
    if in_iri:
        return "" if shown in _NOT_IN_IRI else shown
    return _IN_STRING.get(shown, shown)
