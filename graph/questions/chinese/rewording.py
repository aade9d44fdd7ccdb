"""Say a question in other words before it is cut: idioms that words alone do not carry, each as a phrase that the grammar reads.

For: 应急办牵了几个头; 谁是牵头大户; 我是记者,…; 三家或三家以上.
"""

import re

_REWORDINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[只仅]有?一[家个](牵头|配合)单位"), r"\1单位只有一家"),
    (
        re.compile(r"([^,]{2,12})[和与、]([^,]{2,12}?)(?:中|里|当中|之中)?至少有?一[家个](?:单位)?(牵头|配合|参与)"),
        r"\1或\2\3",
    ),
    (re.compile(r"为何(?=[?。]|$)"), "是什么"),
    (re.compile(r"一起[干做搞办](?!公)"), "一起承担"),
    (re.compile(r"(牵头|配合|参与)大户"), r"\1最多的单位"),
    (re.compile(r"平均(?:一|每一)([项个家条])"), r"平均每\1"),
    (re.compile(r"一[项次件个](?:任务)?[都也](没有?|未|不)"), r"\1"),
    (re.compile(r"哪一?个?(?:省|地方|地区)(?:的(?:方案|文件))?(?=的|写|任务|牵头|没|有|$)"), "哪个方案"),
    (re.compile(r"牵(?:了|过|着)?([0-9几多少一二两三四五六七八九十]+)[个次回]?头"), r"牵头\1项"),
    (re.compile(r",?请?按(?:部分|章节|单位|方案|顺序|序号)(?:列出来?|排列|排好|整理)"), ""),
    (re.compile(r"给([^,的]{2,20}牵头)的(?:任务|工作|事项?)(?:打配合|配合|协助|帮忙)"), r"配合\1的任务"),
    (re.compile(r"^(?:搜索|搜一下|搜|检索|查找)[: ]*[“\"]?([^“”\" 的,。?]{2,20})[”\"]?$"), r"提到“\1”的任务"),
    (re.compile(r"(?<!是)([^是有该要应会能])不\1(\w)"), r"是不是\1\2"),  # 参不参与
    (re.compile(r"^(?:作为一[名个位]|我是一?[名个位]?)[^,的]{1,8},"), ""),  # 我是记者,
    (re.compile(r"([0-9一二两三四五六七八九十]+)([项家个])(?:或者?|及)\1\2(?=以[上下])"), r"\1\2"),  # 三家或三家以上
    (re.compile(r"(?:不含|不算|不包括|除去|除了|排除)((?:唯一|并列|集体)牵头)(?:的任务)?(?:[之以]?外,?)?"), r"不是\1"),
    (re.compile(r"(排(?:在)?第一位?|列(?:在)?第一位?|列首位|排(?:在)?首位)(?=[、,])"), r"\1牵头"),
    (re.compile(r"是谁的(?:责任|职责|事情|事)"), "由谁负责"),
)


def reworded(text: str) -> str:
    """Give a folded question in the words of the grammar.

    >>> reworded("应急办牵了几个头")
    '应急办牵头几项'
    """
    for pattern, words in _REWORDINGS:
        text = pattern.sub(words, text)
    return text
