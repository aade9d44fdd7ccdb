"""What a column of a table is for: known from its heading, or by what its cells hold."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from extract.mentions import split_mentions
from extract.patterns import pattern
from extract.readers.grid import is_label
from extract.records import Block, Span
from extract.roles import Meaning, labels, meaning_of
from extract.tables.grid import Grid, span_of
from extract.tables.role_column import roles_only
from extract.units.registry import group_like, known_body, place_like, unit_like

__all__ = ["LEADING", "ColumnKind", "Kind", "assigning", "by_cells", "kind_of", "lists_bodies", "names_pair"]

SHORT = 24  # code points of a heading; what is longer is text
_SURE = 4  # code points of a label that counts inside a longer heading
_ROWS = 200  # below a header, enough to tell what a column holds
_LONGEST_LIST = 400  # code points of a cell that lists bodies


class ColumnKind(StrEnum):
    """What a column that assigns nothing is for."""

    NUMBER = "number"
    TEXT = "text"
    CLASS = "class"  # 类别, 领域: a heading of the tasks, never a task
    RESULT = "result"  # 工作目标, 成果形式: said of the task, neither task nor heading
    NOTE = "note"
    ROLE = "role"  # 角色: the role of the unit in the same row
    MARK = "mark"  # a unit across the top, marks below: ● ○


Kind = ColumnKind | Meaning

PLAIN_UNITS = pattern(r"(?:有关|相关|涉及|承担|所属|部门)?(?:单位|部门)(?:名称)?")  # a heading that names no role
_INNER = pattern(r"处室|科室|内牵头|内配合|股室|业务处|(?:建议|拟).{0,4}(?:责任|牵头|配合|主办|承办|单位|部门|分工)")
_OFFICE = pattern(r"科室|处室|股室")
_PERSON = pattern(r"(?<!组织)领导|责任人|联系人|负责人|姓名|电话|联系方式|专员")
_PERSON_LAST = pattern(r"(?<![及和与、/(])(?:领导|责任人|负责人|联系人|联系电话|联系方式|电话|姓名)\)?$")
_TIME = pattern(r"时限|时间|期限|年限|节点|进度|日期|完成期|time|deadline", re.IGNORECASE)
_NUMBER = pattern(
    r"^(?:(?:任务|事项|项目|工作|措施|条目|清单|问题|指标)?(?:序号|编号|编码)|项目?序|no\.?|id|序)$", re.IGNORECASE
)
_NOTE = pattern(r"备注|说明|依据|来源|附注|remark|note", re.IGNORECASE)
_CLASS = pattern(
    r"(?:[\u4e00-\u9fff]{0,4}(?:类别|分类|类型|领域|板块|维度|方面|环节|区域|方向|专项|分项)|类|分组|条线)"
)
_RESULT = pattern(
    r"^(?:(?:20\d\d年)?[\u4e00-\u9fff]{0,6}(?:目标|目标值|成果|成果形式|成效|形式|进展|完成情况|落实情况|情况|现状|标准|规模|地点|投资|资金|金额|效果|结果|分值|权重|得分|评分|数量))(?:\([^()]*\))?$"
)
_ROLE = pattern(r"(?:[\u4e00-\u9fff]{0,4})(?:角色|责任类[型别]|分工类[型别]|职责类[型别])")
_WITH_TASK = pattern(r"(?:任务|内容|事项|措施|工作|举措)[及和与、/](?:责任|任务|工作|职责)?分工$")
_BARE_ROLES = (
    (Meaning.LEAD, pattern(r"牵头|主办|主责|lead", re.IGNORECASE)),
    (Meaning.SUPPORT, pattern(r"配合|协办|协同|参与|参加|协助|服务(?:单位|部门)|^co$|support", re.IGNORECASE)),
    (
        Meaning.RESPONSIBLE,
        pattern(r"责任(?:单位|部门|主体|分工)|(?:任务|职责|工作)?分工$|owner|负责(?:单位|部门)", re.IGNORECASE),
    ),
)
_OTHERS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_ROLE, ColumnKind.ROLE),
    (_PERSON, Meaning.PERSON),
    (_TIME, Meaning.TIME),
    (_NOTE, ColumnKind.NOTE),
    (_NUMBER, ColumnKind.NUMBER),
    (_CLASS, ColumnKind.CLASS),
    (_RESULT, ColumnKind.RESULT),
)
# whom a table speaks of, where something is, whose paper it is: bodies that have no duty
_NO_DUTY = pattern(
    r"对象|被|所在|地点|地址|区域|区县|镇街|企业|园区|学校|依据|来源|文件|发文|印发|制定机关|发布|填报|评价|名录|产品|案例|奖|获"
)
_AREA = pattern(r"[省市县区州旗盟乡镇村园]$")  # 高新区 is a place before it is a body
_COUNTED = pattern(r"[\d.\-—()一二三四五六七八九十、]+|第[\d一二三四五六七八九十]{1,3}[件项条号]")
LEADING = frozenset({Meaning.LEAD, Meaning.RESPONSIBLE, Meaning.JOINT, Meaning.IMPLEMENT})


def assigning(kind: Kind) -> bool:
    """Whether a column of that kind names units that have to do the task."""
    return isinstance(kind, Meaning) and kind not in {Meaning.TIME, Meaning.PERSON, Meaning.INNER}


def kind_of(heading: str) -> Kind:
    """Tell what a column is for from its heading.

    >>> kind_of("牵头单位"), kind_of("完成时限"), kind_of("市卫健委内牵头处室"), kind_of("工作任务")
    (<Meaning.LEAD: 'lead'>, <Meaning.TIME: 'time'>, <Meaning.INNER: 'inner'>, <ColumnKind.TEXT: 'text'>)
    >>> kind_of("会办"), kind_of("任务及分工"), kind_of("角色")
    (<Meaning.SUPPORT: 'support'>, <ColumnKind.TEXT: 'text'>, <ColumnKind.ROLE: 'role'>)
    """
    words = re.sub(r"\s", "", heading)
    if len(words) > SHORT or _WITH_TASK.search(words):
        return ColumnKind.TEXT
    for form, kind in ((_INNER, Meaning.INNER), (_PERSON_LAST, Meaning.PERSON)):
        if form.search(words):
            return kind
    meaning = _labelled(words)
    if meaning is not None:
        return meaning
    for bare, form in _BARE_ROLES:
        if form.search(words) and not _PERSON.search(words):
            return bare
    return next((kind for form, kind in _OTHERS if form.search(words)), ColumnKind.TEXT)


def _labelled(words: str) -> Meaning | None:
    found = labels().pattern.search(words)
    if found is None or (len(found.group()) < _SURE and found.group() != words):
        return None
    return meaning_of(found.group())


def by_cells(grid: Grid, headings: Sequence[str], kinds: Sequence[Kind], data: int) -> list[Kind]:
    """Correct the kinds of columns by what the cells below hold.

    Guarantees:
        1. Numbers below a heading that says nothing make a column of numbers; role words below any make one of roles.
        2. Where no column names who leads, a column whose cells list bodies does, independent of its heading; a column of
           places, of objects or of whom the table assesses does not.
        3. Where no column names any unit, columns of offices (责任科室, 配合处室) do; next to units they are ``INNER``.
    """
    end = min(grid.rows, data + _ROWS)
    values = [list(grid.below(column, data, end)) for column in range(grid.columns)]
    kept = [_by_cells(grid, *column) for column in zip(headings, kinds, values, strict=True)]
    if any(kind in LEADING for kind in kept):
        return kept
    free = {ColumnKind.TEXT, ColumnKind.NOTE, ColumnKind.CLASS}
    for column, cells in enumerate(values):
        open_to = kept[column] in free and not _NO_DUTY.search(headings[column])
        if open_to and _share(grid, cells) and not (column and _same(values[column - 1], cells)):
            kept[column] = Meaning.RESPONSIBLE
    return kept if any(map(assigning, kept)) else [_of_office(*one) for one in zip(headings, kept, strict=True)]


def _of_office(heading: str, kind: Kind) -> Kind:
    """Take a column of offices for one of units; asked only where a table has no other: it is a department's own list."""
    words = re.sub(r"\s", "", heading)
    if kind is not Meaning.INNER or _OFFICE.search(words) is None:
        return kind
    said = kind_of(_OFFICE.sub("单位", words))
    return said if isinstance(said, Meaning) else Meaning.RESPONSIBLE


