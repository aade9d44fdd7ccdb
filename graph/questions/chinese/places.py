"""Find the plans, sections and tasks that a question names: by title, place, year, number or reference."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from graph.questions.chinese.frame import Choice
from graph.questions.chinese.lexer import QuestionToken
from graph.questions.chinese.names import NamedTask, NameIndex, plain
from graph.questions.chinese.number import number_of
from graph.questions.chinese.parse import QuestionParse

_NAMES = frozenset({"place", "number", "time", "numbered", "unit", "ref", "title"})
_TITLED = {"task": ("tasks",), "section": ("sections",), "plan": ("plans", "sections")}
_NUMERALS = frozenset("一二三四五六七八九十")
_YEAR = len("2015年")
_SHORTEST_SUBJECT = 3
_THROUGH = frozenset({"到", "至", "-", "~", "—"})


def titles(parse: QuestionParse) -> None:
    """Read complete titles: 建设省级“12345”平台, (六)有效化解社会矛盾, “健全依法决策机制”部分."""
    for at in parse.shaped("title", "text"):
        token = _titled(parse, at)
        tables = ("tasks", "sections", "plans") if token else ()
        found = ((table, _rows(parse.names, table, token.iris if token else ())) for table in tables)
        table, iris = next(((table, iris) for table, iris in found if iris), ("", ()))
        if iris:
            said_after = table != "tasks" and parse.is_a(at + 1, "noun", table.removesuffix("s"))
            _add(parse, table, Choice(words=parse.tokens[at].text, iris=iris), at, *((at + 1,) if said_after else ()))


def _rows(names: NameIndex, table: str, iris: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(iri for iri in iris if iri in getattr(names, table))


def _titled(parse: QuestionParse, at: int) -> QuestionToken | None:
    """Give a token that is a title; quoted words after 提到 are not."""
    token = parse.tokens[at]
    if token.shape == "title":
        return token
    iris = parse.names.title_forms.get(plain(token.parts[0]), ())
    said = parse.is_a(parse.skip(at - 1, -1), "mark", "says")
    return replace(token, iris=iris) if iris and not said else None


def _add(parse: QuestionParse, table: str, choice: Choice, *places: int) -> None:
    """Add a name; a number next to its title means what both mean."""
    known: tuple[Choice, ...] = getattr(parse.frame, table)
    for old in known if table != "plans" else ():
        both = tuple(iri for iri in old.iris if iri in choice.iris)
        if both:
            known = tuple(one for one in known if one is not old)
            choice = Choice(words=old.words + choice.words, iris=both)
    parse.set(**{table: (*known, choice)})
    parse.take(*places)


def partial_titles(parse: QuestionParse) -> None:
    """Read parts of titles before 这项工作, 那一部分, 方案: 执法那一部分, 规范涉企收费方案."""
    for at, token in enumerate(parse.tokens):
        noun = next((value for value in _TITLED if token.means("noun", value)), "")
        pointed = parse.is_a(at - 1, "mark", "that")
        if not noun or at in parse.taken or (noun == "task" and not pointed):
            continue
        found = _title_before(parse, noun, at - 1 if pointed else at)
        if found is not None:
            choice, table, start = found
            _add(parse, table, choice, *(n for n, one in enumerate(parse.tokens) if start <= one.start <= token.start))


def _title_before(parse: QuestionParse, noun: str, end: int) -> tuple[Choice, str, int] | None:
    """Find the longest words before a place that a title contains, of which one is not known."""
    last = parse.at(end - 1)
    if last is None or last.shape in _NAMES:
        return None
    stop = parse.tokens[end].start
    unknown = max((token.start for token in parse.tokens[:end] if token.unknown), default=-1)
    starts = [token.start for token in parse.tokens[:end] if token.start <= unknown]
    tries = ((plain(parse.text[start:stop]).removesuffix("的"), start) for start in starts)
    for words, start in tries:
        table, iris = _containing(parse.names, noun, words)
        if iris:
            return Choice(words=words, iris=iris), table, start
    return None


def _containing(names: NameIndex, noun: str, words: str) -> tuple[str, tuple[str, ...]]:
    """Find the rows whose title contains words of two characters or more, in the first table that has any."""
    for table in _TITLED[noun] if len(words) > 1 else ():
        iris = tuple(iri for iri, row in getattr(names, table).items() if words in plain(row.title))
        if iris:
            return table, iris
    return "", ()


def plans(parse: QuestionParse) -> None:
    """Read plans by place or year: 陕西方案, 江西那份, 2015年那份方案. 三份方案 names none."""
    for at in parse.shaped("place"):
        parse.set(plans=(*parse.frame.plans, parse.choice(at)))
        parse.take(at)
    for at in parse.shaped("time"):
        if len(parse.tokens[at].text) == _YEAR and _before_plan(parse, at):
            _plans_of_year(parse, at)
    for at in (*parse.free("noun", "plan"), *parse.free("measure", "plan")):
        count = at - 1 if parse.is_a(at - 1, "") or not parse.is_a(at - 1, "measure") else at - 2
        token = parse.at(count)
        if token is not None and token.shape == "number" and not parse.is_a(count - 1, "ask"):
            parse.take(*range(count, at))


def _before_plan(parse: QuestionParse, at: int) -> bool:
    """Whether 方案, 那份 or the name of a plan follows: 2020年江西那份."""
    following = parse.skip(at + 1)
    named = bool(parse.frame.plans) and following in parse.taken
    return named or parse.is_a(following, "noun", "plan") or parse.is_a(following, "mark", "that")


def _text(parse: QuestionParse, place: int) -> str:
    token = parse.at(place)
    return token.text if token else ""


def _plans_of_year(parse: QuestionParse, at: int) -> None:
    year = parse.tokens[at].text[:4]
    beside = _plan_iris(parse) if {parse.skip(at - 1, -1), parse.skip(at + 1)} & parse.taken else frozenset()
    earlier = _text(parse, at + 1) in {"前", "之前", "以前"}
    known = ((iri, plan.year) for iri, plan in parse.names.plans.items() if plan.year)
    of_year = (iri for iri, own in known if (own < year if earlier else own == year))
    iris = tuple(iri for iri in of_year if not beside or iri in beside)
    if not iris:
        parse.missing.append(parse.tokens[at].text)
    parse.set(plans=(*(() if beside else parse.frame.plans), Choice(words=parse.tokens[at].text, iris=iris)))
    parse.take(at)


def sections(parse: QuestionParse) -> None:
    """Read sections by printed number: 第四部分, (六), “(七)”."""
    for at in parse.shaped("numbered", "text"):
        token = parse.tokens[at]
        bracketed, number = _section_number(token)
        if not number:
            continue
        iris = _numbered(parse.names, number, bracketed=bracketed, plans=_plan_iris(parse))
        if not iris:
            parse.missing.append(token.text)
        outer = parse.frame.sections[-1:] if parse.skip(at - 1, -1) in parse.taken else ()
        inner = _inside(parse.names, iris, outer)
        if inner:
            iris = inner
            parse.set(sections=parse.frame.sections[:-1])
        _add(parse, "sections", Choice(words=token.text, iris=iris), at)
        if parse.is_a(at + 1, "noun", "section"):
            parse.take(at + 1)


def _inside(names: NameIndex, iris: tuple[str, ...], outer: tuple[Choice, ...]) -> tuple[str, ...]:
    """Give the sections that are in the one named just before: 第二部分(四)."""
    homes = {(names.sections[iri].plan, names.sections[iri].ref) for choice in outer for iri in choice.iris}
    refs = ((iri, names.sections[iri]) for iri in iris)
    return tuple(iri for iri, row in refs if (row.plan, row.ref.rpartition(".")[0]) in homes)


def _section_number(token: QuestionToken) -> tuple[bool, str]:
    """Give whether a section's number has brackets, and the number in digits; empty where there is none."""
    if token.shape == "numbered":
        return token.parts[0] == "(", str(number_of(token.parts[1]))
    words = token.parts[0].strip("()")
    if words and set(words) <= _NUMERALS:
        return "(" in token.parts[0], str(number_of(words))
    return False, ""


