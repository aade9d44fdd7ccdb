"""``dutygraph export FORM --out PATH``: the graphs and tables of a data folder as files for other people's tools."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from api.cli.analyse import no_plan
from api.cli.opening import corpus_in, data_option, place, reading, scope_chosen, scope_option
from api.cli.terminal import Say, Terminal
from extract.messages import message
from graph.dataset.csv_tables import EXPORTED, dictionary, table
from graph.dataset.rows import Corpus
from graph.dataset.scope import EVERYTHING, Scope
from graph.exchange.formats import write
from graph.exchange.networks import gexf, graphml
from graph.exchange.syntaxes import Syntax
from graph.store import Store

NETWORKS = {"graphml": graphml, "gexf": gexf}
TABLES = "csv"
METADATA = "csv-metadata.json"
"""The name that CSV on the Web looks for beside a table. Source: W3C, Model for Tabular Data, section 5.3."""


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    forms = (*(syntax.value for syntax in Syntax), *NETWORKS, TABLES)
    parser.add_argument("form", choices=forms, help=say(message("格式")))
    parser.add_argument("--out", type=Path, required=True, metavar="PATH", help=say(message("文件；csv 为文件夹")))
    data_option(parser, say)
    scope_option(parser, say)


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Write the files.

    Returns:
        0 when written, 1 without a plan to write.
    """
    with reading(chosen) as store:
        files = written(store, chosen.form, chosen.out, scope_chosen(chosen))
    if not files:
        terminal.fault(no_plan(place(chosen)))
        return 1
    if str(chosen.out) == "-" and chosen.form != TABLES:
        sys.stdout.buffer.write(b"".join(files.values()))
        return 0
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        terminal.print(message("已写入 {path}（{n} 字节）。", path=str(path), n=len(content)))
    return 0


def written(store: Store, form: str, out: Path, scope: Scope = EVERYTHING) -> Mapping[Path, bytes]:
    """Give the files that a form consists of; none where the store holds no plan.

    Guarantees:
        1. RDF holds every graph of the store, or those of the plans in the scope; TriG and N-Quads keep their names.
        2. The tables come with the data dictionary that CSV on the Web looks for.
    """
    corpus = corpus_in(store, scope)
    if not corpus.plans:
        return {}
    if form == TABLES:
        tables = {out / f"{name}.csv": table(corpus, name) for name in EXPORTED}
        return {**tables, out / METADATA: dictionary()}
    if form in NETWORKS:
        return {out: NETWORKS[form](corpus)}
    return {out: write(_quads(store, corpus) if scope else store.dump(), Syntax(form))}


def _quads(store: Store, corpus: Corpus) -> bytes:
    """Give the graphs of some plans as sorted N-Quads."""
    ends = {plan.iri: f" <{plan.iri}> .\n".encode() for plan in corpus.plans}
    lines = (
        line.removesuffix(b" .\n") + end
        for iri, end in ends.items()
        for line in store.dump(iri).splitlines(keepends=True)
    )
    return b"".join(sorted(lines))
