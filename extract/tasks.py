"""From items and clauses to task drafts: which stretch of text each clause is about.

Rules:
    1. The smallest numbered item or paragraph with its own clause is a task; a parent with its own clause is one too.
    2. Several clauses in one paragraph, each closing its own sentences, make one task each.
    3. A clause that closes the last of several parts without clauses belongs to the entire item.
    4. A numbered sibling without a clause, where its siblings have one, is a task with no one assigned.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.clauses import find_clauses
from extract.forms.bare_line import bare_lines
from extract.forms.closing_bracket import closing_singles
from extract.forms.duty_list import duty_entries
from extract.forms.heading_of_units import heads_of_items, joined
from extract.items import Item, Outline
from extract.joined_lines import joined_lines
from extract.labels_first import labels_above
from extract.markers import Form
from extract.mentions import strip
from extract.paragraph_tasks import after_measures, body_of, headings_over_paragraphs, lost_number, opens_paragraph
from extract.parts import Clause, ClauseShape, Unread
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A task before units are resolved: its words, its place in the outline, its clauses."""

    span: Span
    number: Span
    title: Span
    item: int  # the outline item it comes from, -1 for a table row
    section: int  # the innermost item around it, -1 at the top
    clauses: tuple[Clause, ...]
    headings: tuple[Span, ...] = ()  # table title and category cells, for a table row
    row: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDrafts:
    """What was read of the running text: drafts in order, and what could not be read."""

    drafts: tuple[Draft, ...]
    unread: tuple[Unread, ...]


_FRAME = pattern(
    r"总体(?:要求|目标|思路)|指导思想|(?:基本|工作|总体)原则|(?:工作|主要|发展|总体|具体|任务)?目标(?:任务)?$|保障(?:措施|机制)|组织(?:保障|领导|实施|机构)|实施步骤|"
    r"(?:工作|有关|相关|几点|具体)要求|附则|适用(?:范围|对象)|总则|说明$|(?:实施|政策|执行)(?:时间|期限)|基本情况|背景|重要意义|考核|加强(?:组织)?领导|强化(?:组织)?保障|监督检查|宣传"
)


@dataclass(slots=True)
class _Own:
    """The clauses of one item, those that assign grouped where nothing but signs is between them."""

    groups: list[list[Clause]]
    clauses: tuple[Clause, ...] = ()
    end: int = 0  # where its words end, where a label of the next items follows them


def read_tasks(
    view: str, outline: Outline, *, sentences: bool = True, taken: frozenset[Span] = frozenset()
) -> TaskDrafts:
    """Read the tasks of the running text.

    Args:
        view: the folded text.
        outline: its items.
        sentences: whether 由…负责 that closes a sentence is a clause.
        taken: the clauses that belong to the rows of a table.
    """
    unread: list[Unread] = []
    singles = frozenset[int]()
    if sentences:
        singles = closing_singles(view, outline.items) | bare_lines(view, outline.items)
    own = {item.index: _own(view, item, unread, singles, taken, sentences=sentences) for item in outline.items}
    inside = outline.children()
    _take_labels_above(outline, inside, own)
    if sentences:
        for index, head in heads_of_items(outline, inside).items():
            own[index].groups = joined(head, own[index].groups)
    for item in outline.items:
        _lift_lines(view, item, outline, inside, own)
        _lift(item, outline, inside, own)
    heads = headings_over_paragraphs(outline, {index: _covered(one.groups) for index, one in own.items()})
    drafts: list[Draft] = []
    for item in outline.items:
        if item.index in heads:
            drafts.extend(_paragraph_drafts(view, item, own))
        else:
            drafts.extend(_drafts(view, item, outline, inside, own))
    drafts.extend(_bare_siblings(outline, inside, own, {draft.item for draft in drafts}, heads))
    if sentences:
        drafts = [*_of_duty_lists(view, outline, drafts)]
    return TaskDrafts(drafts=tuple(sorted(drafts, key=lambda d: (d.span, d.item))), unread=tuple(unread))


