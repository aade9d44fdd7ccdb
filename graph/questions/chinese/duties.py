"""Read units in roles: 法制办牵头, 由谁配合, 没有配合过, 公安局和司法局一起牵头, 牵头单位是民政局.

For: 法制办牵头、编办配合的任务; 既牵头过又配合过任务的单位; 谁和法制办一起牵头; 配合法制办的单位.
Against: 涉及“12345”的任务 (words, not a unit); 责任 alone (no role without 单位).
"""

from collections.abc import Sequence
from dataclasses import replace

from graph.questions.chinese.frame import AnswerShape, Bound, DutyGroup, Headcount, Join, NumberComparison, Target
from graph.questions.chinese.parse import LEAD, SUPPORT, QuestionParse, chosen, empty
from graph.questions.chinese.subject import REACH, Subject, subject_of, which

_IN_CHARGE, _PUT_TO = "管", frozenset({"归", "由", "归口"})
_NONE = Bound(compare=NumberComparison.EXACTLY, number=0)
_HOLDS = ("当", "担任", "做", "作为")
_LIGHT = frozenset({"负责", "承担", "承担了", "参与", "参加", "担任", "管"})  # before another role: 负责配合


def duties(parse: QuestionParse) -> None:
    """Read every role with its units; units that are left belong to the only role without one."""
    _left_out(parse)
    _than(parse)
    for at in range(len(parse.tokens)):
        if at not in parse.taken and _is_role(parse, at):
            _read(parse, at)
    _first(parse)
    _said_twice(parse)
    rest = parse.shaped("unit")
    if rest:
        _attach(parse, rest)


def _left_out(parse: QuestionParse) -> None:
    """Read 除了法制办, 不算公安局."""
    for at in parse.free("mark", "except"):
        units, end = _listed(parse, parse.skip(at + 1))
        if units:
            parse.set(without=(*parse.frame.without, *chosen(parse, units)))
            parse.take(*range(at, end), *((end,) if parse.is_a(end, "mark", "apart") else ()))


def _than(parse: QuestionParse) -> None:
    """Read the unit whose number is the bound: 牵头任务比公安局多的单位, 牵头多于公安局的单位."""
    for at in parse.shaped("unit"):
        before = parse.skip(at - 1, -1)
        if parse.is_a(before, "mark", "than"):
            place, kind = _after_unit(parse, at), "rank"
        else:
            place, kind = before, "bound"
        for value, compare in (("more", NumberComparison.MORE), ("fewer", NumberComparison.FEWER)):
            if parse.is_a(place, kind, value):
                parse.than = parse.choice(at), Bound(compare=compare, number=0)
                parse.take(at, before, place)


def _after_unit(parse: QuestionParse, at: int) -> int:
    """Give the place of 多 or 少 after the first unit of a question; -1 where another unit is compared with it."""
    if parse.shaped("unit")[0] != at:
        return -1
    return next((place for place in parse.free("rank", "more", "fewer") if place > at), -1)


def _listed(parse: QuestionParse, place: int) -> tuple[list[int], int]:
    """Give the units in a list that begins at a place, and where it ends."""
    units = []
    while (token := parse.at(place)) is not None and (token.shape == "unit" or parse.is_a(place, "mark", "and", "or")):
        units += [place] if token.shape == "unit" else []
        place += 1
    return units, place


def _attach(parse: QuestionParse, rest: Sequence[int]) -> None:
    groups = parse.frame.groups
    units, join = chosen(parse, rest), _join(parse, rest)
    parse.take(*rest)
    only = groups[0] if len(groups) == 1 else None
    if only is not None and not only.units and (parse.free("ask", "yes_no") or not only.asked):
        parse.set(groups=(replace(only, units=units, written=_written(parse, rest), join=join, asked=False),))
    else:
        beside = (
            groups[-1].roles if groups and parse.free("mark", "together") else ()
        )  # 编办牵头的里有几件是跟法制办一起的
        parse.set(groups=(*groups, DutyGroup(units=units, written=_written(parse, rest), join=join, roles=beside)))


