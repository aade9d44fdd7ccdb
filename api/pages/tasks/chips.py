"""The conditions of the list of tasks, each with the number of tasks that it leaves alone."""

from collections.abc import Mapping
from dataclasses import asdict

import numpy as np

from api.locale.terms import TERMS
from api.pages.frame.chips import Chip
from api.pages.tasks.facets import Filter, TaskColumns
from api.read_model.index import Index
from extract.messages import Message, message
from graph.dataset.clarity import DEFINITIONS, Grade

LABELS: Mapping[str, Message] = {
    "q": message("文字"),
    "clarity": message("牵头情况"),
    "convener": message("按规则推定的召集单位"),
    "role": message("角色"),
    "unit": message("单位"),
    "section": message("部分"),
    "plan": message("方案"),
}


def chips(index: Index, asked: Filter) -> tuple[Chip, ...]:
    """Give the conditions; a value that the data or its closed list do not have is marked as not known."""
    found, columns = [], index.once(TaskColumns)
    for name, label in LABELS.items():
        value = asdict(asked)[name]
        if value:
            words = _words(index, name, value)
            many = int(np.count_nonzero(columns.passing(Filter(**{name: value}))))
            found.append(Chip(name=name, label=label, words=words or value, count=many, known=words is not None))
    return tuple(found)


def _words(index: Index, name: str, value: str) -> str | Message | None:
    """Give the words for a value; None for one that does not exist."""
    match name:
        case "clarity":
            return DEFINITIONS[Grade(value)].name if value in set(Grade) else None
        case "role":
            return TERMS["role"].get(value)
        case "plan":
            plan = index.plan_by_id.get(value)
            return (plan.title or plan.source) if plan else None
        case "section":
            section = index.section_by_key.get(value)
            return f"{section.number}{section.title}" if section else None
        case "unit" | "convener":
            unit = index.unit_by_id.get(value)
            return unit.name if unit else None
        case _:
            return value
