"""Read the tokens of a question as a frame.

A question is read in passes, each of which takes the tokens it understands: plans, sections and tasks by number or
title, quoted words, units in their roles, numbers, and what is in question. A word that no pass takes and that has meaning is
left over; a question with a word left over is refused, because half a question is another question.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.questions.chinese import bounds, conditions, duties, places, wanted
from graph.questions.chinese.follow_up import FollowUp
from graph.questions.chinese.frame import AnswerShape, QuestionFrame, Target
from graph.questions.chinese.lexer import QuestionToken
from graph.questions.chinese.names import NameIndex
from graph.questions.chinese.parse import QuestionParse
from graph.questions.chinese.ranking import beside_ranking

_PASSES: tuple[Callable[[QuestionParse], None], ...] = (
    places.titles,
    places.partial_titles,
    places.plans,
    places.sections,
    places.tasks,
    places.subjects,
    conditions.words,
    conditions.kinds,
    conditions.grades,
    duties.duties,
    conditions.deadlines,
    bounds.bounds,
    wanted.wanted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedQuestion:
    """A frame, the words that nothing explains, and names that the data does not contain."""

    frame: QuestionFrame
    left: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    points: FollowUp | None = None
    pointer: str = ""  # the words that point: 它, 最多的那家


def _unquoted(tokens: Sequence[QuestionToken], names: NameIndex) -> Iterator[QuestionToken]:
    """Take the quoted name of a unit for the unit, except after 提到: “公安局”牵头几项."""
    before: QuestionToken | None = None
    for token in tokens:
        unit = names.unit_forms.get(token.parts[0], ()) if token.shape == "text" else ()
        said = before is not None and before.means("mark", "says") and not before.means("mark", "and")
        yield replace(token, shape="unit", iris=unit) if unit and not said else token
        before = token


def read(text: str, tokens: Sequence[QuestionToken], names: NameIndex) -> ParsedQuestion:
    """Read the tokens of a question."""
    parse = QuestionParse(text=text, tokens=tuple(_unquoted(tokens, names)), names=names)
    for step in _PASSES:
        step(parse)
    if parse.frame.shape is AnswerShape.SHARE:
        _share(parse)
    parse.unread += beside_ranking(parse)
    if parse.frame.shape is None and not parse.frame.groups and parse.places("ask", "which"):
        parse.set(shape=AnswerShape.LIST)  # 是哪几项, after 有几项
    if parse.is_a(0, "mark", "and") and parse.frame.groups and not parse.frame.named:
        parse.unread.append(parse.tokens[0].text)  # 加上配合的呢
    points = _points(parse)
    pointer = next((parse.tokens[at].text for at in parse.places("mark", points)), "") if points else ""
    return ParsedQuestion(
        frame=parse.frame, left=tuple(parse.left()), missing=tuple(parse.missing), points=points, pointer=pointer
    )


def _share(parse: QuestionParse) -> None:
    """Read what a share is of: 占编办任务的比例, 法制办的任务里并列牵头的占多少; a plan or section alone is a part of all."""
    inside = ("里", "中", "里面", "当中", "之中", "里头", "内")
    cut = next(
        (at for at in parse.places("noun", "task", "unit") if at < parse.share and _text(parse, at + 1) in inside), -1
    )
    tokens = parse.tokens[: cut + 1] if cut >= 0 else parse.tokens[parse.share + 1 :]
    whole = read(parse.text, [one for one in tokens if not one.means("ask", "share")], parse.names).frame
    before = read(parse.text, parse.tokens[: parse.share], parse.names).frame
    if whole.but(target=None, shape=None) != QuestionFrame():
        parse.set(whole=whole)
    elif cut < 0 and before.but(target=None, shape=None, plans=(), sections=()) == QuestionFrame():
        parse.set(whole=QuestionFrame(target=before.target))
    units = whole.target is Target.UNITS or before.target is Target.UNITS
    parse.set(target=Target.UNITS if units else Target.TASKS)


def _text(parse: QuestionParse, at: int) -> str:
    token = parse.at(at)
    return token.text if token else ""


def _elliptic(parse: QuestionParse) -> bool:
    """Whether a question names a role and nothing that has it: 配合的有哪些."""
    groups = parse.frame.groups
    if groups and all(group.units and not group.roles for group in groups) and not _asks(parse):
        return True  # 再看看编办的
    bare = all(not group.units and not group.asked and not group.bound for group in groups)
    if not groups or not bare or parse.places("noun", "task", "unit") or parse.places("rank"):
        return False
    if parse.frame.shape is None and parse.places("ask", "which"):
        parse.set(shape=AnswerShape.LIST)
    return True


def _asks(parse: QuestionParse) -> bool:
    frame = parse.frame
    other = frame.plans or frame.sections or frame.tasks or frame.says or frame.grades
    return bool(other or parse.places("ask") or parse.places("noun") or parse.places("rank"))


def _points(parse: QuestionParse) -> FollowUp | None:
    """Find how a question points to the one before it; 呢 does at its end, 那 at its beginning."""
    for kind in (FollowUp.THESE, FollowUp.MOST, FollowUp.LEAST, FollowUp.PRONOUN):
        if parse.places("mark", kind):
            return kind
    if _elliptic(parse):
        return FollowUp.FOLLOW
    ends = (0, len(parse.tokens) - 1)
    return FollowUp.FOLLOW if any(parse.is_a(at, "mark", FollowUp.FOLLOW) for at in ends) else None
