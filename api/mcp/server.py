"""The server: nine read-only tools over standard input and output.

Source: Model Context Protocol, 2025-11; the official Python SDK.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from api.edge.refusal import RefusedRequest
from api.mcp import answers
from api.mcp.archive import Archive
from api.read_model.index import Index
from api.version import version
from graph.errors import GraphError
from ontology.catalogue import Language

_ROWS = 200
READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
INSTRUCTIONS = (
    "Government plans and who must do what in them. Every row has the words of the plan (quote) and where they are (plan, "
    "start, end, page): answer with these quotes and addresses, and say so when nothing is found. Names are Chinese."
)
Words = Annotated[str, Field(min_length=1, max_length=200)]
Most = Annotated[int, Field(ge=1, le=100, description="rows at most")]
Question = Annotated[str, Field(min_length=1, max_length=300, description="such as 法制办牵头了哪些任务？")]
Before = Annotated[tuple[str, ...], Field(max_length=5)]
GradeName = Annotated[str, Field(max_length=40)]
Query = Annotated[str, Field(min_length=1, max_length=10_000)]
InScope = Annotated[str, Field(max_length=500, description="such as place=昌吉,year=2015..2020; empty for all plans")]


class ArchiveTools:
    """The tools: each a method whose docstring is what a model reads of it."""

    def __init__(self, archive: Archive, language: Language) -> None:
        self._archive = archive
        self._language = language

    async def plans(self, scope: InScope = "") -> answers.Record:
        """List the plans of the archive."""
        return await self._answer(scope, answers.plans)

    async def search(self, words: Words, limit: Most = 20, scope: InScope = "") -> answers.Record:
        """Find units by name and tasks by the words of their text."""
        return await self._answer(scope, lambda index: answers.search(index, words, limit))

    async def unit(self, name: Words, limit: Most = 50, scope: InScope = "") -> answers.Record:
        """Give a unit and its assignments; by full name, body or the words of a plan."""
        return await self._answer(scope, lambda index: answers.unit(index, name, limit))

    async def task(self, words: Words, scope: InScope = "") -> answers.Record:
        """Give a task with its text, grade and assignments; by reference, key or title."""
        return await self._answer(scope, lambda index: answers.task(index, words, self._language))

    async def workload(self, limit: Most = 20, scope: InScope = "") -> answers.Record:
        """Rank units by the tasks that they lead, in three ways of counting."""
        return await self._answer(scope, lambda index: answers.workload(index, limit))

    async def clarity(self, grade: GradeName = "", limit: Most = 50, scope: InScope = "") -> answers.Record:
        """List the tasks of a grade of lead clarity; without a grade count the tasks of each."""
        return await self._answer(scope, lambda index: answers.clarity(index, grade, limit, self._language))

    async def overlap(self, limit: Most = 20, scope: InScope = "") -> answers.Record:
        """List the pairs of units that share tasks, with a verdict against chance."""
        return await self._answer(scope, lambda index: answers.pairs(index, limit, self._language))

    async def ask(self, question: Question, before: Before = ()) -> dict[str, object]:
        """Answer a question in Chinese about who does what; refuses what it does not understand. ``before``: earlier questions."""
        found, behind = await self._archive.ask(question, before)
        if found.kind == "rows":
            rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows[:_ROWS]]
            quoted = [{"task": one.task, "unit": one.unit, "quote": one.mention, "iri": one.task.iri} for one in behind]
            remark = {"remark": found.remark.render(self._language)} if found.remark else {}
            return {"rows": rows, "count": len(found.rows), **remark, "quotes": quoted, "sparql": found.sparql}
        why = found.why.render(self._language) if found.why else ""
        return {"refused": why, "choices": list(found.choices or found.near)}

    async def sparql(self, query: Query) -> dict[str, object]:
        """Answer a SPARQL SELECT or ASK over the graphs; 200 rows and 10 seconds at most."""
        try:
            return await self._archive.query(query)
        except (GraphError, RefusedRequest) as error:
            raise ToolError(error.message.render(self._language)) from error

    async def _answer(self, scope: str, answer: Callable[[Index], answers.Record]) -> answers.Record:
        """Give an answer over the rows of a scope, or the reason why there is none, in words."""
        try:
            return answer(await self._archive.index(scope))
        except GraphError as error:
            raise ToolError(error.message.render(self._language)) from error


def server_of(data: Path, language: Language) -> MCPServer[None]:
    """Make the server of a data folder.

    Raises:
        DataFolderError: when it is not a data folder.
    """
    archive = Archive(data)
    tools = ArchiveTools(archive, language)

    @asynccontextmanager
    async def until_closed(_: MCPServer[None]) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await archive.close()

    server: MCPServer[None] = MCPServer(
        "dutygraph", version=version(), instructions=INSTRUCTIONS, lifespan=until_closed, log_level="ERROR"
    )
    for tool in (
        *(tools.plans, tools.search, tools.unit, tools.task),
        *(tools.workload, tools.clarity, tools.overlap, tools.ask, tools.sparql),
    ):
        server.tool(annotations=READS)(tool)
    return server