def _written(parse: QuestionParse, units: Sequence[int]) -> str:
    """Give the words of the question from the first of some units to the last."""
    if not units:
        return ""
    last = parse.tokens[units[-1]]
    return parse.text[parse.tokens[units[0]].start : last.start + len(last.text)]


def _first(parse: QuestionParse) -> None:
    """Read 列首位: the first of a list of leads."""
    places = parse.free("mark", "first")
    if places and parse.counted and not _just_after_unit(parse, places[0]):  # 牵头数排第一: of a ranking, not of a list
        parse.set(shape=AnswerShape.RANK, top=1)
        parse.take(*places)
        return
    groups = parse.frame.groups
    if places and groups:
        parse.set(groups=(*groups[:-1], replace(groups[-1], first=True, roles=groups[-1].roles or (LEAD,))))
    elif places:
        units = [at for at in parse.shaped("unit") if at < places[0]]
        group = DutyGroup(units=chosen(parse, units), roles=(LEAD,), first=True, asked=not units)
        if units and _one_of(parse, Subject(units=units)):
            parse.set(among=group.units)
            group = replace(group, units=(), asked=True)
        parse.set(groups=(group,))
        parse.take(*units)
    parse.take(*places)


def _just_after_unit(parse: QuestionParse, at: int) -> bool:
    """Whether a word follows a unit that a later role may take: 公安局排在第一位的牵头任务数."""
    before = parse.at(parse.skip(at - 1, -1))
    return before is not None and before.shape == "unit"


def _said_twice(parse: QuestionParse) -> None:
    """Read 配合任务最多的前三名, 各配合几项 as one role, which is named twice."""
    groups: dict[tuple[object, ...], DutyGroup] = {}
    for number, group in enumerate(parse.frame.groups):
        key = (number,) if group.units else (group.roles, group.negated)
        known = groups.get(key)
        groups[key] = (
            replace(known, asked=known.asked or group.asked, first=known.first or group.first) if known else group
        )
    parse.set(groups=tuple(groups.values()))


def _of_which_tasks(parse: QuestionParse, at: int) -> list[int]:
    """Give the units of 编办是哪些任务的牵头单位, which ask for tasks, not for units."""
    noun = parse.skip(at - 1, -1)
    asked_at = which(parse, noun) if parse.is_a(noun, "noun", "task") else -1
    units = [place for place in parse.shaped("unit") if place < asked_at]
    if not units or not parse.is_a(asked_at - 1, "mark", "is"):
        return []
    parse.set(target=Target.TASKS)
    parse.take(asked_at, asked_at - 1, noun)
    return units


def _is_role(parse: QuestionParse, at: int) -> bool:
    token, after = parse.at(at), parse.at(at + 1)
    if token is None or at in parse.taken or not token.means("role"):
        return False
    if token.means("mark", "says") and after is not None and (after.shape == "text" or after.unknown):
        return False
    return token.text != "责任" or parse.is_a(at + 1, "noun", "unit")


def _join(parse: QuestionParse, places: Sequence[int]) -> Join:
    if any(parse.is_a(place, "mark", "or") for place in range(places[0], places[-1])):
        return Join.EITHER
    if parse.places("mark", "at_once"):
        return Join.BOTH
    return Join.OPEN if len(places) > 1 else Join.BOTH


def _read(parse: QuestionParse, at: int) -> None:
    roles, end, noun = _roles(parse, at)
    subject = subject_of(parse, at)
    if noun and not subject.units:
        subject.units = _of_which_tasks(parse, at) or _predicate(parse, end, subject)
        subject.asked = subject.asked and not subject.units
    parse.take(*range(at, end), *subject.units)
    parse.together = parse.together or "together" in subject.adverbs
    bare = subject.bare
    denied_first = "first" in subject.adverbs and bool(parse.frame.groups)  # 公安局牵头但不是第一牵头单位
    if bare and (noun or subject.nobody) and "not" in subject.adverbs and not denied_first:
        if not (noun and _holds(parse, at, end)):  # 没有配合单位的任务
            parse.set(headcounts=(*parse.frame.headcounts, Headcount(roles=roles, bound=_NONE)))
            return
        subject.asked = True
    group = _group(parse, roles, subject)
    if subject.besides:
        _beside(parse, roles, subject)
    if bare:
        group = _unattached(parse, group, subject, end, noun=noun)
    helped = [] if noun else _helped(parse, at, end, named=bool(subject.units))
    parse.set(groups=(*parse.frame.groups, *_split(parse, group, subject), *helped))


