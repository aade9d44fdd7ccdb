"""Say what a sheet contains and a table does not show: hidden rows and columns, formulas without values, notes, text boxes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from extract.messages import message
from extract.readers.package import Package
from extract.readers.relations import relations_of
from extract.records import Withheld, WithheldKind

_MOST: Final = 12  # places that a message names
_QUOTED: Final = 20  # characters of what is hidden
_MOST_WORDS: Final = 200
_DRAWN_TEXT: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_NOTE_TEXT: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t"
_UNHIDE: Final = message("请取消隐藏后再导入，或确认不需要。")


@dataclass(slots=True)
class Unseen:
    """What no one sees of one sheet: places with the first words there."""

    title: str
    rows: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    def sheet(self, cells: int) -> Iterator[Withheld]:
        """The entire sheet is hidden."""
        if cells:
            what = message("工作表“{title}”是隐藏的，没有读取。", title=self.title)
            yield Withheld(kind=WithheldKind.HIDDEN, what=what, remedy=_UNHIDE)

    def parts(self) -> Iterator[Withheld]:
        """Parts of the sheet are hidden, crossed out, or have no value."""
        yield from struck(self.struck)
        if self.rows:
            what = message(
                "工作表“{title}”有 {n} 个隐藏行没有读取：{places}。",
                title=self.title,
                n=len(self.rows),
                places=_places(self.rows),
            )
            yield Withheld(kind=WithheldKind.HIDDEN, what=what, remedy=_UNHIDE)
        if self.columns:
            what = message(
                "工作表“{title}”有 {n} 个隐藏列没有读取：{places}。",
                title=self.title, n=len(self.columns), places=_places(self.columns),
            )  # fmt: skip
            yield Withheld(kind=WithheldKind.HIDDEN, what=what, remedy=_UNHIDE)
        if self.formulas:
            yield Withheld(
                kind=WithheldKind.FORMULA,
                what=message(
                    "工作表“{title}”有 {n} 个单元格是公式，没有保存的值或结果出错：{places}。",
                    title=self.title, n=len(self.formulas), places=_few(self.formulas),
                ),
                remedy=message("请用 Excel 或 WPS 打开，重新计算并保存后再导入。"),
            )  # fmt: skip


def struck(words: Sequence[str]) -> Iterator[Withheld]:
    """Say which words are crossed out."""
    if any(words):
        yield Withheld(
            kind=WithheldKind.STRUCK,
            what=message("有 {n} 处文字划了删除线，没有读取：{words}。", n=len(words), words=_few(words)),
            remedy=message("请核对划掉的文字是否确已作废；仍有效的请去掉删除线后再导入。"),
        )


def _places(found: dict[str, str]) -> tuple[str, ...]:
    return _few([f"{place}（{words[:_QUOTED]}）" for place, words in found.items()])


def _few(places: Sequence[str]) -> tuple[str, ...]:
    return (*places[:_MOST], *(("…",) if len(places) > _MOST else ()))


def notes_of(package: Package, sheet: str, title: str) -> Iterator[Withheld]:
    """The notes and the drawn words of a sheet.

    Raises:
        UnreadableSourceError: when a part is broken.
    """
    for relation in relations_of(package, sheet):
        if relation.target not in package.members or relation.kind not in {"comments", "drawing"}:
            continue
        noted = relation.kind == "comments"
        texts = package.xml(relation.target).iter(_NOTE_TEXT if noted else _DRAWN_TEXT)
        words = "".join(text.text or "" for text in texts).strip()[:_MOST_WORDS]
        if words and noted:
            yield Withheld(
                kind=WithheldKind.COMMENT,
                what=message("工作表“{title}”的批注没有读取：{words}。", title=title, words=words),
                remedy=message("批注里若有分工，请写进单元格后再导入。"),
            )
        elif words:
            yield Withheld(
                kind=WithheldKind.OBJECT,
                what=message("工作表“{title}”的文本框或图示没有读取：{words}。", title=title, words=words),
                remedy=message("其中若有分工，请写进单元格后再导入。"),
            )
