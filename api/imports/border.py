"""What crosses from the process that reads a document to the server: plain JSON, nothing that could run.

Guarantees:
    1. ``unpack(pack(reading)) == reading``.
    2. Unpacking builds rows of known fields only; anything else is a ``ValueError``.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TypeVar

from graph.rows import AssignmentRow, Corpus, FindingRow, LedgerRow, PlanRow, SectionRow, TaskRow, UnitRow

Scalar = str | int | float | bool
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read from one document, before any correction."""

    corpus: Corpus
    text: str


def pack(reading: Reading) -> str:
    """Write a reading as one line of JSON."""
    return json.dumps({"corpus": asdict(reading.corpus), "text": reading.text}, ensure_ascii=False)


def unpack(line: str) -> Reading:
    """Read a reading back.

    Raises:
        ValueError: when the line is not what ``pack`` writes.
    """
    try:
        data = json.loads(line)
        corpus, text = data["corpus"], data["text"]
        if set(corpus) != {field.name for field in fields(Corpus)} or not isinstance(text, str):
            raise ValueError("not a corpus and its text")
        return Reading(
            text=text,
            corpus=Corpus(
                plans=_rows(PlanRow, corpus["plans"]),
                sections=_rows(SectionRow, corpus["sections"]),
                tasks=_rows(TaskRow, corpus["tasks"]),
                units=_rows(UnitRow, corpus["units"]),
                assignments=_rows(AssignmentRow, corpus["assignments"]),
                findings=_rows(FindingRow, corpus["findings"]),
                ledger=_rows(LedgerRow, corpus["ledger"]),
            ),
        )
    except (TypeError, KeyError) as error:
        raise ValueError("not a reading") from error


def _rows(kind: Callable[..., Row], rows: list[Mapping[str, Scalar]]) -> tuple[Row, ...]:
    return tuple(kind(**_plain(row)) for row in rows)


def _plain(row: Mapping[str, Scalar]) -> dict[str, Scalar]:
    if not all(isinstance(value, str | int | float) for value in row.values()):
        raise ValueError("a row holds plain values only")
    return dict(row)
