"""The words around a picture: what is shown, what is hidden and why, the legend, and the name of its file."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from api.pages.frame.renderer import Reader, file_name
from api.pages.graph.legend import LegendEntry, legend
from api.pages.graph.looks import scene_of
from api.pages.graph.picture import Subgraph, members_of
from api.pages.graph.web import Web
from extract.messages import message
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.rows import AssignmentRow
from graph.dataset.scope import Scope
from graph.drawing import scene
from graph.drawing.compose import scope_of, source_of
from graph.drawing.looks import TIES, Fill

TITLE = message("责任关系图谱")


def summary(picture: Subgraph, reader: Reader) -> str:
    """Say how much is shown, and what is hidden why."""
    hidden = picture.hidden
    groups = sum(thing.kind == "group" for thing in picture.things)
    shown = message(
        "已显示 {shown} / {total} 个节点、{lines} 条连线",
        shown=len(picture.shown) - groups,
        total=picture.total,
        lines=len(picture.lines),
    )
    reasons = (
        (hidden.grouped, message("{n} 个在 {groups} 个收起的群组里", n=hidden.grouped, groups=groups)),
        (hidden.apart, message("{n} 个未加入", n=hidden.apart)),
        (hidden.filtered, message("{n} 个被筛掉", n=hidden.filtered)),
        (hidden.away, message("{n} 个已移出", n=hidden.away)),
        (hidden.cut, message("{n} 个未绘出（优先绘出连接多的）", n=hidden.cut)),
        (len(picture.missing), message("地址里有 {n} 个节点已不在数据中", n=len(picture.missing))),
    )
    parts = [reader.say(shown), *(reader.say(reason) for count, reason in reasons if count)]
    if len(parts) == 1:
        parts.append(reader.say(message("没有隐藏内容")))
    return " · ".join(parts)


def captioned(picture: Subgraph, reader: Reader, scope: Scope) -> scene.Scene:
    """The picture with its title, scope, legend and source."""
    plans = picture.web.index.plans
    conditions = [part if isinstance(part, str) else reader.say(part) for part in scope.said()]
    caption = scene.Caption(
        title=reader.say(TITLE),
        scope="，".join((*conditions, reader.say(scope_of(plans)))),
        said=summary(picture, reader),
        source=reader.say(source_of(plans)),
        legend=tuple(_entries(picture, reader)),
    )
    return replace(scene_of(picture, reader.lang), caption=caption)


def saved_as(scope: Scope, reader: Reader, suffix: str) -> str:
    """Name a file of a picture by its scope."""
    return f"{file_name(scope, reader.say(TITLE))}.{suffix}"


def _entries(picture: Subgraph, reader: Reader) -> list[scene.LegendMark]:
    """The legend of the page, what is switched off left out."""
    marks, named = legend(picture), reader.term

    def grade(name: str) -> str:
        return reader.say(DEFINITIONS[Grade(name)].name)

    def tie(name: str) -> str:
        return named("tie", name) if name in TIES else named("role", name)

    rows: tuple[tuple[tuple[LegendEntry, ...], Callable[[str], str], str], ...] = (
        (marks.things, lambda name: named("thing", name), ""),
        (marks.roles, tie, "line"),
        (marks.grades, grade, "task"),
        (marks.kinds, lambda name: named("kind", name), "unit"),
        (marks.places, str, "unit"),
        (marks.mostly, lambda name: named("role", name), "unit"),
    )
    return [
        scene.LegendMark(
            name=name(entry.name),
            count=entry.count,
            tone=entry.tone,
            fill=Fill(entry.fill),
            shape=shape or entry.name,
            role=entry.name if shape == "line" else "",
        )
        for entries, name, shape in rows
        for entry in entries
        if entry.on
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many things each value of a filter names."""

    roles: Mapping[str, int]
    kinds: Mapping[str, int]
    grades: Mapping[str, int]


def counts(web: Web) -> Counts:
    """Count what the filters let through, each value alone."""
    corpus = web.index.corpus
    return Counts(
        roles=Counter(row.role for row in corpus.assignments if row.counted),
        kinds=Counter(unit.kind for unit in corpus.units),
        grades=Counter(task.clarity for task in corpus.tasks),
    )


def with_words(drawn: scene.Scene, picture: Subgraph, reader: Reader) -> scene.Scene:
    """Give each node of a file the words of the plan that its panel shows."""
    index, web = picture.web.index, picture.web

    def words(node: scene.Node) -> tuple[str, ...]:
        if node.iri in index.unit_of:
            return tuple(line(row, row.task) for row in index.of_unit(index.unit_of[node.iri]))
        if node.iri in index.task_of:
            task = index.task_of[node.iri]
            return (*(line(row, row.unit) for row in index.of_task(task)), task.text)
        return tuple(web.thing(iri).label for iri in members_of(web, node.key)) if node.kind == "group" else ()

    def line(row: AssignmentRow, other: str) -> str:
        return f"{reader.term('role', row.role)}：{web.thing(other).label} “{row.mention}”"

    return replace(drawn, nodes=tuple(replace(node, words=words(node), url="") for node in drawn.nodes))
