"""Findings of a reading: what a person should look at, each with the place, the words and what to do."""

import re
from collections.abc import Iterator, Sequence

from extract.markers import Form
from extract.outline import Item, Outline
from extract.readers.grid import is_label
from extract.records import Bilingual, BlockKind, Document, Finding, Severity, Span, Task

_HEADER_LENGTH = 120  # of a line that holds nothing but the labels of columns
_LABELS = 3
_UNITS = re.compile(r"牵头|责任|主办|主责|配合|协办")


def finding(
    document: Document, code: str, severity: Severity, span: Span, what: Bilingual, remedy: Bilingual, task: str = ""
) -> Finding:
    """Make a finding that quotes the words at ``span``."""
    return Finding(
        code=code, severity=severity, what=what, remedy=remedy, span=span, quote=document.quote(span)[:200], task=task
    )


def numbering(document: Document, outline: Outline, used: frozenset[int]) -> Iterator[Finding]:
    """Report gaps, repeats and steps back in the numbering of siblings among the ``used`` items.

    Numbers are kept as printed; a plan that counts on over section borders (1…44) is no fault, and a number that stands
    over words without a duty (第三条　本办法所称…) is not missing.
    """
    for siblings in outline.children().values():
        last: Item | None = None
        passed: set[tuple[Form | None, int]] = set()
        for index in siblings:
            item = outline.items[index]
            if item.value == 0 or item.form in {None, Form.TITLE, Form.ANNEX}:
                continue
            if index not in used:
                passed.add((item.form, item.value))
                continue
            if last is not None and last.form is item.form:
                yield from _step(document, last, item, {value for form, value in passed if form is item.form})
            last, passed = item, set()


def _step(document: Document, last: Item, item: Item, passed: set[int]) -> Iterator[Finding]:
    absent = [value for value in range(last.value + 1, item.value) if value not in passed]
    if item.value > last.value and not absent:
        return
    said = document.quote(item.number)
    remedy = Bilingual(
        zh="请对照原件核对编号；若来源有删节，缺号不一定是制定机关的疏漏。",
        en="Check the numbering against the original; if the source is abridged, the gap need not be the issuer's fault.",
    )
    if absent:
        numbers = "、".join(map(str, absent)) if len(absent) <= 9 else f"{absent[0]}–{absent[-1]}"
        what = Bilingual(
            zh=f"编号缺失：“{said}”之前缺 {numbers}。", en=f"Numbering gap: {numbers} missing before “{said}”."
        )
        yield finding(document, "numbering-gap", Severity.WARNING, item.number, what, remedy)
    elif item.value == last.value:
        what = Bilingual(zh=f"编号重复：“{said}”出现两次。", en=f"Numbering repeat: “{said}” stands twice.")
        yield finding(document, "numbering-repeat", Severity.WARNING, item.number, what, remedy)
    elif item.value != 1:
        what = Bilingual(
            zh=f"编号倒退：“{said}”排在 {last.value} 之后。", en=f"Numbering runs back: “{said}” follows {last.value}."
        )
        yield finding(document, "numbering-order", Severity.INFO, item.number, what, remedy)


def unread(document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    """Report what looks like a responsibility clause and could not be read."""
    for span in spans:
        yield finding(
            document, "unread-clause", Severity.WARNING, span,
            Bilingual(zh="像是分工条款，但没有读懂。", en="This looks like a responsibility clause that could not be read."),
            Bilingual(zh="请在原文页面选中其中的单位并指定角色。", en="Select the units on the plan page and give them a role."),
        )  # fmt: skip


def columns(document: Document) -> Iterator[Finding]:
    """Report lines that look like the header of a table whose columns could not be told apart.

    Forms handled: ``序号  工作任务  牵头单位  完成时限`` printed as a line of text.
    """
    for block in document.blocks:
        if block.kind is not BlockKind.PARAGRAPH or not _LABELS < block.span.length <= _HEADER_LENGTH:
            continue
        words = document.quote(block.span).split()
        labels = [word for word in words if is_label(word)]
        if len(labels) >= _LABELS and len(labels) >= 0.8 * len(words) and any(map(_UNITS.search, labels)):
            yield finding(
                document, "columns-uncertain", Severity.WARNING, block.span,
                Bilingual(zh="像是表头，但分不清各列，下面的内容按普通文字读取。",
                          en="This looks like the header of a table whose columns could not be told apart; what follows is read as text."),
                Bilingual(zh="请对照原件，或导入 Word、Excel 版本。", en="Check the original, or import a Word or Excel version."),
            )  # fmt: skip


def nobody(document: Document, tasks: Sequence[Task], assigned: frozenset[str]) -> Iterator[Finding]:
    """Report tasks to which no unit is assigned, where their siblings have one."""
    for task in tasks:
        if task.id not in assigned:
            yield finding(
                document, "no-assignment", Severity.WARNING, Span(task.span.start, min(task.span.end, task.span.start + 60)),
                Bilingual(zh=f"任务 {task.ref} 没有写明责任单位。", en=f"Task {task.ref} names no responsible unit."),
                Bilingual(zh="请核对原件是否漏印，或补上责任单位。", en="Check the original for an omission, or name a unit."),
                task.id,
            )  # fmt: skip


def open_list(document: Document, names: Span, task: str) -> Finding:
    """Report a list that ends in 等: others may be meant whom the text does not name."""
    return finding(
        document, "open-list", Severity.INFO, names,
        Bilingual(zh="名单以“等”结尾，可能还有未列出的单位。", en="The list ends in 等: units that are not named may be meant."),
        Bilingual(zh="请问清“等”包括哪些单位。", en="Ask which units 等 stands for."),
        task,
    )  # fmt: skip


def unknown_unit(document: Document, span: Span, task: str) -> Finding:
    """Report a name that the registry does not hold; it is kept as a unit of its own."""
    words = document.quote(span)
    return finding(
        document, "unknown-unit", Severity.INFO, span,
        Bilingual(zh=f"“{words}”不在机构名录中，按原文单列。", en=f"“{words}” is not in the registry; it is kept as named."),
        Bilingual(zh="如与某单位是同一机构，请合并；否则无需处理。", en="Merge it if it is a body already listed; otherwise leave it."),
        task,
    )  # fmt: skip


def blanket(document: Document, span: Span, names: Sequence[Span]) -> Finding:
    """Report a rule that names units for many tasks at once; it is not copied onto them."""
    zh, en = (joiner.join("".join(document.quote(name).split()) for name in names) for joiner in ("、", ", "))
    return finding(
        document, "blanket-rule", Severity.INFO, span,
        Bilingual(zh=f"这条规定让多项任务都涉及{zh}，没有逐项照抄。", en=f"A rule involves {en} in many tasks; it is not copied onto each."),
        Bilingual(zh="统计这些单位时请把这条规定一并考虑。", en="Bear the rule in mind when counting these units."),
    )  # fmt: skip
