"""The description of the addresses for programs, ``/openapi.json``: the framework's, with what it cannot see.

A page is one function that answers as a page, a table or triples, as requested; faults have one shape everywhere.
Both are added here, from the paths.
"""

from typing import Any  # the framework's own type of a description

from fastapi import FastAPI

from api.edge.negotiation import Representation
from api.edge.refusal import Fault
from api.pages.frame.renderer import TABLE_REPRESENTATIONS
from api.pages.graph.routes import FILES
from api.pages.reports.routes import MEDIA
from api.sparql.media_types import SHORT, TABLES
from graph.exchange.syntaxes import MEDIA_TYPES
from graph.store import formats

Part = dict[str, Any]

_SHEETS = tuple(representation.media_type for representation in TABLE_REPRESENTATIONS)
_RDF = tuple(MEDIA_TYPES.values())
_OTHERS = {  # pages whose forms are not those of a table
    "/query": ("text/html",),
    "/graph": (*_SHEETS, *(representation.media_type for representation in FILES)),
    "/ontology": (*_SHEETS, *_RDF),
    "/ns": _RDF,
    "/shapes": (Representation.TTL.media_type,),
    "/report.{kind}": tuple(MEDIA.values()),
    "/ledger.{kind}": tuple(MEDIA.values()),
}
_CELL: Part = {
    "anyOf": [{"type": kind} for kind in ("string", "number", "boolean")]
    + [{"type": "array", "items": {"type": "string"}}]
}
SCHEMAS: Part = {
    "TableAnswer": {
        "title": "TableAnswer",
        "description": "一张表：名称、行数、各行 / a table: its name, how many rows, the rows",
        "type": "object",
        "required": ["name", "count", "rows"],
        "properties": {
            "name": {"type": "string"},
            "count": {"type": "integer", "minimum": 0},
            "rows": {"type": "array", "items": {"type": "object", "additionalProperties": _CELL}},
        },
        "example": {
            "name": "units",
            "count": 1,
            "rows": [{"id": "652300-gov-legal-affairs", "unit_label": "昌吉回族自治州人民政府法制办公室", "led": 11}],
        },
    },
    "TablesAnswer": {
        "title": "TablesAnswer",
        "description": "多张表，按名称 / several tables, by their names",
        "type": "object",
        "additionalProperties": {"$ref": "#/components/schemas/TableAnswer"},
    },
    "DrawingAnswer": {
        "title": "DrawingAnswer",
        "description": "图的点和线 / the nodes and edges of a drawing",
        "type": "object",
        "required": ["nodes", "edges"],
        "properties": {name: {"type": "array", "items": {"type": "object"}} for name in ("nodes", "edges")},
    },
    "SparqlAnswer": {
        "title": "SparqlAnswer",
        "description": "SPARQL 1.1 Query Results JSON",
        "type": "object",
        "required": ["head"],
        "properties": {
            "head": {"type": "object"},
            "boolean": {"type": "boolean"},
            "results": {
                "type": "object",
                "required": ["bindings"],
                "properties": {"bindings": {"type": "array", "items": {"type": "object"}}},
            },
        },
    },
}
_BINARY = ("officedocument",)  # in a media type
_TAGS: dict[str, tuple[str, str]] = {  # by the first part of a path: the tag, and what it is about
    "": ("overview", "总览 / overview"),
    "plans": ("plans", "方案和版本 / plans and versions"),
    "versions": ("plans", "方案和版本 / plans and versions"),
    "units": ("units", "单位 / units"),
    "tasks": ("tasks", "任务 / tasks"),
    "assignments": ("tasks", "任务 / tasks"),
    "clarity": ("clarity", "牵头情况 / clarity of the lead"),
    "overlap": ("overlap", "共同任务 / shared tasks"),
    "concentration": ("units", "单位 / units"),
    "notable": ("overview", "总览 / overview"),
    "deadlines": ("tasks", "任务 / tasks"),
    "centrality": ("units", "单位 / units"),
    "compare": ("compare", "对照和改革 / comparison and reform"),
    "reform": ("compare", "对照和改革 / comparison and reform"),
    "report": ("reports", "报告 / reports"),
    "ledger": ("reports", "报告 / reports"),
    "graph": ("graph", "图谱 / the graph"),
    "search": ("search", "搜索 / search"),
    "questions": ("questions", "问答 / questions"),
    "query": ("sparql", "SPARQL"),
    "sparql": ("sparql", "SPARQL"),
    "ontology": ("vocabulary", "词表 / vocabulary"),
    "ns": ("vocabulary", "词表 / vocabulary"),
    "shapes": ("vocabulary", "词表 / vocabulary"),
    "import": ("import", "导入 / import"),
    "corrections": ("corrections", "更正 / corrections"),
}
_OTHER_TAG = ("pages", "其他页面 / other pages")
_EXAMPLES = {  # of parameters, by name
    "plan_id": "784eb8f9a1ea9289",
    "unit_id": "652300-gov-legal-affairs",
    "scope": "place=昌吉,year=2015..2020",
    "query": "SELECT ?name (COUNT(*) AS ?n) { ?task dg:leadBy ?unit . ?unit rdfs:label ?name } GROUP BY ?name",
}
_LEADS_ON = ("/ns", "/search", "/plans/{plan_id}", "/units/{unit_id}", "/tasks/{key}")
_FAULTS = {"400": "请求有误 / a request that does not fit", "404": "没有 / not there"}


