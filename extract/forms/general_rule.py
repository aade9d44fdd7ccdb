"""Read the rules that name units for many tasks together: ``以下各项均涉及各县(市、区),不再单独列出``.

Such a rule is left as the plan prints it: once, as a Finding, with the units it names. It is not copied onto the tasks:
the plan does not say in which role, and forty copied rows would outweigh what it does say.

Forms handled: ``以下各项均涉及各县(市、区),不再单独列出`` · ``各县(市)、园区落实以下任务,不再逐项标注`` ·
``(下列任务均由各县(市、区)人民政府配合,不再一一列出)`` · ``各项任务均需各有关部门参与`` ·
``本措施自印发之日起施行,由市发展改革委负责组织实施``.

Left alone: ``审批事项不再列入目录`` · ``制定以下工作措施`` · ``(以下简称…)`` · ``排在第一位的为牵头单位,下同`` (an order rule).

Source: labelling practice of responsibility charts: a blanket rule is noted once and copied nowhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.forms.examples import Examples
from extract.lexicon import rule_pattern
from extract.naming import names_at
from extract.patterns import pattern
from extract.records import Span

EXAMPLES = Examples(
    rules=("blanket-rule",),
    quotations=(
        "以下各项均涉及各县（市、区），不再单独列出。\n1.建设平台。（责任单位：⟦L:市科技局⟧）",
        "1.建设平台。（责任单位：⟦L:市科技局⟧）\n本措施自2025年5月起实施，由市发展改革委负责牵头组织实施。",
    ),
    against=(
        "审批事项不再单独列入目录。",
        "所有企业均需提交材料。",
    ),
)


__all__ = ["Blanket", "read_blanket"]

REACH = 120
"""Code points a rule may have; what is longer is a paragraph."""

_SIGNS = (  # each begins with letters of its own: the engine skips to them
    pattern(r"不再(?:单独|逐一|一一|逐项|逐个|另行|重复|分别)(?:列|标|注|写|明)"),
    pattern(r"均(?:涉及|由|需|须)"),
    pattern(r"落实(?:以下|下列)(?:各项)?(?:任务|工作|事项|措施)"),
    pattern(r"(?:负责|牵头)(?:牵头|负责)?(?:组织|具体)?(?:实施|落实|推进)(?=[。;\n]|$)"),
)
_MANY = pattern(r"(?:以下|下列|下述|上述|各项|所有)(?:各项|各条|全部)?(?:重点)?(?:任务|工作任务|工作|事项|措施|各项)?$")
_WHAT = pattern(r"(?:以下|下列|下述|上述|各项|所有)(?:各项|各条)?(?:重点)?(?:任务|工作|事项|措施|均)?")
_WHO = pattern(r"涉及|由|需要?|须")
_OPENING = pattern(r"[,;:]\s*")
_EDGE = pattern(r"[。;!?\n]|\((?![^()\n]{0,20}\))|(?<![市县区、])\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blanket:
    """A rule that holds for many tasks: its words, and the units it names."""

    span: Span
    items: tuple[Span, ...]


def read_blanket(view: str) -> Iterator[Blanket]:
    """Read the blanket rules of a text, in order.

    Guarantees:
        1. A rule says of which tasks it speaks, and names a unit, a collective or a kind of body; else it is none.
        2. Rules do not overlap; each has at most ``2 * REACH`` code points.

    >>> v = "以下各项均涉及各县(市、区),不再单独列出。"
    >>> [[v[s.start:s.end] for s in rule.items] for rule in read_blanket(v)]
    [['各县(市、区)']]
    """
    done = 0
    for sign in sorted((found for form in _SIGNS for found in form.finditer(view)), key=re.Match.start):
        if sign.start() < done or (view[sign.start()] == "均" and not _speaks_of_many(view, sign.start())):
            continue
        span = _sentence(view, sign, done)
        if view[sign.start()] in "负牵" and not _of_document(view, span):
            continue
        items = _named(view, span)
        if items and (_of_document(view, span) or _WHAT.search(view, span.start, span.end)):
            yield Blanket(span=span, items=items)
            done = span.end


def _of_document(view: str, span: Span) -> bool:
    return rule_pattern("of-document").search(view[span.start : span.end]) is not None


def _speaks_of_many(view: str, at: int) -> bool:
    return _MANY.search(view, max(0, at - 12), at) is not None


def _sentence(view: str, sign: re.Match[str], done: int) -> Span:
    low = max(done, sign.start() - REACH)
    start = max((edge.end() for edge in _EDGE.finditer(view, low, sign.start())), default=low)
    stop = _EDGE.search(view, sign.end(), sign.end() + REACH)
    end = stop.start() if stop else min(sign.end() + REACH, len(view))
    while start < sign.start() and view[start].isspace():
        start += 1
    return Span(start, end)


def _named(view: str, span: Span) -> tuple[Span, ...]:
    """The first list of units after 涉及, 由 or 需, else one that opens the sentence or a part of it."""
    places = [found.end() for sign in (_WHO, _OPENING) for found in sign.finditer(view, span.start, span.end)]
    read = (names_at(view, place, span.end) for place in (*places, span.start))
    return next((names.items for names in read if names is not None), ())
