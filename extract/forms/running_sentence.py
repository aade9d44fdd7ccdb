"""Read the sentences of the running text that give a step of a task to a unit: duties that are shown, not counted.

Forms handled, each with its role:

- ``由政府法制办组织起草`` · ``由工商部门一次性核发`` · ``交由达茂旗牵头落实``: the unit does that step (lead of it)
- ``省发展改革委会同各地各部门,定期总结`` · ``由省教育厅会省卫生健康委研究制定``: the first leads, the others support
- ``由市经信局牵头,市财政局配合`` · ``以市财政局为主,市审计局协助``: lead and support
- ``市发展改革委和市市场监管局负责组织``: all lead; ``甲、乙按职责分工负责`` · ``甲与乙共同``: joint
- ``在市司法局指导下`` · ``省财政厅指导各地``: guide; ``由市政府督查室督办``: supervise
- ``政府法制机构牵头、各职能部门为主体的工作体制``: lead and implement, though it describes a system

Left alone: rights of anybody (``由企业自主选择``), approval (``由县政府批准``), change (``由20%提升至40%``), members
(``由甲、乙组成``), penalties, what may or must not be (``不得由``), descriptions (``由甲统筹分配的企业``), cited titles
and slogans (``各部门要各负其责``).

Source: clause grammar of Chinese plans, role phrases in running text; the confidence of a form is its starting value there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extract.forms.examples import Examples
from extract.naming import Names, names_at
from extract.patterns import pattern
from extract.records import Role, Span, UnitKind

EXAMPLES = Examples(
    rules=("sentence",),
    quotations=("1.完善制度。重要规章由⟦l:政府法制办⟧组织起草，⟦s:市财政局⟧配合。\n责任单位：⟦L:州政府办公室⟧",),
    against=(
        "1.由企业自主选择办理方式。\n责任单位：州政府办公室",
        "1.各部门要各负其责。\n责任单位：州政府办公室",
    ),
)


class DutyPhrase(StrEnum):
    """How a sentence gives the duty; the second half of its rule id (``sentence/leads``)."""

    LEADS = "leads"  # 牵头, 抓总, 负总责: of the whole task
    WITH = "with"  # 会同, 商
    STEP = "step"  # 负责, 由…组织起草: of that step
    JOINTLY = "jointly"
    BODY = "body"  # 为主体
    SUPPORTS = "supports"
    GUIDES = "guides"
    SUPERVISES = "supervises"
    MUST = "must"  # 市财政局要…


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty of a sentence: the units in their role, the words that say so, and how sure the form is (0–1)."""

    role: Role
    items: tuple[Span, ...]
    label: Span
    way: DutyPhrase
    confidence: float


_ROLES = {
    DutyPhrase.LEADS: (Role.LEAD, 0.95),
    DutyPhrase.WITH: (Role.LEAD, 0.9),
    DutyPhrase.STEP: (Role.LEAD, 0.8),
    DutyPhrase.JOINTLY: (Role.JOINT, 0.85),
    DutyPhrase.BODY: (Role.IMPLEMENT, 0.7),
    DutyPhrase.SUPPORTS: (Role.SUPPORT, 0.85),
    DutyPhrase.GUIDES: (Role.GUIDE, 0.8),
    DutyPhrase.SUPERVISES: (Role.SUPERVISE, 0.8),
    DutyPhrase.MUST: (Role.LEAD, 0.65),
}
CHUNK = 90
"""Code points from the beginning of a chunk to its verb; longer subjects are no lists of units."""

