"""Words that name many bodies together, or a kind of body: 州政府各部门, 有关部门, 各县（市、区）人民政府, 公安机关.

A collective stays its own unit. Its key says which set is meant (all, relevant, at every level) and of what, so
that 州政府有关部门 and 州政府各有关部门 are one, and 州政府各部门 another. Wordings that differ only in brackets,
separators or 人民 are one.

Source: clause grammar of Chinese plans, group words; counted as an expert counts them: 各部门 is all departments,
有关部门 and 相关部门 an unspecified part.
"""

import re
from dataclasses import dataclass

from extract.patterns import pattern
from extract.records import Level, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A collective or class word without its place."""

    key: str
    words: str  # what follows the place in the full name: 人民政府各部门
    kind: UnitKind
    governments: bool = False  # a set of territorial governments: 各县市人民政府


_MARKS = pattern(r"[（）()\u3014\u3015\[\]【】、，,\s]")

# quantifier, then what it counts
_QUANTIFIER = pattern(
    r"^(?P<government>(?:人民)?政府|委|党委)?(?P<own>直属?|级|属|本级)?"
    r"(?P<every>各级(?:党委|人民政府|政府|党委政府)?)?"
    r"(?P<all>各|所有|全体|全部|全)?(?P<part>其他有关|其他相关|其它有关|有关|相关|其他|其它|涉及的?|对应|责任)?(?P<each>各)?"
    r"(?:的)?(?P<noun>.+)$"
)
_NOUNS = {
    "部门": "departments",
    "工作部门": "departments",
    "职能部门": "departments",
    "组成部门": "departments",
    "单位": "units",
    "责任单位": "responsible-units",
    "成员单位": "member-units",
    "项目单位": "project-units",
    "部门和单位": "departments-units",
    "部门单位": "departments-units",
    "单位和部门": "departments-units",
    "部门各单位": "departments-units",
    "责任部门": "responsible-departments",
    "牵头部门": "lead-departments",
    "牵头单位": "lead-departments",
    "配合部门": "supporting-departments",
    "配合单位": "supporting-departments",
    "直属单位": "directly-affiliated-units",
    "直属机构": "directly-affiliated-units",
    "委办局": "departments",
    "委办局单位": "departments",
    "行政执法部门": "enforcement-departments",
    "执法部门": "enforcement-departments",
    "行政执法机关": "enforcement-departments",
    "行政执法单位": "enforcement-departments",
    "行业主管部门": "sector-departments",
    "行业部门": "sector-departments",
    "主管部门": "competent-departments",
    "业务主管部门": "competent-departments",
    "监管部门": "regulating-departments",
    "审批部门": "approving-departments",
    "行政审批部门": "approving-departments",
    "行政机关": "administrative-organs",
    "机关": "organs",
    "国家机关": "state-organs",
    "企事业单位": "enterprises-institutions",
    "事业单位": "public-institutions",
    "人民团体": "peoples-organisations",
    "群团组织": "mass-organisations",
    "党政机关": "party-government-organs",
    "领导小组成员单位": "member-units",
    "专项小组": "task-groups",
    "专班": "task-forces",
    "工作专班": "task-forces",
    "地": "localities",
    "地区": "localities",
    "地方": "localities",
    "地方政府": "localities",
    "地政府": "localities",
    "政府": "governments",
    "人民政府": "governments",
    "党委政府": "party-governments",
    "地方党委政府": "party-governments",
    "行政区域政府": "localities",
    "属地政府": "local-government",
    "属地": "local-government",
    "属地县区": "local-government",
    "镇": "townships",
    "镇政府": "townships",
    "镇人民政府": "townships",
    "乡政府": "townships",
    "乡人民政府": "townships",
    "镇乡政府": "townships",
    "镇乡人民政府": "townships",
    "乡镇街道政府": "townships",
    "师市": "divisions",
    "团场": "regiments",
    "团镇": "regiments",
    "街道": "subdistricts",
    "街道办": "subdistricts",
    "街道办事处": "subdistricts",
    "镇街": "townships",
    "镇街道": "townships",
    "乡镇": "townships",
    "乡镇街道": "townships",
    "乡镇街道办事处": "townships",
    "乡镇人民政府": "townships",
    "乡镇政府": "townships",
    "乡镇政府街道办事处": "townships",
    "乡镇人民政府街道办事处": "townships",
    "镇人民政府街道办事处": "townships",
    "镇政府街道办事处": "townships",
    "镇街道办事处": "townships",
    "街道办事处乡镇人民政府": "townships",
    "街道办事处镇人民政府": "townships",
    "乡镇街": "townships",
    "街镇": "townships",
    "街道乡镇": "townships",
    "镇乡": "townships",
    "镇乡街道": "townships",
    "村居": "villages",
    "村社区": "villages",
    "社区": "communities",
    "行政村": "villages",
    "园区": "zones",
    "园区管委会": "zones",
    "开发区": "zones",
    "开发区管委会": "zones",
    "功能区": "zones",
    "功能区管委会": "zones",
    "园区和示范区管委会": "zones",
    "产业园区": "zones",
    "高校": "universities",
    "高等院校": "universities",
    "高等学校": "universities",
    "院校": "universities",
    "职业院校": "vocational-schools",
    "学校": "schools",
    "大中小学校": "schools",
    "各类学校": "schools",
    "中小学校": "schools",
    "中小学": "schools",
    "科研院所": "research-institutes",
    "医疗机构": "hospitals",
    "医疗卫生机构": "hospitals",
    "医院": "hospitals",
    "金融机构": "financial-institutions",
    "银行机构": "banks",
    "银行业金融机构": "banks",
    "商业银行": "banks",
    "保险机构": "insurers",
    "保险公司": "insurers",
    "担保机构": "guarantee-institutions",
    "融资担保机构": "guarantee-institutions",
    "国有企业": "state-enterprises",
    "国企": "state-enterprises",
    "企业": "enterprises",
    "行业协会": "trade-associations",
    "行业协会商会": "trade-associations",
    "协会": "trade-associations",
    "商会": "trade-associations",
    "社会组织": "social-organisations",
    "新闻媒体": "media",
    "媒体": "media",
    "主要媒体": "media",
    "新闻单位": "media",
    "政务服务中心": "service-centres",
    "政务服务机构": "service-centres",
    "电信运营企业": "telecom-operators",
    "电信企业": "telecom-operators",
    "基础电信企业": "telecom-operators",
    "通信运营商": "telecom-operators",
    "运营商": "telecom-operators",
    "指挥部成员单位": "member-units",
    "联席会议成员单位": "member-units",
    "省级行业主管部门": "sector-departments",
}
_ALONE = frozenset(
    {"镇", "镇政府", "镇人民政府", "乡政府", "乡人民政府", "部门", "单位", "机关", "政府", "人民政府", "地", "地区", "地方", "街道", "街道办", "街道办事处", "医院", "企业", "协会",
     "园区", "园区管委会", "开发区", "开发区管委会", "社区", "政务服务中心", "商会", "工作部门", "专班", "党委政府", "项目单位"}
)  # fmt: skip  # these need a quantifier (各, 有关) or the plural sense is lost

_TERRITORY = pattern(
    r"^(?P<every>各级)?(?P<all>各|所有|全体)?(?P<part>有关|相关|其他)?(?P<each>各)?"
    r"(?P<letters>(?:设区的?市|地级以上市|地级市|省辖市|省直管市县|自治区|直辖市|自治州|自治县|新区|特区|地区|地(?=[州市盟])|[省市州盟县区旗])+?)(?:级)?"
    r"(?P<organ>人民政府|政府|党委政府|党委人民政府|委政府|党委和政府|)(?:部门)?$"
)
_STATIONED = pattern(
    r"^(?:中央|中省|部省属?|省部属?|省|市)*驻[\u4e00-\u9fff]{1,4}?各?(?:有关)?(?:单位|企业|机构|部门|高校|部队|央企)$"
)
_CLASS = pattern(
    r"^(?P<every>各级|各地|各)?(?P<part>有关|相关)?(?P<stem>.{2,14}?)(?P<head>主管部门|管理部门|监管部门|行政部门|部门|机关|监管机构|机构|系统)$"
)


def flat(words: str) -> str:
    """Strip brackets and separators: 各县（市、区） and 各县市区 are one.

    >>> flat("各市、县（区）人民政府")
    '各市县区人民政府'
    """
    return _MARKS.sub("", words)


def collective(rest: str, level: Level) -> Group | None:
    """Read the words after a place as a collective.

    ``level`` is that of the place: 各市、县（区） below a province are cities and counties, 各县（市、区） below a
    prefecture counties.

    >>> collective("政府各有关部门", Level.PREFECTURE).key == collective("政府有关部门", Level.PREFECTURE).key
    True
    >>> collective("政府各部门", Level.PREFECTURE).key
    'all-departments'
    >>> collective("各市、县（区）人民政府", Level.PROVINCE).key
    'all-governments-prefecture-county'
    """
    words = flat(rest)
    return _territorial(words, level) or _listed(words) or _members(words)


def _extent(*, every: bool, part: str, others: bool) -> str:
    if every:
        return "every-level-relevant" if part else "every-level"
    return "other" if others else "relevant" if part else "all"


def _territorial(words: str, level: Level) -> Group | None:
    found = _TERRITORY.match(words)
    if found is None or not (
        found["every"] or found["all"] or found["part"] or found["each"] or len(found["letters"]) > 1
    ):
        return None
    if found["letters"] in {"地区", "新区", "特区"} or (
        found["letters"] == "区" and not found["organ"] and level is Level.UNKNOWN
    ):
        return None
    if not (found["organ"] or found["all"] or found["part"] or found["each"]) and len(found["letters"]) < 2:
        return None
    reach = _reach(found["letters"], level)
    part = found["part"] or ""
    organ = "party-governments" if "委" in found["organ"] else "governments"
    extent = _extent(every=bool(found["every"]), part=part, others=part == "其他")
    shown = words if words.startswith(("各", "有关", "相关", "其他", "所有")) else "各" + words
    shown = re.sub(r"(?<!人民)政府$", "人民政府", shown) if organ == "governments" else shown
    return Group(key=f"{extent}-{organ}-{reach}", words=shown, kind=UnitKind.COLLECTIVE, governments=True)


def _reach(letters: str, level: Level) -> str:
    """Which levels below ``level`` the letters name."""
    if letters.startswith("省") and not letters.startswith(("省直管", "省辖")):
        return "province"
    if level is Level.NATIONAL:
        return "prefecture-county" if set(letters) & set("县区") else "prefecture"
    if level is Level.PROVINCE or level is Level.UNKNOWN:
        letters = re.sub("设区的?市", "市", letters)
        below = set(letters) & set("县区旗")
        if letters in {"地级市", "地级以上市", "省辖市"} or not below:
            return "prefecture"
        if letters[0] in "市州盟地自" and letters not in {"市区"}:
            return "prefecture-county"
    return "county"


def _listed(words: str) -> Group | None:
    if words in {"各委办局", "委办局", "各委办局各直属单位"}:
        return Group(key="all-departments", words="各委办局", kind=UnitKind.COLLECTIVE)
    found = _QUANTIFIER.match(words.removeprefix("地方") if words.startswith("地方各级") else words)
    if found is None:
        return None
    noun = found["noun"]
    quantified = any((found["every"], found["all"], found["part"], found["each"]))
    if noun[0] == "在" and noun[-2:] in {"高校", "院校", "企业"}:  # 在温高校
        return Group(key=f"all-local-{_NOUNS[noun[-2:]]}", words=noun, kind=UnitKind.COLLECTIVE)
    name = _NOUNS.get(noun.removeprefix("有关") if found["every"] else noun)
    anchored = quantified or bool(found["own"] or found["government"])
    if (
        name is None
        or not (quantified or name not in {"governments", "party-governments"})
        or (noun in _ALONE and not anchored)
    ):
        return None
    part = found["part"] or ""
    others = part.startswith(("其他", "其它")) and "关" not in part
    extent = _extent(every=bool(found["every"]), part=part, others=others)
    return Group(key=f"{extent}-{name}", words=_full(words), kind=UnitKind.COLLECTIVE, governments=name == "localities")


def _full(words: str) -> str:
    """Write 政府 out and settle the order of 各 and 有关."""
    words = re.sub(r"^政府", "人民政府", words)
    return re.sub(r"各?(?:有关|相关)各?(?=部门|单位)", "有关", words) if "各级" not in words else words


def _members(words: str) -> Group | None:
    """成员单位 of a named group, a number of bodies, and everything 有关 that no noun above covers."""
    if words.endswith("成员单位") and len(words) > 4:
        return Group(key="", words=words, kind=UnitKind.COLLECTIVE)
    if re.match(r"^(?:各|所有|全体|有关|相关|其他有关)(?!级|类)", words) and len(words) > 3:
        return Group(key="", words=words, kind=UnitKind.COLLECTIVE)
    if _STATIONED.match(words):
        return Group(key="", words=words, kind=UnitKind.COLLECTIVE)
    if re.match(r"^\d+(?:个|家).+(?:单位|部门|企业|机构)$", words):
        return Group(key="", words=words, kind=UnitKind.COLLECTIVE)
    if words.endswith(("所有部门和单位", "的部门和单位", "的单位", "的部门")):
        return Group(key="", words=words, kind=UnitKind.COLLECTIVE)
    return None


def class_word(rest: str) -> tuple[str, str, bool] | None:
    """Read the words as a kind of body: the stem, its head and whether every level is meant.

    >>> class_word("公安机关")
    ('公安', '机关', False)
    >>> class_word("各级发展改革部门")
    ('发展改革', '部门', True)
    >>> class_word("企业")
    """
    found = _CLASS.match(rest)
    if found is None:
        return None
    return found["stem"], found["head"], bool(found["every"])
