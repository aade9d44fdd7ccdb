"""What a query asks of the machine, read from its tokens before any engine sees it.

Every engine opens connections for SERVICE, and some read files for LOAD and FROM. All of that is refused here. The
refusal errs on the side of refusing: a text in which an engine might find such a keyword where we see something else is
refused too, with the words that made us doubt. Texts without the letters of such a keyword (nearly all) pass at once.

Source: SPARQL 1.1 Query Language, 19.8; SPARQL 1.1 Update, 3.1.4; SPARQL 1.1 Federated Query.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise
from urllib.parse import urljoin

from api.sparql.diagnosis import fault
from api.sparql.tokens import Kind, Token, absolute, doubtful, tokens


class Form(StrEnum):
    """What a query answers with."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is RDF, not a table or a truth value."""
        return self in {Form.CONSTRUCT, Form.DESCRIBE}


@dataclass(frozen=True, slots=True)
class Reading:
    """A query that may run.

    ``text`` is the query with its rows limited; ``limited`` whether that limit is ours, so that reaching it means that
    rows may be missing; ``dataset`` whether the query names its own dataset (FROM).
    """

    form: Form
    text: str
    limited: bool
    dataset: bool


_RISKY = re.compile(r"service|load|from|\\u", re.IGNORECASE)
_END = re.compile(r"limit|values", re.IGNORECASE)  # what may stand after the groups, and matters to a limit
_WAYS_OUT = re.compile(r"service|load", re.IGNORECASE)
_KEYWORD_AFTER_DOT = re.compile(r"\.(?:service|load|from)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


def may_name_graphs(text: str) -> bool:
    """Whether there may be a FROM, so that the loaded graphs have to be known."""
    return "from" in text.lower()


def read_query(text: str, rows: int, loaded: frozenset[str] | None) -> Reading:
    """Read a query: its form, whether it is harmless, and where its rows are limited.

    Args:
        text: the query.
        rows: the most rows of a SELECT; a larger LIMIT is lowered, a missing one put in.
        loaded: the graphs that FROM may name; ``None`` where the protocol names the dataset and FROM does not count.

    Raises:
        QuerySyntaxError: no query form, or a way out of the machine.
    """
    form = _form(text)
    dataset = False
    if _RISKY.search(text) is not None:
        for reading in _readings(text):
            found = tuple(tokens(reading))
            _refuse_ways_out(reading, found)
            dataset = _check_dataset(reading, found, loaded) or dataset
    if form is not Form.SELECT:
        return Reading(form, text, limited=False, dataset=dataset)
    bounded, limited = _limited(text, rows)
    return Reading(form, bounded, limited=limited, dataset=dataset)


def check_update(text: str) -> None:
    """Refuse an update with a way out of the machine.

    Raises:
        QuerySyntaxError: LOAD, SERVICE, or what could be read as one.
    """
    if _RISKY.search(text) is not None:
        for reading in _readings(text):
            _refuse_ways_out(reading, tuple(tokens(reading)))


def _readings(text: str) -> tuple[str, ...]:
    r"""Give the text as it is, and as an engine sees it that decodes escapes before anything else, as it should.

    To such an engine the string ``'\u0027 SERVICE … #'`` ends before ``SERVICE``, and a comment with ``\u000A`` in it
    ends there.
    """
    decoded = _ESCAPE.sub(lambda found: _character(found[1] or found[2]), text)
    return (text,) if decoded == text else (text, decoded)


def _character(digits: str) -> str:
    point = int(digits, 16)
    return chr(point) if point < 0x110000 else "\ufffd"


def _refuse_ways_out(text: str, found: tuple[Token, ...]) -> None:
    for token in found:
        if doubtful(token) or _hides_keyword(token):
            raise fault(
                text,
                token,
                f"“{token.text[:40]}”无法确认是否安全：请写成绝对地址（http://…），或换一个前缀名，再试",
                f"“{token.text[:40]}” cannot be told safe: write the IRI in full (http://…), or choose another prefix",
            )
        if token.kind is Kind.WORD and _WAYS_OUT.search(token.text):
            raise fault(
                text,
                token,
                f"本服务不访问其他主机，也不读取文件，不执行 {token.text[:40]}",
                f"this service asks no other host and reads no file, so it does not do {token.text[:40]}",
            )


def _hides_keyword(token: Token) -> bool:
    """Whether an engine that needs no space after a keyword could read one out of this token.

    ``SERVICE:x`` is a name to us and SERVICE with the name ``:x`` to such an engine; so is ``true.SERVICE``.
    """
    if token.kind is Kind.NAME:
        prefix, _, _ = token.text.partition(":")
        return _RISKY.search(prefix) is not None or _KEYWORD_AFTER_DOT.search(token.text) is not None
    if token.kind is Kind.WORD:
        return token.word not in {"FROM", "SERVICE", "LOAD"} and _RISKY.search(token.text) is not None
    if token.kind is Kind.IRI:
        opaque = _SCHEME.match(token.text[1:]) is not None  # urn:example:from
        return not (absolute(token) or opaque) and _RISKY.search(token.text) is not None
    return False


def _check_dataset(text: str, found: tuple[Token, ...], loaded: frozenset[str] | None) -> bool:
    """Let FROM name loaded graphs only; say whether there is a FROM."""
    there = False
    base = ""
    for word, iri in pairwise(found):
        if word.word == "BASE":
            base = urljoin(base, iri.text[1:-1])
    prefixes = dict(_prefixes(found))
    for index, token in enumerate(found):
        if token.word != "FROM":
            continue
        there = True
        at = index + 2 if found[index + 1 : index + 2] and found[index + 1].word == "NAMED" else index + 1
        named = found[at] if at < len(found) else token
        if loaded is not None and urljoin(base, _iri(named, prefixes)) not in loaded:
            raise fault(
                text,
                named,
                f"图 {named.text[:200]} 没有加载；FROM 只能指向已加载的图",
                f"the graph {named.text[:200]} is not loaded; FROM may only name loaded graphs",
            )
    return there


def _prefixes(found: tuple[Token, ...]) -> Iterator[tuple[str, str]]:
    for word, name, iri in zip(found, found[1:], found[2:], strict=False):
        if word.word == "PREFIX" and name.kind is Kind.NAME and iri.kind is Kind.IRI:
            yield name.text, iri.text[1:-1]


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind is Kind.IRI:
        return token.text[1:-1]
    prefix, colon, local = token.text.partition(":")
    return prefixes.get(prefix + colon, "") + local if token.kind is Kind.NAME else ""


def _form(text: str) -> Form:
    """Find the first keyword after the prologue."""
    found = tokens(text)
    token = next(found, None)
    while token is not None and token.word in {"PREFIX", "BASE", "VERSION"}:
        token = next(islice(found, 2 if token.word == "PREFIX" else 1, None), None)
    if token is not None and token.word in Form.__members__:
        return Form[token.word]
    raise fault(
        text,
        token or Token(Kind.MARK, "", len(text)),
        "此处应为 SELECT、ASK、CONSTRUCT 或 DESCRIBE",
        "expected SELECT, ASK, CONSTRUCT or DESCRIBE here",
    )


def _limited(text: str, rows: int) -> tuple[str, bool]:
    """Put LIMIT ``rows`` into a SELECT, unless it has a lower one of its own."""
    if _END.search(text) is None:  # nearly all
        return f"{text}\nLIMIT {rows}\n", True
    depth = 0
    cut = len(text)
    found = tuple(tokens(text))
    for index, token in enumerate(found):
        if token.kind is Kind.MARK and token.text in "{(":
            depth += 1
        elif token.kind is Kind.MARK and token.text in "})":
            depth -= 1
        elif depth == 0 and token.word == "LIMIT" and index + 1 < len(found):
            number = found[index + 1]
            if not number.text.isdecimal() or int(number.text) <= rows:
                return text, False
            return f"{text[: number.start]}{rows}{text[number.end :]}", True
        elif depth == 0 and token.word == "VALUES":
            cut = min(cut, token.start)
    return f"{text[:cut]}\nLIMIT {rows}\n{text[cut:]}", True
