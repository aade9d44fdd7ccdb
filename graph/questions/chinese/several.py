"""Tell two questions in one: 法制办牵头几项?编办呢?, 谁牵头最多,谁配合最多.

For: 公安局牵头几项,法制办配合几项; 2.4.5由谁负责,什么时候完成.
Against: 牵头最多的前三名是谁,各牵头几项; 4.20谁牵头、谁配合; 法制办牵头哪些、配合哪些 (one unit, one answer).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from graph.questions.chinese.lexer import QuestionToken, tokens_of
from graph.questions.chinese.names import NameIndex

_Clause = tuple[QuestionToken, ...]
_END = re.compile(r"[?。]")
_BREAKS = frozenset(",;、")


def several_questions(text: str, names: NameIndex) -> bool:
    """Whether two clauses of a folded text ask something each, of different units, rankings or deadlines."""
    clauses = [clause for part in _END.split(text) for clause in _clauses(tokens_of(part, names))]
    return any(_apart(first, second) for first, second in combinations(clauses, 2))


def _clauses(tokens: Sequence[QuestionToken]) -> Iterator[_Clause]:
    clause: list[QuestionToken] = []
    for token in tokens:
        if token.text in _BREAKS:
            yield tuple(clause)
            clause = []
        else:
            clause.append(token)
    yield tuple(clause)


def _apart(first: _Clause, second: _Clause) -> bool:
    if not _asks(first):
        return False
    if second and second[-1].text == "呢":
        return _names_unit(first)
    if not _asks(second):
        return False
    which = _has(second, "ask", "who") or _has(second, "ask", "which")
    rankings = which and all(_has(clause, "rank") for clause in (first, second))
    deadlines = [_has(clause, "ask", "when") for clause in (first, second)]
    return rankings or (_names_unit(first) and _names_unit(second)) or deadlines in ([True, False], [False, True])


def _asks(clause: _Clause) -> bool:
    return any(token.means("ask") and not token.text.startswith("那") for token in clause)


def _names_unit(clause: _Clause) -> bool:
    return any(token.shape == "unit" for token in clause)


def _has(clause: _Clause, kind: str, value: str = "") -> bool:
    return any(token.means(kind, value) for token in clause)