def _role(parse: QuestionParse, at: int) -> str:
    """Give what a role word means: 管 is to lead after 归 or 由 (归哪个单位管), and any role elsewhere."""
    token, before = parse.tokens[at], parse.tokens[max(0, at - 1 - REACH) : at]
    in_charge = token.text == _IN_CHARGE and any(one.text in _PUT_TO for one in before)
    return LEAD if in_charge else token.value("role")


def _beside(parse: QuestionParse, roles: tuple[str, ...], subject: Subject) -> None:
    """Read the units before 没有, which have the role that the units after it lack: 有公安局没有司法局牵头."""
    units = chosen(parse, subject.besides)
    first = DutyGroup(
        units=units, written=_written(parse, subject.besides), roles=roles, join=_join(parse, subject.besides)
    )
    parse.set(groups=(*parse.frame.groups, first))
    parse.take(*subject.besides)


def _holds(parse: QuestionParse, at: int, end: int) -> bool:
    """Whether a role with its noun is what a unit holds: 没有当过牵头单位 says something of units, not of tasks."""
    return any(token.text.startswith(_HOLDS) for token in parse.tokens[max(0, at - REACH) : end])


def _predicate(parse: QuestionParse, end: int, subject: Subject) -> list[int]:
    """Give the units of 牵头单位是民政局, 牵头单位里没有公安局."""
    place, nots = end, []
    while parse.is_a(place, "mark", "not", "is") or ((token := parse.at(place)) is not None and empty(token)):
        nots += [place] if parse.is_a(place, "mark", "not") else []
        place += 1
    units, _ = _listed(parse, place)
    said = any(parse.is_a(one, "mark", "not", "is") for one in range(end, place))
    if not units or not said:
        return []
    subject.adverbs |= {"not"} if nots else set()
    parse.take(*nots)
    return units


def _unattached(parse: QuestionParse, group: DutyGroup, subject: Subject, end: int, *, noun: bool) -> DutyGroup:
    """Give a role without a subject that of the role before it (牵头但没有配合), or request its units (牵头单位)."""
    following = parse.skip(end)
    number = parse.is_a(following, "bound") or following in parse.shaped("number", "range")
    whose = parse.is_a(end, "filler") and parse.is_a(following, "ask", "who")  # 牵头的都是谁
    of_task = bool(parse.frame.tasks) and following >= len(parse.tokens) and not subject.adverbs  # 2.3.1 牵头?
    if of_task or whose or (noun and (number or parse.is_a(following, "ask"))):  # 配合单位是谁, 牵头单位超过两家
        return replace(group, asked=True)
    again = not noun and parse.is_a(parse.skip(end), "ask", "how_many", "which")  # 牵头几项、配合几项
    if parse.frame.groups and (subject.adverbs & {"also", "not"} or (again and parse.frame.groups[-1].units)):
        before = parse.frame.groups[-1]
        return replace(group, units=before.units, join=before.join, asked=before.asked)
    return replace(group, asked=noun and parse.frame.target is None)


def _for_whom(parse: QuestionParse, units: Sequence[int], roles: tuple[str, ...]) -> bool:
    """Whether the units before a role are those that are supported: 给公安局配合."""
    before = parse.at(units[0] - 1) if units else None
    return roles == (SUPPORT,) and before is not None and before.means("mark", "for")


