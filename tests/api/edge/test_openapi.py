"""The description of the addresses against the server: invented requests, none answered otherwise than described."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any  # the types of the test engine are open

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from tests.api.serving import BEARER, House, house

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PLAN = Path(__file__).parents[3] / "extract" / "examples" / "changji-2015.txt"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("described") / "data", sources=(PLAN,)) as one:
        yield one


@pytest.fixture(scope="module")
def things(served: House) -> dict[str, str]:
    """What stands in the store for each part of a path, so that not every invented address leads nowhere."""

    def first(path: str, column: str) -> str:
        return str(served.client.get(f"{path}.json").json()["rows"][0][column])

    return {
        "plan_id": first("/plans", "id"),
        "unit_id": first("/units", "id"),
        "key": first("/tasks", "task"),
        "name": first("/questions", "id"),
        "kind": "xlsx",
    }


LONGEST = 60_000  # bytes of an address; beyond, the protocol server refuses before the application is asked
NOWHERE = {  # only invented imports and plans are asked for, and a correction needs the name of something there is
    "GET /api/import/{job}",
    "GET /api/import/{job}/events",
    "DELETE /api/import/{job}",
    "DELETE /api/plans/{plan_id}",
    "POST /api/corrections",
    "POST /sparql",  # invented words are no query
}
PATIENT = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def check(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, things: dict[str, str], seen: set[int]
) -> None:
    """Send what the description allows, or what it does not; every answer must be one that it names."""

    @PATIENT
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case[Any]) -> None:
        if case.method == "GET":
            for part, value in case.path_parameters.items():
                if len(str(value)) % 2:  # every other one leads somewhere; what was invented leads nowhere
                    case.path_parameters[part] = things.get(part, value)
        response = case.call(headers=BEARER)
        assume(len(response.request.url or "") < LONGEST)
        case.validate_response(response, checks=CHECKS)
        seen.add(response.status_code)

    send()


@pytest.mark.full
def test_every_answer_is_as_described(served: House, things: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_dict(served.client.get("/openapi.json").json())
    schema.config.update(base_url=served.address)
    faults: list[str] = []
    seen: dict[str, set[int]] = {}
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        statuses = seen.setdefault(operation.label, set())
        for mode in GenerationMode:
            try:
                check(operation, mode, things, statuses)
            except Unsatisfiable:  # a request without parameters cannot be wrong
                assert mode is GenerationMode.NEGATIVE, operation.label
            except FailureGroup as group:
                faults += [f"{operation.label} {mode.value}: {one.title} {one.message}" for one in group.exceptions]
    assert not faults, "\n".join(faults)
    unanswered = {label for label, statuses in seen.items() if not statuses & {200, 201, 202, 303}}
    assert unanswered <= NOWHERE  # all others were also asked what they can answer
    assert len(seen) > 30


def test_no_address_is_described_with_an_answer_that_is_never_given(served: House) -> None:
    described = served.client.get("/openapi.json").text
    assert '"422"' not in described
    assert "HTTPValidationError" not in described


def test_every_answer_has_a_schema_and_every_operation_a_tag_that_is_explained(served: House) -> None:
    said = served.client.get("/openapi.json").json()
    explained = {tag["name"] for tag in said["tags"] if tag["description"]}
    for path, operations in said["paths"].items():
        for method, operation in operations.items():
            assert set(operation["tags"]) <= explained, path
            without = [
                (status, form)
                for status, answer in operation["responses"].items()
                for form, content in answer.get("content", {}).items()
                if not content.get("schema")
            ]
            assert without == [], (method, path)
    assert {"get", "post"} <= set(said["paths"]["/sparql"])
    names = [operation["operationId"] for operations in said["paths"].values() for operation in operations.values()]
    assert len(names) == len(set(names))
