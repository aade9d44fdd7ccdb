"""Findings of a reading: what a person should look at, each with the place, the words and what to do."""

from collections.abc import Iterator, Sequence

from extract.items import Item, Outline
from extract.markers import Form
from extract.messages import Message, message
from extract.patterns import pattern
from extract.readers.grid import heads_units, is_label
from extract.records import BlockKind, Document, Finding, Severity, Span, Task
from extract.units.evidence import Home, contradiction
from extract.units.gate import Refusal

_HEADER_LENGTH = 120  # of a line that holds nothing but the labels of columns
_LABELS = 3
_WITH_VALUE = pattern(r"[:：]\S")  # 牵头单位：市教育局 is no heading of a column


def finding(
    document: Document, code: str, severity: Severity, span: Span, what: Message, remedy: Message, task: str = ""
) -> Finding:
    """Make a finding that quotes the words at ``span``."""
    return Finding(
        code=code, severity=severity, what=what, remedy=remedy, span=span, quote=document.quote(span)[:200], task=task
    )


def numbering(document: Document, outline: Outline, used: frozenset[int]) -> Iterator[Finding]:
    """Report gaps, repeats and steps back in the numbering of siblings among the ``used`` items.

    Numbers are left as printed; a plan that counts on over section borders (1…44) is not a fault, and a number that is
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
    remedy = message("请对照原件核对编号；若来源有删节，缺号不一定是制定机关的疏漏。")
    if absent:
        numbers = "、".join(map(str, absent)) if len(absent) <= 9 else f"{absent[0]}–{absent[-1]}"
        what = message("编号缺失：“{said}”之前缺 {numbers}。", said=said, numbers=numbers)
        yield finding(document, "numbering-gap", Severity.WARNING, item.number, what, remedy)
    elif item.value == last.value:
        what = message("编号重复：“{said}”出现两次。", said=said)
        yield finding(document, "numbering-repeat", Severity.WARNING, item.number, what, remedy)
    elif item.value != 1:
        what = message("编号倒退：“{said}”排在 {value} 之后。", said=said, value=last.value)
        yield finding(document, "numbering-order", Severity.INFO, item.number, what, remedy)


def unread(document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    """Report what looks like a responsibility clause and could not be read."""
    for span in spans:
        yield finding(
            document, "unread-clause", Severity.WARNING, span,
            message("疑为分工条款，未能识别。"),
            message("请在原文页面选中其中的单位并指定角色。"),
        )  # fmt: skip


def columns(document: Document) -> Iterator[Finding]:
    """Report lines that look like the header of a table whose columns could not be distinguished.

    Forms handled: ``序号  工作任务  牵头单位  完成时限`` printed as a line of text.
    """
    for block in document.blocks:
        if block.kind is not BlockKind.PARAGRAPH or not _LABELS < block.span.length <= _HEADER_LENGTH:
            continue
        words = document.quote(block.span).split()
        labels = [word for word in words if is_label(word) and not _WITH_VALUE.search(word)]
        if len(labels) >= _LABELS and len(labels) >= 0.8 * len(words) and any(map(heads_units, labels)):
            yield finding(
                document, "columns-uncertain", Severity.WARNING, block.span,
                message("疑为表头，未能区分各列，以下内容按普通文字读取。"),
                message("请对照原件，或导入 Word、Excel 版本。"),
            )  # fmt: skip


def nobody(document: Document, tasks: Sequence[Task], assigned: frozenset[str]) -> Iterator[Finding]:
    """Report tasks to which no unit is assigned, where their siblings have one."""
    for task in tasks:
        if task.id not in assigned:
            yield finding(
                document, "no-assignment", Severity.WARNING, Span(task.span.start, min(task.span.end, task.span.start + 60)),
                message("任务 {ref} 没有写明责任单位。", ref=task.ref),
                message("请核对原件是否漏印，或补上责任单位。"),
                task.id,
            )  # fmt: skip


def open_list(document: Document, names: Span, task: str) -> Finding:
    """Report a list that ends in 等: others may be meant whom the text does not name."""
    return finding(
        document, "open-list", Severity.INFO, names,
        message("名单以“等”结尾，可能还有未列出的单位。"),
        message("请问清“等”包括哪些单位。"),
        task,
    )  # fmt: skip


def damaged_label(document: Document, label: Span, task: str) -> Finding:
    """Report a label that was read although a letter is lost or wrong."""
    words = document.quote(label)
    return finding(
        document, "damaged-label", Severity.WARNING, label,
        message("“{words}”疑为责任标签，有缺字或错字，按最接近的标签识别，采纳之前不计数。", words=words),
        message("请对照原件；识别正确的予以采纳，有误的请更正任务角色。"),
        task,
    )  # fmt: skip


def unaccounted(document: Document, span: Span) -> Finding:
    """Report what a second reading takes for responsibility and the first one neither read nor explained."""
    return finding(
        document, "unaccounted-cue", Severity.WARNING, span,
        message("此处疑有责任分工，未能识别。"),
        message("请在原文页面核对；确有分工的，选中单位并指定角色。"),
    )  # fmt: skip


def unknown_unit(document: Document, span: Span, task: str) -> Finding:
    """Report a name that the registry does not hold; it is left as its own unit."""
    words = document.quote(span)
    return finding(
        document, "unknown-unit", Severity.INFO, span,
        message("“{words}”不在机构名录中，按原文单列。", words=words),
        message("如与某单位是同一机构，请合并；否则无需处理。"),
        task,
    )  # fmt: skip


def home(document: Document, home_: Home) -> Iterator[Finding]:
    """Report an issuer or a title that names another place than the one the document was placed in."""
    other = contradiction(home_)
    if other is not None:
        at = max(document.text.find(other.words), 0) if other.words else 0
        yield finding(
            document, "home-conflict", Severity.WARNING, Span(at, min(len(document.text), at + max(len(other.words), 1))),
            message("“{words}”指向{other}，正文却归在{place}。", words=other.words, other=other.home.place_name, place=home_.place_name),
            message("请核对发文机关与标题，在方案页更正所属地区。"),
        )  # fmt: skip


_REFUSED = {
    Refusal.COLON: message("含有冒号"),
    Refusal.RULE: message("是一条规则"),
    Refusal.TIME: message("是时间"),
    Refusal.MEASURE: message("是数量"),
    Refusal.VERB: message("是一句话"),
    Refusal.HEAD_ALONE: message("只是名称的末尾，没有写明是哪一个"),
    Refusal.LABEL: message("是栏目或角色的名称"),
    Refusal.OBJECT: message("是场所或物品"),
    Refusal.PLACEHOLDER: message("是待填的空位"),
    Refusal.NO_WORD: message("没有文字"),
}


def no_unit(document: Document, span: Span, refusal: Refusal, task: str) -> Finding:
    """Report words in the place of a name that are no name of a body; the names next to them are read."""
    words, reason = document.quote(span)[:60], _REFUSED[refusal]
    return finding(
        document, "no-unit", Severity.WARNING, span,
        message("“{words}”没有作为责任单位：{reason}。", words=words, reason=reason),
        message("请对照原文，选中其中的单位并指定角色。"),
        task,
    )  # fmt: skip


def blanket(document: Document, span: Span, names: Sequence[Span]) -> Finding:
    """Report a rule that names units for many tasks together; it is not copied onto them."""
    units = tuple("".join(document.quote(name).split()) for name in names)
    return finding(
        document, "blanket-rule", Severity.INFO, span,
        message("本规定涉及多项任务的{units}，未逐项列出。", units=units),
        message("统计这些单位时请把这条规定一并考虑。"),
    )  # fmt: skip
