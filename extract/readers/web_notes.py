"""What a web page points to or repeats: attachments, frames and pictures that are not read, an article printed twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import unquote, urlsplit

from extract.formats import FORMATS
from extract.messages import message
from extract.patterns import pattern
from extract.readers.layout import Piece
from extract.readers.markup import STRUCK, Element, is_dropped, tag_of
from extract.records import BlockKind, Withheld, WithheldKind

_ENDINGS: Final = (
    *(ending for known in FORMATS for ending in known.endings if known.name not in {"html", "mht"}),
    ".rar",
    ".7z",
)
_FRAMES: Final = frozenset({"iframe", "frame", "embed", "object"})
_MOST_NAMED: Final = 8
_NAME_LENGTH: Final = 60
_SHORT: Final = 200  # characters of a page that is a picture
_LEAST_PIECES: Final = 4  # in a row, for an article that is printed twice
_LEAST_LENGTH: Final = 200
_BLANK: Final = pattern(r"\s+")


def left_out(root: Element, words: int) -> Iterator[Withheld]:
    """Name the files, frames and pictures of a page that hold what the page itself does not.

    Args:
        root: the page.
        words: characters of its article.
    """
    struck = tuple(filter(None, (_words(element) for element in root.iter(*STRUCK))))
    if struck:
        yield Withheld(
            kind=WithheldKind.STRUCK,
            what=message("有 {n} 处文字划了删除线，没有读取：{words}。", n=len(struck), words=_few(struck)),
            remedy=message("请核对划掉的文字是否确已作废；仍有效的请去掉删除线后再导入。"),
        )
    files = tuple(dict.fromkeys(_linked_files(root)))
    if files:
        yield Withheld(
            kind=WithheldKind.LINK,
            what=message("网页链接的 {n} 个附件没有读取：{files}。", n=len(files), files=_few(files)),
            remedy=message("分工若在附件里，请下载附件后导入附件本身。"),
        )
    frames = tuple(dict.fromkeys(filter(None, (_source(element) for element in root.iter(*_FRAMES)))))
    if frames and words < _SHORT:
        yield Withheld(
            kind=WithheldKind.LINK,
            what=message("网页的正文在另一个页面里（{files}），没有读取。", files=_few(frames)),
            remedy=message("请打开那个页面，保存后导入。"),
        )
    if words < _SHORT and next(root.iter("img"), None) is not None:
        yield Withheld(
            kind=WithheldKind.PICTURE,
            what=message("网页正文只有 {count} 字，内容可能在图片里，图片没有读取。", count=words),
            remedy=message("图里若有分工，请先做文字识别（OCR），或改成文字、表格后再导入。"),
        )


def _linked_files(root: Element) -> Iterator[str]:
    for link in root.iter("a"):
        path = _path(link.get("href") or "")
        if path.lower().endswith(_ENDINGS) and not is_dropped(link):
            yield _words(link) or path.rpartition("/")[2][:_NAME_LENGTH]


def _words(element: Element) -> str:
    return _BLANK.sub("", "".join(map(str, element.itertext())))[:_NAME_LENGTH]


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address.strip()).path)
    except ValueError:
        return ""


def _source(element: Element) -> str:
    source = (element.get("src") or element.get("data") or "").strip()
    return (
        "" if tag_of(element) not in _FRAMES or source.startswith(("about:", "javascript:")) else source[:_NAME_LENGTH]
    )


def _few(names: Sequence[str]) -> tuple[str, ...]:
    return (*names[:_MOST_NAMED], *(("…",) if len(names) > _MOST_NAMED else ()))


def once(pieces: Iterable[Piece]) -> tuple[list[Piece], int]:
    """Make noise of the second print of an article, as pages carry one for small screens or for printing.

    Returns:
        The pieces, and how many characters are printed twice.
    """
    found = list(pieces)
    places = [number for number, piece in enumerate(found) if piece.kind is not BlockKind.NOISE]
    words = [_BLANK.sub("", found[place].text) for place in places]
    twice = 0
    for start, end in _repeats(words):
        for place in places[start:end]:
            twice += len(found[place].text)
            found[place] = replace(found[place], kind=BlockKind.NOISE, cell=None, level=0)
    return found, twice


def _repeats(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The runs that say again what a run before them stated."""
    first: dict[str, int] = {}
    start, earlier = 0, -1  # of the run, and where it stood before
    for number, text in enumerate((*words, "")):
        goes_on = (
            earlier >= 0
            and number < len(words)
            and earlier + number - start < start
            and words[earlier + number - start] == text
        )
        if not goes_on:
            if earlier >= 0 and _is_article(words[start:number]):
                yield start, number
            start, earlier = number, first.get(text, -1)
        first.setdefault(text, number)


def _is_article(words: Sequence[str]) -> bool:
    """Whether a run is long and various enough to be an article, rather than a line or a cell that recurs."""
    return len(set(words)) >= _LEAST_PIECES and sum(map(len, words)) >= _LEAST_LENGTH


def repeated(count: int) -> Iterator[Withheld]:
    """Say that an article was printed twice."""
    if count:
        yield Withheld(
            kind=WithheldKind.REPEATED,
            what=message("正文在页面里出现两遍，第二遍（{count} 字）不重复读取。", count=count),
            remedy=message("无需处理。"),
        )
