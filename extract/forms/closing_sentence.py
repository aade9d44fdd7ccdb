"""Read a closing sentence that is nothing but a clause: ``由市教育局牵头,市财政局配合。``."""

from collections.abc import Iterator, Sequence

from extract.forms.examples import Examples
from extract.label import BRACKET_LIMIT, opens_line
from extract.lexicon import closings, rule_pattern
from extract.mentions import split_mentions, strip
from extract.parts import Clause, ClauseShape, chunks_of, is_time, phrase_of, read_chunks
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning
from extract.units.registry import group_like, known_body, unit_like

EXAMPLES = Examples(
    rules=("closing",),
    quotations=(
        "1.制定规划。细化措施。由⟦L:市发展改革委⟧牵头，⟦S:市财政局⟧配合。",
        "1.加快建设。\n⟦L:市住建局⟧负责，⟦S:市财政局⟧配合。",
        "（一）演练。\n防汛演练的组织由⟦L:市水务局⟧承担，所需经费由⟦L:市财政局⟧承担。",
        "1.制定规划。该项工作由⟦L:市发展改革委⟧牵头。",
        "1.加强巡查，由⟦L:县林业局⟧负责，⟦S:县公安局⟧配合。",
        # who leads by his own sentence leads, 责任单位 in the bracket after it supports, as in one clause
        "1.培育产业。建设园区，由⟦L:市经信局⟧牵头。（责任单位：⟦S:市科技局⟧、⟦S:市财政局⟧）",
        "1.推行試點，由⟦L:創新科技署⟧牽頭，⟦S:社會福利署⟧配合。",
        "1.检修农机。检修1.5万台套。⟦L:县农机中心⟧为责任单位。",
        "1.清淤渠道。维修泵站26座。⟦L:县水利局⟧为牵头单位，⟦S:各灌区管理局⟧、⟦S:乡镇⟧为责任单位。",
        "1.编制目录，由⟦L:市数据局⟧牵头，⟦S:市直各部门⟧分别负责，6月底前完成。",
        "1.清理河面，由⟦L:镇水务站⟧负责。",
        "1.储备物资。补充冲锋舟12艘，采购事宜由⟦L:县应急管理局⟧负责。",
    ),
    against=(
        "1.制定规划。支持企业牵头组建联盟。",
        "1.加强监督。\n监察专员对本级监察委员会负责。",
        "1.规范考试，由颁发该证书的单位负责。",
        "1.规范考试，由有关部门负责。",
        "1.规范服务，由县区两级中心负责。",
        "1.推广经验。\n排名第一的为牵头单位。",
        "1.建平台。由市教育局组织实施。（责任单位：市科技局）",
    ),
)


_BY = pattern(r"(?:(?:该|此|本|这)项|以上|上述|具体|相关)?(?:工作|任务|事项|措施)?由")
_BY_INSIDE = pattern(r"[,;](?P<what>[^,;。:()由]{0,12}(?<![自理缘事因可不])由)(?![于此来])")
_SENTENCE = pattern(r"[^\n。]+")
_GROUP = pattern("各(?:[县市区旗州盟乡镇街]|地|[\u4e00-\u9fff]{1,6}(?:局|中心|站|所|队)$)|(?:乡镇|镇街|街道|属地)$")
_OFFICE = pattern(  # 创新科技署, 镇水务站: no class of bodies
    "(?!.*[的各有该本原])(?:[\u4e00-\u9fff]{4,10}(?:局|厅|委员会|署)"
    "|[县市区旗镇乡](?![县市区镇乡级域场内外民政])[\u4e00-\u9fff]{2,8}(?:局|委|办|站|所|队|中心))"
)
_DUTY = pattern("牵头|负责|配合|承担|[为是](?:责任|实施|落实)(?:单位|部门|主体)")
_CLOSES = pattern("牵头|负责|配合|落实|实施|承担|责任")


