"""Read what a question wants: which rows, how many, the most, a share, yes or no."""

from dataclasses import replace

from graph.questions.chinese.bounds import measured
from graph.questions.chinese.compared import compared
from graph.questions.chinese.frame import AnswerShape, Bound, DutyGroup, Headcount, NumberComparison, Target
from graph.questions.chinese.parse import LEAD, NOUNS, ROW_NOUNS, QuestionParse

EVERY = 1_000_000
"""The length of a ranking that nothing limits."""

_SETTLED = frozenset(
    {AnswerShape.RANK, AnswerShape.SHARE, AnswerShape.TOPS, AnswerShape.AVERAGE, AnswerShape.DIFFERENCE}
)
_OF_UNITS = frozenset({AnswerShape.TOPS, AnswerShape.DIFFERENCE, AnswerShape.WINNER, AnswerShape.EXCEEDS})
_OF_TASKS = frozenset({AnswerShape.YES_NO, AnswerShape.ALL, AnswerShape.SHARE})
_LISTED = frozenset({None, AnswerShape.LIST, AnswerShape.COUNT, AnswerShape.RANK})
_AT_LEAST_ONE = Bound(compare=NumberComparison.AT_LEAST, number=1)


def wanted(parse: QuestionParse) -> None:
    """Read the shape of the answer, then what its rows are."""
    _ranking(parse)
    _share(parse)
    _yes_no(parse)
    compared(parse)
    _counts(parse)
    _count_nouns(parse)
    _target(parse)
    _units_of_tasks(parse)
    _absence(parse)


def _ranking(parse: QuestionParse) -> None:
    for at in parse.shaped("top", "place_in_order"):
        token = parse.tokens[at]
        parse.set(shape=AnswerShape.RANK, top=token.number, nth=token.shape == "place_in_order")
        parse.take(at)
    ends = parse.free("rank", "most", "least")
    for at in ends:
        if parse.is_a(at, "rank", "least") == parse.is_a(ends[0], "rank", "least"):  # of two rankings one is left over
            parse.set(shape=AnswerShape.RANK, least=parse.is_a(at, "rank", "least"))
            parse.take(at)
    for at in parse.free("rank", "ranking"):
        parse.set(shape=AnswerShape.RANK, top=parse.frame.top or EVERY)
        parse.take(at)


def _share(parse: QuestionParse) -> None:
    shares = (*parse.free("ask", "share"), *parse.free("mark", "out_of"))
    if shares:
        parse.set(shape=AnswerShape.SHARE)
        parse.share = min(shares)
    means = parse.free("ask", "average")
    if means:
        parse.set(shape=AnswerShape.AVERAGE, target=Target.UNITS if _per_unit(parse) else Target.TASKS)
    whens = parse.free("ask", "when")
    if whens:
        parse.set(target=Target.DEADLINES)
    parse.take(*shares, *means, *whens)


def _per_unit(parse: QuestionParse) -> bool:
    """Whether a mean is taken over units: 平均每个单位, 平均每家."""
    for each in parse.places("mark", "each"):
        noun = parse.skip(each + 1)
        while parse.is_a(noun, "measure"):
            noun += 1
        return parse.is_a(noun, "noun", "unit") or parse.tokens[each].text == "每家"
    return False


def _yes_no(parse: QuestionParse) -> None:
    last = parse.skip(len(parse.tokens) - 1, -1)
    asked = parse.free("ask", "yes_no")
    closing = [last] if parse.is_a(last, "mark", "not") and last not in parse.taken else []  # 参加了没有
    if not asked and not closing:
        return
    parse.take(*asked, *closing)
    every = parse.places("mark", "each") or [
        at for at in parse.places("mark", "all") if parse.tokens[at].text in "所有全部全都"
    ]
    yes_no = AnswerShape.ALL if every else AnswerShape.YES_NO
    parse.set(shape=AnswerShape.TOPS if parse.frame.shape is AnswerShape.RANK else yes_no)
    _have_units(parse)


def _have_units(parse: QuestionParse) -> None:
    """Read 任务都有牵头单位吗: tasks have units in a role."""
    frame = parse.frame
    bound = any(group.bound for group in frame.asked)
    if frame.shape is AnswerShape.TOPS or not frame.asked or frame.named or bound or not parse.unit_noun:
        return
    heads = tuple(Headcount(roles=group.roles, bound=_AT_LEAST_ONE) for group in frame.asked)
    every = frame.shape is AnswerShape.ALL or any(token.text == "都" for token in parse.tokens)
    parse.set(headcounts=(*frame.headcounts, *heads), groups=(), shape=AnswerShape.ALL if every else AnswerShape.YES_NO)


