"""Write the analysis as one HTML file that opens offline and prints well."""

from collections.abc import Mapping, Sequence

from jinja2 import Environment, StrictUndefined

from api.reports.contents import evidence_rows, tables
from api.tables.model import Cell, Table, ValueKind
from api.tables.workbook import EVIDENCE
from extract.messages import message
from graph.compare.decisions import PairEntry
from graph.dataset.rows import Corpus
from graph.measures.settings import DEFAULTS, Definitions
from ontology.catalogue import Language

_TEMPLATE = """<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ title }}</title>
<style>
:root { color-scheme: light; --ink: #1d1c1a; --quiet: #625e56; --hair: #dcd8cf; --blue: #0072b2; }
body { font: 15px/1.7 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; color: var(--ink); max-width: 74rem; margin: 2rem auto; padding: 0 1.25rem; }
h1, h2 { font-family: "Noto Serif CJK SC", "Songti SC", SimSun, serif; line-height: 1.4; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
.quiet { color: var(--quiet); } a { color: inherit; text-decoration-color: var(--hair); text-underline-offset: .25em; }
nav ul { list-style: none; padding: .6rem 0; margin: 1rem 0 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; border: solid var(--hair); border-width: 1px 0; }
.scroll { overflow-x: auto; position: relative; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border-bottom: 1px solid var(--hair); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--quiet); font-weight: 500; font-size: .82rem; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td { unicode-bidi: isolate; } td.n0 { min-width: 4em; } tr:target td { background: #f6e9e5; }
svg { display: block; width: 100%; max-width: 46rem; height: auto; margin: .8rem 0 1.2rem; } svg text { font-size: 12px; fill: var(--ink); } svg rect { fill: var(--blue); }
@media print { body { margin: 0; max-width: none; font-size: 9.5pt; } nav { display: none; } thead { display: table-header-group; } tr, svg { break-inside: avoid; } h2 { break-after: avoid; } a { text-decoration: none; } @page { size: A4 landscape; margin: 14mm; } }
</style>
</head>
<body>
<h1>{{ title }}</h1>
{% for plan in plans %}<p class="quiet">{{ plan.title }}{% if plan.number %} · {{ plan.number }}{% endif %}{% if plan.issued %} · {{ plan.issued }}{% endif %} · {{ plan.source }}</p>
{% endfor %}<nav><ul>{% for table in tables %}<li><a href="#{{ table.key }}">{{ table.title }}</a></li>{% endfor %}</ul></nav>
{% for table in tables %}<section id="{{ table.key }}"><h2>{{ table.title }}</h2>
{% if table.bars %}<svg viewBox="0 0 640 {{ table.bars|length * 22 + 4 }}" role="img" aria-label="{{ table.title }}">
{% for name, value, width in table.bars %}<text x="250" y="{{ loop.index0 * 22 + 16 }}" text-anchor="end">{{ name }}</text><rect x="258" y="{{ loop.index0 * 22 + 4 }}" width="{{ width }}" height="15"></rect><text x="{{ 264 + width }}" y="{{ loop.index0 * 22 + 16 }}">{{ value }}</text>
{% endfor %}</svg>{% endif %}
<div class="scroll"><table><thead><tr>{% for name in table.head %}<th scope="col"{% if table.numeric[loop.index0] %} class="number"{% endif %}>{{ name }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in table.rows %}{% set number_of = loop.index0 %}
<tr{% if table.key == "assignments" %} id="a{{ loop.index0 }}"{% endif %}>{% for cell in row %}<td class="n{{ loop.index0 }}{% if table.numeric[loop.index0] %} number{% endif %}">{% if loop.first and number_of in table.evidence %}<a href="#a{{ table.evidence[number_of] }}">{{ cell }}</a>{% elif cell is float %}{{ "%g"|format(cell) }}{% else %}{{ cell }}{% endif %}</td>{% endfor %}</tr>{% endfor %}
</tbody></table></div>
{% for note in table.notes %}<p class="quiet">{{ note }}</p>{% endfor %}</section>
{% endfor %}</body>
</html>
"""

MOST_ROWS = 5_000
"""The rows of a table at most: the workbook has all of them."""

_PAGES = Environment(autoescape=True, undefined=StrictUndefined)
_BARS, _LONG, _NAME = 10, 330, 18
_CHARTED = ("workload", "grades")


def page(
    corpus: Corpus,
    language: Language = Language.ZH,
    definitions: Definitions = DEFAULTS,
    decided: Sequence[PairEntry] = (),
) -> bytes:
    """Write every table of the analysis on one page, load and clarity also as bars.

    Guarantees:
        1. The file requests nothing: no script, no picture, no font; its own policy forbids them.
        2. A table has ``MOST_ROWS`` rows at most, and says where there are more.
        3. Words of a plan are text, never markup; their direction of writing ends with their cell.
        4. The same rows and definitions give the same bytes, UTF-8.
    """
    title = message("责任分工分析").render(language)
    place = evidence_rows(corpus, MOST_ROWS)
    text = _PAGES.from_string(_TEMPLATE).render(
        language=language.value,
        title=title,
        plans=corpus.plans,
        tables=[_rendered(table, place, language) for table in tables(corpus, definitions, decided)],
    )
    return text.encode()


def _rendered(table: Table, place: Mapping[str, int], language: Language) -> Mapping[str, object]:
    """Give a table as the template reads it."""
    table = table.bounded(MOST_ROWS)
    rows = table.cells(language)
    return {
        "key": table.key,
        "title": table.title.render(language),
        "head": table.head(language),
        "numeric": [column.kind is ValueKind.NUMBER for column in table.columns],
        "rows": rows,
        "notes": [note.render(language) for note in table.notes],
        "evidence": {
            number: place[iri]
            for number, iri in table.evidence.items()
            if table.key != EVIDENCE and number < len(rows) and iri in place
        },
        "bars": _bars(rows) if table.key in _CHARTED else [],
    }


def _bars(rows: tuple[tuple[Cell, ...], ...]) -> list[tuple[str, int, int]]:
    """Give the first rows as bars: name, number, width."""
    shown = [(str(row[0]), int(row[1])) for row in rows[:_BARS]]
    most = max((number for _, number in shown), default=0)
    return [
        (name if len(name) <= _NAME else f"…{name[1 - _NAME :]}", number, number * _LONG // most)
        for name, number in shown
        if most
    ]
