"""What names look like from outside: endings of bodies, outsiders, groups, persons, and ordinary words that only look so."""

from extract.patterns import pattern

BODY_END = pattern(
    r"(?:局|厅|委|办|院|会|部|署|处|所|站|队|公司|集团|中心|支行|分行|银行|管委会|政府|街道办|办公室|办事处|街道|党委|党组|党校|军区|总队|支队|大队|"
    r"部门|单位|机关|机构|法院|检察院|海关|报社|电视台|大学|学院|高校|院校|学校|医院|联社|协会|商会|学会|联合会|联盟|小组|专班|指挥部|地区|各地|区|市|县|州|旗|镇|乡|兵团|局馆|总社|督查室|研究室|政研室|参事室|信息室|史志室|实验室|研究院|基金会|组|馆|园|厂|社|工会|妇联|共青团|团委|残联|科协|工商联|侨联|文联|人大|政协|纪委|监委)$"
)
STRONG_END = pattern(
    r"(?:局|厅|委|署|委员会|办公室|办公厅|管委会|政府|街道办|办事处|公司|集团|中心支行|分行|支行|银行|法院|检察院|海关|"
    r"总队|支队|大队|部门|单位|机关|大学|学院|联合会|工商联|指挥部|领导小组|党委|总工会|妇联|兵团)$"
)
ORDINARY = pattern(
    r"^(?:企业|群众|工作|机制|部分|全部|社会|机会|大会|会议|会|协会章程|干部|法制办法|内部|外部|总部|领导|领导干部|党员干部|基层|居民|农民|农户|学生|教师|个人|公民|"
    r"责任|责任单位|牵头单位|配合单位|牵头部门|配合部门|主办单位|协办单位|承办单位|工作制度|市场|社区群众|区域|地市|城市|城区|农村|园区内|办法|意见|措施|项目|平台|系统|"
    r"中心|核心|重心|信心|决心|用心|关心|所|处|站|队|院|部|办|局|厅|委|署|区|市|县|州|旗|镇|乡|馆|园|厂|社|组|好处|用处|住所|场所|厕所|车站|网站|政策|标准|"
    r"[一二三四五六七八九十两]+(?:个|级|类)?(?:区|市|县|部|会|局|园|社|所|站)|年底|全面|依法)$"
)
_VERB_IN = pattern(
    r"(?:加强|推进|推动|完善|建立|健全|落实|开展|实施|提高|加大|加快|强化|确保|严格|积极|进一步|按照|根据|通过|对于|以及其|不得|应当|必须|认真|切实|要求|支持|鼓励|引导|高度重视|抓好|做好|务必|"
    r"要(?:高度|抓|做|按|把|对|将|在|及时|主动|坚持|结合|建立))"
)
GROUP = pattern(
    r"(?:领导小组|指挥部|联席会议|协调小组|工作小组|工作组|专班|协调机制|推进组|攻坚组)(?:办公室|办|秘书处)?$"
    r"|(?<!管理)委员会(?:办公室|秘书处)$"
)
_OUTSIDER = pattern(
    r"(?:公司|集团|大学|学院|银行|研究院|研究所|实验室|医院|协会|商会|学会|中学|小学|学校|幼儿园|报社|电视台|基金|基金会|合作社|联盟|厂|"
    r"企业|交易所|交易中心|服务商|运营商|律师事务所|事务所|院校|高校|产业园|科技园|物业|业主)$"
)
_TITLE = pattern(
    r"(?:同志|先生|女士|书记|市长|省长|州长|县长|区长|镇长|乡长|主席|局长|厅长|主任|部长|处长|科长|院长|校长|秘书长|领导|负责人|负责同志|联系人|责任人|分管领导|委员|常委|巡视员|调研员)$"
)
_HOLDER = pattern(  # 副市长张某某, 局长王某: the office before the name
    r"(?:同志|书记|[省市州县区镇乡局厅部处科院校]长|主席|主任|秘书长|常委|委员|领导|负责人)(?P<name>[\u4e00-\u9fff]{2,3})$"
)
_SURNAME = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚"
_NAME = pattern(rf"[{_SURNAME}][\u4e00-\u9fff]{{1,2}}")
_NO_NAME = pattern(r"[局厅委办部院会署处所站队组社馆园厂校行业务区市县州旗镇乡村商企司学大保险政策府关心台网]")


_TEMPORARY = pattern(  # a body set up for a task, which its name says: 县加快项目建设指挥部
    r"(?:[\u4e00-\u9fff]{0,8}[省市州县区旗镇乡盟]|自治区|国务院|国家)[^,;:。]{2,32}"
    r"(?:领导小组|指挥部|联席会议|协调小组|工作小组|工作组|专班|推进组|攻坚组|委员会)(?:办公室|办|秘书处)?(?:各?(?:成员|牵头|责任)单位)?$"
)


def is_person(words: str) -> bool:
    """Whether the words name a person or an office of one.

    >>> is_person("分管领导"), is_person("张三"), is_person("高校")
    (True, True, False)
    """
    return bool(_TITLE.search(words)) or bool(_NAME.fullmatch(words) and not _NO_NAME.search(words[1:]))


def is_office_holder(words: str) -> bool:
    """Whether the words name someone by the office: no body, with any words before it.

    >>> is_office_holder("分管副省长"), is_office_holder("副县长刘某"), is_office_holder("省政府办公厅")
    (True, True, False)
    """
    held = _HOLDER.search(words)
    return bool(_TITLE.search(words)) or (held is not None and is_person(held["name"]))


def is_outsider(words: str) -> bool:
    """Whether the words name an enterprise, school, bank or association outside the government.

    >>> is_outsider("正泰集团"), is_outsider("省财政厅")
    (True, False)
    """
    return bool(_OUTSIDER.search(words))


def is_ordinary(words: str) -> bool:
    """Whether the words are an ordinary phrase although they may end like a body.

    >>> is_ordinary("群众"), is_ordinary("加强领导干部"), is_ordinary("监察局")
    (True, True, False)
    """
    if len(words) > 40 or ORDINARY.match(words):
        return True
    return bool(_VERB_IN.search(words)) and _TEMPORARY.match(words) is None
