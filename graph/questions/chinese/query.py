"""Write a frame as SPARQL.

Guarantees:
    1. IRIs come from the store and texts are written as RDF literals: nothing of a question becomes part of the query.
    2. Only assignments that count enter: the direct properties of a task hold no others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph.dataset.triples import literal
from graph.questions.chinese.frame import Bound, Choice, DutyGroup, Headcount, Join, QuestionFrame, Target
from graph.questions.patterns import PREFIXES
from ontology.terms import DIRECT, NS, Scheme, concept

TITLE = 40
"""The code points that are the title of a task without one."""

MOST_QUOTES = 60
"""The most quotes that are given behind an answer."""

_SECTION_OF = "?task dg:partOf ?section . ?section a dg:Section ."


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameQuery:
    """A SELECT with the names of its columns, in the order of its variables."""

    text: str
    columns: tuple[str, ...]


@dataclass(slots=True)
class _QueryWriter:
    """Writes patterns with its own variables."""

    frame: QuestionFrame
    count: int = field(default=0)

    def fresh(self, name: str) -> str:
        self.count += 1
        return f"?{name}{self.count}"

    # -- tasks

    def scope(self, task: str) -> Iterator[str]:
        """Restrict a task to the plans, sections and tasks of the frame."""
        frame = self.frame
        yield f"{task} a dg:Task ."
        if frame.plans:
            plan = self.fresh("plan")
            yield f"VALUES {plan} {{ {_iris(frame.plans)} }} {task} dg:inPlan {plan} ."
        if frame.sections:
            section = self.fresh("section")
            yield f"VALUES {section} {{ {_iris(frame.sections)} }} {task} dg:partOf+ {section} ."
        if frame.tasks:
            yield f"VALUES {task} {{ {_iris(frame.tasks)} }}"

    def conditions(self, task: str) -> Iterator[str]:
        """Write every condition on a task but its scope."""
        frame = self.frame
        if frame.grades:
            grade = self.fresh("grade")
            grades = " ".join(f"<{concept(Scheme.CLARITY, value)}>" for value in frame.grades)
            pattern = f"VALUES {grade} {{ {grades} }} {task} dg:clarity {grade} ."
            yield f"FILTER NOT EXISTS {{ {pattern} }}" if frame.grades_negated else pattern
        for says in frame.says:
            text = self.fresh("text")
            sign = "!" if says.negated else ""
            tests = " || ".join(f"CONTAINS({text}, {literal(words)})" for words in (says.words, *says.others))
            yield f"{task} dg:text {text} . FILTER({sign}({tests}))"
        if frame.timed is not None:
            deadline = self.fresh("deadline")
            pattern = f"{task} dg:deadline {deadline} ."
            yield pattern if frame.timed else f"MINUS {{ {pattern} }}"
        if frame.due:
            deadline = self.fresh("deadline")
            yield f"{task} dg:deadline {deadline} . FILTER(CONTAINS({deadline}, {literal(frame.due)}))"
        yield from (self.numbered(task, headcount) for headcount in frame.headcounts)
        for group in frame.named:
            yield from self.given(task, group)

    def numbered(self, task: str, headcount: Headcount) -> str:
        """Say that a task has a number of units in roles."""
        unit, bound = self.fresh("unit"), headcount.bound
        held = f"{task} {path(headcount.roles)} {unit} . {self.of_kind(unit)}"
        if bound.holds(0) and not bound.holds(1):
            return f"MINUS {{ {held} }}"
        if bound.holds(0):
            held = f"{task} a dg:Task . OPTIONAL {{ {held} }}"
        return f"{{ SELECT {task} WHERE {{ {held} }} GROUP BY {task} HAVING({_bound(unit, bound)}) }}"

    def given(self, task: str, group: DutyGroup) -> Iterator[str]:
        """Say that a task is given to the units of a group, or is not."""
        units = tuple(f"<{choice.iris[0]}>" for choice in group.units)
        if group.join is Join.EITHER:
            unit = self.fresh("unit")
            patterns: tuple[str, ...] = (f"VALUES {unit} {{ {' '.join(units)} }} {self.held(task, unit, group)}",)
        else:
            patterns = tuple(self.held(task, unit, group) for unit in units)
        yield from (f"MINUS {{ {pattern} }}" if group.negated else pattern for pattern in patterns)

    def held(self, task: str, unit: str, group: DutyGroup) -> str:
        """Write that a unit is given a task in the roles of a group, as the first of its list where requested."""
        if not group.first:
            return f"{task} {path(group.roles)} {unit} ."
        one, basis = self.fresh("assignment"), self.fresh("basis")
        role = concept(Scheme.ROLE, (group.roles or ("lead",))[0])
        return (
            f"{one} dg:ofTask {task} ; dg:toUnit {unit} ; dg:role <{role}> ; dg:rank 1 ; dg:basis {basis} . "
            f"FILTER({basis} IN (dg:basis-clause, dg:basis-table))"
        )

    def tasks(self, task: str) -> str:
        """Write all conditions on a task."""
        return " ".join((*self.scope(task), *self.conditions(task)))

    # -- units

    def units(self) -> str:
        """Write all conditions on ``?unit``."""
        groups = self.frame.asked or (DutyGroup(),)
        positive = [group for group in groups if not group.negated]
        parts = [self.does(group) for group in positive] or [self.present()]
        left_out = [group for group in groups if group.negated]
        left_out += [other for group in positive if group.only for other in others(group)]
        parts += [f"MINUS {self.doers(group)}" for group in left_out]
        return " ".join((*parts, *self.kinds()))

    def of_kind(self, unit: str) -> str:
        """Restrict a unit to the kinds requested."""
        if not self.frame.kinds:
            return ""
        kinds = ", ".join(f"<{concept(Scheme.KIND, value)}>" for value in self.frame.kinds)
        kind = self.fresh("kind")
        return f"FILTER EXISTS {{ {unit} dg:kind {kind} FILTER({kind} IN ({kinds})) }}"  # no join: each graph says it

    def kinds(self) -> Iterator[str]:
        """Restrict ``?unit`` to kinds, and leave out the units that are named."""
        yield self.of_kind("?unit")
        named = [choice.iris[0] for group in self.frame.named for choice in group.units]
        named += [choice.iris[0] for choice in self.frame.without]
        if named:
            yield f"FILTER(?unit NOT IN ({', '.join(f'<{iri}>' for iri in named)}))"
        if self.frame.among:
            yield f"FILTER(?unit IN ({', '.join(f'<{choice.iris[0]}>' for choice in self.frame.among)}))"

    def present(self) -> str:
        """Say that ``?unit`` is given some task of the plans: the units among whom 没有牵头过 is in question."""
        if not any(group.negated for group in self.frame.asked):
            return self.doers(DutyGroup())
        task = self.fresh("task")
        scope = _QueryWriter(QuestionFrame(plans=self.frame.plans), self.count)
        pattern = f"{' '.join(scope.scope(task))} {scope.held(task, '?unit', DutyGroup())}"
        self.count = scope.count
        return f"{{ SELECT DISTINCT ?unit WHERE {{ {pattern} }} }}"

    def doing(self, group: DutyGroup) -> str:
        """Say that ``?unit`` is given some task in the roles of a group."""
        task = self.fresh("task")
        return f"{self.tasks(task)} {self.held(task, '?unit', group)}"

    def doers(self, group: DutyGroup) -> str:
        """Find each ``?unit`` that is given some task in the roles of a group, once: two such join unit by unit, not task by task."""
        return f"{{ SELECT DISTINCT ?unit WHERE {{ {self.doing(group)} }} }}"

    def does(self, group: DutyGroup) -> str:
        """Say that ``?unit`` is given tasks, in the number that a group requests."""
        if group.bound is None:
            return self.doers(group)
        task = self.fresh("task")
        return (
            f"{{ SELECT ?unit WHERE {{ {self.tasks(task)} {self.held(task, '?unit', group)} }} "
            f"GROUP BY ?unit HAVING({_bound(task, group.bound)}) }}"
        )


def path(roles: Sequence[str]) -> str:
    """Give the property path of roles; of all roles where none is named.

    >>> path(("lead", "support"))
    '(dg:leadBy|dg:supportedBy)'
    """
    terms = [f"dg:{DIRECT[role].removeprefix(NS)}" for role in roles or DIRECT]
    return terms[0] if len(terms) == 1 else f"({'|'.join(terms)})"


def _iris(choices: Iterable[Choice]) -> str:
    return " ".join(f"<{iri}>" for choice in choices for iri in choice.iris)


def _bound(counted: str, bound: Bound) -> str:
    count = f"COUNT(DISTINCT {counted})"
    most = f" && {count} <= {bound.most}" if bound.most else ""
    return f"{count} {bound.compare} {bound.number}{most}"


def others(group: DutyGroup) -> Iterator[DutyGroup]:
    """Give the role that 只牵头 and 只配合 deny."""
    if group.roles in {("lead",), ("support",)} and group.bound is None:
        yield DutyGroup(roles=("support",) if group.roles == ("lead",) else ("lead",))


def _select(variables: str, where: str, tail: str = "") -> str:
    return f"{PREFIXES}SELECT {variables} WHERE {{ {where} }}{' ' + tail if tail else ''}\n"


# ---- one writer a target and shape ----


def tasks(frame: QuestionFrame) -> FrameQuery:
    """List tasks with their titles in the order of their plans, and with their units where those are requested too."""
    writer = _QueryWriter(frame)
    where = (
        f"{writer.tasks('?task')} ?task dg:inPlan ?in ; dg:start ?at ; dg:text ?words . "
        "OPTIONAL { ?task dg:reference ?ref } OPTIONAL { ?task rdfs:label ?label } "
        f"BIND(COALESCE(?label, SUBSTR(?words, 1, {TITLE})) AS ?title)"
    )
    if frame.with_units:
        where += f" ?task {path(frame.asked[0].roles if frame.asked else ())} ?unit . ?unit rdfs:label ?name ."
        variables, columns = "?task ?ref ?title ?unit ?name", ("task", "title", "unit")
        return FrameQuery(text=_select(f"DISTINCT {variables}", where, "ORDER BY ?in ?at ?name"), columns=columns)
    return FrameQuery(text=_select("DISTINCT ?task ?ref ?title", where, "ORDER BY ?in ?at"), columns=("task", "title"))


def number_of_tasks(frame: QuestionFrame) -> FrameQuery:
    """Count tasks."""
    return FrameQuery(
        text=_select("(COUNT(DISTINCT ?task) AS ?count)", _QueryWriter(frame).tasks("?task")), columns=("count",)
    )


def number_in_scope(frame: QuestionFrame) -> FrameQuery:
    """Count the tasks of the scope, independent of the rest of the frame."""
    return FrameQuery(
        text=_select("(COUNT(DISTINCT ?task) AS ?count)", " ".join(_QueryWriter(frame).scope("?task"))),
        columns=("count",),
    )


def units(frame: QuestionFrame) -> FrameQuery:
    """List units by name."""
    return FrameQuery(
        text=_select(
            "DISTINCT ?unit ?name", f"{_QueryWriter(frame).units()} ?unit rdfs:label ?name .", "ORDER BY ?name"
        ),
        columns=("unit",),
    )


def units_by_role(frame: QuestionFrame) -> FrameQuery:
    """List the units of tasks with their roles."""
    writer = _QueryWriter(frame)
    roles = tuple(dict.fromkeys(role for group in frame.asked for role in group.roles or DIRECT))
    parts = " UNION ".join(f'{{ ?task {path((role,))} ?unit . BIND("{role}" AS ?role) }}' for role in roles)
    where = f"{writer.tasks('?task')} {{ {parts} }} ?unit rdfs:label ?name . {' '.join(writer.kinds())}"
    return FrameQuery(
        text=_select("DISTINCT ?unit ?name ?role", where, "ORDER BY ?role ?name"), columns=("unit", "role")
    )


def roles(frame: QuestionFrame) -> FrameQuery:
    """List the roles of the units that are named in tasks."""
    named = tuple(choice for group in frame.named for choice in group.units)
    asked = frame.named[0].roles or tuple(DIRECT)
    conditions = _QueryWriter(frame.but(groups=())).tasks("?task")
    parts = " UNION ".join(f'{{ ?task {path((role,))} ?unit . BIND("{role}" AS ?role) }}' for role in asked)
    where = (
        f"{conditions} VALUES ?unit {{ {_iris(named)} }} {{ {parts} }} ?task dg:inPlan ?in ; dg:start ?at ; dg:text ?words . "
        "OPTIONAL { ?task dg:reference ?ref } OPTIONAL { ?task rdfs:label ?label } "
        f"BIND(COALESCE(?label, SUBSTR(?words, 1, {TITLE})) AS ?title)"
    )
    return FrameQuery(
        text=_select("DISTINCT ?task ?ref ?title ?role", where, "ORDER BY ?in ?at ?role"),
        columns=("task", "title", "role"),
    )


def number_of_units(frame: QuestionFrame) -> FrameQuery:
    """Count units."""
    return FrameQuery(
        text=_select("(COUNT(DISTINCT ?unit) AS ?count)", _QueryWriter(frame).units()), columns=("count",)
    )


def ranked_units(frame: QuestionFrame) -> FrameQuery:
    """Count the tasks of each unit, the most first."""
    writer = _QueryWriter(frame)
    first, *rest = frame.asked or (DutyGroup(),)
    where = [writer.tasks("?task"), writer.held("?task", "?unit", first)]
    where += [("MINUS " if group.negated else "") + writer.doers(group) for group in rest]
    if first.only:
        where += [f"MINUS {writer.doers(other)}" for other in others(first)]
    counted = f"{' '.join(where)} {' '.join(writer.kinds())}"
    bound = f" HAVING({_bound('?task', first.bound)})" if first.bound else ""
    inner = f"{{ SELECT ?unit (COUNT(DISTINCT ?task) AS ?count) WHERE {{ {counted} }} GROUP BY ?unit{bound} }}"
    order = f"ORDER BY {'ASC' if frame.least else 'DESC'}(?count) ?name"
    text = _select("DISTINCT ?unit ?name ?count", f"{inner} ?unit rdfs:label ?name .", order)
    return FrameQuery(text=text, columns=("unit", "count"))


def ranked_tasks(frame: QuestionFrame) -> FrameQuery:
    """Count the units of each task, the most first."""
    writer = _QueryWriter(frame)
    roles = frame.asked[0].roles if frame.asked else ()
    units = f"?task {path(roles)} ?unit . {writer.of_kind('?unit')}"
    where = f"{writer.tasks('?task')} {units} OPTIONAL {{ ?task dg:reference ?ref }}"
    order = "ASC" if frame.least else "DESC"
    tail = f"GROUP BY ?task ?ref ORDER BY {order}(?count) ?ref"
    return FrameQuery(
        text=_select("?task ?ref (COUNT(DISTINCT ?unit) AS ?count)", where, tail), columns=("task", "count")
    )


def pairs(frame: QuestionFrame) -> FrameQuery:
    """Count the tasks that two units share, the most first."""
    writer = _QueryWriter(frame)
    group = (frame.asked or (DutyGroup(),))[0]
    shared = (
        f"{writer.tasks('?task')} {writer.held('?task', '?unit', group)} {writer.held('?task', '?unit2', group)} "
        "FILTER(STR(?unit) < STR(?unit2))"
    )
    inner = f"{{ SELECT ?unit ?unit2 (COUNT(DISTINCT ?task) AS ?count) WHERE {{ {shared} }} GROUP BY ?unit ?unit2 }}"
    where = f"{inner} ?unit rdfs:label ?name . ?unit2 rdfs:label ?name2 ."
    order = "ORDER BY DESC(?count) ?name ?name2"
    return FrameQuery(
        text=_select("DISTINCT ?unit ?name ?unit2 ?name2 ?count", where, order), columns=("unit", "unit2", "count")
    )


def sections(frame: QuestionFrame) -> FrameQuery:
    """List the sections with such tasks, or those with tasks but none such."""
    return _homes(frame, "section", _SECTION_OF, "?section dg:reference ?name .")


def plans(frame: QuestionFrame) -> FrameQuery:
    """List the plans with such tasks, or those with none such."""
    return _homes(frame, "plan", "?task dg:inPlan ?plan .", "?plan rdfs:label ?name .")


def _homes(frame: QuestionFrame, name: str, home: str, label: str) -> FrameQuery:
    writer = _QueryWriter(frame)
    such = f"{writer.tasks('?task')} {home}"
    where = such
    if frame.absent:
        every = f"{' '.join(writer.scope('?task'))} {home}" if name == "section" else _every_plan(frame)
        where = f"{every} MINUS {{ SELECT DISTINCT ?{name} WHERE {{ {such} }} }}"
    where += f" {label}"
    if name == "plan" and not (
        frame.absent or frame.groups or frame.grades or frame.says or frame.timed or frame.due or frame.headcounts
    ):
        where = f"{_every_plan(frame)} {label}"
    return FrameQuery(text=_select(f"DISTINCT ?{name} ?name", where, "ORDER BY ?name"), columns=(name,))


def _every_plan(frame: QuestionFrame) -> str:
    values = f"VALUES ?plan {{ {_iris(frame.plans)} }} " if frame.plans else ""
    return f"{values}?plan a dg:Plan ."


def ranked_homes(frame: QuestionFrame) -> FrameQuery:
    """Count the tasks of each section or plan, the most first; or the units in them."""
    writer = _QueryWriter(frame)
    name = "section" if frame.target is Target.SECTIONS else "plan"
    home = (
        _SECTION_OF + " ?section dg:reference ?name ."
        if name == "section"
        else "?task dg:inPlan ?plan . ?plan rdfs:label ?name ."
    )
    group = frame.asked[0] if frame.asked else None
    counted = "?unit" if group is not None else "?task"
    where = f"{writer.tasks('?task')} {home} {writer.held('?task', '?unit', group) + writer.of_kind('?unit') if group else ''}"
    order = "ASC" if frame.least else "DESC"
    tail = f"GROUP BY ?{name} ?name ORDER BY {order}(?count) ?name"
    return FrameQuery(
        text=_select(f"?{name} ?name (COUNT(DISTINCT {counted}) AS ?count)", where, tail), columns=(name, "count")
    )


def grades(frame: QuestionFrame) -> FrameQuery:
    """Count the tasks of each grade of clarity."""
    where = f"{_QueryWriter(frame).tasks('?task')} ?task dg:clarity ?clarity ."
    tail = "GROUP BY ?clarity ORDER BY DESC(?count)"
    return FrameQuery(
        text=_select("?clarity (COUNT(DISTINCT ?task) AS ?count)", where, tail), columns=("clarity", "count")
    )


def deadlines(frame: QuestionFrame) -> FrameQuery:
    """List the deadlines of tasks."""
    where = f"{_QueryWriter(frame).tasks('?task')} ?task dg:deadline ?deadline . OPTIONAL {{ ?task dg:reference ?ref }}"
    return FrameQuery(
        text=_select("DISTINCT ?task ?ref ?deadline", where, "ORDER BY ?ref ?deadline"), columns=("task", "deadline")
    )


def tasks_of_unit(frame: QuestionFrame, unit: str, roles: Sequence[str], *, first: bool = False) -> FrameQuery:
    """Count the tasks of one unit in roles, within the conditions that name no unit."""
    writer = _QueryWriter(frame.but(groups=()))
    where = f"{writer.tasks('?task')} {writer.held('?task', f'<{unit}>', DutyGroup(roles=tuple(roles), first=first))}"
    return FrameQuery(text=_select("(COUNT(DISTINCT ?task) AS ?count)", where), columns=("count",))


def evidence(frame: QuestionFrame, units: Sequence[str] = ()) -> FrameQuery:
    """List the first tasks that a frame is about; of the units of its answer, where some are given.

    Args:
        frame: the question.
        units: IRIs of units.
    """
    writer = _QueryWriter(frame)
    where = writer.tasks("?task") if not frame.absent else " ".join(writer.scope("?task"))
    if units:
        roles = tuple(dict.fromkeys(role for group in frame.asked for role in group.roles))
        where += f" ?task {path(roles)} ?unit . VALUES ?unit {{ {' '.join(f'<{iri}>' for iri in units)} }}"
    return FrameQuery(text=_select("DISTINCT ?task", where, f"ORDER BY ?task LIMIT {MOST_QUOTES}"), columns=("task",))


def average(frame: QuestionFrame) -> FrameQuery:
    """Give the mean number of units of a task in the roles requested, or of tasks of a unit."""
    writer = _QueryWriter(frame)
    roles = frame.asked[0].roles if frame.asked else ()
    inner = f"{writer.tasks('?task')} OPTIONAL {{ ?task {path(roles)} ?unit }}"
    each, counted = ("?unit", "?task") if frame.target is Target.UNITS else ("?task", "?unit")
    if each == "?unit":
        inner = f"{writer.tasks('?task')} ?task {path(roles)} ?unit . {' '.join(writer.kinds())}"
    where = f"{{ SELECT {each} (COUNT(DISTINCT {counted}) AS ?n) WHERE {{ {inner} }} GROUP BY {each} }}"
    return FrameQuery(text=_select("(AVG(?n) AS ?number)", where), columns=("number",))
