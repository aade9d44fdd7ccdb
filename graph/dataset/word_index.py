"""Find words of any length in the tasks and texts of many plans.

A full-text index of Chinese has to find words of two characters, which most are: so texts are indexed by their pairs of
characters, and words are found as the sequence of their pairs. SQLite keeps such an index (FTS5); another database is
scanned.

Guarantees:
    1. Exactly the texts that contain the words are found: the index and a scan give the same.
    2. Words of one character are found as well; no words find nothing.

Source: SQLite FTS5, § 4.3.1 (the ascii tokenizer: every character beyond ASCII is part of a token), § 4.4.3
(contentless tables), § 3.2 (phrases), § 3.3 (prefixes).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sqlalchemy import Connection, text

_SHIFTED = {code: chr(0xF0000 + code) for code in range(128)}
"""ASCII characters, which separate or fold tokens, become characters of a private plane."""
_END = chr(0xF00FF)
_PLACES = 1 << 20  # tasks of one plan at most

TASK_WORDS, PLAN_WORDS = "task_words", "plan_words"


def pairs(words: str) -> str:
    """Write a text as its pairs of neighbouring characters; the last character is paired with an end.

    >>> pairs("执法局").split()[:2]
    ['执法', '法局']
    """
    return " ".join(map("".join, pairwise(words.translate(_SHIFTED) + _END)))


def phrase(words: str) -> str:
    """Write the query that finds the texts which contain ``words``.

    >>> phrase("执法局"), phrase("局")
    ('"执法 法局"', '"局" *')
    """
    shifted = words.translate(_SHIFTED)
    return f'"{" ".join(map("".join, pairwise(shifted)))}"' if len(shifted) > 1 else f'"{shifted}" *'


def joined(parts: Iterable[str]) -> str:
    """Join texts of one owner so that no words are found across two of them."""
    return _END.join(parts)


def place_number(graph: int, place: int) -> int:
    """Number a task among all plans."""
    return graph * _PLACES + place


def make_again(connection: Connection) -> None:
    """Make empty indexes in place of those that are there."""
    for name in (TASK_WORDS, PLAN_WORDS):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
        connection.execute(text(f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', tokenize='ascii')"))


def add(connection: Connection, name: str, owners: Iterable[tuple[int, str]]) -> None:
    """Index the texts of some owners, each named by its number."""
    rows = [{"owner": owner, "words": pairs(words)} for owner, words in owners]
    if rows:
        connection.execute(text(f"INSERT INTO {name}(rowid, words) VALUES (:owner, :words)"), rows)  # noqa: S608  our own names alone


def drop(connection: Connection, name: str, owners: Iterable[tuple[int, str]]) -> None:
    """Take texts out of the index; they must be those that were indexed."""
    rows = [{"owner": owner, "words": pairs(words)} for owner, words in owners]
    if rows:
        connection.execute(text(f"INSERT INTO {name}({name}, rowid, words) VALUES ('delete', :owner, :words)"), rows)  # noqa: S608  our own names alone


def owners(connection: Connection, name: str, words: str, most: int = -1) -> Sequence[int]:
    """Give the numbers of the owners whose texts contain the words, sorted; the first ``most``, or all."""
    asked = text(f"SELECT rowid FROM {name} WHERE {name} MATCH :asked ORDER BY rowid LIMIT :most")  # noqa: S608  our own names alone
    return connection.execute(asked, {"asked": phrase(words), "most": most}).scalars().all()


def places_having(connection: Connection, words: str, most: int = -1) -> Sequence[tuple[int, int]]:
    """Give the graphs and places of the tasks that contain the words: the first ``most``, or all."""
    return [divmod(owner, _PLACES) for owner in owners(connection, TASK_WORDS, words, most)]
