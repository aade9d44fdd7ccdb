"""Read what a question says of tasks apart from their units: words of the text, deadlines, grades of clarity, kinds of units."""

from collections.abc import Sequence
from dataclasses import replace

from graph.dataset.clarity import grades_of
from graph.questions.chinese.frame import DutyGroup, Says, Target
from graph.questions.chinese.parse import LEAD, QuestionParse, empty


def words(parse: QuestionParse) -> None:
    """Read quoted words, and words between 提到 and 的任务."""
    for at in parse.shaped("text"):
        said = parse.skip(at - 1, -1)
        if parse.is_a(said, "noun", "deadline"):  # 时限是“持续推进”
            parse.set(due=parse.tokens[at].parts[0])
            parse.take(at, said)
            continue
        if parse.is_a(at - 1, "mark", "or") and parse.frame.says and parse.tokens[at - 2].shape == "text":  # “甲”或“乙”
            last = parse.frame.says[-1]
            parse.set(says=(*parse.frame.says[:-1], replace(last, others=(*last.others, parse.tokens[at].parts[0]))))
            parse.take(at, at - 1)
            continue
        nots = [place for place in (said, said - 1, said - 2) if parse.is_a(place, "mark", "not")]
        _say(parse, parse.tokens[at].parts[0], nots)
        parse.take(at, *((said,) if parse.is_a(said, "mark", "says") else ()))
    for at in parse.free("mark", "says"):
        _said(parse, at)


def _said(parse: QuestionParse, at: int) -> None:
    """Read 讲到了行政复议; 提到多少家单位 says no more than 有多少家."""
    clear, start = parse.tokens[at].text in _SAYING, at + 1
    while clear and (token := parse.at(start)) is not None and token.text in _ASPECTS:
        start += 1
    if start not in parse.taken and _begins_words(parse, at, start):
        _unquoted(parse, at, start)
    elif clear and parse.is_a(start, "ask"):
        parse.take(at)


_SAYING = frozenset({"提到", "提及", "谈到", "讲到", "说到", "写到", "提了", "含有", "包含", "带有"})
_ASPECTS = frozenset("了过")


def _begins_words(parse: QuestionParse, at: int, start: int) -> bool:
    """Whether the words of a text begin here: unknown ones, or after 提到 any but names and questions (提到担保)."""
    token = parse.at(start)
    if token is None or token.shape:
        return False
    end = _words_end(parse, start)
    weak = parse.tokens[at].means("mark", "and") and not parse.places("mark", "about")
    if weak or any(one.means("ask") for one in parse.tokens[start:end]):  # 食药监局和某局是什么关系
        return False
    if token.unknown:
        return True
    clear = parse.tokens[at].text in _SAYING and not token.means("ask") and not token.means("noun")
    return clear and any(one.unknown for one in parse.tokens[start:end])


def _words_end(parse: QuestionParse, start: int) -> int:
    """Give the place of the 的, the noun or the closing word after the words of a text."""
    ends = (n for n in range(start, len(parse.tokens)) if parse.tokens[n].text == "的" or parse.is_a(n, "noun", "task"))
    end = next(ends, len(parse.tokens))
    while end > start + 1 and (parse.is_a(end - 1, "ask", "yes_no") or empty(parse.tokens[end - 1])):
        end -= 1
    return end


def _unquoted(parse: QuestionParse, at: int, start: int) -> None:
    """Read 提到法律顾问的任务: up to 的 or the noun."""
    end = _words_end(parse, start)
    last = next((n for n in range(start, end) if parse.is_a(n, "mark", "about")), end) - 1
    stop = parse.tokens[last].start + len(parse.tokens[last].text)
    nots = [at - 1] if parse.is_a(at - 1, "mark", "not") else []
    _say(parse, parse.text[parse.tokens[start].start : stop].strip(), nots)
    parse.take(*range(at, end))


def _say(parse: QuestionParse, said: str, nots: Sequence[int]) -> None:
    parse.set(says=(*parse.frame.says, Says(words=said, negated=bool(nots))))
    parse.take(*nots)


def deadlines(parse: QuestionParse) -> None:
    """Read 写了完成时限, 没有写时限, 2020年1月底前完成, and 时限 as what is requested."""
    for at in parse.shaped("time"):
        words, known = parse.tokens[at].text, parse.names.deadlines
        if known and not any(words in one for one in known):  # 2019年底前 is before several days
            parse.missing.append(words)
        parse.set(due=words)
        parse.take(at)
    for at in parse.free("noun", "deadline"):
        _deadline(parse, at)
    told = parse.frame.due or parse.frame.timed is not None or parse.frame.target is Target.DEADLINES
    if told or not parse.places("ask", "yes_no"):  # 2.4.4有没有完成 asks for progress
        parse.take(*parse.free("mark", "finish"))


def _deadline(parse: QuestionParse, at: int) -> None:
    before = range(max(0, at - 3), at)
    negated = any(parse.is_a(place, "mark", "not") for place in before)
    told = negated or any(parse.is_a(place, "mark", "written", "is") for place in before)
    of_task = bool(parse.frame.tasks) and not negated and not parse.is_a(at - 1, "mark", "written")
    if of_task and parse.places("ask", "yes_no") and not parse.places("ask", "which", "when"):  # 2.6.2有没有完成时限
        of_task, told = False, True
    if told and not of_task:
        parse.set(timed=not negated)
    else:
        parse.set(target=Target.DEADLINES)
    parse.take(at, *(place for place in before if parse.is_a(place, "mark", "not", "written")))


def grades(parse: QuestionParse) -> None:
    """Read grades of lead clarity; 没有明确牵头 means the grades that count as no clear lead."""
    for at in parse.free("grade"):
        value = parse.tokens[at].value("grade")
        found = grades_of(value)
        before = parse.skip(at - 1, -1)
        if value == "collective" and parse.is_a(before, "ask", "which"):  # 哪些集体牵头过
            lead = DutyGroup(roles=(LEAD,), asked=True)
            parse.set(kinds=("collective",), target=Target.UNITS, groups=(*parse.frame.groups, lead))
            parse.take(at, before)
            continue
        negated = parse.is_a(before, "mark", "not")
        parse.set(grades=tuple(dict.fromkeys((*parse.frame.grades, *found))), grades_negated=negated)
        parse.take(at, *((before,) if negated else ()))
        if parse.is_a(at + 1, "noun", "unit"):  # 唯一牵头单位
            parse.take(at + 1)


def kinds(parse: QuestionParse) -> None:
    """Read 具体单位, 集体不算, 集体."""
    for at in parse.free("mark", "concrete", "concrete_unit"):
        parse.set(kinds=("single",))
        parse.take(at)
        if parse.is_a(at, "mark", "concrete_unit"):
            parse.set(target=parse.frame.target or Target.UNITS)
    for at in parse.free("mark", "collective"):
        with_one = parse.is_a(at - 1, "mark", "is", "says") and parse.is_a(parse.skip(at + 1), "noun", "task")
        target = Target.TASKS if with_one else Target.UNITS  # 配合单位含集体的任务
        parse.set(kinds=("collective",), target=parse.frame.target or target)
        parse.take(at)
