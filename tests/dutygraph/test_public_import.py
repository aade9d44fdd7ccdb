"""The public import: tables with documented columns, network, RDF, drawing, analyses; clear refusals."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

import dutygraph as dg
from dutygraph.analysis_columns import COLUMNS, MEANINGS
from dutygraph.rows import Rows
from dutygraph.tables import TABLES
from graph.errors import QueryError
from ontology.terms import NS

EXAMPLE = Path(__file__).resolve().parents[2] / "extract" / "examples" / "changji-2015.txt"
MANUAL = Path(__file__).resolve().parents[2] / "docs" / "python.md"
SMALL = "一、主要任务\n1.修订预案。\n牵头单位：市应急管理局\n配合单位：市公安局、市气象局\n"
ANALYSES = sorted(set(COLUMNS) - {"career", "compare", "reform", "reform_tasks", "unit_years", "unit_changes"})


@pytest.fixture(scope="module")
def plan() -> dg.Plan:
    return dg.read(EXAMPLE)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the example and an invented plan."""
    folder = tmp_path_factory.mktemp("public")
    (folder / "later.txt").write_text(SMALL, encoding="utf-8")
    with dg.open(folder / "data", write=True) as archive:
        added = archive.add(EXAMPLE, folder / "later.txt")
    assert list(added["error"]) == ["", ""]
    return folder / "data"


def test_a_path_bytes_and_an_open_file_give_the_same_plan(plan: dg.Plan) -> None:
    content = EXAMPLE.read_bytes()
    with EXAMPLE.open("rb") as file:
        others = [
            dg.read(str(EXAMPLE)),
            dg.read(content, name=EXAMPLE.name),
            dg.read(file),
            dg.read(io.BytesIO(content)),
        ]
    assert {other.iri for other in others} == {plan.iri}
    assert all(other.assignments.equals(plan.assignments) for other in others)


def test_every_mention_is_in_the_text_at_its_place(plan: dg.Plan) -> None:
    assert len(plan.assignments) > 130
    places = plan.assignments[["start", "end", "mention"]].to_dict("records")
    assert all(plan.text[row["start"] : row["end"]] == row["mention"] for row in places)


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"plans"}))
def test_a_table_has_the_columns_that_are_described(plan: dg.Plan, table: str) -> None:
    empty = dg.extract("通知\n各单位：\n请认真贯彻执行。\n")
    for one in (plan, empty):
        shown: pd.DataFrame = getattr(one, table)
        assert list(shown.columns) == list(dg.columns(table)["column"])
        assert [str(kind) for kind in shown.dtypes] == list(dg.columns(table)["type"])
    assert dg.columns(table, "en")["meaning"].str.fullmatch(r"[\x00-\x7f–…]+").all()


def test_the_columns_of_an_unknown_table_are_refused() -> None:
    with pytest.raises(ValueError, match="没有表“people”"):
        dg.columns("people")


@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_of_a_plan_and_of_an_archive_is_a_table(plan: dg.Plan, data: Path, name: str) -> None:
    def analysed(rows: Rows) -> pd.DataFrame:
        method: Callable[[], pd.DataFrame] = getattr(rows, name)
        return method()

    with dg.open(data) as archive:
        both = (analysed(plan), analysed(archive))
        assert [list(one.columns) for one in both] == [list(COLUMNS[name])] * 2
        assert [list(dg.columns(name)["column"])] == [list(COLUMNS[name])]
        assert analysed(archive.plan("changji-2015.txt")).equals(both[0])


def test_the_meanings_are_those_of_columns_and_of_the_manual() -> None:
    used = {column for columns in COLUMNS.values() for column in columns}
    assert used == set(MEANINGS)
    manual = set(re.findall(r"`(\w+)[`(]", MANUAL.read_text(encoding="utf-8")))
    assert sorted({*COLUMNS, *TABLES} - manual) == []


def test_the_analyses_that_take_names(plan: dg.Plan, data: Path) -> None:
    career = plan.career("州政府法制办")
    assert career["led"].to_list() == [11]
    years = plan.unit_years("州政府法制办")
    assert years[years["kinship"] == "own"]["led"].to_list() == [11]
    assert list(plan.unit_changes("州政府法制办").columns) == list(COLUMNS["unit_changes"])
    changed = plan.reform(merge={"州政府法制办": "州司法局"})
    (justice,) = changed[changed["unit_label"] == "昌吉回族自治州司法局"].to_dict("records")
    assert justice["led_after"] > justice["led_before"]
    gone = plan.reform_tasks(dissolve=["州政府办公室"])
    assert set(zip(gone["grade_before"], gone["grade_after"], strict=True)) == {("co_equal", "sole")}
    with pytest.raises(dg.GraphError, match="没有这个单位"):
        plan.career("不存在的局")
    with dg.open(data) as archive:
        assert len(archive.compare("changji-2015.txt", "changji-2015.txt")) == 30
        with pytest.raises(dg.GraphError, match="没有这份方案"):
            archive.compare("changji-2015.txt", "absent.txt")


def test_the_definitions_of_an_office_change_the_tables(plan: dg.Plan) -> None:
    many = [len(plan.questions(settings=f"[clarity]\nmany_leads = {number}\n")) for number in (1, 9)]
    assert many[0] > many[1]
    with pytest.raises(dg.GraphError):
        plan.workload(settings="[nonsense]\n")


