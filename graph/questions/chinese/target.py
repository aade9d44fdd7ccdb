"""Read what the rows of an answer are: 哪些任务, 谁, 哪个部分, 是什么角色."""

from dataclasses import replace

from graph.questions.chinese.frame import AnswerShape, Target
from graph.questions.chinese.parse import NOUNS, ROW_NOUNS, QuestionParse

_OF_UNITS = frozenset({AnswerShape.TOPS, AnswerShape.DIFFERENCE, AnswerShape.WINNER, AnswerShape.EXCEEDS})
_HOMES = frozenset({"section", "plan"})
_OF_TASKS = frozenset({AnswerShape.YES_NO, AnswerShape.ALL, AnswerShape.SHARE})


def target(parse: QuestionParse) -> None:
    """Read what the rows are: tasks, units, sections, plans, or the role of a unit."""
    if _role_requested(parse):
        return
    homes = parse.free("mark", "section_of")
    if homes and not parse.free("noun", "grade"):
        parse.set(target=Target.SECTIONS)
    parse.take(*homes)
    asked = ""
    for at in parse.free("ask", "which"):
        value, end = _noun_of(parse, at)
        if parse.frame.target is None and value:
            parse.set(target=NOUNS[value])
        elif (
            value and at > 0 and asked and asked != value and parse.is_a(end - 1, "noun", value)
        ):  # 哪些任务,在第几部分
            parse.unread.append(parse.tokens[at].text)
        asked = asked or value
        parse.take(*range(at, end))
    who = parse.free("ask", "who")
    of_others = parse.frame.shape is AnswerShape.RANK and parse.frame.target not in {None, Target.UNITS, Target.PAIRS}
    parse.take(*(() if of_others else who))  # 哪项任务的牵头单位最多,都有谁 asks twice
    named = parse.frame.groups or parse.frame.tasks or parse.frame.shape or parse.free("noun")
    if who and parse.frame.target is None and named:  # 你是谁 asks nothing of the data
        parse.set(target=Target.UNITS)
    parse.set(target=_ranked_noun(parse) or parse.frame.target or _implied(parse))


def _role_requested(parse: QuestionParse) -> bool:
    """Read 在 2.4.5 里是牵头还是配合, 是什么角色."""
    nouns = parse.free("noun", "role")
    either = [at for at in parse.places("mark", "or") if parse.tokens[at].text == "还是"]
    apart = any(parse.is_a(at - 1, "role") and parse.is_a(at + 1, "role") for at in either)
    if not (nouns or apart) or len(parse.frame.named) != 1 or parse.frame.shape is not None:
        return False
    roles = parse.frame.named[0].roles if nouns else ()
    parse.set(target=Target.ROLES, groups=(replace(parse.frame.named[0], roles=roles),))
    parse.take(*nouns, *parse.free("ask", "which"))
    return True


def _noun_of(parse: QuestionParse, at: int) -> tuple[str, int]:
    """Give the noun of 哪些, 哪个 and where it ends: the noun after it, or where none follows, the last before it."""
    end = at + 1
    while _between(parse, end):
        end += 1
    token = parse.at(end)
    measure = token.value("measure") if token else ""
    if token is not None and token.means("noun"):
        return (token.value("noun") if token.value("noun") in NOUNS else ""), end + 1
    if measure:
        return measure, end + 1 + parse.is_a(end + 1, "noun", measure)
    before = ((place, value) for place in range(at - 1, -1, -1) for value in NOUNS)
    counted = bool(parse.frame.headcounts)  # 牵头单位超过两家的有哪些 asks for tasks
    return next(
        (
            value
            for place, value in before
            if parse.is_a(place, "noun", value)
            and not (value in _HOMES and place in parse.taken)  # “甲”这部分里公安局牵头哪些
            and not (counted and parse.is_a(place - 1, "role"))
        ),
        "",
    ), end


def _between(parse: QuestionParse, place: int) -> bool:
    """Whether a token may come between 哪 and its noun: 两, 个, 一."""
    token = parse.at(place)
    if token is None or token.means("noun"):
        return False
    light = token.value("measure") == "any" or token.means("ask") or token.means("mark", "that")
    return light or token.shape == "number"


def _ranked_noun(parse: QuestionParse) -> Target | None:
    """Give the noun after 最多的, which is what is ranked: 配合单位最多的任务."""
    most = parse.places("rank", "most", "least")
    if parse.frame.shape is not AnswerShape.RANK or parse.frame.target is Target.PAIRS or not most:
        return None
    at = most[0] + 1
    while (token := parse.at(at)) is not None and not token.means("role") and not parse.is_a(at, "noun", *ROW_NOUNS):
        if not (token.shape or token.means("measure") or token.means("filler")):
            return None
        at += 1
    if parse.is_a(at, "role"):
        return Target.UNITS if parse.is_a(at + 1, "noun", "unit") else None
    return next((NOUNS[value] for value in ROW_NOUNS if parse.is_a(at, "noun", value)), None)


def _implied(parse: QuestionParse) -> Target | None:
    """Give the target that no question word names."""
    frame = parse.frame
    nouns = parse.free("noun", *ROW_NOUNS)
    last = NOUNS[parse.tokens[nouns[-1]].value("noun")] if nouns else None
    if frame.shape in _OF_TASKS:
        return Target.TASKS
    if frame.shape in _OF_UNITS or any(group.asked for group in frame.groups):
        return Target.UNITS
    if frame.shape is AnswerShape.RANK and not (frame.groups or last or parse.counted):  # 最多的是什么
        return None
    if frame.shape is AnswerShape.RANK and (frame.groups or last is None or parse.free("noun", "unit")):
        return Target.UNITS
    conditions = frame.named or _asks(parse) or frame.grades or frame.says or frame.headcounts
    return last or (Target.TASKS if conditions else None)


def _asks(parse: QuestionParse) -> bool:
    """Whether a role without a unit is part of a question: 牵头 alone is not."""
    return bool(parse.frame.groups) and bool(parse.places("ask") or parse.places("noun"))
