"""The questions of users as SPARQL files with safe parameters.

A file opens with ``#`` lines: ``title``, ``parameter`` (name, type, default and label, between ``|``) and ``columns``.
Title and labels are texts of the catalogue. A parameter is written in the query as ``%name%``.

Guarantees:
    1. A value is checked against its parameter's type and written as one RDF term: it cannot become part of the query.
    2. The answer has exactly the columns that the file names, in that order.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from extract.messages import Message, message
from graph.dataset.clarity import grades_of
from graph.dataset.rows import PlanRow
from graph.dataset.triples import literal
from graph.errors import QueryError
from graph.exchange.void_formats import VOCABULARY
from graph.store import Solutions, Store
from ontology import iris
from ontology.terms import Scheme, concept

_HOLE = re.compile(r"%([a-z]+)%")
_INTEGER = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_LONGEST = 200  # code points of a text parameter


class UnknownQuestionError(QueryError):
    """The question does not exist."""


class BadParameterError(QueryError):
    """A parameter is missing, unknown or of the wrong type."""


class ParameterKind(StrEnum):
    """What a parameter may hold."""

    INTEGER = "integer"
    IRI = "iri"
    TEXT = "text"
    CLARITY = "clarity"
    GRADES = "grades"  # several grades of clarity, with blanks between; by default those without a clear lead
    ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A hole in a question. An empty default means that a value must be given."""

    name: str
    kind: ParameterKind
    default: str
    label: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A ready question: title, parameters, the columns of its answer, and its SPARQL with holes."""

    id: str
    title: Message
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    template: str


@cache
def questions() -> tuple[Question, ...]:
    """List all questions in the order of their ids."""
    found = (file for file in files("graph.questions").iterdir() if file.name.endswith(".rq"))
    return tuple(
        parse(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8"))
        for file in sorted(found, key=lambda file: file.name)
    )


def question(question_id: str) -> Question:
    """Find a question by its id.

    Raises:
        UnknownQuestionError: when there is none.
    """
    for one in questions():
        if one.id == question_id:
            return one
    raise UnknownQuestionError(
        message(
            "没有问题“{question_id}”。可用的有：{known}。",
            question_id=question_id,
            known=tuple(one.id for one in questions()),
        )
    )


def parse(question_id: str, text: str) -> Question:
    """Read a question file.

    Raises:
        ValueError: when its opening lines are not as the module says.
    """
    head: dict[str, list[str]] = {}
    lines = text.splitlines()
    front = [line for line in lines if line.startswith("# ")]
    for line in front:
        key, _, said = line.removeprefix("# ").partition(": ")
        head.setdefault(key, []).append(said)
    try:
        (title,), (columns,) = head["title"], head["columns"]
        parameters = tuple(_parameter(said) for said in head.get("parameter", []))
    except (KeyError, ValueError) as error:
        raise ValueError(f"{question_id}.rq: the opening lines are incomplete ({error})") from error
    template = "\n".join(line for line in lines if not line.startswith("# ")) + "\n"
    if set(_HOLE.findall(template)) != {parameter.name for parameter in parameters}:
        raise ValueError(f"{question_id}.rq: the holes are not its parameters")
    return Question(
        id=question_id,
        title=Message(title),
        parameters=parameters,
        columns=tuple(columns.split()),
        template=template,
    )


def render(one: Question, values: Mapping[str, str]) -> str:
    """Fill the holes of a question.

    Raises:
        BadParameterError: when a value is missing, of the wrong type, or for no parameter.
    """
    for name in values.keys() - {parameter.name for parameter in one.parameters}:
        raise _bad(one, name, message("没有这个参数"))
    terms = {parameter.name: _term(one, parameter, values.get(parameter.name, "")) for parameter in one.parameters}
    return _HOLE.sub(lambda hole: terms[hole[1]], one.template)


def ask(one: Question, values: Mapping[str, str], store: Store, graphs: Iterable[str] | None = None) -> Solutions:
    """Answer a question from a store, or from some of its graphs; see ``graphs_of``.

    Raises:
        BadParameterError: as ``render``.
    """
    return store.select(render(one, values), graphs)


def graphs_of(plans: Iterable[PlanRow]) -> tuple[str, ...]:
    """Give the graphs from which a question about some plans is answered: theirs, and the vocabulary."""
    return (*(plan.iri for plan in plans), VOCABULARY)


def _parameter(said: str) -> Parameter:
    name, kind, default, label = (cell.strip() for cell in said.split("|"))
    return Parameter(name=name, kind=ParameterKind(kind), default=default, label=Message(label))


def _term(one: Question, parameter: Parameter, given: str) -> str:
    words = given or parameter.default
    if not words:
        raise _bad(one, parameter.name, message("必须给出"))
    match parameter.kind:
        case ParameterKind.INTEGER if _INTEGER.fullmatch(words):
            return words
        case ParameterKind.IRI if iris.ours(words):
            return f"<{words}>"
        case ParameterKind.TEXT if len(words) <= _LONGEST:
            return literal(words)
        case ParameterKind.GRADES:
            grade = replace(parameter, kind=ParameterKind.CLARITY)
            return ", ".join(_term(one, grade, name) for name in grades_of(words))
        case ParameterKind.CLARITY | ParameterKind.ROLE:
            try:
                return f"<{concept(Scheme(parameter.kind), words)}>"
            except ValueError as error:
                raise _bad(one, parameter.name, message("没有“{words}”这个取值", words=words)) from error
    raise _bad(one, parameter.name, message("“{words}”不是 {kind}", words=words[:40], kind=parameter.kind))


def _bad(one: Question, name: str, reason: Message) -> BadParameterError:
    return BadParameterError(
        message("问题“{question}”的参数 {name}：{reason}。", question=one.id, name=name, reason=reason)
    )