def _numbered(names: NameIndex, number: str, *, bracketed: bool, plans: frozenset[str]) -> tuple[str, ...]:
    rows = [row for row in names.sections.values() if row.number == number and (not plans or row.plan in plans)]
    if bracketed:
        rows = [row for row in rows if row.bracketed] or rows
    return tuple(row.iri for row in rows)


def _plan_iris(parse: QuestionParse) -> frozenset[str]:
    return frozenset(iri for choice in parse.frame.plans for iri in choice.iris)


def tasks(parse: QuestionParse) -> None:
    """Read tasks by reference or printed number: 2.4.5, 二(七)4, 第15条."""
    parse.unread += _through(parse)
    plans = _plan_iris(parse)
    rows = [row for row in parse.names.tasks.values() if not plans or row.plan in plans]
    for at in parse.shaped("ref"):
        _reference(parse, at, rows, plans)
    for at in parse.shaped("path"):
        _task(parse, at, _by_path(parse.names, rows, parse.tokens[at].parts))
    for at in parse.shaped("item"):
        within = {iri for choice in parse.frame.sections for iri in choice.iris}
        number = str(parse.tokens[at].number)
        numbered = (row for row in rows if row.number == number and (not within or row.section in within))
        _task(parse, at, numbered)
        parse.set(sections=())


