"""The engine's words about a bad query, as line, column and a sentence for people."""

import re

from extract.messages import message
from graph.store.contract import QuerySyntaxError

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_CHARACTER_CLASSES = re.compile(r"\[[^\]]*\.\.=?[^\]]*\](?:,\s*)?")
_LONGEST_REASON = 300


def syntax_error(error: SyntaxError | ValueError, query: str = "") -> QuerySyntaxError:
    """Say where the query breaks off and what the engine expected there.

    >>> from graph.store.syntax import syntax_error
    >>> syntax_error(SyntaxError("error at 1:35: expected one of HAVING, OFFSET")).message.render()
    '第 1 行第 35 列：此处应为 one of HAVING, OFFSET'
    """
    found = _PLACE.match(str(error))
    if found is None:
        reason = _short(str(error))
        return QuerySyntaxError(message("查询无法解析：{reason}", reason=reason), 0, 0)
    line, column, reason = int(found[1]), int(found[2]), _short(found[3])
    words = _words_at(query, line, column)
    what = (
        message(
            "第 {line} 行第 {column} 列“{words}”处：此处应为 {reason}",
            line=line,
            column=column,
            words=words,
            reason=reason,
        )
        if words
        else message("第 {line} 行第 {column} 列：此处应为 {reason}", line=line, column=column, reason=reason)
    )
    return QuerySyntaxError(what, line, column)


def _words_at(query: str, line: int, column: int) -> str:
    lines = query.splitlines()
    return lines[line - 1][column - 1 :][:30].strip() if 0 < line <= len(lines) else ""


def _short(reason: str) -> str:
    plain = _CHARACTER_CLASSES.sub("", reason).replace("\n", " ").strip().rstrip(",")
    return plain if len(plain) <= _LONGEST_REASON else plain[:_LONGEST_REASON] + " …"
