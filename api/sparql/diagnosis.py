"""Find what a person most likely got wrong in a query that does not parse.

An engine says where its parser gave up, which is often a line later than the slip, in words of its grammar. The four
slips that people make are found in the tokens: an open quotation mark, an undeclared prefix, a misspelt keyword, and a
bracket without its other half.
"""

from itertools import pairwise

from api.sparql.tokens import Kind, Token, tokens
from graph.store import QuerySyntaxError
from graph.texts import Bilingual

_WORDS = frozenset(
    [
        "A",
        "ABS",
        "ADD",
        "ALL",
        "AS",
        "ASC",
        "ASK",
        "AVG",
        "BASE",
        "BIND",
        "BNODE",
        "BOUND",
        "BY",
        "CEIL",
        "CLEAR",
        "COALESCE",
        "CONCAT",
        "CONSTRUCT",
        "CONTAINS",
        "COPY",
        "COUNT",
        "CREATE",
        "DATA",
        "DATATYPE",
        "DAY",
        "DEFAULT",
        "DELETE",
        "DESC",
        "DESCRIBE",
        "DISTINCT",
        "DROP",
        "ENCODE_FOR_URI",
        "EXISTS",
        "FALSE",
        "FILTER",
        "FLOOR",
        "FROM",
        "GRAPH",
        "GROUP",
        "GROUP_CONCAT",
        "HASLANG",
        "HASLANGDIR",
        "HAVING",
        "HOURS",
        "IF",
        "IN",
        "INSERT",
        "INTO",
        "IRI",
        "ISBLANK",
        "ISIRI",
        "ISLITERAL",
        "ISNUMERIC",
        "ISTRIPLE",
        "ISURI",
        "LANG",
        "LANGDIR",
        "LANGMATCHES",
        "LCASE",
        "LIMIT",
        "LOAD",
        "MAX",
        "MD5",
        "MIN",
        "MINUS",
        "MINUTES",
        "MONTH",
        "MOVE",
        "NAMED",
        "NOT",
        "NOW",
        "OBJECT",
        "OFFSET",
        "OPTIONAL",
        "ORDER",
        "PREDICATE",
        "PREFIX",
        "RAND",
        "REDUCED",
        "REGEX",
        "REPLACE",
        "ROUND",
        "SAMETERM",
        "SAMPLE",
        "SECONDS",
        "SELECT",
        "SEPARATOR",
        "SERVICE",
        "SHA1",
        "SHA256",
        "SHA384",
        "SHA512",
        "SILENT",
        "STR",
        "STRAFTER",
        "STRBEFORE",
        "STRDT",
        "STRENDS",
        "STRLANG",
        "STRLANGDIR",
        "STRLEN",
        "STRSTARTS",
        "STRUUID",
        "SUBJECT",
        "SUBSTR",
        "SUM",
        "TIMEZONE",
        "TO",
        "TRIPLE",
        "TRUE",
        "TZ",
        "UCASE",
        "UNDEF",
        "UNION",
        "URI",
        "USING",
        "UUID",
        "VALUES",
        "VERSION",
        "WHERE",
        "WITH",
        "YEAR",
    ]
)
_PAIRS = {"}": "{", ")": "(", "]": "["}


def diagnose(text: str) -> QuerySyntaxError | None:
    """Name the first slip that the tokens show; ``None`` when they show none.

    >>> diagnose("SELECT * { ?s ?p ?o } LIMT 3").message.en
    'Line 1, column 23: “LIMT” is no word of SPARQL.'
    """
    found = tuple(tokens(text))
    declared = {name.text for word, name in pairwise(found) if word.word == "PREFIX" and name.kind is Kind.NAME}
    for token in found:
        slip = _slip(token, declared)
        if slip is not None:
            return fault(text, token, *slip)
    return _unpaired(text, found)


def fault(text: str, token: Token, zh: str, en: str) -> QuerySyntaxError:
    """Make an error that points at a token; line and column count from 1."""
    before = text[: token.start]
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return QuerySyntaxError(
        Bilingual(zh=f"第 {line} 行第 {column} 列：{zh}。", en=f"Line {line}, column {column}: {en}."), line, column
    )


def _slip(token: Token, declared: set[str]) -> tuple[str, str] | None:
    if token.kind is Kind.MARK and token.text in "\"'":
        return "引号没有闭合", "a quotation mark is not closed"
    if token.kind is Kind.NAME and not token.text.startswith("_:"):
        prefix = token.text.partition(":")[0] + ":"
        if prefix not in declared:
            return f"{token.text} 的前缀 {prefix} 没有声明", f"the prefix {prefix} of {token.text} is not declared"
    if token.kind is Kind.WORD and token.word not in _WORDS:
        return f"“{token.text}”不是 SPARQL 的词", f"“{token.text}” is no word of SPARQL"
    return None


def _unpaired(text: str, found: tuple[Token, ...]) -> QuerySyntaxError | None:
    opened: list[Token] = []
    for token in found:
        if token.kind is not Kind.MARK:
            continue
        if token.text in "{([":
            opened.append(token)
        elif token.text in _PAIRS and (not opened or opened.pop().text != _PAIRS[token.text]):
            return fault(
                text, token, f"“{token.text}”多余，或与前面的括号不配对", f"this “{token.text}” closes nothing"
            )
    if opened:
        mark = opened[-1]
        return fault(text, mark, f"“{mark.text}”没有闭合", f"this “{mark.text}” is not closed")
    return None