class Described(FastAPI):
    """An application that describes its answers as they are.

    Guarantees:
        1. A request that does not fit is described as 400 with ``Fault``, and 422, which is never answered, is not.
        2. Every fault is described as JSON and as a page; every page with all its forms.
    """

    def openapi(self) -> Part:
        """Give the description; made once."""
        if self.openapi_schema is None:
            said = super().openapi()
            for path, operations in said["paths"].items():
                for operation in operations.values():
                    _complete(path, operation)
            said["paths"]["/sparql"] = _sparql()
            said["components"]["schemas"] |= SCHEMAS
            said["tags"] = [
                {"name": name, "description": words} for name, words in dict((*_TAGS.values(), _OTHER_TAG)).items()
            ]
            said["components"]["schemas"].pop("HTTPValidationError", None)
            said["components"]["schemas"].pop("ValidationError", None)
        return self.openapi_schema or {}


def _complete(path: str, operation: Part) -> None:
    """Add to one operation what its answers may also be."""
    operation["tags"] = [_tag(path)]
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in _EXAMPLES:
            parameter["example"] = _EXAMPLES[parameter["name"]]
    answers: Part = operation["responses"]
    answers.pop("422", None)
    for status, why in _FAULTS.items():
        answers.setdefault(status, {"description": why, "content": {}})
    for status, answer in answers.items():
        if status[0] == "4":
            schema = {"$ref": f"#/components/schemas/{Fault.__name__}"}
            answer["content"] = {"application/json": {"schema": schema}, "text/html": {"schema": {"type": "string"}}}
    if not path.startswith("/api/"):
        forms = sorted(_OTHERS.get(path, _SHEETS), key=_is_page)  # a program takes the first: JSON before the page
        answers["200"]["content"] = {form.partition(";")[0]: {"schema": _schema(path, form)} for form in forms}
        if path in _LEADS_ON:
            answers["303"] = {"description": "见另一地址 / see another address"}


def _tag(path: str) -> str:
    """Give the tag of a path."""
    first = path.removeprefix("/api").strip("/").partition("/")[0].partition(".")[0]
    return _TAGS.get(first, _OTHER_TAG)[0]


def _schema(path: str, form: str) -> Part:
    """Give the schema of one representation of a page."""
    if any(part in form for part in _BINARY):
        return {"type": "string", "format": "binary"}
    if not form.startswith("application/json"):
        return {"type": "string"}
    if path == "/graph":
        return _named("DrawingAnswer")
    return {"anyOf": [_named("TableAnswer"), _named("TablesAnswer")]}


def _is_page(form: str) -> bool:
    return form.startswith("text/html")


def _named(schema: str) -> Part:
    return {"$ref": f"#/components/schemas/{schema}"}


def _sparql() -> Part:
    """Describe the SPARQL service, which answers before the routes of the framework.

    Source: SPARQL 1.1 Protocol, 2.1.
    """
    text = {"schema": {"type": "string"}}
    results = dict.fromkeys((*TABLES, *formats.MEDIA_TYPES, "text/html"), text)
    fault = {"application/json": {"schema": _named(Fault.__name__)}}
    answers = {
        "200": {
            "description": "结果；没有查询时为服务说明 / the results; without a query the description of the service",
            "content": {**results, "application/sparql-results+json": {"schema": _named("SparqlAnswer")}},
        },
        **{status: {"description": why, "content": fault} for status, why in _SPARQL_FAULTS.items()},
    }
    query = {"type": "string", "maxLength": 10_000, "example": _EXAMPLES["query"]}
    timeout = {"type": "number", "minimum": 0.1, "maximum": 3600}
    parameters = [
        {"name": "query", "in": "query", "required": False, "schema": query},
        {"name": "timeout", "in": "query", "required": False, "schema": timeout},
        {"name": "format", "in": "query", "required": False, "schema": {"type": "string", "enum": sorted(SHORT)}},
    ]
    form = {"type": "object", "required": ["query"], "properties": {"query": query}}
    body = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}}
    said = {"tags": ["sparql"], "responses": answers}
    return {
        "get": {**said, "operationId": "sparql_get", "summary": "SPARQL 1.1", "parameters": parameters},
        "post": {**said, "operationId": "sparql_post", "summary": "SPARQL 1.1", "requestBody": body},
    }


_SPARQL_FAULTS = {
    "400": "查询有误 / a query that cannot be read",
    "401": "需要口令 / a token is needed",
    "403": "不允许 / not allowed",
    "406": "没有这种格式 / no such format",
    "408": "超过所给的时间 / the given time is up",
    "413": "过大 / too large",
    "415": "没有这种类型 / no such type",
    "503": "时限已到或正忙 / out of time, or busy",
    "507": "内存不足 / out of memory",
}
