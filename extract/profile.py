"""What the document says of itself, read before any line: title, number, date, place, and the rules it sets.

Rules found here hold for the entire document: the order rule (排在第一位的部门为牵头部门,下同), aliases (以下简称),
where the office of a group sits (办公室设在X), and blanket rules (以下各项均涉及各县(市、区),不再单独列出).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.forms.general_rule import Blanket, read_blanket
from extract.items import Outline
from extract.kinds import kind_of
from extract.lexicon import rule_pattern
from extract.markers import Form, chinese_number, marker_at
from extract.patterns import pattern
from extract.records import BlockKind, Document, Plan, Span
from extract.units.evidence import Home
from extract.units.home import home_of

HEAD = 3000  # code points in which title, number and notice are looked for
DATES = 20_000  # code points in which the date and the signature are looked for
TAIL = 800  # code points at the end that may say who printed the document and to whom it is copied

_NUMBER = pattern(
    r"[\u4e00-\u9fff]{1,12}(?:发|办|函|字|规|令|通|文|政|综|改|电)*\s?\(\s?(?P<year>(?:19|20)\d\d)\s?\)\s?第?\s?\d{1,4}\s?号"
)
_NUMBERED = pattern(r"\(\s?(?:19|20)\d\d\s?\)\s?第?\s?\d{1,4}\s?号")
_NUMBER_REACH = 40  # code points of the words before the year
_YEAR = pattern(r"(?:19|20)\d\d")
_KINDS = "(?:通知|意见|方案|决定|办法|规划|要点|报告|措施)"
_KIND = pattern(rf".*{_KINDS}的?")
TITLE_END = 200  # code points within which the number may follow the title in a bracket
_PRINTED = pattern(r"《(?P<plan>[^《》]{4,80})》[^。《》]{0,40}(?:同意|通过)[^。《》]{0,10}印发")
_OPENING = pattern(  # the first words, when they are neither addressees nor a sentence
    r"[#\s]*(?P<words>(?!各|责任|牵头|配合|为[了贯])[^\s。:,;]{6,80})(?=\s|$)"
)
_CN_DIGIT = "〇零一二三四五六七八九"
_DATE = pattern(
    r"(?P<y>(?:19|20)\d\d|[〇零○O\uff2f一二三四五六七八九]{4})\s?年\s?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月(?:\s?(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s?日)?"
)
_ALIAS_SIGN = pattern(r"\((?:以下|下)(?:简|统)称[:]?[“\"]?(?P<short>[\u4e00-\u9fff]{2,20})[”\"]?\)")
_HOST_SIGN = pattern(r"办公室设在(?P<host>[\u4e00-\u9fff]{2,20})")
_FULL = pattern(r"[\u4e00-\u9fff]{4,40}$")
_GROUP = pattern(r"[\u4e00-\u9fff]{2,30}?(?:领导小组|指挥部|委员会|专班)")
_NOTICE = pattern(
    # words in 《》 are another paper's: 关于落实《政府工作报告》重点工作部门分工的意见; 关于印发…方案的通知 ends with 通知
    r"[#\s]*(?:[\u4e00-\u9fff、\d]{2,60}?)?关于(?:印发|转发|批转|下达)(?:《[^》\n]*》|[^。\n:《]){2,120}?的?(?:通知|通告|函)"
    r"|[#\s]*(?:[\u4e00-\u9fff、\d]{2,60}?)?关于(?:《[^》\n]*》|[^。\n:《]){2,120}?(?:的)?(?:通知|意见|方案|决定|办法|规划|要点|函|报告)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The plan's own facts, its home, and the rules that hold for its lists."""

    plan: Plan
    home: Home
    start: int = 0  # where the text begins, behind site navigation laid out in cells
    order_rule: Span | None  # the words of the rule
    order_from: int  # from which offset the rule holds
    marked_lead: bool = False  # 带*的为牵头单位
    joint_from: int | None = None  # from which offset bare lists are joint: 按责任分工,下同
    blanket: tuple[Blanket, ...]  # rules that name units for many tasks at once


def read_profile(document: Document, view: str, outline: Outline) -> Profile:
    """Read the profile of a document."""
    start = _body_start(document)
    head = view[start : start + HEAD]
    cells = bool(document.blocks) and document.blocks[0].cell is not None
    title = (_notice(_title_lines(head)) if cells else _title(view, outline, head)) or document.name.rsplit(".", 1)[0]
    dates = _dates(document, view)
    issued = _issued(view, dates)
    issuer = _issuer(view, title, dates)
    aliases = tuple(_aliases(view))
    hosts = tuple(_hosts(view))
    first = head.lstrip().split("\n", 1)[0][:80]
    home = home_of(title if title in head else first, issuer, head, issued, view[-TAIL:])
    home = home.with_words(aliases, hosts).of(document.id)
    number = _own_number(view)
    plan = Plan(
        title=title, issuer=issuer, number=document.quote(number) if number else "", issued=issued,
        place_code=home.place_code, place_name=home.place_name, level=home.level,
        kind=kind_of(document, view, title),
    )  # fmt: skip
    rule, holds_from = _order_rule(view)
    remit = rule_pattern("by-remit").search(view)  # from here on, bare lists are joint
    return Profile(
        plan=plan, home=home, start=start, order_rule=rule, order_from=holds_from, marked_lead=rule_pattern("marked-leads").search(view) is not None,
        joint_from=remit.start() if remit else None, blanket=tuple(read_blanket(view)),
    )  # fmt: skip


def _aliases(view: str) -> Iterator[tuple[str, str]]:
    """Yield the short names a document gives: 处置非法集资牵头部门(以下简称牵头部门)."""
    for found in _ALIAS_SIGN.finditer(view):
        full = _FULL.search(view[max(0, found.start() - 40) : found.start()])
        if full:
            yield found.group("short"), full.group()


