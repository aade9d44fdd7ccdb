"""The description of the addresses for programs, ``/openapi.json``: the framework's, with what it cannot see.

A page is one function that answers as a page, a table or triples, as it is asked; and faults have one shape everywhere.
Both are added here, from the paths.
"""

from typing import Any  # the framework's own type of a description

from fastapi import FastAPI

from api.edge.negotiation import Representation
from api.edge.refusal import Fault
from api.pages.frame.renderer import TABLE_REPRESENTATIONS
from api.pages.graph.routes import FILES
from api.pages.reports.routes import MEDIA
from graph.exchange.formats import MEDIA_TYPES

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
            said["components"]["schemas"].pop("HTTPValidationError", None)
            said["components"]["schemas"].pop("ValidationError", None)
        return self.openapi_schema or {}


def _complete(path: str, operation: Part) -> None:
    """Add to one operation what its answers may also be."""
    answers: Part = operation["responses"]
    answers.pop("422", None)
    for status, why in _FAULTS.items():
        answers.setdefault(status, {"description": why, "content": {}})
    for status, answer in answers.items():
        if status[0] == "4":
            schema = {"$ref": f"#/components/schemas/{Fault.__name__}"}
            answer["content"] = {"application/json": {"schema": schema}, "text/html": {"schema": {"type": "string"}}}
    if not path.startswith("/api/"):
        forms = _OTHERS.get(path, _SHEETS)
        answers["200"]["content"] = {form.partition(";")[0]: {} for form in forms}
        if path in _LEADS_ON:
            answers["303"] = {"description": "见另一地址 / see another address"}
