"""Read one row a unit: a column gives the unit, another its role in the task.

For: ``序号 | 任务 | 单位 | 角色 ⏎ 1 | 建平台 | 市数据局 | 牵头 ⏎ (空) | (空) | 市财政局 | 配合``.
Against: ``序号 | 任务 | 单位 | 类型 ⏎ 1 | 建平台 | 市数据局 | 新建``, a column of other words.
"""

from collections.abc import Sequence

from extract.roles import Meaning, meaning_of, phrase_at_end

__all__ = ["AGAINST", "FOR", "role_in", "roles_only"]

FOR = (
    ("序号|任务|单位|角色", "1|建平台|市数据局|牵头", "||市财政局|配合"),
    ("任务|责任类型|单位", "建平台|牵头单位|市数据局", "|配合单位|市财政局"),
)
AGAINST = (
    ("序号|任务|单位|类型", "1|建平台|市数据局|新建", "2|扩机房|市财政局|续建"),
    ("序号|任务|牵头单位|配合单位", "1|建平台|市数据局|市财政局"),
)


def role_in(words: str) -> Meaning | None:
    """Tell the role that a cell of nothing but a role word gives: ``牵头`` · ``配合单位`` · ``主办``.

    >>> role_in("牵头"), role_in("配合单位"), role_in("市财政局")
    (<Meaning.LEAD: 'lead'>, <Meaning.SUPPORT: 'support'>, None)
    """
    meaning = meaning_of(words) or meaning_of(f"{words}单位") or _phrase(words)
    return None if meaning in {Meaning.TIME, Meaning.PERSON, Meaning.INNER} else meaning


def _phrase(words: str) -> Meaning | None:
    found = phrase_at_end(words)
    return found[0] if found is not None and found[1] == 0 else None


def roles_only(cells: Sequence[str]) -> bool:
    """Whether a column holds nothing but role words."""
    return len(cells) > 1 and all(role_in(words) is not None for words in cells)
