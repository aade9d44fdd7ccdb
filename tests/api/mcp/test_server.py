"""The tools through the SDK's own client: right answers with their words, clear refusals, nothing written."""

import asyncio
import json
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.types import Tool

from api.mcp.server import server_of
from graph.build.plans import build
from graph.dataset.load import plan_text
from graph.store import open_store
from ontology.catalogue import Language

_T = TypeVar("_T")
EXAMPLE = Path(__file__).resolve().parents[3] / "extract" / "examples" / "changji-2015.txt"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp") / "data"
    with open_store(folder) as store:
        build([EXAMPLE], store, lambda _step: None)
    return folder


def asked(data: Path, tool: str, **arguments: object) -> tuple[bool, Any]:
    """Call a tool; give whether it failed, and the answer or the words of the failure."""

    async def call() -> tuple[bool, Any]:
        async with Client(server_of(data, Language.ZH)) as client:
            result = await client.call_tool(tool, arguments)
            said = "".join(getattr(part, "text", "") for part in result.content)
            return bool(result.is_error), said if result.is_error else json.loads(said)

    return run(call())


def run(work: "Coroutine[None, None, _T]") -> _T:
    return asyncio.run(work)


def test_the_tools_are_read_only_and_described(data: Path) -> None:
    async def listed() -> list[Tool]:
        async with Client(server_of(data, Language.ZH)) as client:
            return (await client.list_tools()).tools

    tools = run(listed())
    assert {tool.name for tool in tools} == {
        *("plans", "search", "unit", "task", "workload", "clarity", "overlap", "ask", "sparql"),
    }
    assert all(tool.annotations and tool.annotations.read_only_hint and tool.description for tool in tools)


def test_every_quote_is_in_the_plan_at_its_place(data: Path) -> None:
    with open_store(data) as store:
        text = plan_text(store, next(name for name in store.graphs() if "/plan/" in name))
    answers = [
        asked(data, "search", words="法制", limit=5)[1]["tasks"]["rows"],
        asked(data, "unit", name="州政府法制办")[1]["assignments"]["rows"],
        [asked(data, "task", words="2.4.5")[1]],
        asked(data, "task", words="2.4.5")[1]["assignments"],
        [row["example"] for row in asked(data, "workload", limit=5)[1]["rows"]],
        asked(data, "clarity", grade="collective")[1]["rows"],
        [task for row in asked(data, "overlap", limit=3)[1]["rows"] for task in row["tasks"]],
    ]
    assert all(answers)
    for row in (row for rows in answers for row in rows):
        assert text[row["start"] : row["end"]] == row["quote"], row
        assert row["page"].startswith("/tasks/")
        assert row["plan"]


def test_a_list_that_is_cut_says_so(data: Path) -> None:
    _, answer = asked(data, "workload", limit=2)
    assert (len(answer["rows"]), answer["shown"], answer["of"] > 30) == (2, 2, True)
    assert answer["rows"][0]["led"] == 11


def test_sparql_answers_within_its_bounds(data: Path) -> None:
    failed, answer = asked(data, "sparql", query="SELECT * { ?s ?p ?o }")
    assert not failed
    assert len(answer["results"]["bindings"]) == answer["cut_at"] == 200
    assert asked(data, "sparql", query="ASK { ?s ?p ?o }")[1]["boolean"] is True


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("sparql", {"query": "DROP ALL"}, "此处应为 SELECT"),
        ("sparql", {"query": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}, "此处应为 SELECT"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "SERVICE"),
        ("sparql", {"query": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"}, "没有加载"),
        ("sparql", {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, "SELECT 和 ASK"),
        ("sparql", {"query": "SELECT * { ?s nope:p ?o }"}, "没有声明"),
        ("sparql", {"query": "x" * 20_000}, "10000"),
        ("unit", {"name": "不存在的局"}, "没有这个单位"),
        ("task", {"words": "9.9.9"}, "没有这项任务"),
        ("clarity", {"grade": "'; DROP"}, "没有等级"),
        ("workload", {"limit": 10**9}, "100"),
        ("workload", {"limit": "all"}, "integer"),
        ("workload", {"scope": "place=不存在的地方"}, "不存在的地方"),
        ("search", {"words": ""}, "1 character"),
        ("search", {}, "words"),
        ("nonsense", {}, "nonsense"),
    ],
)
def test_hostile_arguments_get_clear_errors(data: Path, tool: str, arguments: dict[str, object], said: str) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file() and "readings" not in path.parts}
    failed, words = asked(data, tool, **arguments)
    assert failed
    assert said in words
    assert "Traceback" not in words
    assert {path: path.read_bytes() for path in before} == before


def test_the_command_speaks_the_protocol_and_sees_new_plans(data: Path, tmp_path: Path) -> None:
    (tmp_path / "later.txt").write_text("一、任务\n1.修订预案。\n牵头单位：市应急管理局\n", encoding="utf-8")

    async def talk() -> list[int]:
        program = StdioServerParameters(
            command=str(Path(sys.executable).with_name("dutygraph")),
            args=["mcp", "--data", str(data)],
            env={**os.environ, "LC_ALL": "C"},
        )
        async with Client(program) as client:
            counts = [await number(client)]
            with open_store(data) as store:
                build([tmp_path / "later.txt"], store, lambda _step: None)
            return [*counts, await number(client)]

    async def number(client: Client) -> int:
        result = await client.call_tool("plans", {})
        counted: int = json.loads("".join(getattr(part, "text", "") for part in result.content))["of"]
        return counted

    assert run(talk()) == [1, 2]
    assert list((data / "readings").iterdir()) == []


def test_a_question_in_chinese_is_answered_with_quotes_or_refused(data: Path) -> None:
    failed, found = asked(data, "ask", question="法制办牵头了哪些任务？")
    assert not failed
    assert found["count"] == 11
    assert {quote["quote"] for quote in found["quotes"]} == {"州政府法制办", "政府法制办"}
    failed, refused = asked(data, "ask", question="旅游局牵头哪些任务")
    assert not failed
    assert "旅游局" in refused["refused"]
    assert "rows" not in refused