def test_network_rdf_and_drawing_are_of_the_same_plan(plan: dg.Plan, tmp_path: Path) -> None:
    network, rdf = plan.graph(), plan.rdf()
    assert isinstance(network, nx.MultiDiGraph)
    led = {(task, unit) for task, unit, key in network.edges(keys=True) if key == "leadBy"}
    found = rdf.query("SELECT ?task ?unit { ?task dg:leadBy ?unit }")  # no declaration of dg:
    assert {(str(row[0]), str(row[1])) for row in found} == led  # type: ignore[index]  # rdflib's rows of SELECT
    assert dict(rdf.namespaces())["dg"] == dg_namespace()
    drawing = plan.show("en")
    assert "<iframe srcdoc=" in drawing._repr_html_()
    drawing.save(tmp_path / "drawing.html")
    assert (tmp_path / "drawing.html").read_text(encoding="utf-8") == drawing.html


def dg_namespace() -> object:
    from rdflib import URIRef  # noqa: PLC0415

    return URIRef(NS)


def test_what_a_notebook_shows_is_text_not_markup(data: Path) -> None:
    shown = dg.extract("<script>alert(1)</script>方案\n1.修订<b>预案</b>。\n牵头单位：市应急管理局\n")._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "市应急管理局" in shown
    with dg.open(data) as archive:
        assert "2 plans" in archive._repr_html_()
        assert "_repr_html_" in dir(archive.workload())


def test_an_archive_answers_sparql_and_questions(data: Path) -> None:
    with dg.open(data) as archive:
        led = archive.sparql(
            "SELECT ?name (COUNT(*) AS ?n) { ?task dg:leadBy ?unit . ?unit rdfs:label ?name } GROUP BY ?name ORDER BY DESC(?n) ?name"
        )
        assert led.iloc[0].to_list() == ["昌吉回族自治州人民政府法制办公室", 11]
        assert str(led["n"].dtype) == "int64"
        assert len(archive.ask("牵头:法制办")) == 11
        asked = archive.ask("法制办牵头了哪些任务？")
        assert (len(asked), list(asked.columns)) == (11, ["task", "title"])
        with pytest.raises(QueryError, match="税务局"):
            archive.ask("税务局牵头哪几项")
        assert len(archive.ask("法制办牵头了哪些任务？")) == 11
        with pytest.raises(dg.GraphError):
            archive.ask("明天会下雨吗？")
        assert archive.ask("about-unit", unit=archive.units["iri"][0]).shape[0] > 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "第 1 行第 12 列.*SERVICE"),
        ("DROP ALL", "第 1 行第 1 列"),
        ("SELECT * FROM <http://127.0.0.1:9/a> { ?s ?p ?o }", "没有加载"),
        ("SELECT ?x WHERE", "第 1 行"),
    ],
)
def test_a_query_that_writes_or_leaves_the_machine_is_refused(data: Path, query: str, said: str) -> None:
    with dg.open(data) as archive, pytest.raises(dg.GraphError, match=said):
        archive.sparql(query)


def test_an_archive_is_read_while_another_holds_it_and_only_a_writer_adds(data: Path) -> None:
    with dg.open(data, write=True) as writer, dg.open(data) as reader:
        assert len(reader.plans) == len(writer.plans) == 2
        with pytest.raises(dg.GraphError, match="只读"):
            reader.add(EXAMPLE)
        with pytest.raises(dg.GraphError, match="正由进程"):
            dg.open(data, write=True)


@pytest.mark.parametrize(
    "address", ["https://a.example/plan.docx", "HTTP://a.example/", "file:///plan.docx", "s3://a/b"]
)
def test_the_address_of_a_page_is_refused(address: str) -> None:
    with pytest.raises(dg.ExtractError, match="是网址"):
        dg.read(address)


def test_what_is_no_plan_is_refused_in_clear_words(tmp_path: Path) -> None:
    with pytest.raises(dg.ExtractError, match="是文件夹"):
        dg.read(tmp_path)
    with pytest.raises(dg.ExtractError, match="不存在"):
        dg.read(tmp_path / "absent.docx")
    with pytest.raises(dg.ExtractError, match="空文件"):
        dg.read(b"")
    with pytest.raises(dg.GraphError, match="没有数据目录"):
        dg.open(tmp_path / "absent")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", [None, 5, ["plan.docx"], io.StringIO("1.修订预案。"), object()])
def test_what_is_no_source_is_a_type_error(wrong: object) -> None:
    with pytest.raises(TypeError, match="二进制方式打开"):
        dg.read(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="数据目录的路径"):
        dg.open(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="文件请用 read"):
        dg.extract(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("scope", lambda archive: archive.workload(scope=3)),
        ("settings", lambda archive: archive.workload(settings=3)),
        ("unit", lambda archive: archive.career(3)),
        ("unit", lambda archive: archive.unit_years(None)),
        ("query", lambda archive: archive.sparql(3)),
        ("question", lambda archive: archive.ask(None)),
        ("plan", lambda archive: archive.plan(3)),
        ("merge", lambda archive: archive.reform(merge=["财政局"])),
        ("dissolve", lambda archive: archive.reform(dissolve=3)),
        ("year", lambda archive: archive.reform(year="2018")),
    ],
)
def test_a_wrong_type_is_named_with_its_argument(
    data: Path, argument: str, call: Callable[[dg.Archive], object]
) -> None:
    with dg.open(data) as archive, pytest.raises(TypeError, match=f"^{argument} 应为 .*，不能是 "):
        call(archive)


def test_a_scope_limits_an_analysis(data: Path) -> None:
    with dg.open(data) as archive:
        whole, local = archive.grades()["tasks"].sum(), archive.grades(scope=dg.Scope(places=["昌吉"]))["tasks"].sum()
        assert (whole, local) == (31, 30)
        assert archive.workload(scope="year=2015").equals(archive.workload(scope=dg.Scope(years=["2015"])))
        assert len(archive.workload(scope=dg.Scope(years=["1999"]))) == 0
        with pytest.raises(dg.GraphError, match="没有"):
            archive.workload(scope="place=不存在的地方")
