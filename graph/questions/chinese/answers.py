"""Answer a question in Chinese: the rows with how it was understood, a question back, or a refusal with its reason.

Guarantees:
    1. An answer is given only when every word of the question was understood and every name is in the data.
    2. A name that the data contains several times is settled by the scope of the question or returned as a choice, never chosen.
    3. A refusal names its reason, and three near questions that have an answer, or the two that were asked in one.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import eq
from typing import Literal

from extract.cleaning import fold
from extract.messages import Message, message
from graph.dataset.rows import AssignmentRow, TaskRow
from graph.questions.chinese import query
from graph.questions.chinese.asking import MOST_CHOICES, AskBackError, AskedData, RefusedQuestionError
from graph.questions.chinese.follow_up import continued
from graph.questions.chinese.frame import QuestionFrame, Target
from graph.questions.chinese.grammar import ParsedQuestion, read
from graph.questions.chinese.lexer import sound, tokens_of
from graph.questions.chinese.names import NameIndex, names_of, plain, rows_of
from graph.questions.chinese.nearby import nearby
from graph.questions.chinese.results import Cell, NamedCell, Quote, collectives, results
from graph.questions.chinese.rewording import reworded
from graph.questions.chinese.settle import settled
from graph.questions.chinese.several import each_alone, several_questions
from graph.questions.chinese.words import vocabulary
from graph.store import RdfTerm, Store

LONGEST = 300  # code points of a question
_CODE = re.compile(
    r"[{}<>]|\b(?:select|insert|delete|drop|construct|update|union|script|where|prefix|ask|clear|load)\b|--|;\s*$|://",
    re.IGNORECASE,
)
_CLASSES = frozenset("局厅委办部")
_SHORTEST = 2  # code points of a question
_UNCLEAR = message("未能识别所提的问题。")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChineseAnswer:
    """Rows, a question back with choices, or a refusal."""

    kind: Literal["rows", "clarify", "refuse"]
    why: Message | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    choices: tuple[str, ...] = ()
    ambiguous: str = ""  # the words that the choices are for
    near: tuple[str, ...] = ()  # questions near a refused one, or in it
    sparql: str = ""
    frame: QuestionFrame | None = None
    collectives: int = 0  # of the units that it lists or counts: as the plans name them, and not taken apart

    @property
    def remark(self) -> Message | None:
        """Say how many of the units are collectives; None where there is none."""
        if not self.collectives:
            return None
        return message("其中 {n} 个是集体（如“各县市人民政府”），按原文算一个单位。", n=self.collectives)


def answer(
    question: str, store: Store, context: Sequence[str] = (), graphs: Sequence[str] | None = None
) -> ChineseAnswer:
    """Answer a question.

    Args:
        question: One question in Chinese.
        store: The store of all plans.
        context: The earlier questions, oldest first: a follow-up goes on from them.
        graphs: The graphs of the plans that the answer is about; all of them where None.
    """
    scope = None if graphs is None else tuple(graphs)
    data = AskedData(names=names_of(store, scope), store=store, graphs=scope)
    try:
        frame = settled(understand(question, data.names, context), data)
        found = results(frame, data)
    except AskBackError as asked:
        return ChineseAnswer(kind="clarify", choices=asked.choices, ambiguous=asked.words, why=asked.why)
    except RefusedQuestionError as refused:
        return ChineseAnswer(kind="refuse", why=refused.why, near=_offered(question, data, refused))
    return ChineseAnswer(
        kind="rows",
        columns=found.columns,
        rows=found.rows,
        sparql=found.sparql,
        frame=frame,
        collectives=collectives(found, frame, data),
    )


def _offered(question: str, data: AskedData, refused: RefusedQuestionError) -> tuple[str, ...]:
    """Give the questions that were asked in one, where each has an answer; else those that are near."""
    if refused.alone and all(answer(one, data.store, graphs=data.graphs).kind == "rows" for one in refused.alone):
        return refused.alone
    text = fold(unicodedata.normalize("NFKC", question[:LONGEST]))
    return nearby(text, tokens_of(text, data.names), data.names, refused.words)


def understand(question: str, names: NameIndex, context: Sequence[str] = ()) -> QuestionFrame:
    """Read a question as a frame, after those before it."""
    previous = None
    for before in context:
        previous = _read(before, names, previous)
    return _read(question, names, previous)


def _read(question: str, names: NameIndex, previous: QuestionFrame | None) -> QuestionFrame:
    text = unicodedata.normalize("NFKC", question).strip()
    if len(text) > LONGEST:
        raise RefusedQuestionError(message("问题请不超过 {longest} 个字。", longest=LONGEST))
    if _CODE.search(text):
        raise RefusedQuestionError(message("问题里带有查询或更新语句。请用一句话提问，查询语句请写在 SPARQL 页。"))
    if len(text) < _SHORTEST:
        raise RefusedQuestionError(_UNCLEAR)
    text = fold(text)
    if several_questions(text, names):
        raise RefusedQuestionError(message("一次请问一个问题。"), alone=each_alone(text, names))
    text = reworded(text)
    reading = read(text, tokens_of(text, names), names)
    _screen(reading, names)
    frame = continued(reading.frame, previous, reading.points, reading.pointer)
    if frame.target is None:
        raise RefusedQuestionError(_UNCLEAR)
    return frame


def _screen(reading: ParsedQuestion, names: NameIndex) -> None:
    if reading.missing:
        raise RefusedQuestionError(message("数据里没有“{words}”。", words="、".join(reading.missing)))
    for words in reading.left:
        meanings = vocabulary().get(words, ())
        if any(one.kind == "outside" for one in meanings):
            raise RefusedQuestionError(
                message("数据里没有“{words}”：只有方案原文写明的单位、任务、分工和时限。", words=words)
            )
        if any(one.kind == "opinion" for one in meanings):
            raise RefusedQuestionError(message("“{words}”问的是评价或推测，数据只有原文怎么写。", words=words))
    left = [words for words in reading.left if words]
    near = tuple(_near(left, names))
    if near:
        raise AskBackError("".join(left), near)
    if left:
        raise RefusedQuestionError(
            message("未能识别“{words}”：数据中没有此名称，也不是可识别的用语。", words="、".join(left)),
            max(left, key=len),
        )


def _near(left: Sequence[str], names: NameIndex) -> Iterator[str]:
    """Find the units with a form that ends in the words, lacks only its class word (环保), or sounds like them."""
    if len(left) != 1 or len(left[0]) < _SHORTEST:
        return
    words = plain(left[0])
    found = {
        names.units[iri].name: None
        for form in names.unit_forms
        if _close(form, words)
        for iri in names.unit_forms[form]
    }
    yield from sorted(found)[:MOST_CHOICES]


def _close(form: str, words: str) -> bool:
    if form.endswith(words) and len(words) > _SHORTEST:
        return True
    if form[:-1] == words and form[-1] in _CLASSES:
        return True
    shared = sum(map(eq, form, words)) if len(form) == len(words) else 0
    return 2 * shared >= len(words) and sound(form) == sound(words)


def quotes(found: ChineseAnswer, store: Store, graphs: Sequence[str] | None = None) -> tuple[Quote, ...]:
    """Give the words that support an answer: the assignments of the tasks and units that it is about, at most some dozens.

    What is not so has no words of its own: of a unit that never supports, the words are those where it has another role;
    of a unit that has no part in a task, they are those of the task.
    """
    frames = () if found.frame is None else (found.frame, *_of_what_is_not_so(found.frame))
    tried = (_quotes(found, frame, store, graphs) for frame in frames)
    return next(filter(None, tried), ())


def _of_what_is_not_so(frame: QuestionFrame) -> Iterator[QuestionFrame]:
    """Give the question with any role, then that of the tasks and sections it names without units."""
    anything = tuple(replace(group, roles=(), negated=False, first=False, only=False) for group in frame.groups)
    yield frame.but(groups=anything, absent=False)
    if frame.tasks or frame.sections:
        yield QuestionFrame(plans=frame.plans, tasks=frame.tasks, sections=frame.sections, target=Target.TASKS)


def _quotes(
    found: ChineseAnswer, frame: QuestionFrame, store: Store, graphs: Sequence[str] | None
) -> tuple[Quote, ...]:
    rows = rows_of(store, graphs)
    tasks = {row.iri: row for row in rows.having(TaskRow, "iri", _tasks(found, frame, store, graphs))}
    roles = {role for group in frame.groups for role in group.roles}
    named = {choice.iris[0] for group in frame.named if not group.negated for choice in group.units}
    shown = _things(found, "unit") if frame.asked else named
    kept = sorted(
        (
            row
            for row in rows.having(AssignmentRow, "task", tasks)
            if row.counted and (not roles or row.role in roles) and (not shown or row.unit in shown)
        ),
        key=lambda row: (row.plan, tasks[row.task].start, row.start),
    )[: query.MOST_QUOTES]
    units = rows.units("iri", {row.unit for row in kept})
    return tuple(
        Quote(
            task=NamedCell(tasks[row.task].ref, row.task),
            unit=NamedCell(units[row.unit].name, row.unit),
            label=row.label,
            mention=row.mention,
        )
        for row in kept
    )


def _tasks(found: ChineseAnswer, frame: QuestionFrame, store: Store, graphs: Sequence[str] | None) -> Collection[str]:
    """Give the tasks that an answer lists, or the first ones that it is about."""
    tasks = _things(found, "task")
    if tasks:
        return tasks
    asked = query.evidence(frame, tuple(_things(found, "unit")) if frame.asked else ())
    return [_text(task) for task, *_ in store.select(asked.text, graphs).rows]


def _things(found: ChineseAnswer, kind: str) -> dict[str, None]:
    """Give the first units or tasks of an answer whose rows are such."""
    if found.columns[:1] != (kind,):
        return {}
    cells = (row[0] for row in found.rows[: query.MOST_QUOTES])
    return dict.fromkeys(cell.iri for cell in cells if isinstance(cell, NamedCell))


def _text(term: RdfTerm | None) -> str:
    return term.value if term else ""