def closing_sentences(view: str, piece: Span, taken: set[int]) -> Iterator[Clause]:
    """Read a last sentence, or a separate line, that is nothing but a clause: ``由甲牵头,乙、丙配合。``."""
    whole = strip(view, piece.start, piece.end)
    body = Span(whole.start, _before_brackets(view, whole, taken))
    for line in _SENTENCE.finditer(view, body.start, body.end):
        if _CLOSES.search(view, *line.span()) is None:
            continue
        span = strip(view, *line.span())
        if not _may_close(view, span) or not taken.isdisjoint(range(span.start, span.end)):
            continue
        last = body.end - span.end <= 3 and not view[span.end : body.end].strip("。 ")
        tail = _tail(view, span) if last else span
        clause = _clause(view, piece, span, last=last) or (
            _clause(view, piece, tail, last=True) if tail != span else None
        )
        step = last and body.end < whole.end  # a step, unless it says who leads
        if clause is not None and (not step or _leads(clause)):
            yield clause


def _leads(clause: Clause) -> bool:
    return any(part.meaning is Meaning.LEAD for part in clause.parts)


def _before_brackets(view: str, piece: Span, taken: set[int]) -> int:
    """Find where the words end before the clauses that close a stretch: ``由市经信局牵头。(责任单位:市科技局)``.

    Only 牵头 counts there: what a unit does otherwise (由市教育局组织实施) is a step, the bracket says who is responsible.
    """
    end = strip(view, piece.start, piece.end, "。;").end
    while end > piece.start and end - 1 in taken:
        end -= 1
    return end if end - 1 >= piece.start and end in taken else piece.end


def _may_close(view: str, sentence: Span) -> bool:
    """Whether a sentence is short and states no rule: 排名第一的为牵头单位, 本措施由市发展改革委负责组织实施."""
    if sentence.length > BRACKET_LIMIT:
        return False
    words = view[sentence.start : sentence.end]
    if words.startswith("本") and rule_pattern("of-document").match(words):
        return False
    return rule_pattern("first-leads").search(words) is None


def _clause(view: str, piece: Span, span: Span, *, last: bool) -> Clause | None:
    """Read a sentence whose chunks are nothing but names with their roles, and time limits."""
    own = opens_line(view, piece, span.start)
    by = _BY.match(view, span.start) is not None
    if not (own or last) or not (by or _DUTY.search(view, span.start, span.end)):
        return None
    comma = view.find(",", span.start, span.end)
    first = comma if comma >= 0 else span.end
    if not (own or by) and view[first - 2 : first] not in closings():
        return None  # the first words are no name with its role: most sentences end here
    chunks = chunks_of(view, span.start, span.end)
    if not all(phrase_of(view, chunk) or is_time(view, chunk) for chunk in chunks):
        return None
    if not (own or by or _sure(view, chunks)):
        return None
    parts, limits = read_chunks(view, chunks, default=Meaning.RESPONSIBLE, label=span)
    names = [view[item.start : item.end] for part in parts for item in part.items]
    if not names or not all(map(unit_like, names)) or any(part.left for part in parts):
        return None
    return Clause(span=span, shape=ClauseShape.SENTENCE, parts=parts, limits=limits, own_line=own)


def _tail(view: str, sentence: Span) -> Span:
    """Give the chunks that close a sentence with 由 and bodies: ``加强巡查,由县林业局负责``; else all of it."""
    if _BY_INSIDE.search(view, sentence.start, sentence.end) is None or _BY.match(view, sentence.start):
        return sentence
    chunks = chunks_of(view, sentence.start, sentence.end)
    first = next((n for n, chunk in enumerate(chunks) if n and _BY_INSIDE.match(view, chunk.start - 1)), 0)
    return Span(chunks[first].start, sentence.end) if first and _sure(view, chunks[first:]) else sentence


def _sure(view: str, chunks: Sequence[Span]) -> bool:
    """Whether each name is registered, a group (各乡镇), or beside such (市直各部门); a class of bodies (颁发证书的单位) is the subject of a norm."""
    lists = (units for chunk in chunks if (phrase := phrase_of(view, chunk)) for _, units, _ in (phrase,))
    names = [
        view[name.start : name.end]
        for units in lists
        for name in split_mentions(view, _after_by(view, units), units.end).items
    ]
    others = [name for name in names if not (known_body(name) or _GROUP.match(name) or _OFFICE.fullmatch(name))]
    return len(others) < len(names) and all(map(group_like, others))


def _after_by(view: str, units: Span) -> int:
    """Find where the names begin after 由, be it after what they do: ``采购事宜由市应急管理局``."""
    by = _BY_INSIDE.match(view, units.start - 1, units.end)
    return by.end() if by is not None else units.start