def _by_cells(grid: Grid, heading: str, kind: Kind, cells: Sequence[Block]) -> Kind:
    words = [grid.words(cell) for cell in cells]
    if kind is ColumnKind.TEXT and not is_label("".join(heading.split())):
        counted = sum(1 for value in words if _COUNTED.fullmatch(value))
        if counted and counted >= 0.8 * len(words):
            return ColumnKind.NUMBER
    if roles_only(words):
        return ColumnKind.ROLE
    return ColumnKind.TEXT if kind is ColumnKind.ROLE else kind


def _same(left: Sequence[Block], right: Sequence[Block]) -> bool:
    return bool(left) and left == right


def _share(grid: Grid, cells: Sequence[Block]) -> bool:
    """Whether most cells list bodies, and one of them is in the registry."""
    spans = [span_of(grid, cell) for cell in cells]
    listed = [span for span in spans if lists_bodies(grid.view, span)]
    return len(listed) * 2 > len(spans) > 0 and any(
        known_body(name) and _is_body(name) for span in listed for name in _names(grid.view, span)
    )


def lists_bodies(view: str, cell: Span) -> bool:
    """Whether a cell is a list of names that look like bodies, one of them more than a place: no ``海曙区``."""
    names = _names(view, cell) if 0 < cell.length <= _LONGEST_LIST else []
    return bool(names) and all(map(unit_like, names)) and any(map(_is_body, names))


def _is_body(name: str) -> bool:
    group = name.startswith("各") and group_like(name)  # 各乡镇: its members are bodies
    return group or (unit_like(name) and not place_like(name) and _AREA.search(name) is None)


def _names(view: str, cell: Span) -> list[str]:
    lines = _lines(view, cell)
    return [view[item.start : item.end] for line in lines for item in split_mentions(view, line.start, line.end).items]


def _lines(view: str, cell: Span) -> Iterator[Span]:
    for found in re.compile(r"[^\n]+").finditer(view, cell.start, cell.end):
        if found.group().strip():
            yield Span(*found.span())


def names_pair(heading: str) -> bool:
    """Whether a heading is for a lead and those who support it: 牵头单位/配合单位, 牵头及配合单位."""
    words = re.sub(r"\([^()]*\)|\s", "", heading)
    return (
        re.fullmatch(r"(?:牵头|主办|主责|责任)(?:单位|部门)?[/、及和与](?:配合|协办|参与|协助)(?:单位|部门)", words)
        is not None
    )
