"""Hooks of mkdocs: write the map of the rooms into the architecture page, from the imports as they are."""

import sys
from collections import Counter
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
ROOMS = tuple(room for room in ("dutygraph", "api", "graph", "extract", "ontology") if (ROOT / room).is_dir())
MARK = "<!-- map of the rooms -->"


def on_page_markdown(markdown: str, **_: object) -> str:
    """Replace the mark by the map."""
    return markdown.replace(MARK, room_map()) if MARK in markdown else markdown


@cache
def room_map() -> str:
    """Give a table a room: its packages, what each imports, and how many imports there are."""
    sys.path.insert(0, str(ROOT))
    imports = grimp.build_graph(*ROOMS, include_external_packages=False, cache_dir=None)
    arrows: Counter[tuple[str, str]] = Counter()
    for module in imports.modules:
        for imported in imports.find_modules_directly_imported_by(module):
            start, end = _part(module), _part(imported)
            if start != end:
                arrows[start, end] += 1
    parts = {_part(module) for module in imports.modules}
    return "\n\n".join(_table(room, parts, arrows) for room in ROOMS)


def _part(module: str) -> str:
    """Give the room and the package or file inside it."""
    return ".".join(module.split(".")[:2])


def _table(room: str, parts: set[str], arrows: Counter[tuple[str, str]]) -> str:
    rows = [f"### `{room}/`", "", "| part | imports |", "|---|---|"]
    for part in sorted(part for part in parts if part.split(".")[0] == room):
        ends = sorted((end, count) for (start, end), count in arrows.items() if start == part)
        shown = ", ".join(f"`{end.removeprefix(room + '.')}` ({count})" for end, count in ends)
        rows.append(f"| `{part}` | {shown or '–'} |")
    return "\n".join(rows)
