"""Tell what kind of document a text is, before any clause is read, and what counts in it.

Kinds, each with what it looks like:

- law: ``…条例``, ``…办法`` arranged in articles (第一条), a judicial interpretation, an order (``关于禁止…的命令``): who is
  responsible is a norm, no task;
- ledger: most of its text is in a table whose header names columns of units or tasks (责任清单, 分工表);
- report: ``…工作报告``, ``…情况汇报``; news: ``新华社北京5月6日电``, ``本报讯``: what was done, or what others stated;
- notice: ``关于召开…会议的通知`` that issues no plan;
- plan: everything else, a notice that issues a plan (关于印发…方案的通知) among it.

In a law, a report and a news item only labels (责任单位:) and brackets with a role word count; a sentence that closes with
由…负责 is shown and not counted.
"""

import re

from extract.patterns import pattern
from extract.records import Document, DocumentKind

__all__ = ["counts_sentences", "kind_of"]

_HEAD = 3000
_ARTICLE = pattern(r"(?:^|\n)[ #*]*第[一二三四五六七八九十百〇零\d]{1,7}条(?=[\s:、*]|[^\s款项规之的])")
_ARTICLES = 3
_LAW = pattern(
    r"(?:条例|办法|规定|细则|规则|法|法典|宪法|章程|准则|规程|修正案|法律问题|问题的?(?:决定|解释|批复|答复|意见|解答)|决定|解释|批复|司法解释|规范|守则|公约|议定书|组织法|案例)(?:\(.{1,30}\))*$"
)
_ORDER = pattern(r"(?:命令|(?:戒严|防火|禁火|禁牧|禁渔|禁捕|封山|禁)令)(?:\(.{1,30}\))*$")  # laid out in 一、二、三
_COURT = pattern(r"最高人民(?:法院|检察院)|全国人民代表大会|人民代表大会常务委员会")
_PLAN = pattern(r"方案|计划|规划|要点|行动|任务|分工|清单|台账|若干措施|举措|实施意见|工作意见|安排")
_REPORT = pattern(r"(?:报告|汇报|总结|情况|通报|简报|白皮书)(?:\(.{1,30}\))*$")
_NEWS = pattern(r"(?:新华社|中新社|本报|本网|记者|通讯员)[^\n。]{0,30}(?:电|讯|报道)|\(记者 ?[^()]{2,20}\)")
_NOTICE = pattern(r"(?:通知|公告|通告|公示|函|启事)(?:\(.{1,30}\))*$")
_ISSUES = pattern(r"印发|转发|批转|下达|分工|任务")
_CLAUSE = pattern(r"(?:责任|牵头|配合|主办|协办)(?:单位|部门) ?:|\([^()]{2,200}(?:牵头|负责|配合)\)")
_LEDGER_SHARE = 0.6


def kind_of(document: Document, view: str, title: str) -> DocumentKind:
    """Tell the kind of a document from its title, its layout and its first words.

    Guarantees:
        1. Linear; the same text and title give the same kind.
        2. What is arranged in articles and assigns by labels or brackets (第三条 …(责任单位:市财政局)) is a plan.
    """
    words = re.sub(r"\s+|[#*《》]", "", title)
    planned = _PLAN.search(words) is not None
    if _is_law(view, words, planned=planned):
        return DocumentKind.LAW
    cells = sum(block.span.length for block in document.blocks if block.cell is not None)
    if cells > _LEDGER_SHARE * sum(block.span.length for block in document.blocks):
        return DocumentKind.LEDGER
    if not planned and _NEWS.search(view, 0, _HEAD):
        return DocumentKind.NEWS
    if not planned and _REPORT.search(words):
        return DocumentKind.REPORT
    if not planned and _NOTICE.search(words) and not _ISSUES.search(words) and not _CLAUSE.search(view):
        return DocumentKind.NOTICE
    return DocumentKind.PLAN


def _is_law(view: str, title: str, *, planned: bool) -> bool:
    named = not planned and _LAW.search(title) is not None
    articles = sum(1 for _ in _ARTICLE.finditer(view))
    short = _ORDER.search(title) is not None or (named and _COURT.search(view, 0, _HEAD) is not None)
    if articles < _ARTICLES and (planned or not short):
        return False
    clauses = sum(1 for _ in _CLAUSE.finditer(view))
    return clauses < max(3, articles // 4)


def counts_sentences(kind: DocumentKind) -> bool:
    """Whether a sentence that closes with 由…负责 gives a task to someone in such a document."""
    return kind not in {DocumentKind.LAW, DocumentKind.REPORT, DocumentKind.NEWS}