_NAME_END = "[局厅委办院会部署处所站队府组区县市州旗镇乡门位关构道地室等)]"
_TRIGGER = pattern(  # one letter that many words begin with, then the rest of the word: the engine skips to the letter
    rf"[由负牵会为指要应须必督考配协参联共](?:(?<=由)(?<![自理缘事因任]由)(?![于此来衷头])|(?<={_NAME_END}[要应须])"
    r"|责(?<=负责)|总责(?<=负总责)|头(?<=牵头)|[同商](?<=会.)|主(?<=为主)体?|导下(?<=指导下)"
    rf"|[须导促查核合助与加同](?<={_NAME_END}(?:必须|指导|督促|督查|督导|考核|配合|协助|参与|参加|联合|共同))|合(?<=[极切动同]配合))"
)
_STARTS = pattern(r"[。;,:!?\n\"“”]|\((?![^()]{0,20}\))|\([\d一二三四五六七八九十]{1,3}\)")
_LEAD_IN = pattern(
    r"\s*(?:[一二三四五六七八九十]是|其中[,:]?|同时[,]?|另外|此外|具体工作|具体|原则上|并且?|经费|\d{1,2}[.)])?\s*"
)
_ADVERB = r"(?:要|应当|应|须|必须|可|将|具体|主要|直接|统一|全面|统筹|适时|及时|定期|积极|密切|主动|认真|切实|牢牢|总体|一并|进一步|依法)*"
_NOUN_AFTER = "(?!人|(?:组织|实施|组织实施|管理|建设|承建|承担|监管|审批|办理|起草|落实|推进)?的|制|部门|单位|同志|领导|责任|事项|机制|作用|方|者|企业|机构|情况|工作制)"
_PREDICATE = pattern(
    rf"{_ADVERB}(?:"
    rf"(?P<leads>(?:总)?牵头(?=[、,。;:)\s]|负责(?![^、,。;])|抓总|落实(?![^、,。;]))|抓总|负总责|为牵头(?:单位|部门)|作为牵头(?:单位|部门))"
    r"|(?P<with>会同|会商|商(?=[省市州县区国各有相同])|会(?=[省市州县区国各有相]))"
    rf"|(?P<jointly>(?:按照?|依照?|根据)(?:各自|部门)?(?:的)?(?:职责|职能|分工)(?:职责|职能|分工|和|、)*,?(?:分别|共同|各自)?(?:负责|落实|做好|承担|抓好)|(?:分别|共同|分头|联合)(?:负责)?{_NOUN_AFTER}|各负其责)"
    r"|(?P<supervises>(?:负责)?(?:对[^,。;]{2,30}?(?:进行|开展|实施))?(?:督促|督查|督导|督办|监督检查|检查考核|考核(?!结果|指标)))"
    r"|(?P<guides>(?:负责)?(?:加强)?(?:业务|技术)?指导(?!意见|目录|价|思想|员|中心|下|书|手册|小组))"
    rf"|(?P<supports>(?:负责)?(?:配合|协助|协同|参与|参加){_NOUN_AFTER})"
    r"|(?P<body>为主体)"
    rf"|(?P<step>(?:总)?牵头{_NOUN_AFTER}|负责{_NOUN_AFTER}(?!(?:政策|具体)?解释)|承担(?!的))"
    r"|(?P<must>(?:要(?!求|素|点|件|闻)|应当|应(?!当|急|用|对|收|届|诉|税)|必须|须)(?!高度重视|充分|发挥|带头|提高|树立|增强|牢固|切实提高))"
    r")"
)
_OPEN_VERB = pattern(  # what a unit does behind 由; not a tail of its name, not what makes no duty
    r"(?![的之或中内所及其和与、,。;:长]|等|[\u4e00-\u9fff]{0,4}会议|[\u4e00-\u9fff]{1,18}(?:公司|集团|专班|小组|大学|学院|医院)|解释|负责解释|[\u4e00-\u9fff]{1,12}(?:部门|机关|机构|单位|中心|局|委)(?:负责|牵头|按职责)|人员|干部|领导|代表|党组|主要|负责人|分管|有关|相关|同志|本级|各级|(?:校|院|局|站|厂|镇|乡|市|县|区|部|处|科|所)长|主任|书记|发文|批复|批准|审批|核准|审定|审议|审查同意|同意|决定|确定|规定|另行|认定|任命|备案|聘任|聘请"
    r"|转变|转为|改为|调整|变更|划转|下放|扩[展大]|提[高升]|增加|降|减|放宽|到|至|向|列支|组成|构成|协商|担任|兼任|出任|依法(?:追究|给予|予以|处)|责令|处罚|处以|没收|吊销|罚款|追究|给予处|给予警告|撤销|取消|承认|依照[^。;]{0,6}《|[^。;]{0,25}(?:依法|予以|给予)(?:查处|处罚|处分|吊销|追究|责令))"
    r"[\u4e00-\u9fff]"
)
_BY_NOT = pattern(
    r"(?:不再|不得|不能|不应|无需|不需|鼓励|支持|允许|探索|推动|可以|可|凡|如|若|本应|是否|既|或者|或|实现|仍需|曾|原|是|确需)$"
)
_DESCRIBES = pattern(r"[^,。;:\n]{1,8}?的(?!通知|意见)")
_SAID_BEFORE = pattern(r"(?:负总责|牵头|负责|主导|领导|参与|配合)$")
_NO_DUTY = pattern(r"(?:负责)?(?:政策|具体)?解释|[^,。;:]{0,8}(?<!为)了(?!解)")  # whom to ask; what was done
_OF_GROUPS = frozenset({DutyPhrase.LEADS, DutyPhrase.STEP, DutyPhrase.BODY})  # duties that groups of bodies have, too
_SINGLE = frozenset({UnitKind.SINGLE, UnitKind.GROUP_OFFICE})
_VAGUE = pattern(r"(?:政府|党委|[省市州县区]委|[省市州县区旗])$")
_CLASS = pattern(r"各|有关|相关|地方|上级|同级")
_HEADS = {
    "指导下": ("在", pattern(r"(?:的)?(?:统一|业务|具体|技术)?"), DutyPhrase.GUIDES),
    "为主": ("以", pattern(r""), DutyPhrase.STEP),
}