def _counts(parse: QuestionParse) -> None:
    """Read 几项, 多少家单位, 各几项; 牵头几项、配合几项 counts each role."""
    _by_role(parse)
    for at in parse.free("ask", "how_many"):
        measure, end = measured(parse, at)
        following = parse.at(end)
        if not measure and following is not None and following.means("noun"):
            measure, end = following.value("noun"), end + 1
        parse.take(*range(at, end))
        if parse.frame.shape not in _SETTLED:
            _count(parse, at, measure)


def _by_role(parse: QuestionParse) -> None:
    """Join the roles of one unit that are asked apart: 牵头几项、配合几项; 牵头哪些任务、配合哪些任务."""
    groups, each = parse.frame.groups, bool(parse.free("mark", "each"))
    if len({group.units for group in groups}) != 1 or any(group.negated or group.bound for group in groups):
        return
    roles = tuple(dict.fromkeys(role for group in groups for role in group.roles))
    numbers, lists = parse.free("ask", "how_many"), parse.free("ask", "which")
    apart = len(groups) > 1 or each
    if len(roles) < 2 or not parse.units() or not apart or parse.frame.shape is not None:
        return
    joined = (replace(groups[0], roles=roles),)
    if len(numbers) > 1 or (each and numbers):
        parse.set(groups=joined, shape=AnswerShape.EACH, target=Target.UNITS)
        parse.take(*numbers, *(n for at in numbers for n in range(at, measured(parse, at)[1])))
    elif len(lists) > 1 or (each and lists):
        parse.set(groups=joined, with_roles=True, target=Target.TASKS)


def _count(parse: QuestionParse, at: int, measure: str) -> None:
    counts_units = not measure and parse.unit_noun and parse.is_a(measured(parse, at)[1], "role")  # 多少个责任单位
    if counts_units and not _each(parse):
        parse.set(shape=AnswerShape.COUNT, target=Target.UNITS)
        return
    if any(parse.is_a(each + 1, "ask", "which") for each in parse.free("mark", "each")):  # 几项，分别是哪些
        parse.set(shape=AnswerShape.LIST, target=NOUNS.get(measure) or Target.TASKS)
        return
    if _each(parse) or _several_places(parse):
        parse.set(shape=AnswerShape.EACH)
        if parse.frame.target in {None, Target.UNITS}:
            parse.set(target=_each_of(parse))
        return
    if parse.unit_noun and measure in {"", "any"} and not parse.free("noun", "task"):  # 牵头单位有几个
        parse.set(shape=AnswerShape.COUNT, target=parse.frame.target or Target.UNITS)
        return
    listed = measure == "section" and parse.is_a(at - 1, "ask", "which")  # 哪几个部分
    parse.set(
        shape=AnswerShape.LIST if listed else AnswerShape.COUNT,
        target=NOUNS.get(measure) or parse.frame.target or _noun_before(parse, at) or Target.TASKS,
    )


def _count_nouns(parse: QuestionParse) -> None:
    """Read 任务数, 牵头数, 数量."""
    nouns = parse.free("noun", "count")
    parse.take(*nouns)
    if parse.frame.shape is not None or not (nouns or parse.counted):
        return
    several = len(parse.units()) > 1 or len(parse.frame.asked) > 1
    if _each(parse) or several or _several_places(parse):
        parse.set(shape=AnswerShape.EACH, target=_each_of(parse))
    else:
        before = nouns[-1] if nouns else len(parse.tokens)
        parse.set(shape=AnswerShape.COUNT, target=_noun_before(parse, before) or Target.TASKS)


def _several_places(parse: QuestionParse) -> bool:
    """Whether one name is requested in several places: 陕西、江西两省财政厅."""
    return len(parse.frame.plans) > 1 and any(len(choice.iris) > 1 for choice in parse.units())


def _each(parse: QuestionParse) -> bool:
    return bool(parse.free("mark", "each"))


