"""Read numbers with their comparison: 超过 5 项, 三家以上, 正好两家, 只牵头一项, 最多的三项."""

from dataclasses import replace

from graph.questions.chinese.frame import AnswerShape, Bound, DutyGroup, Headcount, NumberComparison, Target
from graph.questions.chinese.number import number_of
from graph.questions.chinese.parse import NOUNS, QuestionParse, empty
from graph.questions.chinese.subject import PAIR

_COMPARISONS = {
    "more": NumberComparison.MORE,
    "at_least": NumberComparison.AT_LEAST,
    "fewer": NumberComparison.FEWER,
    "at_most": NumberComparison.AT_MOST,
    "exactly": NumberComparison.EXACTLY,
}
_REACH = 4  # words between a number and 以上


def bounds(parse: QuestionParse) -> None:
    """Read each number as a bound on the tasks of a unit, on the units of a task, or as the length of a ranking."""
    _than(parse)
    for at in parse.shaped("number", "range"):
        comparison, places = _comparison(parse, at)
        measure, end = measured(parse, at)
        token = parse.tokens[at]
        if token.shape == "range":
            _range(parse, at, measure)
            parse.take(*range(at, end))
            continue
        number = token.number
        if parse.is_a(at - 1, "ask", "which"):  # 哪两个单位
            parse.take(at, *((at - 1, *range(at, end)) if number == PAIR and measure == "unit" else ()))
            parse.set(target=Target.PAIRS if number == PAIR and measure == "unit" else parse.frame.target)
        elif comparison is None and parse.free("rank", "most", "least"):  # 最多的三项任务
            parse.set(top=number, target=NOUNS.get(measure, parse.frame.target))
            parse.take(*range(at, end))
        elif comparison is not None or _bare_bound(parse, at, measure):
            _bind(parse, at, Bound(compare=comparison or NumberComparison.EXACTLY, number=number), measure)
            parse.take(*places, *range(at, end))


def _than(parse: QuestionParse) -> None:
    """Bind the units requested by the number of another unit: 牵头比公安局多的单位."""
    if parse.than is None:
        return
    unit, bound = parse.than
    asked = parse.frame.asked or (DutyGroup(asked=True),)
    group = replace(asked[-1], than=unit, bound=bound, asked=True)
    parse.set(groups=(*parse.frame.named, *asked[:-1], group), target=Target.UNITS)


def _range(parse: QuestionParse, at: int, measure: str) -> None:
    """Read 3 到 5 项."""
    least, most = (number_of(part) for part in parse.tokens[at].parts)
    _bind(parse, at, Bound(compare=NumberComparison.AT_LEAST, number=least, most=most), measure)


def _bare_bound(parse: QuestionParse, at: int, measure: str) -> bool:
    """Whether a number without comparison counts: 两家牵头, 牵头一项任务; 公安局、司法局、信访局三家 repeats its list."""
    if measure == "unit":
        if len(parse.units()) > 1:
            parse.take(at)
            return False
        return True
    before = parse.skip(at - 1, -1)
    return measure == "task" and (parse.is_a(before, "role") or parse.is_a(before, "ask", "yes_no"))  # 是不是有两项


def _comparison(parse: QuestionParse, at: int) -> tuple[NumberComparison | None, tuple[int, ...]]:
    """Give the comparison before or after a number, and the places of its words."""
    across = at - 2 if parse.is_a(at - 1, "role") else at - 1  # 至少配合两项任务
    for place in (at - 1, parse.skip(at - 1, -1), across):
        token = parse.at(place)
        if token is not None and token.means("bound"):
            return _COMPARISONS[token.value("bound")], (place,)
        if token is not None and token.means("mark", "only"):
            return NumberComparison.EXACTLY, (place,)
    for place in range(at + 1, min(at + _REACH, len(parse.tokens))):
        token = parse.tokens[place]
        if token.means("after"):
            return _COMPARISONS[token.value("after")], (place, *_included(parse, place + 1))
        if not (token.means("measure") or token.means("noun")):
            break
    return None, ()


def _included(parse: QuestionParse, place: int) -> range:
    """Give the places of （含两个） after 以上."""
    if parse.at(place) is None or parse.tokens[place].text != "(":
        return range(0)
    close = next((n for n in range(place, len(parse.tokens)) if parse.tokens[n].text == ")"), place - 1)
    return range(place, close + 1)


def measured(parse: QuestionParse, at: int) -> tuple[str, int]:
    """Give what a number counts (task, unit, plan; empty where only 个 follows), and where the phrase ends."""
    end, found = at + 1, ""
    while (token := parse.at(end)) is not None and (token.means("measure") or token.means("after")):
        value = token.value("measure")
        found = found or ("" if value == "any" else value)
        end += 1
    if parse.is_a(end, "noun", "task", "unit"):
        return found or parse.tokens[end].value("noun"), end + 1
    return found, end


def _bind(parse: QuestionParse, at: int, bound: Bound, measure: str) -> None:
    """Put a bound on the units of a task, or on the tasks of a unit."""
    groups = parse.frame.groups
    asked = [group for group in groups if not group.units]
    asks_units = bool(parse.places("noun", "unit") or parse.places("ask", "who"))
    of_task = measure == "unit" or _beside_leads(parse, at) or (not measure and not asks_units)
    if of_task and asked:
        headcount = Headcount(roles=asked[-1].roles, bound=bound)
        parse.set(groups=_without(groups, asked[-1]), headcounts=(*parse.frame.headcounts, headcount))
    elif asked:
        both = _both(asked[-1].bound, bound)
        parse.set(groups=_changed(groups, asked[-1], replace(asked[-1], bound=both, only=False)))
    elif groups:
        parse.set(groups=_changed(groups, groups[-1], replace(groups[-1], bound=bound)), shape=AnswerShape.YES_NO)
    else:
        parse.set(groups=(DutyGroup(asked=True, bound=bound),))


def _both(old: Bound | None, new: Bound) -> Bound:
    """Join 多于 3 项、少于 6 项 into 4 到 5 项; of two bounds that are no range the new one is meant."""
    lower = {NumberComparison.MORE: 1, NumberComparison.AT_LEAST: 0}
    upper = {NumberComparison.FEWER: -1, NumberComparison.AT_MOST: 0}
    if old is None or old.compare not in lower or new.compare not in upper:
        return new
    least, most = old.number + lower[old.compare], new.number + upper[new.compare]
    return Bound(compare=NumberComparison.AT_LEAST, number=least, most=most)


def _without(groups: tuple[DutyGroup, ...], left: DutyGroup) -> tuple[DutyGroup, ...]:
    return tuple(one for one in groups if one is not left)


def _changed(groups: tuple[DutyGroup, ...], old: DutyGroup, new: DutyGroup) -> tuple[DutyGroup, ...]:
    return tuple(new if one is old else one for one in groups)


def _beside_leads(parse: QuestionParse, at: int) -> bool:
    """Whether 牵头单位 is next to a number: 有两个以上（含两个）牵头单位的任务, 牵头单位有 3 个的任务."""
    before = at - 1
    while (token := parse.at(before)) is not None and (token.means("bound") or empty(token)):
        before -= 1
    after = at + 1
    while (token := parse.at(after)) is not None and (
        token.means("measure") or token.means("after") or token.text in "()含的" or token.shape == "number"
    ):
        after += 1
    of_leads = parse.is_a(before, "noun", "unit") and parse.is_a(before - 1, "role")
    return of_leads or (parse.is_a(after, "role") and parse.is_a(after + 1, "noun", "unit"))