def duties(view: str, start: int, end: int) -> Iterator[Duty]:
    """Read the duties stated in ``view[start:end]``, in order.

    Guarantees:
        1. Every item lies inside the stretch and is exactly the words of the text.
        2. Linear: each trigger looks back at most ``CHUNK`` code points and forward over one list of names.

    >>> v = "重要规章由政府法制办组织起草,工商局配合。"
    >>> [(d.role.value, [v[s.start:s.end] for s in d.items], v[d.label.start:d.label.end]) for d in duties(v, 0, len(v))]
    [('lead', ['政府法制办'], '由'), ('support', ['工商局'], '配合')]
    """
    done = start
    for hit in _TRIGGER.finditer(view, start, end):
        if hit.start() < done or _cited(view, hit.start(), start):
            continue
        for duty in _at(view, hit, Span(start, end), done):
            yield duty
            done = max(done, duty.label.end, duty.items[-1].end)


def _cited(view: str, at: int, start: int) -> bool:
    """Whether the place is inside 《…》."""
    opened = view.rfind("《", max(start, at - CHUNK), at)
    return opened >= 0 and view.find("》", opened, at) < 0


def _at(view: str, hit: re.Match[str], stretch: Span, done: int) -> Iterator[Duty]:
    words = hit.group()
    if words == "由":
        if not _BY_NOT.search(view, max(stretch.start, hit.start() - 6), hit.start()):
            yield from _by(view, hit, stretch.end)
    elif words in _HEADS:
        yield from _phrase(view, hit, done)
    else:
        yield from _subject(view, hit, stretch, done)


def _by(view: str, hit: re.Match[str], end: int) -> Iterator[Duty]:
    """Read 由 + names + verb: they do the step that the verb names."""
    names = names_at(view, hit.end(), end)
    if names is None:
        return
    said = _PREDICATE.match(view, names.span.end, end)
    if said is not None and said.group("must") is None:
        yield from _said(view, names, said, end, by=True)
    elif _OPEN_VERB.match(view, names.span.end, end) and not _DESCRIBES.match(view, names.span.end, end):
        yield _duty(DutyPhrase.STEP, names, Span(*hit.span()))