def _group(parse: QuestionParse, roles: tuple[str, ...], subject: Subject) -> DutyGroup:
    adverbs = subject.adverbs
    both = "together" in adverbs or not subject.units
    return DutyGroup(
        units=chosen(parse, subject.units),
        written=_written(parse, subject.units),
        roles=roles,
        join=Join.BOTH if both else _join(parse, subject.units),
        negated="not" in adverbs,
        first="first" in adverbs,
        only="only" in adverbs and not subject.besides,
        asked=subject.asked,
    )


def _split(parse: QuestionParse, group: DutyGroup, subject: Subject) -> tuple[DutyGroup, ...]:
    """Give 谁和法制办一起牵头 as two: the unit that is wanted, and the one that is named."""
    if not (group.asked and group.units):
        return (group,)
    if _one_of(parse, subject):
        parse.set(among=group.units)
        return (replace(group, units=(), join=Join.BOTH),)
    if _for_whom(parse, subject.units, group.roles):  # 谁给公安局配合
        return replace(group, units=()), replace(group, roles=(LEAD,), asked=False)
    return replace(group, units=()), replace(group, asked=False, negated=False)


def _one_of(parse: QuestionParse, subject: Subject) -> bool:
    """Whether 谁 asks which of the units before it: 环保局和法制办谁牵头; 谁牵头多 compares their numbers."""
    after = parse.skip(subject.units[-1] + 1)
    several = len(subject.units) > 1 and parse.is_a(after, "ask", "who", "which")
    return several and not (parse.places("rank", "more", "fewer") or parse.places("mark", "differs", "same", "than"))


def _roles(parse: QuestionParse, at: int) -> tuple[tuple[str, ...], int, bool]:
    """Join roles that are named together: 牵头和配合, 责任单位和配合单位.

    Returns:
        The roles, none of them for any; where they end; whether 单位 follows.
    """
    roles: dict[str, None] = {}
    noun = False
    while True:
        roles[_role(parse, at)] = None
        at += 1
        if parse.is_a(at, "noun", "unit"):
            noun = parse.unit_noun = True
            at += 1
        elif parse.is_a(at, "noun", "count"):
            parse.counted = True
            at += 1
        following = _next_role(parse, at, noun=noun)
        if following < 0:
            return (() if "any" in roles else tuple(roles)), at, noun
        if parse.tokens[at - 1].text in _LIGHT and parse.skip(at) == following:
            roles = {}
        at = following


def _next_role(parse: QuestionParse, at: int, *, noun: bool) -> int:
    """Give the place of a role that goes with the one before it: 牵头配合, 负责配合, 牵头和配合; -1 where none does."""
    if not noun and _is_role(parse, at) and not parse.is_a(at + 1, "noun", "unit"):
        return at
    following = parse.skip(at) if parse.tokens[at - 1].text in _LIGHT else at  # 担任过配合单位
    if following > at and _is_role(parse, following):
        return following
    following = at
    while following < at + 2 and parse.is_a(following, "mark", "and", "or", "all", "together"):
        following += 1
    return following if following > at and _is_role(parse, following) else -1


def _helped(parse: QuestionParse, at: int, end: int, *, named: bool) -> list[DutyGroup]:
    """Read the units that are supported, which lead: 配合法制办的单位."""
    if parse.tokens[at].value("role") != SUPPORT:
        return []
    start = parse.skip(end) if parse.tokens[end - 1 : end + 1][-1].text in "过了" else end
    units, after = _listed(parse, start)
    if named and parse.is_a(start, "ask", "who"):  # 各部门配合谁最多
        parse.take(start)
        return [DutyGroup(roles=(LEAD,), asked=True)]
    if not units or _is_role(parse, parse.skip(after)):
        return []
    parse.take(*units)
    if any(group.asked and group.roles != (SUPPORT,) for group in parse.frame.groups):  # 既没牵头也没配合法制办的单位
        parse.unread.append(parse.tokens[at].text + _written(parse, units))
    return [DutyGroup(units=chosen(parse, units), roles=(LEAD,))]
