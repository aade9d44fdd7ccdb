"""The rows of plans as pandas DataFrames, with columns that are documented.

The columns are the fields of the rows as ``graph.dataset.rows`` declares them; assignments come with the names of their
task and unit as well, so that a table can be read by itself.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_type_hints

from dutygraph.analysis_columns import COLUMNS, MEANINGS
from extract.messages import Message, message
from ontology.catalogue import Language

if TYPE_CHECKING:
    import pandas as pd

    from graph.dataset.rows import Corpus

TABLES = ("plans", "sections", "tasks", "units", "assignments", "findings", "ledger")
"""The tables of a plan or an archive."""

_TYPES: Mapping[object, str] = {str: "str", int: "int64", float: "float64", bool: "bool"}
_OF_ASSIGNMENTS: Mapping[str, tuple[str, Message]] = {
    "task_ref": ("str", message("任务的引用号。")),
    "task_title": ("str", message("任务的标题。")),
    "unit_label": ("str", message("单位发文当时的全称。")),
    "counted": ("bool", message("是否计数：正文语句和职责清单中的职责只列出，不计数。")),
}


def columns(table: str, language: Language | str = Language.ZH) -> "pd.DataFrame":
    """Describe the columns of a table or an analysis: name, type (of tables), meaning.

    >>> columns("tasks", "en").set_index("column").loc["ref", "type"]
    'str'

    Raises:
        ValueError: when there is no such table.
    """
    import pandas as pd

    if table not in TABLES and table not in COLUMNS:
        raise ValueError(str(message("没有表“{table}”。有：{known}。", table=table, known=(*TABLES, *COLUMNS))))
    tongue = Language(language)
    if table in COLUMNS:
        described = {name: MEANINGS[name].render(tongue) for name in COLUMNS[table]}
        return pd.DataFrame(described.items(), columns=["column", "meaning"])
    rows = [(name, kind, meaning.render(tongue)) for name, (kind, meaning) in _described(table).items()]
    return pd.DataFrame(rows, columns=["column", "type", "meaning"])


def frame(corpus: "Corpus", table: str) -> "pd.DataFrame":
    """Give one table of a corpus; the columns have their types also where there is no row."""
    import pandas as pd

    rows = getattr(corpus, table)
    described = _described(table)
    added = _of_tasks_and_units(corpus) if table == "assignments" else {}
    cells = {name: added[name] if name in added else [getattr(row, name) for row in rows] for name in described}
    return pd.DataFrame({name: pd.Series(cells[name], dtype=kind) for name, (kind, _) in described.items()})


def _of_tasks_and_units(corpus: "Corpus") -> Mapping[str, list[str]]:
    """Give the columns of assignments that are fields of their tasks and units."""
    tasks = {task.iri: task for task in corpus.tasks}
    names = {unit.iri: unit.name for unit in corpus.units}
    return {
        "task_ref": [tasks[row.task].ref for row in corpus.assignments],
        "task_title": [tasks[row.task].title for row in corpus.assignments],
        "unit_label": [names[row.unit] for row in corpus.assignments],
    }


def _described(table: str) -> Mapping[str, tuple[str, Message]]:
    """Give the type and the meaning of each column, in order."""
    from graph.dataset.rows import ROW_TYPES
    from graph.dataset.schema import properties

    row_type = ROW_TYPES[table]
    types = get_type_hints(row_type)
    declared = {one.name: (_TYPES.get(types[one.name], "object"), one.meaning) for one in properties(row_type)}
    return {**(_OF_ASSIGNMENTS if table == "assignments" else {}), **declared}
