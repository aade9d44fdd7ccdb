"""Write the analysis as one HTML file that opens offline and prints well."""

from jinja2 import Environment, StrictUndefined

from api.reports.tables import Language, tables
from graph.rows import Corpus

_TEMPLATE = """<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ title }}</title>
<style>
body { font: 16px/1.7 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { border-bottom: 1px solid #ccc; padding: .25rem .5rem; text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } thead { display: table-header-group; } tr { break-inside: avoid; } }
</style>
</head>
<body>
<h1>{{ title }}</h1>
{% for plan in plans %}<p>{{ plan.title }} · {{ plan.source }}</p>
{% endfor %}<nav><ul>{% for table in tables %}<li><a href="#{{ table.key }}">{{ table.title }}</a></li>{% endfor %}</ul></nav>
{% for table in tables %}<section id="{{ table.key }}"><h2>{{ table.title }}</h2>
<table><thead><tr>{% for name in table.head %}<th scope="col">{{ name }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in table.rows %}
<tr>{% for cell in row %}<td{% if cell is number %} class="number"{% endif %}>{{ cell }}</td>{% endfor %}</tr>{% endfor %}
</tbody></table></section>
{% endfor %}</body>
</html>
"""

_PAGES = Environment(autoescape=True, undefined=StrictUndefined)


def page(corpus: Corpus, language: Language = Language.ZH) -> bytes:
    """Write every table of the analysis on one page.

    Guarantees:
        1. The file asks for nothing: no script, no picture, no font; its own policy forbids them.
        2. Words of a plan are text, never markup.
        3. The same rows give the same bytes, UTF-8.
    """
    title = language.say("责任分工分析", "Analysis of duties")
    found = tables(corpus, language)
    text = _PAGES.from_string(_TEMPLATE).render(language=language.value, title=title, plans=corpus.plans, tables=found)
    return text.encode()
