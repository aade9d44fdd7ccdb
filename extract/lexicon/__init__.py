"""The words of the field as data: labels, role phrases, endings of bodies, levels, times, rules, verbs and signs.

One TOML file a family. Every entry has quotations that it is ``for`` and quotations that it is ``against``; the tests read
both: each entry matches all it is for, nothing it is against, and no two entries of a family match one quotation.
"""

from extract.lexicon.entries import Entry, Family, closings, entries
from extract.lexicon.words import (
    begins_duty,
    chunk_pattern,
    ending_of,
    ends_body,
    is_remark,
    is_time,
    rule_pattern,
    time_at,
)

__all__ = [
    "Entry",
    "Family",
    "begins_duty",
    "chunk_pattern",
    "closings",
    "ending_of",
    "ends_body",
    "entries",
    "is_remark",
    "is_time",
    "rule_pattern",
    "time_at",
]