def _phrase(view: str, hit: re.Match[str], start: int) -> Iterator[Duty]:
    """Read 在…指导下 and 以…为主: names between two words."""
    head, tail, way = _HEADS[hit.group()]
    at = view.rfind(head, max(start, hit.start() - CHUNK), hit.start())
    names = names_at(view, at + 1, hit.start()) if at >= 0 else None
    if (
        names is not None
        and tail.fullmatch(view, names.span.end, hit.start())
        and view[hit.end()] not in "体动题任席导"
    ):
        yield _duty(way, names, Span(*hit.span()))


def _subject(view: str, hit: re.Match[str], stretch: Span, done: int) -> Iterator[Duty]:
    """Read names that open a chunk, or follow another duty after 、, and their verb."""
    for first in _openings(view, hit.start(), stretch.start):
        names = names_at(view, first, min(stretch.end, hit.end())) if first >= done else None
        if names is None or names.span.end > hit.start():
            continue
        said = _PREDICATE.match(view, names.span.end, stretch.end)
        if said is not None and said.end() >= hit.end():
            yield from _said(view, names, said, stretch.end, by=False)
            return


def _openings(view: str, at: int, start: int) -> Iterator[int]:
    low = max(start, at - CHUNK)
    cuts = [sign.end() for sign in _STARTS.finditer(view, low, at)]
    first = cuts[-1] if cuts else low
    if cuts or low == start:
        lead_in = _LEAD_IN.match(view, first, at)
        yield lead_in.end() if lead_in else first
    beside = view.rfind("、", first, at)
    if beside > first and _SAID_BEFORE.search(view, first, beside):
        yield beside + 1


def _said(view: str, names: Names, said: re.Match[str], end: int, *, by: bool) -> Iterator[Duty]:
    """Turn names and their predicate into duties; a slogan to everybody is none."""
    way = DutyPhrase(said.lastgroup or "")
    label = Span(*said.span(way.value))
    if way is DutyPhrase.WITH:
        yield from _with(view, names, said, label, end)
    elif way is DutyPhrase.MUST:
        if set(names.kinds) <= _SINGLE and not any(_general(view, item) for item in names.items):
            yield _duty(way, names, label)
    elif by or _is_particular(view, names, said, way):
        yield _duty(way if way is not DutyPhrase.JOINTLY or len(names.items) > 1 else DutyPhrase.STEP, names, label)


def _with(view: str, names: Names, said: re.Match[str], label: Span, end: int) -> Iterator[Duty]:
    """Read 会同 and 商: the first names lead, those after the word support."""
    others = names_at(view, said.end(), end)
    if _NO_DUTY.match(view, others.span.end if others else said.end(), end):
        return
    yield _duty(DutyPhrase.WITH, names, label)
    if others is not None:
        yield _duty(DutyPhrase.SUPPORTS, others, label)


def _is_particular(view: str, names: Names, said: re.Match[str], way: DutyPhrase) -> bool:
    """Whether the words give a duty without 由: to a body by name, or one that only a leader has; 承担 alone gives none."""
    named = not _SINGLE.isdisjoint(names.kinds) or way in _OF_GROUPS
    return named and view[said.end() - 2 : said.end()] != "承担"


def _general(view: str, item: Span) -> bool:
    """Whether the words name a government, a level or a class, of which everything must be done."""
    return bool(_VAGUE.search(view, item.start, item.end) or _CLASS.match(view, item.start, item.end))


def _duty(way: DutyPhrase, names: Names, label: Span) -> Duty:
    role, confidence = _ROLES[way]
    return Duty(role=role, items=names.items, label=label, way=way, confidence=confidence)
