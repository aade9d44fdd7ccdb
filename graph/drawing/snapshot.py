"""Write the network as one HTML file that opens anywhere, offline, without other files.

pyvis makes the drawing; this module removes what pyvis would fetch from other hosts and adds a title, a legend and a
panel that shows the words of the plan for the node that is clicked.

Guarantees:
    1. The file loads nothing: no link, script, style, image or font from anywhere, and its own policy forbids it.
    2. What comes from a plan is text: it reaches the page as JSON and the screen as text, never as markup.
    3. The same corpus gives the same bytes; the file is UTF-8 in every locale.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import networkx as nx
from pyvis.network import Network

from extract.messages import message
from extract.records import Role
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.roles import ROLES
from graph.dataset.rows import AssignmentRow, Corpus
from graph.drawing.layout import LayoutKind, Point, positions
from ontology.catalogue import Language

# Okabe–Ito, the colour of each role everywhere
COLOURS: Mapping[Role, str] = {
    Role.LEAD: "#0072B2",
    Role.SUPPORT: "#009E73",
    Role.JOINT: "#CC79A7",
    Role.IMPLEMENT: "#E69F00",
    Role.GUIDE: "#56B4E9",
    Role.SUPERVISE: "#D55E00",
}
_TITLE = message("责任图谱快照")
_HINT = message("● 单位　■ 任务　▲ 部分　★ 方案。拖动画布，滚轮缩放，点选一个节点看原文。")
_SHAPES = {"plan": "star", "section": "triangle", "task": "square", "unit": "dot"}
_INK, _HAIRLINE = "#444444", "#cccccc"


@dataclass(frozen=True, slots=True)
class _PanelEntry:
    """A node of the drawing: what it is, its label, and the lines of its panel."""

    what: Literal["plan", "section", "task", "unit"]
    label: str
    lines: tuple[str, ...] = ()


def snapshot(corpus: Corpus, out: Path, lang: Language = Language.ZH, kind: LayoutKind = LayoutKind.FORCE) -> None:
    """Write ``corpus`` to ``out`` as a page that needs no network.

    Args:
        corpus: the plans to draw; an empty one gives a page that says so by being empty.
        out: the HTML file; an existing one is replaced.
        lang: the language of the title, the legend and the panel; quotations stay as they are.
        kind: the shape of the picture.

    Raises:
        OSError: when the file cannot be written.
    """
    out.write_text(page(corpus, lang, kind), encoding="utf-8", newline="\n")


def page(corpus: Corpus, lang: Language = Language.ZH, kind: LayoutKind = LayoutKind.FORCE) -> str:
    """Give the page as a string."""
    things = _things(corpus, lang)
    drawing = _drawing(corpus, things, _places(corpus, things, kind))
    head, _, rest = _offline(drawing.generate_html()).rpartition("</head>")
    _, _, canvas = rest.rpartition("<body>")
    canvas, _, _ = canvas.rpartition("</body>")
    return "".join((_opening(head, lang), _banner(corpus, lang), canvas, _panel(things), "</body>\n</html>\n"))


def _things(corpus: Corpus, lang: Language) -> dict[str, _PanelEntry]:
    """All nodes in document order, units last."""
    tasks = {row.iri: f"{row.ref} {row.title}".strip() for row in corpus.tasks}
    units = {row.iri: row.name for row in corpus.units}
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for row in corpus.assignments:
        role = ROLES[Role(row.role)].render(lang)
        lines[row.unit].append(f"{role}：{tasks[row.task]} “{row.mention}”")
        lines[row.task].append(f"{role}：{units[row.unit]} “{row.mention}”")
    things = {row.iri: _PanelEntry("plan", row.title or row.source) for row in corpus.plans}
    things |= {row.iri: _PanelEntry("section", f"{row.number}{row.title}") for row in corpus.sections}
    for task in corpus.tasks:
        grade = DEFINITIONS[Grade(task.clarity)].name.render(lang)
        things[task.iri] = _PanelEntry("task", tasks[task.iri], (grade, *lines[task.iri], task.text))
    return things | {iri: _PanelEntry("unit", name, tuple(lines[iri])) for iri, name in units.items()}


def _places(corpus: Corpus, things: Mapping[str, _PanelEntry], kind: LayoutKind) -> dict[str, Point]:
    graph: nx.Graph[str] = nx.Graph()
    for iri, thing in things.items():
        graph.add_node(iri, kind=thing.what)
    graph.add_edges_from(_part_of(corpus))
    graph.add_edges_from((row.unit, row.task) for row in corpus.assignments)
    return positions(graph, kind)


def _part_of(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    return (
        *((row.iri, row.parent) for row in corpus.sections),
        *((row.iri, row.part_of) for row in corpus.tasks),
    )


def _drawing(corpus: Corpus, things: Mapping[str, _PanelEntry], places: Mapping[str, Point]) -> Network:
    # never heading=: pyvis writes it into the page as markup; no titles: one with "href" in it would become markup
    drawing = Network(height="100vh", width="100%", directed=True, cdn_resources="in_line")
    for iri, thing in things.items():
        size = 8 + 2 * min(len(thing.lines), 16)
        drawing.add_node(
            iri,
            label=thing.label if len(thing.label) <= 24 else thing.label[:23] + "…",
            shape=_SHAPES[thing.what],
            color=_INK if thing.what != "unit" else COLOURS[Role.LEAD],
            size=size,
            x=places[iri].x,
            y=places[iri].y,
            physics=False,
        )
    for child, parent in _part_of(corpus):
        drawing.add_edge(child, parent, color=_HAIRLINE, dashes=True, arrows="")
    for row in _drawn(corpus):
        drawing.add_edge(row.unit, row.task, color=COLOURS[Role(row.role)], dashes=not row.counted)
    drawing.set_options(
        json.dumps(
            {
                "physics": {"enabled": False},
                "edges": {"smooth": False, "arrows": {"to": {"scaleFactor": 0.5}}},
                "nodes": {"font": {"size": 14, "multi": False, "face": "sans-serif"}},
                "interaction": {"hideEdgesOnDrag": True, "hideEdgesOnZoom": True, "keyboard": {"enabled": True}},
            }
        )
    )
    return drawing


def _drawn(corpus: Corpus) -> tuple[AssignmentRow, ...]:
    """One assignment for each unit, task and role, the first."""
    return tuple({(row.unit, row.task, row.role): row for row in reversed(corpus.assignments)}.values())[::-1]


def _offline(html: str) -> str:
    """Take out what would be fetched: pyvis' two Bootstrap references, and the map of its script."""
    html = re.sub(r"<(link|script)\b[^>]*\bbootstrap[^>]*>(\s*</script>)?", "", html)
    html = re.sub(r"<!-- <link rel.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r"//# sourceMappingURL=\S*?(?=</script>|\s)", "", html)
    return re.sub(r"<center>\s*<h1></h1>\s*</center>", "", html)


def _opening(head: str, lang: Language) -> str:
    """The head of the page, with a policy under which a browser fetches nothing."""
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
    declared = f"""<!DOCTYPE html>
<html lang="{"zh-CN" if lang is Language.ZH else "en"}">
    <head>
        <meta http-equiv="Content-Security-Policy" content="{policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{_TITLE.render(lang)}</title>"""
    return head.replace("<html>", "", 1).replace("<head>", declared, 1).lstrip() + _STYLE + "</head>\n<body>\n"


def _banner(corpus: Corpus, lang: Language) -> str:
    roles = [role for role in Role if any(row.role == role for row in corpus.assignments)]
    legend = "".join(f'<li style="color:{COLOURS[role]}">— {ROLES[role].render(lang)}</li>' for role in roles)
    return f'<header><h1 id="plans"></h1><p>{_HINT.render(lang)}</p><ul>{legend}</ul></header>\n'


def _panel(things: Mapping[str, _PanelEntry]) -> str:
    """The panel and what it says, as JSON in which no ``<`` is left that could end its element."""
    said = {
        "plans": [thing.label for thing in things.values() if thing.what == "plan"],
        "things": {iri: [thing.label, *thing.lines] for iri, thing in things.items()},
    }
    data = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
    return f'<aside id="words" aria-live="polite" hidden></aside>\n<script type="application/json" id="said">{data}</script>\n{_SCRIPT}'


_STYLE = """
        <style>
            html, body { margin: 0; font: 15px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #222; }
            #mynetwork { border: 0 !important; float: none !important; }
            header { position: fixed; z-index: 2; left: 0; right: 0; padding: .5rem 1rem; background: rgba(255, 255, 255, .93); border-bottom: 1px solid #ddd; }
            header h1 { font-size: 1rem; margin: 0; } header p { margin: 0; font-size: .85rem; color: #555; }
            header ul { list-style: none; display: flex; gap: 1.2rem; margin: 0; padding: 0; font-size: .85rem; font-weight: 600; }
            aside { position: fixed; z-index: 2; right: 0; top: 6.2rem; bottom: 0; width: min(24rem, 80vw); overflow: auto; padding: 1rem; background: #fff; border-left: 1px solid #ddd; box-sizing: border-box; }
            aside h2 { font-size: 1rem; margin: 0 0 .5rem; } aside p { margin: 0 0 .4rem; }
        </style>
    """

_SCRIPT = """<script>
    const said = JSON.parse(document.getElementById("said").textContent);
    document.getElementById("plans").textContent = said.plans.join(" · ") || document.title;
    network.on("select", ({ nodes }) => {
        const panel = document.getElementById("words");
        const [label, ...lines] = nodes.length ? said.things[nodes[0]] : [""];
        panel.hidden = !nodes.length;
        panel.replaceChildren(...[label, ...lines].map((line, index) => {
            const element = document.createElement(index ? "p" : "h2");
            element.textContent = line;
            return element;
        }));
    });
</script>
"""