def _hosts(view: str) -> Iterator[tuple[str, str]]:
    """Yield groups and the body that keeps their office: 领导小组办公室设在市发展改革委."""
    for found in _HOST_SIGN.finditer(view):
        sentence = re.split(r"[。\n]", view[max(0, found.start() - 80) : found.start()])[-1]
        group = _GROUP.search(sentence)
        yield group.group() if group else "", found.group("host")


def _order_rule(view: str) -> tuple[Span | None, int]:
    """Find the order rule; printed inside a clause (…,下同) it holds from there on, elsewhere everywhere."""
    found = rule_pattern("first-leads").search(view)
    if found is None:
        return None, len(view)
    opening = view.rfind("(", max(0, found.start() - 200), found.start())
    inside = (
        opening >= 0 and ")" not in view[opening : found.start()] and view[opening + 1 : found.start()].strip("注: ")
    )
    return Span(*found.span()), opening if inside else 0


def _body_start(document: Document) -> int:
    """Skip tables above the first paragraph that prints a notice's title: site navigation arranged in cells."""
    if not document.blocks or document.blocks[0].cell is None:
        return 0
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH and _NOTICE.match(document.quote(block.span)):
            return block.span.start
    return 0


def _title_lines(head: str) -> list[str]:
    lines = [line.strip() for line in re.split(r"\n|\s{2,}", head) if line.strip()]
    return [line for line in lines if marker_at(line, 0, len(line)) is None]


def _notice(lines: list[str]) -> str:
    """Take the title of a notice from the first lines, also where it runs over several."""
    for first in range(min(4, len(lines))):
        notice = _NOTICE.match("".join(lines[first : first + 5]))
        if notice:
            return re.sub(r"[\s#]+", "", notice.group())
    return ""


def _title(view: str, outline: Outline, head: str) -> str:
    """Take the title of the notice or plan: 关于印发…的通知, else the first title line, else the first line."""
    notice = _notice(_title_lines(head))
    if notice:
        return notice
    for item in outline.items[:8]:
        annex = item.form is Form.ANNEX and item.index == 0  # an annex that came without its notice
        if item.title.length and (annex or not item.number.length):
            return view[item.title.start : item.title.end].strip()
    issued = _PRINTED.search(head)
    if issued:
        return issued.group("plan").strip()
    opening = _OPENING.match(head)
    return opening.group("words") if opening else ""


def _dates(document: Document, view: str) -> tuple[re.Match[str], ...]:
    """Find the dates outside of tables; in rows of three cells and more, a body and a date are a task's."""
    wide = {block.cell.table for block in document.blocks if block.cell is not None and block.cell.column > 1}
    rows = [block.span for block in document.blocks if block.cell is not None and block.cell.table in wide]
    starts = [span.start for span in rows]

    def in_row(at: int) -> bool:
        place = bisect_right(starts, at)
        return place > 0 and at < rows[place - 1].end

    return tuple(found for found in _DATE.finditer(view, 0, DATES) if not in_row(found.start()))


def _issuer(view: str, title: str, dates: Sequence[re.Match[str]]) -> str:
    """Take the signature: the line before the date, else the body that the title begins with."""
    for found in dates:
        before = view[: found.start()].rstrip()
        line = re.split(r"[\n。 ]", before[-40:])[-1].strip()
        if re.fullmatch(r"[\u4e00-\u9fff]{3,30}(?:政府|委员会|办公厅|办公室|国务院|厅|局|委|部|党委|管委会)", line):
            return line
    opening = re.match(r"(?P<who>[\u4e00-\u9fff]{2,30}?)(?:办公厅|办公室)?(?:印发|转发)?关于", title)
    return opening.group("who") if opening else ""


def _issued(view: str, dates: Sequence[re.Match[str]]) -> str:
    """Take 成文日期: a date that is on its own, else the year in 发文字号, else nothing."""
    for found in dates:
        before = view[max(0, found.start() - 1) : found.start()]
        after = view[found.end() : found.end() + 1]
        if (not before or before.isspace() or before in "府室厅局委部院") and (
            not after or after.isspace() or after == "("
        ):
            return _iso(found)
    own = _own_number(view)
    year = _YEAR.search(view, own.start, own.end) if own else None
    return year.group() if year else ""


def _numbers(head: str) -> Iterator[re.Match[str]]:
    """Find what looks like a 发文字号; a year in brackets is found sooner than the words before it."""
    end = 0
    for year in _NUMBERED.finditer(head):
        found = _NUMBER.search(head, max(end, year.start() - _NUMBER_REACH), year.end())
        if found is not None:
            end = found.end()
            yield found


def _own_number(view: str) -> Span | None:
    """Find the document's own 发文字号: not in a bracket after another paper's title, not in the middle of a sentence."""
    for found in _numbers(view[:HEAD]):
        words = found.group()
        kind = _KIND.search(words)  # 关于…的意见国办发(2020)24号: the title ran into it
        start = found.start() + (kind.end() if kind else 0)
        before = view[max(0, start - 12) : start]
        titled = start < TITLE_END and re.search(rf"{_KINDS}\s?\($", before) is not None
        if kind or titled or not before or before[-1].isspace():
            return Span(start, found.end())
    return None


def _iso(found: re.Match[str]) -> str:
    year = found.group("y")
    if not year.isdecimal() or not year.isascii():
        year = "".join(str(max(_CN_DIGIT.find(sign) - 1, 0)) for sign in year)
    month = chinese_number(found.group("m"))
    day = found.group("d")
    return f"{year}-{month:02d}" + (f"-{chinese_number(day):02d}" if day else "")
