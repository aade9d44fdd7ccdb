"""Labels of a plan: what a careful person reads in it, task by task.

Two sources: the label files of the development corpus (one JSON object a task, in document order; a note opens a file
and may name parts that are not labelled), and, without that corpus, the lines of the shipped plan that say who does it.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extract.records import Role

_LINE = re.compile(r"(?P<label>责任单位|责任主体|配合单位)[:：](?P<units>.+)")
_LABELS = {"责任单位": Role.LEAD, "责任主体": Role.LEAD, "配合单位": Role.SUPPORT}
_BRACKETS = str.maketrans("\u3014【[〗】\u3015]〖", "(((" + ")))" + ")(")
_INVISIBLE = re.compile("[\\s\u200b\u200d\ufeff]+")
QUOTE = 24  # characters of a task's own words that find it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One labelled task; words are folded, so that width, brackets and white space make no difference."""

    quote: str
    mentions: tuple[tuple[Role, str], ...]
    section: str = ""  # the innermost heading
    deadline: str = ""
    number: str | None = None  # as printed, without its signs; None where the label does not say
    optional: bool = False  # counts neither way


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of one plan, and words in headings of parts that are not labelled."""

    tasks: tuple[Label, ...]
    ignored: tuple[str, ...] = ()


def fold(words: str) -> str:
    """Fold width, brackets and white space.

    >>> fold("各县 \u3014市、区\u3015\uff21")
    '各县(市、区)A'
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", words).translate(_BRACKETS))


def bare_number(words: str) -> str:
    """Take the signs off a printed number.

    >>> bare_number("（一）"), bare_number("12.")
    ('一', '12')
    """
    return re.sub(r"[.．、。()]", "", fold(words))


def labels_of(path: Path) -> Labels:
    """Read a label file.

    Raises:
        ValueError: when a line is no JSON.
        TypeError: when a line or a field is of the wrong kind.
    """
    tasks: list[Label] = []
    ignored: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row: object = json.loads(line) if line.strip() else {}
        if not isinstance(row, dict):
            raise TypeError(f"{path.name}: not an object: {line[:40]}")
        ignored += _words(row, "ignore_sections")
        if "quote" in row:
            tasks.append(_label(row))
    return Labels(tasks=tuple(tasks), ignored=tuple(ignored))


def _label(row: Mapping[str, object]) -> Label:
    sections = _words(row, "sections")
    return Label(
        quote=fold(str(row["quote"])),
        mentions=tuple((role, fold(words)) for role in Role for words in _words(row, role.value)),
        section=fold(sections[-1]).rstrip("。.") if sections else "",
        deadline=fold(str(row.get("deadline") or "")),
        number=bare_number(str(row["number"])) if "number" in row else None,
        optional=str(row.get("note", "")).startswith("optional:"),
    )


def _words(row: Mapping[str, object], key: str) -> list[str]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise TypeError(f"{key} is no list: {value}")
    return [str(word) for word in value]


def printed_labels(text: str) -> Labels:
    """Take the labels of a plan that prints them on lines of their own: ``责任单位:州监察局、审计局``.

    >>> printed_labels("1.做好工作。\\n责任单位:州监察局、审计局").tasks[0].mentions
    ((<Role.LEAD: 'lead'>, '州监察局'), (<Role.LEAD: 'lead'>, '审计局'))
    """
    tasks: list[tuple[str, list[tuple[Role, str]]]] = []
    above = ""
    for line in filter(None, map(fold, text.splitlines())):
        found = _LINE.fullmatch(line)
        if found is None:
            above = re.sub(r"^(?:\d+\.|\([一二三四五六七八九十]+\))", "", line)
            continue
        if not tasks or tasks[-1][0] != above[:QUOTE]:
            tasks.append((above[:QUOTE], []))
        role = _LABELS[found["label"]]
        tasks[-1][1].extend((role, words) for words in re.split("[、,]", found["units"].rstrip("。")))
    return Labels(tasks=tuple(Label(quote=quote, mentions=tuple(mentions)) for quote, mentions in tasks))
