"""What labels and role phrases mean: ``roles.toml`` compiled into patterns over the folded view."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class Meaning(StrEnum):
    """What a label or phrase says before the other labels of its clause are known."""

    LEAD = "lead"
    SUPPORT = "support"
    JOINT = "joint"
    IMPLEMENT = "implement"
    GUIDE = "guide"
    SUPERVISE = "supervise"
    RESPONSIBLE = "responsible"  # lead alone or beside 配合单位, support beside a named lead
    PERSON = "person"
    TIME = "time"
    INNER = "inner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One row of ``roles.toml``: the words, what they mean, a quotation for and one against."""

    meaning: Meaning
    words: tuple[str, ...]
    said: str
    counterexample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The compiled labels: a pattern, and the meaning of each label it can match.

    ``strict`` labels count only with a colon and units behind it.
    """

    pattern: re.Pattern[str]
    meanings: dict[str, Meaning]
    strict: frozenset[str]
    forms: tuple[Form, ...]


@cache
def labels() -> Labels:
    """Compile the labels of ``roles.toml``; longest first, so that 其他责任单位 is not read as 责任单位."""
    data = tomllib.loads(resources.files("extract").joinpath("roles.toml").read_text(encoding="utf-8"))
    forms: list[Form] = []
    meanings: dict[str, Meaning] = {}
    strict: set[str] = set()
    for kind in ("stem", "whole"):
        for row in data[kind]:
            nouns = row.get("nouns", data["label"]["nouns"]) if kind == "stem" else [""]
            whole = tuple(word + noun for word in row["words"] for noun in nouns)
            form = Form(
                meaning=Meaning(row["meaning"]), words=whole if "nouns" in row else tuple(row["words"]),
                said=row["said"], counterexample=row["not"],
            )  # fmt: skip
            forms.append(form)
            meanings.update(dict.fromkeys(whole, form.meaning))
            strict.update(whole if row.get("strict") else ())
    pattern = re.compile(_longest(meanings))
    return Labels(pattern=pattern, meanings=meanings, strict=frozenset(strict), forms=tuple(forms))


def _longest(words: Iterable[str]) -> str:
    """Write a pattern for the longest of many words; words that begin alike share their beginning.

    A plain list of a thousand words is tried one by one at every place of the text, twenty times as slow.

    >>> _longest(["责任单位", "责任人", "责任"])
    '责任(?:单位|人)?'
    """
    tree: dict[str, list[str]] = {}
    for word in words:
        tree.setdefault(word[:1], []).append(word[1:])
    ends = "" in tree
    branches = [re.escape(first) + _longest(rest) for first, rest in tree.items() if first]
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}" if branches else ""


def meaning_of(label: str) -> Meaning | None:
    """Tell what a label means, or nothing when it is no label.

    >>> meaning_of("其他责任单位")
    <Meaning.SUPPORT: 'support'>
    """
    return labels().meanings.get(label)


_BY_REMIT = (
    # the leading word may be missing: 各自职责分工负责
    r"(?:(?:按照?|依照?|依据|根据|依)(?:各自|本?部门|有关)?|各自)(?:的)?(?:工作|部门|有关|管理|法定)?"
    r"(?:职责|职能|分工|权限)(?:、?(?:职责|职能|分工|权限|任务|范围))*(?:要求)?"
)
_TAIL = r"(?:负责|落实|推进|实施|组织实施|办理|抓好落实|做好落实|推动落实|组织推进|贯彻落实|开展|执行|组织落实|推动|完成|做好工作|做好有关工作|做好相关工作)"
_PHRASES: tuple[tuple[Meaning, str], ...] = (
    (Meaning.SUPPORT, rf"{_BY_REMIT}(?:积极|分别|协同)?(?:做好)?(?:配合|参与|协助|支持){_TAIL}?"),
    (Meaning.LEAD, rf"{_BY_REMIT}(?:分别)?牵头{_TAIL}?"),
    (Meaning.JOINT, rf"{_BY_REMIT}(?:分别|共同|协同|组织|具体|做好)?{_TAIL}*"),
    (
        Meaning.JOINT,
        r"(?:分别|分头|共同|协同|联合|分工)(?:牵头)?(?:负责|落实|推进|实施|承担|组织实施)|各负其责|分工负责|分工协作",
    ),
    (
        Meaning.LEAD,
        rf"(?:作?为)(?:总)?牵头(?:单位|部门)|(?:负责|具体|共同|联合|分别|总|总体|统筹)?牵头(?:抓总|协调|总抓|主办)?{_TAIL}?|抓总|主办|负总责|主抓",
    ),
    (
        Meaning.SUPPORT,
        rf"(?:积极|共同|协同|协助|主动|密切|负责|分别|予以|给予)?(?:配合|参与|参加|协助|协办|协同|支持|协作)(?:配合|协助|单位|部门)?{_TAIL}?|(?:作?为|是)(?:配合|协办|参与|协作|成员)(?:单位|部门)",
    ),
    (
        Meaning.SUPERVISE,
        r"(?:负责|加强|进行)?(?:督促|督办|督查|督导|监督|检查|考核|督促检查|督促落实|监督检查|跟踪督办|督促指导|监督指导)(?:落实)?",
    ),
    (Meaning.GUIDE, r"(?:负责|加强|进行)?(?:业务|技术)?指导(?:实施|落实|推进)?"),
    (
        Meaning.IMPLEMENT,
        r"(?:具体|统一|直接|全面|均|分别)?(?:负责|组织|抓好|做好|承担)?(?:组织|推进|贯彻|统筹)?(?:落实|实施|执行|推进落实)|承办|为(?:实施|落实|推进)(?:主体|单位)",
    ),
    (
        Meaning.RESPONSIBLE,
        r"(?:具体|主要|直接|组织|统一|全面|统筹|各自|均|总)?负责(?:组织|推进|办理|统筹|协调|开展|制定|推动)*|承担|(?:作?为|是)(?:主要|第一)?责任(?:主体|单位|部门)",
    ),
)
_AT_END = re.compile(rf"(?:{'|'.join(f'(?P<p{n}>{p})' for n, (_, p) in enumerate(_PHRASES))})\s*$")


def phrase_at_end(words: str) -> tuple[Meaning, int] | None:
    """Find the role phrase that closes ``words``; give its meaning and where it starts.

    >>> phrase_at_end("各地区、国务院相关部门按职责分工负责")
    (<Meaning.JOINT: 'joint'>, 11)
    >>> phrase_at_end("省市场监督管理局") is None
    True
    """
    found = _AT_END.search(words)
    if found is None:
        return None
    return _PHRASES[int(str(found.lastgroup)[1:])][0], found.start()
