"""What ``dutygraph export`` writes of a real plan, each file opened by an independent tool."""

import json
from pathlib import Path

import networkx as nx
import pandas as pd
import pyoxigraph
import pytest
from rdflib import Graph

from api.cli.export import files
from graph.build.plans import build
from graph.dataset.load import load
from graph.dataset.rows import Corpus
from graph.network.projections import network
from graph.store import open_store
from tests.api.cli.test_cli import EXAMPLE, fault, run

OX = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
}
RDFLIB = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
# CSVW datatypes as pandas names them
PANDAS = {"integer": "int64", "decimal": "float64", "boolean": "bool"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "data"
    with open_store(folder) as store:
        build([EXAMPLE], store, lambda _: None)
    return folder


@pytest.fixture(scope="module")
def corpus(data: Path) -> Corpus:
    with open_store(data) as store:
        return load(store)


def export(data: Path, form: str, out: Path) -> Path:
    with open_store(data) as store:
        ((path, write),) = files(store, form, out).items()
        with path.open("wb") as file:
            write(file)
    return out


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD reader
@pytest.mark.parametrize("form", OX)
def test_two_tools_read_the_same_triples_of_a_real_plan(form: str, data: Path, tmp_path: Path) -> None:
    content = export(data, form, tmp_path / f"all.{form}").read_bytes()
    theirs = {quad.triple for quad in pyoxigraph.parse(content, format=OX[form])}
    with open_store(data) as store:
        dump = store.dump()
        graphs = store.graphs()
    ours = list(pyoxigraph.parse(dump, format=pyoxigraph.RdfFormat.N_QUADS))
    assert theirs == {quad.triple for quad in ours}
    if form in RDFLIB:
        again = Graph().parse(data=content, format=RDFLIB[form]).serialize(format="nt", encoding="utf-8")
        assert {quad.triple for quad in pyoxigraph.parse(again, format=pyoxigraph.RdfFormat.N_TRIPLES)} == theirs
    else:
        names = {str(quad.graph_name).strip("<>") for quad in pyoxigraph.parse(content, format=OX[form])}
        assert names == set(graphs)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_every_node_and_edge_of_a_real_plan(
    form: str, data: Path, corpus: Corpus, tmp_path: Path
) -> None:
    path = export(data, form, tmp_path / f"all.{form}")
    back = nx.read_gexf(path) if form == "gexf" else nx.read_graphml(path, force_multigraph=True)
    whole = network(corpus)
    assert set(back.nodes) == set(whole.nodes)
    assert back.number_of_edges() == whole.number_of_edges()
    kinds = {back.nodes[node]["kind"] for node in back.nodes}
    assert kinds == {"plan", "section", "task", "unit"}


def test_pandas_reads_the_tables_with_the_types_that_the_dictionary_states(
    data: Path, corpus: Corpus, tmp_path: Path
) -> None:
    folder = tmp_path / "tables"
    finished = run("export", "csv", "--out", folder, "--data", data)
    assert finished.returncode == 0, finished.stderr.decode()
    said = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    names = {
        "tasks": [row.iri for row in corpus.tasks],
        "units": [row.iri for row in corpus.units],
        "assignments": [row.iri for row in corpus.assignments],
    }
    for described in said["tables"]:
        path = folder / described["url"]
        columns = {column["name"]: column["datatype"] for column in described["tableSchema"]["columns"]}
        frame = pd.read_csv(path, keep_default_na=False)
        assert list(frame.columns) == list(columns)
        assert list(frame["iri"]) == names[path.stem]
        assert frame[described["tableSchema"]["primaryKey"]].is_unique
        for name, datatype in columns.items():
            if datatype in PANDAS:
                assert str(frame[name].dtype) == PANDAS[datatype], name
    assert sorted(path.name for path in folder.iterdir()) == [
        "assignments.csv",
        "csv-metadata.json",
        "tasks.csv",
        "units.csv",
    ]


def test_parquet_has_the_rows_of_csv(data: Path, corpus: Corpus, tmp_path: Path) -> None:
    from pyarrow.parquet import read_table  # noqa: PLC0415  an optional extra

    with open_store(data) as store:
        for path, write in files(store, "parquet", tmp_path).items():
            with path.open("wb") as file:
                write(file)
    found = {path.stem: read_table(path)["iri"].to_pylist() for path in tmp_path.iterdir()}
    assert found == {
        "tasks": [row.iri for row in corpus.tasks],
        "units": [row.iri for row in corpus.units],
        "assignments": [row.iri for row in corpus.assignments],
    }


def test_nothing_to_write_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty"):
        pass
    fault(run("export", "ttl", "--out", tmp_path / "x.ttl", "--data", tmp_path / "empty"))
    assert not (tmp_path / "x.ttl").exists()
    fault(run("export", "ttl", "--out", tmp_path / "x.ttl", "--data", tmp_path / "missing"))
