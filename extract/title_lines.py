"""The words of headings: lines that are titles, headings at the head of an item, captions of tables."""

from extract.patterns import pattern
from extract.records import Span

__all__ = [
    "CAPTION_LIMIT",
    "HEADING_LIMIT",
    "TITLE_LIMIT",
    "caption_at",
    "glued_title",
    "heading_words",
    "table_note_at",
    "title_at",
    "title_tail",
]

TITLE_LIMIT = 40  # a run-in heading is at most this long; GB/T 9704 gives no number, the corpus does
HEADING_LIMIT = 60  # an own-line heading may be longer
CAPTION_LIMIT = 40

_TITLE_LINE = pattern(
    r"[^。;!?:,]{2,60}(?:方案|办法|意见|规划|计划|要点|措施|清单|分工表?|任务表|分解表|指标表|责任表|明细表|细则|台账|一览表|安排表?|规定|制度|规则|指南|目录|政策|预案|通知|通告|公告|表)"
    r"(?:\s*\([^()]{1,20}\))?"
)
_CLOSING_CLAUSE = pattern(  # 一、稳定就业岗位(市人社局牵头)
    rf"(?P<title>[^。;:()\n]{{2,{TITLE_LIMIT}}})\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
)
_BLANK = pattern(r"\s")
_CLAUSE = pattern(r"(?:单位|部门|主体)\s*:|\((?:[^()]*)(?:负责|牵头|配合)\)")
_NO_TITLE = pattern(r"[,;:。]")
_NO_CAPTION = pattern(r"[。;:!?]|\d日$|^\(?(?:续表?|单位|注|截至)|\d月$|^\([^()]*\)$")
_TABLE_NOTE = pattern(  # what is between a caption and its table: 说明:●为牵头; (截至3月31日); 单位:万元
    r"\(?(?:说明|备?注|单位|图例|截至|填报|制表)[^\n]*|\([^()\n]*\)|[●○▲△★☆◎√*■□◆◇](?:为|表示|代表|指)[^\n]*"
)
# 健全供水管护体系由县供水公司统一管理: a title of a noun, then its text; 由城市向农村延伸 is no agent
_GLUED = pattern(
    r"(?P<title>[^,。;:()由]{4,20}(?:体系|机制|制度|政策|措施|能力|水平|格局|环境|网络|服务|管理|建设|工作))"
    r"(?=由(?!此|于|来)[^,。;:向到]{2,20}(?:统一|负责|牵头|承担|组织|具体|会同))"
)


def title_at(view: str, start: int, end: int) -> bool:
    """Whether a line is a title by its last words: ``昌吉州2024年重点工作任务分工表``."""
    return end - start <= HEADING_LIMIT and _TITLE_LINE.fullmatch(view, start, end) is not None


def title_tail(view: str, start: int, end: int) -> int | None:
    """Find where a title begins that closes a stretch after a sentence: ``…负责)某县第二方案``; None for none."""
    low = max(start, end - HEADING_LIMIT - 2)
    sign = max(view.rfind(sign, low, end - 1) for sign in "。)!?;")
    if sign < 0 and low > start:
        return None
    begin = max(start, sign + 1)
    while begin < end and view[begin].isspace():
        begin += 1
    return begin if title_at(view, begin, end) else None


def caption_at(view: str, start: int, end: int) -> bool:
    """Whether a line right above a table is its caption: short, and no sentence, label, unit of measure or date."""
    return 4 <= end - start <= CAPTION_LIMIT and _NO_CAPTION.search(view[start:end]) is None


def table_note_at(view: str, start: int, end: int) -> bool:
    """Whether a line says how to read the table below it: ``说明：●为牵头单位`` · ``（截至3月31日）``."""
    return _TABLE_NOTE.fullmatch(view, start, end) is not None


def glued_title(view: str, start: int, end: int) -> int | None:
    """Find where a title ends whose line break was lost: ``健全管护体系由县供水公司统一管理…``; None where it is unknown."""
    found = _GLUED.match(view, start, min(end, start + 2 * TITLE_LIMIT))
    return found.end() if found else None


def heading_words(view: str, first: Span, *, run_on: bool) -> Span:
    """Find the heading words at the start of an item's first stretch; an empty span for none.

    Args:
        view: the folded text.
        first: the first stretch of the item.
        run_on: whether the line holds several items, so that a blank may be a lost line break.

    Forms handled: ``（一）总体要求`` on its own line · ``一、稳定就业岗位（市人社局牵头）`` · ``1.依法规范行政职权。坚持…`` run in · ``一、总体要求 以习近平…``
    in a text that has lost its line breaks.
    """
    words = view[first.start : first.end]
    stop = words.find("。")
    if _is_heading_line(words, stop):
        return first
    closing = _CLOSING_CLAUSE.fullmatch(words)
    if closing is not None and _is_clause(words):
        return Span(first.start, first.start + closing.end("title"))
    blank = _BLANK.search(words, 0, HEADING_LIMIT + 1)
    before = blank.start() if blank and not _NO_TITLE.search(words, 0, blank.start()) else 0
    if run_on and before > 2:
        return Span(first.start, first.start + before)
    if 0 < stop <= TITLE_LIMIT and words.count(",", 0, stop) <= 2 and not _is_clause(words[:stop]):
        return Span(first.start, first.start + stop)
    return Span(first.start, first.start + (before if before > 1 else 0))


def _is_heading_line(words: str, stop: int) -> bool:
    if stop not in {-1, len(words) - 1} or len(words) > HEADING_LIMIT or "\n" in words or _is_clause(words):
        return False
    return len(words) <= TITLE_LIMIT or _BLANK.search(words.rstrip()) is None


def _is_clause(words: str) -> bool:
    return _CLAUSE.search(words) is not None
