"""Make of the body of a Word document what its page shows: one pass before it is read.

Forms handled: fields that no one filled in (``单击此处选择单位。``), words crossed out, tracked deletions of words and of the
mark between two paragraphs, phonetic guides above a word, hidden words.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from extract.messages import message
from extract.readers.markup import Element
from extract.readers.numbering import W
from extract.records import Withheld, WithheldKind

_OFF: Final = frozenset({"0", "false", "off", "none"})
_MOST_QUOTED: Final = 10  # stretches that a message quotes
_QUOTED: Final = 40  # characters of each
_DELETIONS: Final = (f"{W}del", f"{W}moveFrom")


def normalise(body: Element) -> Iterator[Withheld]:
    """Rewrite a body in place, and say what was taken out.

    Guarantees:
        1. What is left reads as the page does when all revisions are accepted.
        2. Each pass is linear in the size of the body.
    """
    yield from _struck(_taken(_marked(body, "strike", "dstrike")))
    yield from _hidden(_taken(_marked(body, "vanish")))
    yield from _pronounced(_taken(list(body.iter(f"{W}rt"))))
    yield from _unfilled(_taken(_placeholders(body)))
    yield from _revised(_taken([element for tag in _DELETIONS for element in body.iter(tag) if len(element)]))
    _join_paragraphs(body)


def _marked(body: Element, *properties: str) -> list[Element]:
    """The runs with a property that is switched on."""
    return [
        run
        for run in body.iter(f"{W}r")
        if (own := run.find(f"{W}rPr")) is not None and any(_is_on(own, name) for name in properties)
    ]


def _is_on(properties: Element, name: str) -> bool:
    mark = properties.find(f"{W}{name}")
    return mark is not None and (mark.get(f"{W}val") or "").lower() not in _OFF


def _placeholders(body: Element) -> list[Element]:
    """The content controls that still show what to fill in. Source: ECMA-376 part 1, 17.5.2.39 (showingPlcHdr)."""
    return [
        control
        for control in body.iter(f"{W}sdt")
        if (own := control.find(f"{W}sdtPr")) is not None and _is_on(own, "showingPlcHdr")
    ]


def _taken(elements: Iterable[Element]) -> tuple[str, ...]:
    """Take elements out of the body; give the words of those that had any."""
    words: list[str] = []
    for element in elements:
        texts = element.iter(f"{W}t", f"{W}delText")
        words.append("".join(text.text or "" for text in texts).strip())
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return tuple(filter(None, words))


def _quoted(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"“{stretch[:_QUOTED]}”" for stretch in words[:_MOST_QUOTED])


def _struck(words: tuple[str, ...]) -> Iterator[Withheld]:
    if words:
        yield Withheld(
            kind=WithheldKind.STRUCK,
            what=message("有 {n} 处文字划了删除线，没有读取：{words}。", n=len(words), words=_quoted(words)),
            remedy=message("请核对划掉的文字是否确已作废；仍有效的请去掉删除线后再导入。"),
        )


def _hidden(words: tuple[str, ...]) -> Iterator[Withheld]:
    if words:
        yield Withheld(
            kind=WithheldKind.HIDDEN,
            what=message("有 {n} 处隐藏文字没有读取：{words}。", n=len(words), words=_quoted(words)),
            remedy=message("如果需要，请取消隐藏后再导入。"),
        )


def _pronounced(words: tuple[str, ...]) -> Iterator[Withheld]:
    if words:
        yield Withheld(
            kind=WithheldKind.READING,
            what=message("有 {n} 处注音没有读取：{words}。", n=len(words), words=_quoted(words)),
            remedy=message("无需处理。"),
        )


def _unfilled(words: tuple[str, ...]) -> Iterator[Withheld]:
    if words:
        yield Withheld(
            kind=WithheldKind.PLACEHOLDER,
            what=message("有 {n} 个填写框还没有填写，只有提示文字：{words}。", n=len(words), words=_quoted(words)),
            remedy=message("请填写后再导入，或确认此处不写。"),
        )


def _revised(words: tuple[str, ...]) -> Iterator[Withheld]:
    if words:
        yield Withheld(
            kind=WithheldKind.REVISION,
            what=message("有 {n} 处修订删除的文字没有读取：{words}。", n=len(words), words=_quoted(words)),
            remedy=message("如果这些修订不应接受，请在 Word 中拒绝修订后再导入。"),
        )


def _join_paragraphs(body: Element) -> None:
    """Put the words of a paragraph whose mark was deleted before those of the next. Source: ECMA-376 part 1, 17.13.5.15."""
    waiting: list[Element] = []
    for paragraph in list(body.iter(f"{W}p")):
        follows = not waiting or waiting[-1].getnext() is paragraph
        if not follows:
            waiting = []
        if _mark_deleted(paragraph):
            waiting.append(paragraph)
        elif waiting:
            _prepend(waiting, paragraph)
            waiting = []


def _mark_deleted(paragraph: Element) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(tag) is not None for tag in _DELETIONS)


def _prepend(paragraphs: list[Element], target: Element) -> None:
    first = 1 if target.find(f"{W}pPr") is not None else 0
    words = [child for paragraph in paragraphs for child in paragraph if child.tag != f"{W}pPr"]
    for child in reversed(words):
        target.insert(first, child)
    for paragraph in paragraphs:
        parent = paragraph.getparent()
        if parent is not None:
            parent.remove(paragraph)
