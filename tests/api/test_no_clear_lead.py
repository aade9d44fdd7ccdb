"""“No clear lead” is one number wherever it is shown, and one definition decides it."""

import ast
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import docx
import pytest

import dutygraph
import extract as extract_room
from api.cli.main import main
from api.mcp.answers import clarity as clarity_tool
from api.read_model.index import Index
from api.reports.lint import remarks
from api.reports.memo import memo
from api.tables.tasks import grades_table
from extract.pipeline import extract
from extract.readers import read
from graph.dataset.clarity import DEFAULT, Grade, Thresholds, without_clear_lead
from graph.dataset.load import snapshot
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.questions import ask, question
from graph.store import open_store
from ontology.catalogue import Language
from tests.api.serving import HTML, House, house

CHANGJI = Path(extract_room.__file__).parent / "examples" / "changji-2015.txt"
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "03-tasks-with-no-clear-lead.ipynb"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("data"), sources=[CHANGJI]) as one:
        yield one


@pytest.fixture(scope="module")
def changji_plan() -> Corpus:
    return corpus_of(extract(read(CHANGJI)))


@pytest.fixture(scope="module")
def wanted(changji_plan: Corpus) -> list[str]:
    """The tasks that three readers marked by hand: two led by collectives, one by the office of a leading group."""
    found = [task.ref for task in without_clear_lead(changji_plan.tasks)]
    assert found == ["2.1.3", "2.4.3", "2.4.4"]
    return found


def test_the_pages(served: House, wanted: list[str]) -> None:
    clarity = served.client.get("/clarity", headers=HTML).text
    under = clarity.partition('<p class="under">')[2].partition("</p>")[0]
    assert re.search(rf"(?<![0-9]){len(wanted)}(?![0-9])", under)
    overview = served.client.get("/", headers=HTML).text
    assert 'id="unclear"' in overview
    said = f"{len(wanted)} 项任务无具体单位牵头，占全部任务的 10%。"
    assert said in overview
    assert said in served.client.get("/notable", headers=HTML).text
    rows = served.client.get("/clarity.json").json()["rows"]
    assert sum(row["clarity"] in DEFAULT.no_clear_lead for row in rows) == len(wanted)


def test_the_ready_question_and_plain_sparql(served: House, wanted: list[str]) -> None:
    answer = ask(question("tasks-with-no-clear-lead"), {}, served.store)
    place = answer.variables.index("reference")
    assert sorted(cell.value for row in answer.rows if (cell := row[place])) == wanted
    one_grade = ask(question("tasks-with-no-clear-lead"), {"grades": "group_office none"}, served.store)
    assert len(one_grade.rows) == 1


def _headings(word: bytes) -> list[str]:
    """Give the headings of the tasks that a memo asks about."""
    paragraphs = docx.Document(io.BytesIO(word)).paragraphs
    return [one.text for one in paragraphs if one.style is not None and one.style.name == "Heading 2"]


def test_the_memo_and_the_table_of_grades(changji_plan: Corpus, wanted: list[str]) -> None:
    assert [heading.partition("）")[2].split()[0] for heading in _headings(memo(changji_plan))] == wanted
    rows = grades_table(changji_plan).rows
    counted = {grade: int(str(row[1])) for grade, row in zip(Grade, rows, strict=True)}
    assert sum(counted[grade] for grade in DEFAULT.no_clear_lead) == len(wanted)


def test_the_check_of_a_draft(changji_plan: Corpus, wanted: list[str]) -> None:
    codes = [row.code for row in remarks(read(CHANGJI), changji_plan)]
    grades = {f"lead-{grade.replace('_', '-')}" for grade in Grade}
    assert len([code for code in codes if code in grades]) == len(wanted)


def test_the_notebook(wanted: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in (cell for cell in cells if cell["cell_type"] == "code"):
        source = "".join(cell["source"])
        capsys.readouterr()
        exec(compile(ast.parse(source), NOTEBOOK.name, "exec"), names)  # noqa: S102  running the notebook is the test
        if "clarity.no_clear_lead" in source:
            listed = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line[:1].isdigit()]
            assert listed == wanted
            return
    pytest.fail("the notebook lists no tasks without a clear lead")


ASKED = "没有明确牵头的任务有哪些"


