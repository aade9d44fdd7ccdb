"""Read what a Word document brings in from other files, and name the parts that are not read."""

from collections.abc import Callable, Iterator
from typing import Final

from extract.errors import UnreadableSourceError
from extract.formats import Format
from extract.messages import message
from extract.patterns import pattern
from extract.readers.layout import Reading
from extract.readers.markup import Element
from extract.readers.numbering import W
from extract.readers.package import Package, opened
from extract.readers.plain import read_plain
from extract.readers.relations import MainPart, PartRelation, kind_of_package
from extract.readers.sniff import FileKind, kind_of
from extract.readers.web import read_web
from extract.readers.workbook import read_workbook
from extract.records import Withheld, WithheldKind

_TEXTS: Final = frozenset({"aFChunk"})  # relations whose parts may be plain text or a page
_FILES: Final = frozenset({"chart", "chartEx", "diagramData", "aFChunk", "package", "oleObject"})
_LINKED: Final = frozenset({"subDocument"})
_SILENT_NAMES: Final = (
    "aFChunk attachedToolbars bibliography chartColorStyle chartStyle comments commentsExtended commentsExtensible commentsIds "
    "customXml diagramColors diagramDrawing diagramLayout diagramQuickStyle endnotes fontTable footer footnotes "
    "glossaryDocument header hyperlink image keyMapCustomizations numbering oleObject package people printerSettings "
    "recipientData settings styles stylesWithEffects theme vbaProject webSettings wordVbaData"
)
_SILENT: Final = frozenset(_SILENT_NAMES.split())  # of layout, or looked at elsewhere
_MARGINS: Final = frozenset({"header", "footer"})
_RESPONSIBLE: Final = pattern("牵头|负责|(?:责任|配合|主办|协办)(?:单位|部门|主体)")
_EXTENT: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_WIDE: Final = 3_600_000  # of a picture, 10 cm in English Metric Units: as wide as a table
_HIGH: Final = 1_440_000  # 4 cm
_DEEPEST: Final = 3  # documents within documents
_QUOTED: Final = 200  # characters of comments


def brought_in(package: Package, relation: PartRelation, name: str, read_word: Callable[[Package], Reading]) -> Reading:
    """Read a part that is in the text as it is (altChunk), or an embedded file.

    Guarantees:
        1. A part that cannot be read gives an empty reading that withholds it.
    """
    if relation.outside:
        return _not_read(_linked(relation))
    if relation.target not in package.members:
        return _not_read(_object(relation))
    try:
        return _read(package.read(relation.target), relation, name, read_word) or _not_read(_object(relation))
    except UnreadableSourceError:
        return _not_read(_object(relation))


def _read(data: bytes, relation: PartRelation, name: str, read_word: Callable[[Package], Reading]) -> Reading | None:
    kind = kind_of(data, relation.target)
    if relation.kind in _TEXTS and kind is Format.TXT:
        return read_plain(data, name)
    if relation.kind in _TEXTS and kind in {Format.HTML, FileKind.MAIL}:
        return read_web(data, name)
    if kind is not FileKind.ZIP:
        return None
    with opened(data, name) as inner:
        match kind_of_package(inner):
            case MainPart.WORKBOOK:
                return read_workbook(inner, name)
            case MainPart.WORD:
                return read_word(inner)
            case _:
                return None


def left_out(
    package: Package, relations: tuple[PartRelation, ...], taken: set[str], body: Element | None
) -> Iterator[Withheld]:
    """Name the parts of a document that hold something and were not read."""
    for relation in relations:
        if relation.target not in taken:
            yield from _left_out(package, relation)
    pictures = 0 if body is None else sum(1 for extent in body.iter(_EXTENT) if _is_large_picture(extent))
    if pictures:
        yield Withheld(
            kind=WithheldKind.PICTURE,
            what=message("正文里有 {n} 张大图，图里的文字没有读取。", n=pictures),
            remedy=message("图里若有分工，请先做文字识别（OCR），或改成文字、表格后再导入。"),
        )


def _left_out(package: Package, relation: PartRelation) -> Iterator[Withheld]:
    if relation.kind in _LINKED or (relation.kind in _TEXTS and relation.outside):
        yield _linked(relation)
    elif relation.kind in _FILES:
        yield _object(relation)
    elif relation.kind == "comments":
        yield from _comments(package.xml(relation.target)) if relation.target in package.members else ()
    elif relation.kind in _MARGINS and relation.target in package.members:
        yield from _margin(package.xml(relation.target))
    elif relation.kind not in _SILENT:
        yield _unknown(relation)


def _is_large_picture(extent: Element) -> bool:
    wide, high = (extent.get(side) or "" for side in ("cx", "cy"))
    parent = extent.getparent()
    if not (wide.isdecimal() and high.isdecimal()) or parent is None:
        return False
    return int(wide[:12]) >= _WIDE and int(high[:12]) >= _HIGH and next(parent.iter(_BLIP), None) is not None


def _comments(root: Element) -> Iterator[Withheld]:
    notes = ["".join(text.text or "" for text in note.iter(f"{W}t")).strip() for note in root.iter(f"{W}comment")]
    if any(notes):
        yield Withheld(
            kind=WithheldKind.COMMENT,
            what=message(
                "有 {n} 条批注没有读取：{words}。", n=len(notes), words="；".join(filter(None, notes))[:_QUOTED]
            ),
            remedy=message("批注里若有分工，请写进正文后再导入。"),
        )


def _margin(root: Element) -> Iterator[Withheld]:
    """Withhold a page header or footer that names who is responsible; the title of the plan, a number or a date is none."""
    words = "".join(text.text or "" for text in root.iter(f"{W}t")).strip()
    if _RESPONSIBLE.search(words):
        yield Withheld(
            kind=WithheldKind.PART,
            what=message("页眉或页脚里的文字没有读取：{words}。", words=words[:_QUOTED]),
            remedy=message("其中若有分工，请写进正文后再导入。"),
        )


def _object(relation: PartRelation) -> Withheld:
    return Withheld(
        kind=WithheldKind.OBJECT,
        what=message("文档里嵌入的对象“{part}”没有读取（可能是 Excel 表格或图示）。", part=_file(relation)),
        remedy=message("请把它作为表格粘贴到正文，或单独导入其中的工作簿。"),
    )


def _linked(relation: PartRelation) -> Withheld:
    return Withheld(
        kind=WithheldKind.LINK,
        what=message("文档引用了外部文件“{part}”，没有读取。", part=_file(relation)),
        remedy=message("请另行导入该文件，或在 Word 中把内容插入正文。"),
    )


def _unknown(relation: PartRelation) -> Withheld:
    return Withheld(
        kind=WithheldKind.PART,
        what=message("文档带有无法识别的部件“{part}”（{kind}），没有读取。", part=_file(relation), kind=relation.kind),
        remedy=message("请在 Word 中打开后另存为 docx，再导入。"),
    )


def _not_read(thing: Withheld) -> Reading:
    return Reading(text="", blocks=(), withheld=(thing,))


def _file(relation: PartRelation) -> str:
    return relation.target.rpartition("/")[2][:80]
