"""``dutygraph export FORM --out PATH``: the graphs and tables of a data folder as files for other people's tools."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, TypeAlias

from api.cli.analyse import no_plan
from api.cli.opening import corpus_in, data_option, place, reading, rows_in, scope_chosen, scope_option
from api.cli.terminal import Say, Terminal
from extract.messages import message
from graph.dataset.csv_tables import EXPORTED, dictionary, write_table
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import ROW_TYPES, Row
from graph.dataset.scope import EVERYTHING, Scope
from graph.errors import StoreBusyError
from graph.exchange.formats import write_graphs
from graph.exchange.networks import gexf, write_graphml
from graph.exchange.parquet import write_parquet
from graph.exchange.syntaxes import Syntax
from graph.store import Store
from graph.store.contract import DEFAULT_GRAPH
from ontology.terms import Term

Write: TypeAlias = Callable[[IO[bytes]], object]

NETWORKS = ("graphml", "gexf")
TABLES: Mapping[str, Callable[[IO[bytes], str, Iterable[Row]], None]] = {
    "csv": write_table,
    "parquet": write_parquet,
}
"""How a table is written, by the form, which is the ending of its file."""
METADATA = "csv-metadata.json"
"""The name that CSV on the Web looks for beside a table. Source: W3C, Model for Tabular Data, section 5.3."""


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    forms = (*(syntax.value for syntax in Syntax), *NETWORKS, *TABLES)
    parser.add_argument("form", choices=forms, help=say(message("格式")))
    parser.add_argument(
        "--out", type=Path, required=True, metavar="PATH", help=say(message("文件；csv、parquet 为文件夹"))
    )
    data_option(parser, say)
    scope_option(parser, say)


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the files.

    Returns:
        0 when written, 1 without a plan to write.
    """
    with reading(chosen) as store:
        plans = plans_in(store, scope_chosen(chosen))
        if not plans:
            terminal.fault(no_plan(place(chosen)))
            return 1
        for path, write in files(store, chosen.form, chosen.out, scope_chosen(chosen), plans).items():
            if str(chosen.out) == "-" and chosen.form not in TABLES:
                write(sys.stdout.buffer)
            else:
                size = _written(path, write)
                terminal.print(message("已写入 {path}（{n} 字节）。", path=str(path), n=size))
    return 0


def plans_in(store: Store, scope: Scope) -> tuple[str, ...]:
    """Give the IRIs of the plans in a scope, sorted.

    Raises:
        ScopeError: no plan is in the scope.
    """
    if scope:
        return tuple(plan.iri for plan in rows_in(store, scope).plans)
    query = f"SELECT DISTINCT ?plan WHERE {{ GRAPH ?plan {{ ?plan a <{Term.PLAN}> }} }}"
    return tuple(sorted(plan for (plan,) in store.words(query)))


def files(
    store: Store, form: str, out: Path, scope: Scope = EVERYTHING, plans: Sequence[str] = ()
) -> Mapping[Path, Write]:
    """Give the files that a form consists of, each with what writes it.

    Guarantees:
        1. RDF holds every graph of the store, or those of the plans in the scope; TriG and N-Quads keep their names.
        2. The tables come with the data dictionary that CSV on the Web looks for.
        3. RDF, tables and GraphML are written a graph at a time, for any number of plans.
    """
    if form in TABLES:
        rows = rows_in(store, scope)
        tables = {out / f"{name}.{form}": partial(_write_rows, form, name, rows) for name in EXPORTED}
        return {**tables, out / METADATA: _writing(dictionary)} if form == "csv" else tables
    if form == "graphml":
        return {out: partial(write_graphml, rows_in(store, scope))}
    if form == "gexf":
        return {out: _writing(partial(gexf, corpus_in(store, scope)))}
    names = plans if scope else (DEFAULT_GRAPH, *store.graphs())
    return {out: partial(_write_graphs, store, names, Syntax(form))}


def _write_rows(form: str, name: str, rows: RowSnapshot, file: IO[bytes]) -> None:
    TABLES[form](file, name, rows.each(ROW_TYPES[name]))


def _write_graphs(store: Store, names: Sequence[str], syntax: Syntax, file: IO[bytes]) -> None:
    """Write graphs as they are at one moment."""
    revision = store.revision
    write_graphs(file, ((name, store.dump(name)) for name in names), syntax)
    if store.revision != revision:
        raise StoreBusyError(message("导出期间有人写入了库，这份文件未保存。请稍后再试。"))


def _writing(content: Callable[[], bytes]) -> Write:
    return lambda file: file.write(content())


def _written(path: Path, write: Write) -> int:
    """Write a file completely or not at all; give its size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    try:
        with new.open("wb") as file:
            write(file)
            size = file.tell()
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return size
