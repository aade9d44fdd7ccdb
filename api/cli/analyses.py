"""The analyses by name, and how one is shown on a terminal."""

from collections.abc import Callable, Mapping

from api.cli.terminal import Terminal, TerminalColumn
from api.reports.analysis import Analysis
from api.reports.analysis import Column as Head
from api.reports.loads import concentration_table, inequality_table, readings_table, sections_table, workload_table
from api.reports.matters import clarity_table, conflicts_table, grades_table, questions_table
from api.reports.ties import centrality_table, communities_table, overlap_table
from api.tables.representations import Value
from extract.messages import message
from graph.dataset.rows import Corpus
from graph.measures.settings import Definitions

__all__ = ["ANALYSES", "Analysis", "grades_table", "overlap_table", "show", "workload_table"]

ANALYSES: Mapping[str, Callable[[Corpus, Definitions], Analysis]] = {
    "workload": workload_table,
    "concentration": concentration_table,
    "inequality": inequality_table,
    "sections": sections_table,
    "readings": readings_table,
    "clarity": clarity_table,
    "grades": grades_table,
    "questions": questions_table,
    "overlap": overlap_table,
    "communities": communities_table,
    "centrality": centrality_table,
    "conflicts": conflicts_table,
}


def show(terminal: Terminal, analysis: Analysis, limit: int | None = None) -> None:
    """Print an analysis, its first ``limit`` rows, and say how many more there are."""
    rows = analysis.sheet.rows[:limit]
    heads = [TerminalColumn(head=head.head, number=head.number) for head in analysis.heads]
    terminal.table(
        analysis.title,
        heads,
        [[_cell(value, head, terminal) for value, head in zip(row, analysis.heads, strict=True)] for row in rows],
    )
    more = len(analysis.sheet.rows) - len(rows)
    if more:
        terminal.print(message("  …另有 {more} 行", more=more))


def _cell(value: Value, head: Head, terminal: Terminal) -> str:
    if isinstance(value, str) and value in head.names:
        return terminal.say(head.names[value])
    match value:
        case bool():
            return "⚠" if value else ""
        case float():
            return f"{value:.4g}"
        case tuple():
            return " ".join(value)
        case _:
            return str(value)