def _each_of(parse: QuestionParse) -> Target:
    of_homes = [each for each in parse.free("mark", "each") if parse.is_a(each + 1, "noun", "section", "plan")]
    if parse.units() and not (of_homes and len(parse.units()) == 1):
        return Target.UNITS
    if len(parse.frame.grades) > 1:
        return Target.GRADES
    for value in ("grade", "section", "plan"):
        nouns = parse.free("noun", value)
        if nouns:
            parse.take(*nouns)
            return NOUNS[value]
    return Target.PLANS if len(parse.frame.plans) > 1 or parse.free("measure", "plan") else Target.UNITS


def _noun_before(parse: QuestionParse, place: int) -> Target | None:
    for at in range(place - 1, -1, -1):
        for value in ROW_NOUNS:
            if at not in parse.taken and parse.is_a(at, "noun", value):
                return NOUNS[value]
    return None


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


def _target(parse: QuestionParse) -> None:
    if _role_requested(parse):
        return
    homes = parse.free("mark", "section_of")
    if homes and not parse.free("noun", "grade"):
        parse.set(target=Target.SECTIONS)
    parse.take(*homes)
    for at in parse.free("ask", "which"):
        value, end = _noun_of(parse, at)
        if parse.frame.target is None and value:
            parse.set(target=NOUNS[value])
        parse.take(*range(at, end))
    who = parse.free("ask", "who")
    parse.take(*who)
    named = parse.frame.groups or parse.frame.tasks or parse.frame.shape or parse.free("noun")
    if who and parse.frame.target is None and named:  # 你是谁 asks nothing of the data
        parse.set(target=Target.UNITS)
    parse.set(target=_ranked_noun(parse) or parse.frame.target or _implied(parse))


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
    return next((value for place, value in before if parse.is_a(place, "noun", value)), ""), end


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
    if frame.shape is AnswerShape.RANK and (frame.groups or last is None or parse.free("noun", "unit")):
        return Target.UNITS
    conditions = frame.named or _asks(parse) or frame.grades or frame.says or frame.headcounts
    return last or (Target.TASKS if conditions else None)


def _asks(parse: QuestionParse) -> bool:
    """Whether a role without a unit is part of a question: 牵头 alone is not."""
    return bool(parse.frame.groups) and bool(parse.places("ask") or parse.places("noun"))


def _units_of_tasks(parse: QuestionParse) -> None:
    """Read 唯一牵头的任务分别是谁牵头 (tasks with units), 哪项任务的牵头单位最多 (tasks by units), 和法制办一起牵头的单位."""
    frame = parse.frame
    apart = _each(parse) and parse.free("noun", "task") and not frame.tasks
    if frame.target is Target.UNITS and frame.shape is None and apart:
        parse.set(target=Target.TASKS)
    if parse.frame.target is Target.TASKS and any(group.asked for group in frame.groups):
        parse.set(with_units=frame.shape in {None, AnswerShape.LIST})
    if frame.target is Target.UNITS and not frame.asked:
        if parse.together and len(frame.named) == 1 and frame.shape in _LISTED:
            parse.set(groups=(*frame.groups, DutyGroup(roles=frame.named[0].roles, asked=True)))
        elif frame.grades and not frame.named:  # the units of 唯一牵头 lead
            parse.set(groups=(DutyGroup(roles=(LEAD,), asked=True),))
    most = parse.places("rank", "most", "least")
    homes = frame.target in {Target.SECTIONS, Target.PLANS, Target.TASKS}
    if (
        homes
        and frame.shape is AnswerShape.RANK
        and most
        and parse.is_a(most[0] - 1, "noun", "unit")
        and not frame.asked
    ):
        parse.set(groups=(*frame.groups, DutyGroup(asked=True)))  # 哪个方案的单位最多
    parse.take(*parse.free("noun"))


def _absence(parse: QuestionParse) -> None:
    """Read 哪些部分没有法制办牵头的任务: sections and plans without such a task."""
    frame = parse.frame
    if frame.target not in {Target.SECTIONS, Target.PLANS}:
        return
    nots = parse.free("mark", "not")
    negated = any(group.negated and group.units for group in frame.groups)
    if nots or negated or frame.timed is False or frame.grades_negated:
        parse.set(
            absent=True,
            grades_negated=False,
            timed=True if frame.timed is False else frame.timed,
            groups=tuple(replace(group, negated=False) for group in frame.groups),
        )
    parse.take(*nots)
