"""Read what a question wants: which rows, how many, the most, a share, yes or no."""

from collections.abc import Sequence
from dataclasses import replace

from graph.questions.chinese.bounds import measured
from graph.questions.chinese.compared import compared
from graph.questions.chinese.frame import AnswerShape, Bound, DutyGroup, Headcount, Join, NumberComparison, Target
from graph.questions.chinese.parse import LEAD, NOUNS, ROW_NOUNS, QuestionParse
from graph.questions.chinese.target import target

EVERY = 1_000_000
"""The length of a ranking that nothing limits."""

_SETTLED = frozenset(
    {AnswerShape.RANK, AnswerShape.SHARE, AnswerShape.TOPS, AnswerShape.AVERAGE, AnswerShape.DIFFERENCE}
)
_LISTED = frozenset({None, AnswerShape.LIST, AnswerShape.COUNT, AnswerShape.RANK})
_IS_THERE = frozenset({"有没有", "有木有", "有无", "是否有", "有否", "可有", "有"})
_STOPS = frozenset(",;，；")
_OWN = {"任务": Target.TASKS, "单位": Target.UNITS, "家": Target.UNITS}
_AT_LEAST_ONE = Bound(compare=NumberComparison.AT_LEAST, number=1)


def wanted(parse: QuestionParse) -> None:
    """Read the shape of the answer, then what its rows are."""
    _ranking(parse)
    _share(parse)
    _yes_no(parse)
    compared(parse)
    _counts(parse)
    _count_nouns(parse)
    target(parse)
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
    for at in parse.free("ask", "which"):  # 法制办排名第几 asks for a place, which no answer has
        if parse.tokens[at].text.startswith("第几") and parse.is_a(parse.skip(at - 1, -1), "rank"):
            parse.unread.append(parse.tokens[at].text)
    for at in parse.free("rank", "ranking"):
        parse.set(shape=AnswerShape.RANK, top=parse.frame.top or EVERY)
        parse.take(at)


def _share(parse: QuestionParse) -> None:
    shares = (*parse.free("ask", "share"), *parse.free("mark", "out_of"))
    if shares and parse.frame.shape is not AnswerShape.RANK:  # a share of the first few is left over
        parse.set(shape=AnswerShape.SHARE)
        parse.share = min(shares)
        parse.take(*shares)
    means = parse.free("ask", "average")
    if means:
        parse.set(shape=AnswerShape.AVERAGE, target=Target.UNITS if _per_unit(parse) else Target.TASKS)
    whens = parse.free("ask", "when")
    if whens:
        parse.set(target=Target.DEADLINES)
    parse.take(*means, *whens)


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
    if asked and _asks_besides(parse, asked):
        return
    closing = [last] if parse.is_a(last, "mark", "not") and last not in parse.taken else []  # 参加了没有
    if not asked and not closing:
        return
    parse.take(*asked, *closing)
    every = parse.places("mark", "each") or [
        at for at in parse.places("mark", "all") if parse.tokens[at].text in "所有全部全都"
    ]
    yes_no = AnswerShape.ALL if every else AnswerShape.YES_NO
    if parse.frame.kinds and (every or any(token.text == "都" for token in parse.tokens)):  # 牵头单位都是具体单位吗
        parse.unread.append("都")
    parse.set(shape=AnswerShape.TOPS if parse.frame.shape is AnswerShape.RANK else yes_no)
    if any(parse.is_a(parse.skip(at + 1), "noun", "unit") for at in every) and not parse.frame.named:
        parse.set(target=Target.UNITS)
    else:
        _have_units(parse)
    _denied(parse)


