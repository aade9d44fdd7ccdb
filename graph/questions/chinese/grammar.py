"""Read the tokens of a question as a frame.

A question is read in passes, each of which takes the tokens it understands: plans, sections and tasks by number or
title, quoted words, units in their roles, numbers, and what is in question. A word that no pass takes and that has meaning is
left over; a question with a word left over is refused, because half a question is another question.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.questions.chinese import bounds, conditions, duties, places, wanted
from graph.questions.chinese.follow_up import FollowUp
from graph.questions.chinese.frame import QuestionFrame
from graph.questions.chinese.lexer import QuestionToken
from graph.questions.chinese.names import NameIndex
from graph.questions.chinese.parse import QuestionParse

_PASSES: tuple[Callable[[QuestionParse], None], ...] = (
    places.titles,
    places.partial_titles,
    places.plans,
    places.sections,
    places.tasks,
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
    return ParsedQuestion(
        frame=parse.frame, left=tuple(parse.left()), missing=tuple(parse.missing), points=_points(parse)
    )


def _points(parse: QuestionParse) -> FollowUp | None:
    """Find how a question points to the one before it; 呢 does at its end, 那 at its beginning."""
    for kind in (FollowUp.THESE, FollowUp.PRONOUN):
        if parse.places("mark", kind):
            return kind
    ends = (0, len(parse.tokens) - 1)
    return FollowUp.FOLLOW if any(parse.is_a(at, "mark", FollowUp.FOLLOW) for at in ends) else None
