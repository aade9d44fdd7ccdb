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
_TASKS = frozenset({"ref", "path", "item"})
_SUBJECTS = _TASKS | {"unit", "title", "place", "numbered", "time", "text"}


def several_questions(text: str, names: NameIndex) -> bool:
    """Whether two clauses of a folded text ask something each, of different units, rankings or deadlines."""
    return any(_apart(first, second) for first, second in combinations(_all_clauses(text, names), 2))


def each_alone(text: str, names: NameIndex) -> tuple[str, ...]:
    """Give the two questions of a folded text as each is asked alone: 法制办牵头几项, 编办牵头几项.

    Returns:
        None of them where the text has more clauses than two, or the second leaves out what cannot be told.
    """
    clauses = [clause for clause in _all_clauses(text, names) if clause]
    if len(clauses) != 2:
        return ()
    first, second = map(_words, clauses)
    subjects, own = map(_subjects, clauses)
    if clauses[1][-1].text == "呢":
        if [one.shape for one in (*subjects, *own)] != ["unit", "unit"]:
            return ()
        second = first.replace(subjects[0].text, own[0].text)
    elif subjects and not own:
        if len(subjects) > 1 or subjects[0].shape not in _TASKS:
            return ()
        second = subjects[0].text + second
    return f"{first}？", f"{second}？"


def _words(clause: _Clause) -> str:
    return "".join(token.text for token in clause)


def _subjects(clause: _Clause) -> _Clause:
    return tuple(token for token in clause if token.shape in _SUBJECTS)


def _all_clauses(text: str, names: NameIndex) -> tuple[_Clause, ...]:
    return tuple(clause for part in _END.split(text) for clause in _clauses(tokens_of(part, names)))


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
