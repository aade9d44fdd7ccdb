"""What the roles are called, for pages, pictures and reports: the labels of the vocabulary, at hand without reading it.

Guarantees:
    1. Equal to the labels in ``dutygraph.ttl``; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A term's name in both languages."""

    zh: str
    en: str


ROLES: Mapping[str, Label] = {
    "lead": Label("牵头", "lead"),
    "support": Label("配合", "support"),
    "joint": Label("分工负责", "joint"),
    "implement": Label("落实", "implement"),
    "guide": Label("指导", "guide"),
    "supervise": Label("督办", "supervise"),
}
