"""What may become a unit: a name is admitted, or refused with the reason.

The gate looks at the form of a name and knows no place and no date. It refuses only what an expert calls no body at
first sight; a name that is merely unknown is admitted and left as printed.

Refused, each with a quotation:

- ``责任位：市卫生健康委`` holds a colon (``COLON``)
- ``第一位为牵头单位``, ``适用范围均为全部园区``, ``下同``, ``除甲县外`` state a rule (``RULE``)
- ``2025年底前``, ``长期坚持`` say when (``TIME``); ``500万元``, ``10个以上`` say how much (``MEASURE``)
- ``应急物资储备由市应急管理局``, ``加大投入力度``, ``督促市教育局`` are sentences, ``县市场监管局指定机构`` is no body by name (``VERB``)
- ``人民政府``, ``有限公司``, ``浙江省分行`` are the end of a name (``HEAD_ALONE``)
- ``责任单位``, ``完成时限`` are labels (``LABEL``); ``公共厕所``, ``垃圾转运站`` are objects (``OBJECT``)
- ``待定``, ``××局``, ``无`` hold a place for a name (``PLACEHOLDER``); ``2.``, ``--`` hold no word (``NO_WORD``)

Admitted although they look alike: ``市加快推进数字经济发展领导小组`` (a body heads the verb), ``12个县（市、区）政府`` (a
number of governments), ``2022年冬奥会组委会``, ``第七师市场监管局``, ``自由贸易试验区管委会``, ``各牵头部门``.

Source: clause grammar of Chinese plans, unit mentions; labelling guide, what is not a mention.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from extract.lexicon import is_remark
from extract.patterns import pattern
from extract.units.places import prefixes
from extract.units.registry import group_like, known_body
from extract.units.shapes import BODY_END

REACH = 200
"""Characters that are looked at; no body has a longer name."""


class Refusal(StrEnum):
    """Why words are no name of a body."""

    COLON = "colon"
    RULE = "rule"
    TIME = "time"
    MEASURE = "measure"
    VERB = "verb"
    HEAD_ALONE = "head-alone"
    LABEL = "label"
    OBJECT = "object"
    PLACEHOLDER = "placeholder"
    NO_WORD = "no-word"


_GROUPS = r"县|市|区|州|盟|旗|省|乡|镇|街道|部门|单位|园区|开发区|成员|中心城区|地市|民主党派"
_PATTERNS: tuple[tuple[Refusal, re.Pattern[str]], ...] = (
    (Refusal.NO_WORD, pattern(r"^[\W\d_]*$|^[a-zA-Z]$")),
    (
        Refusal.PLACEHOLDER,
        pattern(
            r"^(?:待定|待明确|待确定|未定|无|暂无|暂缺|空缺?|另行(?:明确|确定|通知))$|[×*○_]{2,}|[xX]{2,}(?=[省市州县区局厅委办部镇乡公])"
        ),
    ),
    (Refusal.COLON, pattern(r"[:\u2236]")),
    (
        Refusal.RULE,
        pattern(
            r"^(?:[此该本]项|以上各项|各项)(?:工作|任务|措施)|下同|同上|均[为由系属]|除.{1,30}外(?!事|办|侨|联|管|汇)|不再(?:单独|逐[一项])|以下[均除]"
            r"|(?:第一|首)(?:位|个|名)?(?:的)?(?:责任)?(?:单位|部门|者)?(?:为|是|系)|[排列]在?(?:第一|首)[位个名]?|(?:为|是)(?:总)?(?:牵头|主办|配合|责任)(?:单位|部门)"
            r"|按照?(?:各自)?(?:职责|责任|任务)?(?:分工|职能)|(?:适用|实施)(?:于|范围)|详?见附件"
        ),
    ),
    (
        Refusal.TIME,
        pattern(
            r"\d{2,4}年(?:度|(?:\d{1,2}月)?(?:\d{1,2}日)?)?(?:年?底)?(?:之?前|以?内|末|起|止|初|完成)|\d{1,2}月(?:份|底|初|末|上旬|中旬|下旬|\d{1,2}日)"
            r"|^(?:20\d\d年?|\d{1,2}月)+(?:\d{1,2}日)?$|^(?:[—\-~至]|\d{2,4}年?(?:\d{1,2}月)?)+$"
            r"|^(?:长期|全年|常年|持续|年度|年内|年底|即日|立即|近期|每(?:[年月周日]|季度)|第?[一二三四]季度|[上下]半年|常态)(?:化?(?:坚持|实施|推进|开展|工作|落实|完成))?前?$"
        ),
    ),
    (
        Refusal.MEASURE,
        pattern(
            r"\d(?:\.\d+)?(?:余|多)?(?:%|[万亿]?元|万|亿|分钟|小时|[个天]?工作日|天|公里|千米|平方米|亩|公顷|吨|[户岁倍折次批台套辆座栋项件条篇])"
            rf"|\d(?:余|多)?[个家名](?!(?:[\u4e00-\u9fff]{{0,4}}?)(?:{_GROUPS}))|百分之|(?:不少于|不低于|不超过|至少)"
        ),
    ),
    (
        Refusal.LABEL,
        pattern(
            r"^(?:[总主共]?(?:责任|牵头|配合|主办|协办|承办|参与|主责|实施|落实|负责|主管|联系)(?:责任)?(?:单位|部门|领导|人)(?:[和及、](?:责任|配合)?(?:单位|部门|人))?"
            r"|序号|备注|(?:完成|办结|整改)?(?:时限|时间)(?:要求)?|工作(?:任务|措施|要求|目标|内容)|发布(?:机构|单位|日期|时间)|发文(?:机关|字号|日期)|成文日期|索引号|主题分类|(?:主要|重点)(?:任务|内容)|任务(?:分工|名称)|项目(?:名称|内容)|进度安排)$"
        ),
    ),
    (
        Refusal.VERB,  # 县市场监管局指定机构: whom a body chooses
        pattern(r"[局厅委部办府院会行](?:指定|委托|授权|选定)的?[\u4e00-\u9fff]{0,4}(?:机构|单位|部门|企业|银行)$"),
    ),
    (
        Refusal.HEAD_ALONE,
        pattern(
            r"^(?:人民政府|政府|有限(?:责任)?公司|股份有限公司|集团有限公司|集团公司|分公司|子公司|公司|集团|中心支行|分行|支行|分局|支队|大队|委员会|办事处|某某?(?:局|部门|单位))$"
        ),
    ),
)
_BRANCH_ALONE = pattern(r"^(?:中心支行|分行|支行|有限(?:责任)?公司|分公司)$")
_CLAUSE = pattern(  # words of a sentence around a body: 储备由市应急管理局
    r"(?<![自事缘理来])由(?=.{2})(?!来)|应当|必须|不得|要求|务必|(?:牵头|配合|协助|主办|承办)$"
    r"|(?:负责|承担)(?!人|部门|单位|.*的(?:部门|单位|企业|高校|机构)$)|会同(?!县)|报(?:送|经|请)?(?=[省市州县区](?:委|政府|人民政府)|国务院)"
)
_TOWARDS = pattern(  # 委员会对市人民代表大会
    r"(?<=..)[对向将把被](?=(?:本|上|下)级|[省市州县区旗](?:级|直|委|政|人|教|公|财)|国务院)"
)
_VERBS = (
    r"加强|推进|推动|完善|建立|健全|落实|开展|实施|提高|加大|加快|强化|确保|积极|进一步|通过|对于|认真|切实|支持|鼓励|引导|抓好|做好|组织|协调|督促|指导|"
    r"制定|出台|优化|提升|深化|规范|打造|培育|依托|争取|探索|构建|简化|会同(?!县)|帮助|委托|授权|动员"
)
_VERB = pattern(rf"(?:{_VERBS})(?!$)|高度重视")
_OPENING_VERB = pattern(rf"^(?:{_VERBS})(?P<object>.+)$")
_CLASS_HEAD = pattern(  # class nouns: they head a verb behind them, not one in front (项目实施主体, but 支持企业)
    r"(?:企业|主体|平台|基地|组织|机构|单位|部门|机关|园区|学校|高校|院校|服务商|运营商|业主|联合体|共同体|智库|法人|人员|人|者|员|城|谷|港|湾|村|街|[省市县区州旗镇乡])$"
)
_CLASS_ALONE = pattern(r"^(?:组织|实施|指导|推进|落实|监督)(?:主体|机构|单位|部门|人|企业)$")
_OBJECT = pattern(r"(?:厕所|场所|住所|处所|转运站|充电站|充电桩|停车场|垃圾桶|古树名木|工地|好处|用处)$")
_LAST_BRACKET = pattern(r"[（(][^（()）]*[）)]$")


@lru_cache(maxsize=1 << 14)
def judge(name: str) -> Refusal | None:
    """Say why a name may not become a unit; None where it may.

    Guarantees:
        1. Pure: the same words give the same answer, independent of the document.
        2. A registered body of two parts or more, with or without its place, is always admitted.
        3. Nothing is raised on any text.

    >>> judge("市加快推进数字经济发展领导小组")
    >>> judge("加快推进数字经济发展")
    <Refusal.VERB: 'verb'>
    """
    words = re.sub(r"\s+", "", name)[:REACH]
    folded = unicodedata.normalize("NFKC", words)
    for refusal, form in _PATTERNS:
        if form.search(folded):
            return refusal
    if known_body(words):
        return None
    if is_remark(folded):  # 每季度通报一次, 纳入年度考核
        return Refusal.RULE
    if any(_BRANCH_ALONE.match(words[len(place) :]) for place, _ in prefixes(words)):
        return Refusal.HEAD_ALONE
    if _OBJECT.search(words):
        return Refusal.OBJECT
    return Refusal.VERB if _is_sentence(_LAST_BRACKET.sub("", words)) else None


def _is_sentence(words: str) -> bool:
    """Whether a verb is left that no body or class noun heads."""
    if _CLAUSE.search(words) or _TOWARDS.search(words):
        return True
    opening = _OPENING_VERB.match(words)
    if opening is None or _CLASS_ALONE.match(words):
        return bool(_VERB.search(words)) and not (BODY_END.search(words) or _CLASS_HEAD.search(words))
    return _takes_object(opening["object"]) or not BODY_END.search(words)


def _takes_object(words: str) -> bool:
    """Whether the words after a verb are what it acts on: a class noun, a group or a registered body."""
    if _CLASS_HEAD.search(words) or group_like(words):
        return True
    return len(words) > 3 and known_body(words)  # 组织部, 协调办
