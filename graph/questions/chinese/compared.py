"""Read what a question compares: 谁牵头多, 比编办多几项, 陕西方案比江西方案多几项任务, 牵头多还是配合多."""

from collections.abc import Sequence
from dataclasses import replace

from graph.questions.chinese.frame import AnswerShape, Choice, DutyGroup, Join, Target
from graph.questions.chinese.parse import NOUNS, QuestionParse

_PAIR = 2
_ONE_OF = ("谁", "哪家", "哪个", "哪一", "谁家")


def compared(parse: QuestionParse) -> None:
    """Read a comparison of units, plans, sections or roles; without any of them, 谁牵头更多 is a ranking."""
    more = [*parse.free("rank", "more", "fewer"), *parse.free("mark", "differs", "same")]
    if not more:
        return
    if len(parse.units()) >= _PAIR:
        _units(parse)
    elif _is_of_roles(parse, more):
        _roles(parse)
    elif not _homes(parse):
        _most(parse, more)
        return
    fewer = any(parse.is_a(at, "rank", "fewer") for at in more)
    fewer = fewer and not any(parse.is_a(at, "rank", "more") for at in more)  # 多还是少
    parse.set(shape=_shape(parse, more), least=fewer)
    parse.take(*more, *parse.free("mark", "than", "or"), *parse.free("ask", "who", "which"))
    if parse.frame.target is not Target.UNITS or len(parse.units()) >= _PAIR:
        parse.take(*parse.free("ask", "how_many"))


def _shape(parse: QuestionParse, more: Sequence[int]) -> AnswerShape:
    if any(parse.is_a(at, "mark", "same") for at in more):
        return AnswerShape.EQUALS
    if parse.frame.shape is AnswerShape.YES_NO:
        return AnswerShape.EXCEEDS
    number = parse.free("ask", "how_many") or any(parse.is_a(at, "mark", "differs") for at in more)
    return AnswerShape.DIFFERENCE if number else AnswerShape.WINNER


def _units(parse: QuestionParse) -> None:
    groups = parse.frame.groups
    group = DutyGroup(
        units=_in_order(parse, parse.units()),
        roles=next((one.roles for one in groups if one.roles), ()),
        first=any(one.first for one in groups),
        join=Join.OPEN,
    )
    parse.set(groups=(group,), target=Target.UNITS)


def _is_of_roles(parse: QuestionParse, more: Sequence[int]) -> bool:
    """Whether two roles of one unit are compared: 牵头多还是配合多, 牵头和配合哪个多."""
    roles = {role for group in parse.frame.groups for role in group.roles}
    return len(parse.units()) == 1 and len(roles) == _PAIR and bool(more)


def _roles(parse: QuestionParse) -> None:
    first = parse.frame.named[0]
    roles = tuple(dict.fromkeys(role for group in parse.frame.groups for role in group.roles))
    parse.set(groups=(replace(first, roles=roles),), target=Target.ROLES)


def _homes(parse: QuestionParse) -> bool:
    """Read two plans or two sections that are compared."""
    for name, target in (("plans", Target.PLANS), ("sections", Target.SECTIONS)):
        sides: tuple[Choice, ...] = getattr(parse.frame, name)
        if len(sides) == _PAIR:
            parse.set(**{name: _in_order(parse, sides), "target": target})
            return True
    return False


def _in_order(parse: QuestionParse, sides: Sequence[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(sides, key=lambda choice: parse.text.find(choice.words)))


def _most(parse: QuestionParse, more: Sequence[int]) -> None:
    """Read 谁牵头更多, 哪个方案的任务多 as the first of a ranking."""
    asked = any(token.text in _ONE_OF for token in parse.tokens)
    if len(more) != 1 or not asked or parse.free("mark", "than", "differs", "same"):
        return
    nouns = [value for value in ("plan", "section", "task") if parse.places("noun", value)]
    which = parse.free("ask", "which")
    home = next((value for value in nouns if which and parse.is_a(which[0] + 1, "noun", value)), "")
    parse.set(
        shape=AnswerShape.RANK,
        least=parse.is_a(more[0], "rank", "fewer"),
        target=NOUNS[home] if home else parse.frame.target,
    )
    parse.take(*more)
