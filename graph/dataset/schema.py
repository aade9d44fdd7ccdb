"""What a field of a row means, declared once: the property of RDF, the datatype, the meaning for people.

A row type is a frozen dataclass in ``graph.dataset.rows`` whose fields are annotated with a ``Property``. The triples,
the loader, the CSV tables with their dictionary and the row cache are derived from these annotations.

Guarantees:
    1. A field without a property is an error that names the class and the field; no field is left out of a table.
    2. ``graph.dataset.schema_check`` compares the declarations with ``dutygraph.ttl``; ``make lint`` fails where they
       differ.
"""

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from typing import TypeAlias, get_args, get_origin, get_type_hints

from extract.messages import Message
from ontology.terms import Scheme

Value: TypeAlias = str | int | float | bool | tuple[int, ...]
"""What a field of a row contains."""


class Datatype(Enum):
    """What values a field has, and so how they are written and read."""

    DERIVED = auto()  # from the type of the field
    SUBJECT = auto()  # the IRI of the row itself, which has no triple
    LINK = auto()  # the IRI of another thing
    CONCEPT = auto()  # a value of a closed list
    TEXT = auto()
    DATE = auto()  # as exact as it is known, or words
    INTEGER = auto()
    INTEGERS = auto()
    DECIMAL = auto()
    BOOLEAN = auto()


_OF_TYPE: Mapping[object, Datatype] = {
    str: Datatype.TEXT,
    int: Datatype.INTEGER,
    float: Datatype.DECIMAL,
    bool: Datatype.BOOLEAN,
    tuple[int, ...]: Datatype.INTEGERS,
}
_ALWAYS = {Datatype.CONCEPT, Datatype.INTEGER, Datatype.DECIMAL, Datatype.BOOLEAN}


class SchemaError(TypeError):
    """A row type that is not declared completely."""


@dataclass(frozen=True, slots=True)
class Property:
    """A field of a row.

    Attributes:
        term: the IRI of its property; empty for the IRI of the row itself.
        meaning: what the field means, for the dictionary of the tables.
        datatype: how values are written; by default what the type of the field says, or a concept where a scheme is
            given.
        language: the language of a text.
        scheme: the closed list of the values.
        required: whether a row without it is corrupted; numbers, truth values and concepts are always required. An
            empty field that is not required has no triple.
        name: the name of the field, which ``properties`` fills in.
    """

    term: str
    meaning: Message
    datatype: Datatype = Datatype.DERIVED
    language: str = ""
    scheme: Scheme | None = None
    required: bool = False
    name: str = ""

    def resolved(self, name: str, of_type: object) -> "Property":
        """Fill in what follows from the name and the type of the field.

        Raises:
            KeyError: when no datatype belongs to the type.
        """
        datatype = self.datatype
        if datatype is Datatype.DERIVED:
            datatype = Datatype.CONCEPT if self.scheme else _OF_TYPE[of_type]
        return replace(self, name=name, datatype=datatype, required=self.required or datatype in _ALWAYS)


def properties(row_type: type) -> tuple[Property, ...]:
    """Give the properties of a row type, in the order of its fields.

    Raises:
        SchemaError: when a field has no property or no known type.
    """
    return _properties(row_type)


@cache
def _properties(row_type: type) -> tuple[Property, ...]:
    hints = get_type_hints(row_type, include_extras=True)
    return tuple(_property(row_type, field.name, hints[field.name]) for field in dataclasses.fields(row_type))


@cache
def shared_terms(row_type: type) -> frozenset[str]:
    """Find the terms that several fields of a row type share: their languages tell them apart."""
    counts = Counter(one.term for one in properties(row_type))
    return frozenset(term for term, count in counts.items() if count > 1)


def _property(row_type: type, name: str, hint: object) -> Property:
    found = [extra for extra in get_args(hint)[1:] if isinstance(extra, Property)]
    if len(found) != 1:
        raise SchemaError(f"{row_type.__name__}.{name} has no property: annotate it in {row_type.__module__}")
    of_type = get_args(hint)[0]
    try:
        return found[0].resolved(name, of_type)
    except KeyError:
        raise SchemaError(f"{row_type.__name__}.{name} has the type {get_origin(of_type) or of_type}") from None