def test_the_question_in_chinese_on_its_page(served: House, wanted: list[str]) -> None:
    listed = served.client.get("/questions/ask.csv", params={"q": ASKED}).text.splitlines()[1:]
    assert sorted(line.partition(",")[0] for line in listed) == wanted


def test_the_command_line_and_the_import(tmp_path: Path, wanted: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    data = str(tmp_path / "data")
    assert main(["build", str(CHANGJI), "--data", data, "--quiet"]) == 0

    def said(*arguments: str) -> str:
        capsys.readouterr()
        main(list(arguments))
        return capsys.readouterr().out

    grades = json.loads(said("analyse", "clarity", "--data", data, "--format", "json"))["rows"]
    assert sorted(row["ref"] for row in grades if row["clarity"] in DEFAULT.no_clear_lead) == wanted
    answer = json.loads(said("ask", ASKED, "--data", data, "--format", "json"))
    assert sorted(row[0] for row in answer["rows"]) == wanted
    codes = {f"lead-{grade.replace('_', '-')}" for grade in Grade}
    remarked = json.loads(said("lint", str(CHANGJI), "--format", "json"))
    assert sum(row["code"] in codes for row in remarked) == len(wanted)
    with dutygraph.open(data) as archive:
        table = archive.clarity()
        assert sorted(table[table.no_clear_lead].ref) == wanted
        assert sorted(archive.ask(ASKED).task) == wanted
    with open_store(Path(data)) as store:
        tool = clarity_tool(Index(snapshot(store)), "", 50, Language.ZH)
    rows = cast("list[dict[str, object]]", tool["rows"])
    assert sum(cast("int", row["tasks"]) for row in rows if row["no_clear_lead"]) == len(wanted)


def test_settings_decide_everywhere(changji_plan: Corpus, tmp_path: Path) -> None:
    own = Thresholds(no_clear_lead=(Grade.CO_EQUAL,))
    many = len(without_clear_lead(changji_plan.tasks, own))
    assert many == sum(task.clarity == Grade.CO_EQUAL for task in changji_plan.tasks) > 3
    codes = [row.code for row in remarks(read(CHANGJI), changji_plan, thresholds=own)]
    assert codes.count("lead-co-equal") == many
    file = tmp_path / "own.toml"
    file.write_text('[clarity]\nno_clear_lead = ["co_equal"]\n', encoding="utf-8")
    data, out = tmp_path / "data", tmp_path / "memo.docx"
    assert main(["build", str(CHANGJI), "--data", str(data)]) == 0
    assert main(["report", "--out", str(out), "--data", str(data), "--settings", str(file)]) == 0
    assert len(_headings(out.read_bytes())) == many
    with open_store(data) as store:
        assert len(ask(question("tasks-with-no-clear-lead"), {"grades": "co_equal"}, store).rows) == many


def test_a_presumed_convener_is_marked_filtered_and_in_no_count(served: House, changji_plan: Corpus) -> None:
    equal = [task for task in changji_plan.tasks if task.presumed_convener]
    assert equal
    assert {task.clarity for task in equal} == {Grade.CO_EQUAL}
    assert (
        "按规则推定的召集单位（并列时列首位，原文未写明，不计入牵头）"
        in served.client.get("/clarity", headers=HTML).text
    )
    unit = equal[0].presumed_convener.rpartition("/")[2]
    rows = served.client.get(f"/tasks.json?convener={unit}").json()["rows"]
    assert len(rows) == sum(task.presumed_convener == equal[0].presumed_convener for task in equal)
    assert len({row["presumed_convener"] for row in rows}) == 1
    asked = "SELECT (COUNT(*) AS ?n) { ?task dg:presumedConvener ?unit . FILTER NOT EXISTS { ?task dg:leadBy ?unit } }"
    assert (
        served.client.get("/sparql", params={"query": f"PREFIX dg: <https://w3id.org/dutygraph/ns#> {asked}"}).json()[
            "results"
        ]["bindings"][0]["n"]["value"]
        == "0"
    )
    led = sum(row.role == "lead" and row.counted for row in changji_plan.assignments)
    listed = served.client.get("/assignments.json?role=lead").json()["rows"]
    assert sum(row["counted"] for row in listed) == led
