"""The words of a SPARQL text: what stands in a string, a comment or an IRI is no keyword.

The one place where SPARQL's tokens depend on the grammar is ``<``: ``?a<?b && ?c>?d`` is a comparison, ``?a <b> ?c`` a
triple. This scanner always takes the longest token, as the recommendation says; ``doubtful`` tells where an engine that
decides by grammar could see other tokens, so that a guard can refuse what it cannot be sure of.

Source: SPARQL 1.1 Query Language, 19.8 (terminals).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a token is."""

    IRI = "iri"
    NAME = "name"  # ex:task, ex:, :task, _:b
    VARIABLE = "variable"
    STRING = "string"
    LANGUAGE = "language"
    NUMBER = "number"
    WORD = "word"  # SELECT, count, true, a
    MARK = "mark"  # one character


@dataclass(frozen=True, slots=True)
class Token:
    """A token, as written, and where."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next token may begin."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The keyword in capitals, or nothing for other tokens."""
        return self.text.upper() if self.kind is Kind.WORD else ""


_LOCAL = r"(?:[\w\-:·‿⁀.]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_TOKEN = re.compile(
    r"""(?P<space>[\ \t\r\n]+|\#[^\r\n]*)
      | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
      | (?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
                  |'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")
      | (?P<variable>[?$]\w+)
      | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<name>(?:_:|(?:[^\W\d_][\w\-.]*)?:)"""
    + _LOCAL
    + r"""*)
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
      | (?P<word>[^\W\d]\w*)
      | (?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens in order, without white space and comments.

    >>> [token.text for token in tokens("SELECT ?s { ?s ex:p 'LOAD' } # FROM")]
    ['SELECT', '?s', '{', '?s', 'ex:p', "'LOAD'", '}']
    """
    for found in _TOKEN.finditer(text):
        name = found.lastgroup
        if name is not None and name != "space":
            yield Token(Kind(name), found.group(), found.start())


_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")


def absolute(token: Token) -> bool:
    """Whether the token can be nothing but an IRI: no expression goes on with ``//`` after a name."""
    return _ABSOLUTE.match(token.text) is not None


def doubtful(token: Token) -> bool:
    """Whether an engine could read this token as several, and then see strings and comments elsewhere than we do.

    An IRI with a scheme and two slashes cannot be a comparison. Any other is safe when nothing in it opens a string or a comment. A backslash outside a string is an escape that the recommendation
    wants decoded before anything else.

    >>> [doubtful(token) for token in tokens("<http://a/#b> <#b> <b>")]
    [False, True, False]
    """
    if token.kind is Kind.IRI:
        return "\\" in token.text or (not absolute(token) and any(mark in token.text for mark in "#'"))
    return token.kind is Kind.MARK and token.text in "\\'\""
