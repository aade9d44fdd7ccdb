"""A client generated from the description: its calls are typed, and answer what the server answers."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.serving import House, house

pytestmark = pytest.mark.full
PLAN = Path(__file__).parents[3] / "extract" / "examples" / "changji-2015.txt"
USE = """
import json
import sys

from dutygraph_client import Client
from dutygraph_client.api.graph import graph_graph_get
from dutygraph_client.api.plans import plan_plans_plan_id_get, plans_plans_get
from dutygraph_client.api.sparql import sparql_get
from dutygraph_client.api.units import units_units_get
from dutygraph_client.models import DrawingAnswer, Fault, SparqlAnswer, TableAnswer

asked = {"Accept": "application/json"}  # what the answers are asked as; a browser asks for pages
with Client(base_url=sys.argv[1], headers=asked, raise_on_unexpected_status=True) as client:
    units = units_units_get.sync(client=client)
    assert isinstance(units, TableAnswer)
    count: int = units.count
    plans = plans_plans_get.sync(client=client)
    assert isinstance(plans, TableAnswer)
    title = plans.rows[0]["title"]
    drawing = graph_graph_get.sync(client=client)
    assert isinstance(drawing, DrawingAnswer)
    missing = plan_plans_plan_id_get.sync("0" * 16, client=client)
    assert isinstance(missing, Fault)
    message: str = missing.message
    found = sparql_get.sync(client=client, query="ASK { ?s ?p ?o }")
    assert isinstance(found, SparqlAnswer)
    print(json.dumps([count, title, len(drawing.nodes) > 10, message, found.boolean]))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("generated") / "data", sources=(PLAN,)) as one:
        yield one


def test_a_generated_client_is_typed_and_gets_the_answers(served: House, tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(served.client.get("/openapi.json").text, encoding="utf-8")
    (tmp_path / "use.py").write_text(USE, encoding="utf-8")
    generator = Path(sys.executable).with_name("openapi-python-client")
    options = [
        "--path",
        str(tmp_path / "openapi.json"),
        "--meta",
        "none",
        "--output-path",
        str(tmp_path / "dutygraph_client"),
    ]
    made = subprocess.run([generator, "generate", *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert "omitted" not in made.stdout + made.stderr, "every answer has a type"
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "", "--strict", "--follow-imports=silent", "use.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    used = subprocess.run(
        [sys.executable, "use.py", served.address], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert used.returncode == 0, used.stderr
    count, title, drawn, message, boolean = json.loads(used.stdout)
    assert count == len(served.client.get("/units.json").json()["rows"]) > 40
    assert title.startswith("自治州")
    assert (drawn, boolean) == (True, True)
    assert message