def _through(parse: QuestionParse) -> Iterator[str]:
    """Find 第12条到第16条, which names more tasks than its two."""
    for one, two in pairwise(parse.shaped("item", "ref")):
        between = _text(parse, one + 1)
        if two == one + 2 and between in _THROUGH:
            yield _text(parse, one) + between + _text(parse, two)


def subjects(parse: QuestionParse) -> None:
    """Read words that are in the title of a task where its units or deadline are asked: 行政复议工作由谁牵头."""
    asked = parse.places("ask", "who", "when") or parse.places("noun", "unit", "deadline")
    if not asked or not parse.places("role") or parse.frame.tasks:
        return
    for at, token in enumerate(parse.tokens):
        words = plain(token.text)
        unread = token.unknown and at not in parse.taken
        if unread and len(words) >= _SHORTEST_SUBJECT and not parse.is_a(parse.skip(at - 1, -1), "mark", "says"):
            iris = tuple(iri for iri, row in parse.names.tasks.items() if words in plain(row.title))
            if iris:
                after = parse.skip(at + 1)
                _add(parse, "tasks", Choice(words=token.text, iris=iris), at)
                parse.take(*((after,) if parse.is_a(after, "noun", "task") else ()))


def _reference(parse: QuestionParse, at: int, rows: list[NamedTask], plans: frozenset[str]) -> None:
    """Read a reference: of a task, or of a section where 部分 follows or no task has it."""
    ref = parse.tokens[at].text
    tasks_found = [row for row in rows if row.ref == ref]
    sections_found = tuple(
        row.iri for row in parse.names.sections.values() if row.ref == ref and (not plans or row.plan in plans)
    )
    said = parse.is_a(at + 1, "noun", "section")
    if sections_found and (said or not tasks_found):
        _add(parse, "sections", Choice(words=ref, iris=sections_found), at, *((at + 1,) if said else ()))
    else:
        _task(parse, at, iter(tasks_found))


def _task(parse: QuestionParse, at: int, rows: Iterator[NamedTask]) -> None:
    iris = tuple(row.iri for row in rows)
    if not iris:
        parse.missing.append(parse.tokens[at].text)
    _add(parse, "tasks", Choice(words=parse.tokens[at].text, iris=iris), at)


def _by_path(names: NameIndex, rows: list[NamedTask], path: tuple[str, ...]) -> Iterator[NamedTask]:
    """Find tasks by the printed numbers of their sections: 二(七)4 is 4 in (七) in 二."""
    outer, inner, number = path
    by_ref = {(row.plan, row.ref): row for row in names.sections.values()}
    for row in rows:
        home = names.sections.get(row.section)
        if row.number != number or home is None or home.number != str(number_of(inner)):
            continue
        above = by_ref.get((row.plan, home.ref.rpartition(".")[0]))
        if not outer or (above is not None and above.number == str(number_of(outer))):
            yield row
