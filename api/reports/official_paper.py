"""The paper of an official document: page, fonts, headings, page numbers, annexes.

Source: GB/T 9704-2012, 5.2 (page: 37 mm above, 28 mm left, a type area of 156 mm by 225 mm), 5.3 (22 lines of 28
characters), 7.3.1 (title), 7.3.3 (text and headings), 7.3.4 (list of annexes), 7.3.5 (signature and date), 7.5 (page numbers).
"""

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from ontology.catalogue import Language

TITLE, TEXT, SECOND, FIRST, NUMBERS = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
FALLBACKS = {
    TITLE: ("宋体", "roman"),
    TEXT: ("仿宋", "roman"),
    SECOND: ("楷体", "roman"),
    FIRST: ("SimHei", "swiss"),
    NUMBERS: ("SimSun", "roman"),
}
"""The other name or font to take where one is not installed, and the kind of letters where neither is."""
LATIN = "Times New Roman"
TITLE_SIZE, TEXT_SIZE, NUMBER_SIZE = Pt(22), Pt(16), Pt(14)  # the sizes 2, 3 and 4
LINE = Pt(28.9)
WIDTH = 15.6  # centimetres of text
_DIGITS = "〇一二三四五六七八九"


def paper(title: str, language: Language) -> Word:
    """Give an empty document with its page, styles and page numbers, and its title on top."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.footer_distance = Cm(2.5)
    _style(word, "Normal", TEXT, TEXT_SIZE)
    _style(word, "Title", TITLE, TITLE_SIZE)
    _style(word, "Heading 1", FIRST, TEXT_SIZE)
    _style(word, "Heading 2", SECOND, TEXT_SIZE)
    _fallbacks(word)
    _speak_chinese(word)
    word.core_properties.title, word.core_properties.author = title, "dutygraph"
    word.core_properties.language = "zh-CN" if language is Language.ZH else "en"
    head = word.add_paragraph(title, style="Title")
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.space_after = LINE
    word.settings.odd_and_even_pages_header_footer = True
    _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    return word


def text(word: Word, words: str, *, style: str = "Normal") -> Paragraph:
    """Add a paragraph whose first line is set in by two characters."""
    paragraph = word.add_paragraph(words, style=style)
    _indent(paragraph, firstLineChars="200", firstLine="640")
    return paragraph


def signature(word: Word, office: str, date: str) -> None:
    """Add who signs and the date, at the right, four characters from the edge."""
    for number, words in enumerate((office, date)):
        paragraph = word.add_paragraph(words)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if not number:
            paragraph.paragraph_format.space_before = 2 * LINE
        _indent(paragraph, rightChars="400", right="1280")


def annex(word: Word, name: str, title: str) -> None:
    """Begin an annex on a separate page: its name at the left, its title in the middle."""
    mark = word.add_paragraph()
    mark.paragraph_format.page_break_before = True
    run = mark.add_run(name)
    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FIRST)  # noqa: SLF001  python-docx sets Latin fonts alone
    head = word.add_paragraph(title, style="Title")
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.space_after = Pt(14)


def counted(number: int, depth: int, language: Language) -> str:
    """Number a heading: 一、 then （一） in Chinese, 1. then 1.1 elsewhere by its place alone.

    >>> counted(1, 1, Language.ZH), counted(12, 2, Language.ZH), counted(3, 1, Language.EN), counted(3, 2, Language.EN)
    ('一、', '（十二）', '3. ', '(3) ')
    """
    if language is not Language.ZH:
        return f"{number}. " if depth == 1 else f"({number}) "
    return f"{chinese(number)}、" if depth == 1 else f"（{chinese(number)}）"


def chinese(number: int) -> str:
    """Write a number below a thousand in Chinese.

    >>> [chinese(number) for number in (1, 10, 11, 20, 35, 100, 105, 110, 999)]
    ['一', '十', '十一', '二十', '三十五', '一百', '一百〇五', '一百一十', '九百九十九']
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += f"{_DIGITS[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        words += "〇"
    return words + (_DIGITS[ones] if ones or not number else "")


def written_date(day: str, language: Language) -> str:
    """Write a date, as precise as it is known, as a document is dated.

    >>> written_date("2026-11-09", Language.ZH), written_date("2026-11", Language.ZH), written_date("2026", Language.EN)
    ('2026年11月9日', '2026年11月', '2026')
    """
    if language is not Language.ZH:
        return day
    return "".join(f"{part.lstrip('0')}{mark}" for part, mark in zip(day.split("-"), "年月日", strict=False) if part)


def _style(word: Word, name: str, font: str, size: Pt) -> None:
    style = word.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101  each of the four is one in the template
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, size, False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(36) if name == "Title" else LINE
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    for border in style.element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)


def _fallbacks(word: Word) -> None:
    """Name the font to take where one is not installed, and its kind for a system that has neither."""
    part: Part = next(one for one in word.part.package.iter_parts() if str(one.partname) == "/word/fontTable.xml")
    table = etree.fromstring(part.blob)
    for old in table.findall(qn("w:font")):
        if old.get(qn("w:name")) in FALLBACKS:
            table.remove(old)
    for name, (other, family) in FALLBACKS.items():
        words = f'<w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/>'
        table.append(etree.fromstring(f'<w:font {nsdecls("w")} w:name="{name}">{words}</w:font>'))
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001  a part has no call for it


def _speak_chinese(word: Word) -> None:
    """Say that East Asian letters are Chinese: another language has other forms of the same characters and stops."""
    for lang in word.styles.element.xpath("./w:docDefaults//w:lang"):
        lang.set(qn("w:eastAsia"), "zh-CN")


def _indent(paragraph: Paragraph, **lengths: str) -> None:
    """Set a paragraph in by characters, which python-docx has no call for, and by twips where a program knows none."""
    indent = OxmlElement("w:ind")
    for name, value in lengths.items():
        indent.set(qn(f"w:{name}"), value)
    paragraph._element.get_or_add_pPr().append(indent)  # noqa: SLF001  same


def _page_field(paragraph: Paragraph) -> Run:
    """Add the number of the page, which Word counts."""
    run = paragraph.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._element.append(element)  # noqa: SLF001  python-docx has no call for fields
    return run


def _number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """Let Word count the pages: — 1 —, at the right of odd pages and at the left of even ones."""
    paragraph.alignment = side
    _indent(paragraph, rightChars="100", leftChars="100")
    run = paragraph.add_run("— ")
    field = _page_field(paragraph)
    for one in (run, field, paragraph.add_run(" —")):
        one.font.name, one.font.size = NUMBERS, NUMBER_SIZE
        one._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), NUMBERS)  # noqa: SLF001  same as above