def _of_duty_lists(view: str, outline: Outline, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Add a task for each entry of a duty list that holds no clause; an item that is such a list is not a task without a unit."""
    clauses = sorted(clause.span for draft in drafts for clause in draft.clauses)
    entries = [
        entry for entry in duty_entries(view, outline)
        if not any(entry.head.start <= span.start < entry.duty.end for span in clauses)
    ]  # fmt: skip
    inside = {entry.item for entry in entries}
    yield from (draft for draft in drafts if draft.clauses or draft.item not in inside)
    for entry in entries:
        item = outline.items[entry.item]
        number = item.number if entry.whole else Span(entry.head.start, entry.head.start)
        clause = Clause(span=entry.head, shape=ClauseShape.DUTY_LIST, parts=entry.parts)
        yield Draft(
            span=entry.duty, number=number, item=item.index, section=item.parent if entry.whole else item.index,
            title=Span(entry.duty.start, entry.duty.start), clauses=(clause,),
        )  # fmt: skip


def _own(
    view: str, item: Item, unread: list[Unread], singles: frozenset[int], taken: frozenset[Span], *, sentences: bool
) -> _Own:
    found: list[Clause] = []
    for piece in joined_lines(view, item.pieces):
        for clause in find_clauses(view, piece, singles, sentences=sentences):
            if isinstance(clause, Unread):
                unread.append(clause)
            elif clause.span not in taken:
                found.append(clause)
                unread.extend(Unread(span=left) for left in left_of(clause))
    return _Own(groups=_grouped(view, found), clauses=tuple(found))


def left_of(clause: Clause) -> Iterator[Span]:
    """Yield what is in the lists of a clause and is not a name; persons and internal offices are no matter of ours."""
    for part in clause.parts:
        if part.meaning not in {Meaning.PERSON, Meaning.INNER}:
            yield from part.left


def _grouped(view: str, clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Group neighbours: 责任单位, 配合单位 and 完成时限 lines under one task are one group, with any labels between."""
    groups: list[list[Clause]] = []
    for clause in clauses:
        if groups and _beside(view, groups[-1], clause):
            groups[-1].append(clause)
        else:
            groups.append([clause])
    return [group for group in groups if _assigns(group)]


_OTHER_LINES = pattern(r"[\s。;,]*(?:[\u4e00-\u9fff ]{2,10}:[^\n。:]{1,40}[。;]?\s*\n\s*)*")


def _beside(view: str, group: Sequence[Clause], clause: Clause) -> bool:
    """Whether a clause belongs to the group before it: only signs, or lines such as ``主要领导:张某某``, are between."""
    gap = view[group[-1].span.end : clause.span.start]
    if not re.search(r"\w", gap):
        return True
    meanings = {part.meaning for one in group for part in one.parts}
    anew = any(part.meaning in meanings for part in clause.parts)
    return clause.own_line and not anew and _OTHER_LINES.fullmatch(gap) is not None


def _assigns(group: Sequence[Clause]) -> bool:
    return any(
        part.items and part.meaning not in {Meaning.TIME, Meaning.INNER} for clause in group for part in clause.parts
    )


def _lift_lines(
    view: str, item: Item, outline: Outline, inside: dict[int, tuple[int, ...]], own: dict[int, _Own]
) -> None:
    """Give numbered lines that are nothing but clauses to the item they are under.

    ``1.加强统筹。(1)责任单位:县委办 (2)完成时限:2024年3月``: 1. is the task, its clause is on two numbered lines.
    """
    lines = [child for child in inside.get(item.index, ()) if _only_clauses(view, outline.items[child], own[child])]
    if item.form is None or own[item.index].groups or not lines or any(child in inside for child in lines):
        return
    if any(own[child].groups for child in inside[item.index] if child not in lines):
        return
    clauses = [clause for child in lines for clause in own[child].clauses]
    if _assigns(clauses):
        own[item.index].groups = [clauses]
        for child in lines:
            own[child].groups = []


def _only_clauses(view: str, item: Item, own: _Own) -> bool:
    """Whether an item says nothing besides its labelled lines."""
    if not own.clauses or any(clause.shape is not ClauseShape.LABEL for clause in own.clauses):
        return False
    said = [view[piece.start : piece.end] for piece in item.pieces]
    left = sum(len(re.findall(r"\w", words)) for words in said)
    return left == sum(len(re.findall(r"\w", view[c.span.start : c.span.end])) for c in own.clauses)


def _lift(item: Item, outline: Outline, inside: dict[int, tuple[int, ...]], own: dict[int, _Own]) -> None:
    """Give a clause that closes the last child to the entire item, when no other child has one."""
    children = inside.get(item.index, ())
    if len(children) < 2 or own[item.index].groups or any(child in inside for child in children):
        return
    last = outline.items[children[-1]]
    if len(own[last.index].groups) != 1 or any(own[child].groups for child in children[:-1]):
        return
    own_lines = any(outline.items[child].own_line for child in children)
    if own[last.index].groups[0][0].own_line or last.form is Form.ORDINAL or not own_lines:
        own[item.index].groups = own[last.index].groups
        own[last.index].groups = []


def _drafts(
    view: str, item: Item, outline: Outline, inside: dict[int, tuple[int, ...]], own: dict[int, _Own]
) -> Iterator[Draft]:
    groups = own[item.index].groups
    lost = lost_number(outline, item, inside[item.parent], len(groups))
    start = item.pieces[0].start if item.pieces else item.number.end
    for number, group in enumerate(groups):
        end = group[-1].span.end
        if number == len(groups) - 1 and not _assigned_below(item.index, inside, own):
            end = max(end, _end_after(view, group, outline, inside, own[item.index], item))
        measures = after_measures(view, start, end) if number > 0 else start
        unnumbered = measures > start or (number > 0 and (lost or opens_paragraph(view, item, start)))
        span = strip(view, measures, end)
        yield Draft(
            span=span, number=Span(span.start, span.start) if unnumbered else item.number, item=item.index,
            section=item.index if measures > start else item.parent, clauses=tuple(group),
            title=item.title if number == 0 else Span(span.start, span.start),
        )  # fmt: skip
        start = strip(view, group[-1].span.end, max(item.end, group[-1].span.end), "。;,").start


def _take_labels_above(outline: Outline, inside: dict[int, tuple[int, ...]], own: dict[int, _Own]) -> None:
    """Give the items under a line of labels what it says, where labels are above their items."""
    groups = {index: one.groups for index, one in own.items()}
    for children in inside.values():
        siblings = [index for index in children if outline.items[index].number.length]
        _move_labels(own, siblings, labels_above(outline, siblings, groups))


def _move_labels(own: dict[int, _Own], siblings: Sequence[int], above: Mapping[int, Sequence[Clause]]) -> None:
    """Take the first line from the item that holds it, and give each item the line above it."""
    if above:
        own[siblings[0] - 1].groups.pop()
    for index, group in above.items():
        one = own[index]
        one.end = one.groups[0][0].span.start if one.groups else 0
        one.groups = [[replace(clause, ahead=True) for clause in group]]


def _end_after(
    view: str, group: Sequence[Clause], outline: Outline, inside: dict[int, tuple[int, ...]], own: _Own, item: Item
) -> int:
    """Where the words end that a clause is before: those of its item, or of the items below its heading; 0 where none are."""
    if group[-1].ahead:
        return own.end or item.end
    return _end_of(item, outline, inside) if _follows_heading(view, item, group) else 0


def _follows_heading(view: str, item: Item, group: Sequence[Clause]) -> bool:
    """Whether a group is all that is below a heading on lines of its own: 一、交通 ⏎ 牵头单位:甲 ⏎ 1.修路 has its items in its task."""
    own = group[0].own_line and item.title.length and item.title.end <= group[0].span.start
    between = view[item.title.end : group[0].span.start] + view[group[-1].span.end : item.end]
    return bool(own) and not between.strip("。; \n")


def _covered(groups: Sequence[Sequence[Clause]]) -> tuple[Span, ...]:
    return tuple(Span(group[0].span.start, group[-1].span.end) for group in groups)


def _paragraph_drafts(view: str, item: Item, own: dict[int, _Own]) -> Iterator[Draft]:
    """Make a task of each paragraph under a heading; its number is empty, its section the heading."""
    start = item.title.end
    for group in own[item.index].groups:
        end = group[-1].span.end
        span = strip(view, body_of(view, item, start, end), end)
        yield Draft(
            span=span, number=Span(span.start, span.start), item=item.index, section=item.index,
            title=Span(span.start, span.start), clauses=tuple(group),
        )  # fmt: skip
        start = strip(view, end, max(item.end, end), "。;,").start


def _assigned_below(index: int, inside: dict[int, tuple[int, ...]], own: dict[int, _Own]) -> bool:
    return any(own[child].groups or _assigned_below(child, inside, own) for child in inside.get(index, ()))


def _end_of(item: Item, outline: Outline, inside: dict[int, tuple[int, ...]]) -> int:
    """Where the children of an item end, which carry no clause."""
    children = [outline.items[child] for child in inside.get(item.index, ())]
    return max((max(child.end, _end_of(child, outline, inside)) for child in children), default=0)


def _bare_siblings(
    outline: Outline, inside: dict[int, tuple[int, ...]], own: dict[int, _Own], drafted: set[int], heads: frozenset[int]
) -> Iterator[Draft]:
    """Give a task to each numbered item without a clause whose siblings have one."""
    for siblings in inside.values():
        numbered = [outline.items[index] for index in siblings if index in drafted and index not in heads]
        forms = {item.form for item in numbered if item.own_line}
        others = (outline.items[index] for index in siblings if index not in drafted)
        bare = (item for item in others if item.form in forms and _may_be_bare(outline, item))
        yield from (_bare(item) for item in bare if not _assigned_below(item.index, inside, own))


def _bare(item: Item) -> Draft:
    return Draft(
        span=Span(item.pieces[0].start, item.end), number=item.number, item=item.index, section=item.parent,
        title=item.title, clauses=(),
    )  # fmt: skip


def _may_be_bare(outline: Outline, item: Item) -> bool:
    """Whether an item has its own words, no table below it (its tasks are there), and no title such as 总体要求."""
    if item.form is None or not item.pieces or item.index in outline.table_parents:
        return False
    return not item.title.length or _FRAME.search(outline.view[item.title.start : item.title.end]) is None
