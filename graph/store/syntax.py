"""The engine's words about a bad query, as line, column and a sentence for people."""

import re

from graph.store.contract import QuerySyntaxError
from graph.texts import Bilingual

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_CHARACTER_CLASSES = re.compile(r"\[[^\]]*\.\.=?[^\]]*\](?:,\s*)?")
_LONGEST_REASON = 300


def syntax_error(error: SyntaxError | ValueError, query: str = "") -> QuerySyntaxError:
    """Say where the query breaks off and what the engine expected there.

    >>> from graph.store.syntax import syntax_error
    >>> syntax_error(SyntaxError("error at 1:35: expected one of HAVING, OFFSET")).message.en
    'Line 1, column 35: expected one of HAVING, OFFSET'
    """
    found = _PLACE.match(str(error))
    if found is None:
        reason = _short(str(error))
        return QuerySyntaxError(Bilingual(zh=f"查询无法解析：{reason}", en=f"The query cannot be read: {reason}"), 0, 0)
    line, column, reason = int(found[1]), int(found[2]), _short(found[3])
    words = _words_at(query, line, column)
    near_zh, near_en = (f"“{words}”处：", f", at “{words}”") if words else ("：", "")
    return QuerySyntaxError(
        Bilingual(
            zh=f"第 {line} 行第 {column} 列{near_zh}此处应为 {reason}",
            en=f"Line {line}, column {column}{near_en}: expected {reason}",
        ),
        line,
        column,
    )


def _words_at(query: str, line: int, column: int) -> str:
    lines = query.splitlines()
    return lines[line - 1][column - 1 :][:30].strip() if 0 < line <= len(lines) else ""


def _short(reason: str) -> str:
    plain = _CHARACTER_CLASSES.sub("", reason).replace("\n", " ").strip().rstrip(",")
    return plain if len(plain) <= _LONGEST_REASON else plain[:_LONGEST_REASON] + " …"