def _asks_besides(parse: QuestionParse, asked: Sequence[int]) -> bool:
    """Read 有没有牵头超过十项的单位，是谁 as its second half asks; 有没有配合单位，谁牵头 is two questions, of which one is left.

    Returns:
        Whether the answer is what the second half asks for, not yes or no.
    """
    stops = [at for at, token in enumerate(parse.tokens) if token.text in _STOPS and at > asked[-1]]
    rest = range(stops[-1] + 1 if stops else len(parse.tokens), len(parse.tokens))
    wanted = [at for at in rest if parse.is_a(at, "ask", "which", "who", "how_many")]
    if not wanted:
        return False
    if any(parse.is_a(at, "role") for at in rest) or any(parse.tokens[at].text not in _IS_THERE for at in asked):
        parse.unread += [parse.tokens[at].text for at in wanted]
        return False
    parse.take(*asked)
    return True


def _denied(parse: QuestionParse) -> None:
    """Read 公安局没有配合吗, 江西方案没写时限吗: no such task at all; 有没有没写时限的任务 asks for one."""
    frame = parse.frame
    groups = [group for group in frame.groups if group.negated]
    denied = len(groups) + sum(says.negated for says in frame.says) + (frame.timed is False)
    asks_for_one = frame.asked or any(token.text in _IS_THERE for token in parse.tokens)
    if frame.shape is not AnswerShape.YES_NO or denied != 1 or len(frame.groups) > 1 or asks_for_one:
        return
    parse.set(
        absent=True,
        groups=tuple(replace(group, negated=False) for group in frame.groups),
        says=tuple(replace(says, negated=False) for says in frame.says),
        timed=True if frame.timed is False else frame.timed,
    )


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
    _by_grade(parse)
    for at in parse.free("ask", "how_many"):
        measure, end = measured(parse, at)
        following = parse.at(end)
        if not measure and following is not None and following.means("noun"):
            measure, end = following.value("noun"), end + 1
        parse.take(*range(at, end))
        apart = parse.frame.shape is AnswerShape.SHARE and end < parse.share  # 有几项,占多少 are two questions
        if apart:
            parse.unread.append(parse.tokens[at].text)
        elif parse.frame.shape not in _SETTLED:
            _count(parse, at, measure)
        elif parse.frame.shape is AnswerShape.RANK and parse.is_a(parse.skip(at - 1, -1), "noun", "unit"):
            parse.unread.append(parse.tokens[at].text)  # 最少的单位有几家 counts those who tie


def _by_grade(parse: QuestionParse) -> None:
    """Read 唯一牵头的有几项,并列的有几项 as a number for each grade."""
    numbers = parse.free("ask", "how_many")
    if len(parse.places("grade")) > 1 and len(numbers) > 1 and parse.frame.shape is None:
        parse.set(shape=AnswerShape.EACH, target=Target.GRADES)
        parse.take(*numbers, *(n for at in numbers for n in range(at, measured(parse, at)[1])))


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
    free = parse.free("noun", "count")
    numbers = [at for at, token in enumerate(parse.tokens) if token.shape in {"number", "range"}]
    bounded = (
        max(numbers, default=-1) if parse.frame.bounded else -1
    )  # 列首位次数超过三次的单位 has the number of the noun
    nouns = [at for at in free if at > bounded]
    parse.take(*free)
    if parse.frame.shape is not None or not (nouns or (parse.counted and not parse.frame.bounded)):
        return
    if _each(parse) or _several(parse) or _several_places(parse):
        parse.set(shape=AnswerShape.EACH, target=_each_of(parse))
    else:
        parse.set(shape=AnswerShape.COUNT, target=_counted(parse, nouns))


def _counted(parse: QuestionParse, nouns: Sequence[int]) -> Target:
    """Give what 任务数 and 家数 count by themselves, and 数量 by the noun before it."""
    before = nouns[-1] if nouns else len(parse.tokens)
    own = (target for word, target in _OWN.items() for at in nouns if word in parse.tokens[at].text)
    return next(own, None) or _noun_before(parse, before) or Target.TASKS


def _several(parse: QuestionParse) -> bool:
    """Whether a number is requested of each unit or role: 公安局、司法局的牵头数; of 公安局或司法局 it is one."""
    either = any(group.join is Join.EITHER for group in parse.frame.named)
    return (len({choice.words for choice in parse.units()}) > 1 and not either) or len(parse.frame.asked) > 1


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
