"""What the elements of a web page mean for its text: which are hidden, which end a paragraph, what white space is worth."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from extract.messages import message
from extract.patterns import pattern
from extract.readers.refusal import too_large, unreadable

_SKIPPED_NAMES: Final = (
    "head script style noscript template iframe object embed svg canvas math audio video map select option datalist "
    "button input textarea link meta rt rp"
)
_BLOCK_NAMES: Final = (
    "html body address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table caption colgroup col tbody thead tfoot "
    "tr td th ul br marquee"
)
_SKIPPED: Final = frozenset(_SKIPPED_NAMES.split())
STRUCK: Final = ("del", "s", "strike")
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_HIDING: Final = pattern(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|text-decoration[^;]*line-through", re.IGNORECASE
)
_SPACES: Final = pattern(r"[ \t\r\n\x0b\x0c\xa0\u2002\u2003\u2009]+")
_INVISIBLE: Final = pattern(r"[\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_WIDE: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
_SOURCE_BREAK: Final = pattern(f"(?<=[{_WIDE}])[ \\t]*\\r?\\n\\s*(?=[{_WIDE}])")
_SETTINGS: Final = {
    "table": pattern(r"display\s*:\s*table\s*(?:;|$)", re.IGNORECASE),
    "tr": pattern(r"display\s*:\s*table-row\s*(?:;|$)", re.IGNORECASE),
    "td": pattern(r"display\s*:\s*table-cell\s*(?:;|$)", re.IGNORECASE),
}
_ROLES: Final = {
    "table": frozenset({"table", "grid"}),
    "tr": frozenset({"row"}),
    "td": frozenset({"cell", "gridcell", "columnheader", "rowheader"}),
}
_SET_AS_TABLE: Final = pattern(r"table-cell|role\s*=\s*[\"']?(?:grid)?cell", re.IGNORECASE)
_MAX_TAGS: Final = 3_000_000
_MOST_ATTRIBUTES: Final = 4_000  # characters of the attributes of one tag, without their values
_SIGNS: Final = pattern("(?:=\\s*)([\"'])|>")  # where the value of an attribute begins, and where a tag ends
_TAG_NAME: Final = pattern("</?[A-Za-z][A-Za-z0-9:-]*")

Element = etree._Element  # noqa: SLF001  the stubs name the type of an element by this alone


def parse(text: str, name: str) -> Element:
    """Build the tree of a page, an empty one where it has no element. Nothing is fetched, no entity of the page's own resolved.

    Raises:
        UnreadableSourceError: when the parser gives up.
        SourceTooLargeError: when tags are too many or nested too deep to be processed.
    """
    if text.count("<") > _MAX_TAGS:
        raise _too_complex(name)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, recover=True
    )
    try:
        root: Element | None = etree.fromstring(
            _whole_table(_bare_tags(text)).encode("utf-8", errors="replace"), parser
        )
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _no_page(name) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise _too_complex(name)
    if root is None:  # a comment or a doctype alone
        return etree.Element("html")
    if _SET_AS_TABLE.search(text):
        _name_tables(root)
    return root


def _bare_tags(text: str) -> str:
    """Take the attributes from a tag that has more of them than anybody writes: the parser compares each with all others."""
    if len(text) < _MOST_ATTRIBUTES:
        return text
    parts: list[str] = []
    last = 0
    for start, end in _overlong(text):
        name = _TAG_NAME.match(text, start)
        parts += (text[last : name.end() if name else start], text[end : end + 1] or ">")
        last = end + 1
    return "".join(parts) + text[last:] if parts else text


def _overlong(text: str) -> Iterator[tuple[int, int]]:
    """Where tags begin and end whose attributes, their values not counted, are longer than the limit."""
    place = 0
    while (opened := _TAG_NAME.search(text, place)) is not None:
        length, place = 0, opened.end()
        while (sign := _SIGNS.search(text, place)) is not None and sign.group() != ">":
            length += sign.start() - place
            ended = text.find(sign[1], sign.end())
            place = ended + 1 if ended >= 0 else len(text)
        end = len(text) if sign is None else sign.start()
        if length + end - place > _MOST_ATTRIBUTES or (sign is None and end - opened.end() > _MOST_ATTRIBUTES):
            yield opened.start(), end
        place = end


def _name_tables(root: Element) -> None:
    """Give boxes that are set as a table, a row or a cell the name of one."""
    for element in root.iter("div", "span", "ul", "li", "p", "section"):
        style, role = element.get("style") or "", element.get("role") or ""
        for tag, way in _SETTINGS.items():
            if way.search(style) or role in _ROLES[tag]:
                element.tag = tag


def _whole_table(text: str) -> str:
    """Put a fragment that begins inside a table back into one."""
    return f"<table>{text}</table>" if re.match(r"\s*<(?:tbody|thead|tr|td)\b", text, re.IGNORECASE) else text


def _no_page(name: str) -> Exception:
    what = message("不是有效的网页文件")
    return unreadable(name, what=what, remedy=message("请重新保存网页"))


def _too_complex(name: str) -> Exception:
    what = message("的网页标签过多或嵌套过深，无法完整读取")
    remedy = message("请将正文另存为 txt 或 docx")
    return too_large(name, what=what, remedy=remedy)


def tag_of(element: Element) -> str:
    """The element's name in lower case; "" for what is not an element."""
    return _name(element.tag)


def _name(tag: object) -> str:
    return tag.lower() if isinstance(tag, str) else ""  # comments and the like carry a function here


def is_block(element: Element) -> bool:
    """Whether the element is on its own lines."""
    return tag_of(element) in _BLOCKS


def is_dropped(element: Element) -> bool:
    """Whether no one sees the element's words: scripts, form controls, hidden parts."""
    tag = tag_of(element)
    if not tag or tag in _SKIPPED or tag in STRUCK:
        return True
    if tag in {"html", "body"}:
        return False  # pages hide their body until a script has run
    return element.get("hidden") is not None or _HIDING.search(element.get("style") or "") is not None


def squeezed(text: str) -> str:
    r"""Make of white space what a browser makes of it; a source line break between two Chinese characters is none.

    >>> squeezed("加强\n  领导\xa0 <b>")
    '加强领导 <b>'
    """
    return _SPACES.sub(" ", _SOURCE_BREAK.sub("", _INVISIBLE.sub("", text)))


def seen(root: Element) -> Iterator[tuple[str, Element, str]]:
    """Walk what can be seen, in document order and without recursion.

    Yields:
        ("open", element, ""), ("text", the element the words are in, the words), ("close", element, "").
    """
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        if closing:
            yield "close", element, ""
        elif not is_dropped(element):
            yield "open", element, ""
            if element.text:
                yield "text", element, element.text
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        parent = element.getparent()
        if element is not root and parent is not None and element.tail:
            yield "text", parent, element.tail
