"""Write a picture as one HTML file that opens anywhere, offline, without other files.

The network is pyvis', the page is ours: pyvis' own fetches from other hosts and puts labels over each other. The script
is the one of the explorer, bundled with vis-network by ``make`` into ``graph/drawing/dist``.

Guarantees:
    1. The file loads nothing: no link, script, style, image or font from anywhere, and its own policy forbids it.
    2. What comes from a plan is text: it reaches the page as JSON and the screen as text, never as markup.
    3. The same corpus gives the same bytes; the file is UTF-8 in every locale.
"""

from functools import cache
from html import escape
from pathlib import Path

from extract.messages import message
from graph.dataset.rows import Corpus
from graph.dataset.xml_text import xml_text
from graph.drawing.compose import scene_of
from graph.drawing.layout import LayoutKind
from graph.drawing.looks import PALETTES
from graph.drawing.scene import Caption, Scene
from graph.drawing.svg import swatch
from graph.drawing.views import PictureView
from graph.drawing.vis import drawing_json
from graph.errors import DrawingError
from ontology.catalogue import Language

BUNDLE = Path(__file__).parent / "dist" / "snapshot.js"
_HINT = message("拖动画布，滚轮缩放；指向一个节点只看它和邻居，点选看原文；方向键选节点，0 全图。")
_SEEK = message("搜索单位、任务")


def snapshot(
    corpus: Corpus,
    out: Path,
    lang: Language = Language.ZH,
    kind: LayoutKind | None = None,
    view: PictureView | None = None,
) -> None:
    """Write ``corpus`` to ``out`` as a page that needs no network.

    Args:
        corpus: the plans to draw; an empty one gives a page that says so by being empty.
        out: the HTML file; an existing one is replaced.
        lang: the language of the title, the legend and the panel; quotations stay as they are.
        kind: the shape of the picture; by default what suits the view.
        view: what is shown; by default what suits the size.

    Raises:
        OSError: when the file cannot be written.
        DrawingError: when the script was not built.
    """
    out.write_text(page(scene_of(corpus, view, kind, lang), lang), encoding="utf-8", newline="\n")


def page(scene: Scene, lang: Language = Language.ZH) -> str:
    """Give the page of a scene as a string.

    Raises:
        DrawingError: when the script was not built.
    """
    caption = scene.caption
    data = drawing_json(scene).decode().replace("<", "\\u003c")
    said = " · ".join(part for part in (caption.scope, caption.said) if part)
    return _PAGE.format(
        lang="zh-CN" if lang is Language.ZH else "en",
        title=escape(xml_text(caption.title)),
        scope=escape(xml_text(said)),
        seek=escape(_SEEK.render(lang)),
        hint=escape(_HINT.render(lang)),
        legend=_legend(caption),
        source=escape(xml_text(caption.source)),
        style=_STYLE,
        data=data,
        script=_script(),
    )


def _legend(caption: Caption) -> str:
    """The marks in use, drawn in colours that follow day and night."""
    return "".join(
        f'<li><svg viewBox="0 -9 28 18" width="28" height="18" aria-hidden="true">{swatch(entry, 0, 0, _VARIABLES)}</svg>'
        f"{escape(entry.name)} {entry.count}</li>"
        for entry in caption.legend
    )


_VARIABLES = {name: f"var(--{name})" for name in PALETTES["light"]}


@cache
def _script() -> str:
    """The bundled script; an element that contains it cannot be ended by it.

    Raises:
        DrawingError: when it was not built.
    """
    try:
        return BUNDLE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    except FileNotFoundError as error:
        raise DrawingError(message("图谱的脚本还没有构建：{path}，请先运行 make。", path=str(BUNDLE))) from error


def _variables(name: str) -> str:
    return " ".join(f"--{tone}: {value};" for tone, value in PALETTES[name].items())


_STYLE = f"""
:root {{ color-scheme: light dark; {_variables("light")} }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ {_variables("dark")} }} }}
* {{ box-sizing: border-box; }}
html, body {{ margin: 0; height: 100%; }}
body {{ display: flex; flex-direction: column; background: var(--paper); color: var(--ink);
  font: 15px/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }}
header, footer {{ padding: .5rem 1rem; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; align-items: baseline; }}
header {{ border-bottom: 1px solid var(--hair); }}
h1 {{ font-size: 1.15rem; margin: 0; }} header p, footer p {{ margin: 0; color: var(--quiet); font-size: .85rem; }}
.seek {{ position: relative; margin-left: auto; }}
input {{ font: inherit; font-size: .9rem; color: inherit; background: var(--paper); border: 1px solid var(--hair); border-radius: 3px; padding: .2rem .5rem; width: 14rem; max-width: 60vw; }}
.seek ul {{ position: absolute; z-index: 4; right: 0; top: 100%; margin: 0; padding: 0; list-style: none; background: var(--paper); border: 1px solid var(--hair); max-width: 80vw; }}
.seek ul:empty {{ display: none; }}
.seek button {{ font: inherit; font-size: .9rem; color: inherit; background: none; border: 0; padding: .25rem .7rem; width: 100%; text-align: left; cursor: pointer; }}
.seek button:hover {{ background: var(--raised); }}
#stage {{ flex: 1; min-height: 0; position: relative; overflow: hidden; }}
#stage:focus {{ outline: none; }} #stage:focus-visible {{ outline: 2px solid var(--ink); outline-offset: -2px; }}
.room {{ position: absolute; inset: 0; cursor: grab; }} .room.over {{ cursor: pointer; }}
footer {{ border-top: 1px solid var(--hair); font-size: .85rem; }}
footer ul {{ list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: 0; padding: 0; }}
footer li {{ display: inline-flex; gap: .4em; align-items: center; }}
aside {{ position: absolute; z-index: 3; right: 0; top: 0; bottom: 0; width: min(24rem, 85vw); overflow: auto; padding: .8rem 1rem; background: var(--paper); border-left: 1px solid var(--hair); overflow-wrap: anywhere; }}
aside h2 {{ font-size: 1rem; margin: 0 0 .5rem; }} aside p {{ margin: 0 0 .4rem; font-size: .9rem; }}
"""

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} {scope}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1><p>{scope}</p>
<div class="seek" role="search"><input id="seek" type="search" aria-label="{seek}" placeholder="{seek}" autocomplete="off"><ul id="found"></ul></div>
</header>
<div id="stage" tabindex="0" role="application" aria-label="{title}" aria-describedby="hint"><aside id="words" aria-live="polite" hidden></aside></div>
<footer><ul>{legend}</ul><p>{source}</p><p id="hint">{hint}</p></footer>
<script type="application/json" id="drawing">{data}</script>
<script>{script}</script>
</body>
</html>
"""
