"""The sections of a plan, and the dotted reference of every item: 2.4.3 is 二、（四）3.

Numbers keep their printed form; a repeat gets ``~2``, a title line ``p1``, an annex ``a1``, a dash ``d1``, a category cell ``c`` and its offset.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from extract.cleaning import squeeze
from extract.items import Item, Outline
from extract.markers import Form
from extract.records import Document, Section, Span
from extract.tasks import Draft


class Headings:
    """The sections of a plan and the dotted reference of every item."""

    def __init__(self, document: Document, outline: Outline, drafts: Sequence[Draft]) -> None:
        self.document = document
        self.outline = outline
        self.refs: dict[int, str] = {}
        self.taken: dict[str, int] = {}  # each reference and the last number after its ~
        self.counts: Counter[Form] = Counter()  # the items so far, to number those without a number of their own
        self.ends = _ends(outline)
        self.ids: dict[tuple[int, tuple[Span, ...]], str] = {}
        tasks = {draft.item for draft in drafts}
        around = {i for draft in drafts if draft.section >= 0 for i in outline.path(draft.section)}
        self.used: set[int] = set()
        sections: list[Section] = []
        for item in outline.items:
            self.refs[item.index] = self._ref(item)
            shaped = item.title.length > 0 and item.form not in {None, Form.TITLE} and item.own_line
            shown = shaped and item.index not in tasks and not self._below_task(item, tasks)
            if (item.index in around or shown) and (item.title.length or item.number.length):
                sections.append(self._section(item))
                self.used.add(item.index)
        for draft in drafts:
            sections.extend(self._cells(draft))
        self.sections = tuple(sorted(sections, key=lambda s: (s.heading.start, s.level, s.id)))

    def _below_task(self, item: Item, tasks: set[int]) -> bool:
        return any(index in tasks for index in self.outline.path(item.index)[:-1])

    def _ref(self, item: Item) -> str:
        letter = {None: "front", Form.TITLE: "p", Form.ANNEX: "a", Form.DASH: "d"}.get(item.form, "")
        value = letter + (str(item.value) if item.value else "")
        if item.form is not None:
            self.counts[item.form] += 1
            value += str(self.counts[item.form]) if item.value == 0 else ""
        parent = self.refs.get(item.parent, "")
        return self._unique(f"{parent}.{value}" if parent else value)

    def _unique(self, ref: str) -> str:
        candidate = ref
        while candidate in self.taken:
            self.taken[ref] += 1
            candidate = f"{ref}~{self.taken[ref]}"
        self.taken[candidate] = 1
        return candidate

    def _section(self, item: Item) -> Section:
        title = self.document.quote(item.title).strip() if item.title.length else ""
        return Section(
            id=self.refs[item.index], number=self.document.quote(item.number).strip(), title=title.rstrip("。."),
            level=len(self.outline.path(item.index)), parent=self._around(item.parent),
            heading=Span(item.start, max(item.title.end, item.number.end)), span=Span(item.start, self.ends[item.index]),
        )  # fmt: skip

    def _cells(self, draft: Draft) -> Iterator[Section]:
        """Make sections of the category cells to the left of a table row's task."""
        parent = self._around(draft.section)
        level = len(self.outline.path(draft.section)) if draft.section >= 0 else 0
        for depth in range(len(draft.headings)):
            key = (draft.section, draft.headings[: depth + 1])
            if key not in self.ids:
                heading = draft.headings[depth]
                self.ids[key] = self._unique(f"{parent}.c{heading.start}" if parent else f"c{heading.start}")
                yield Section(
                    id=self.ids[key], number="", title=squeeze(self.document.quote(heading)), level=level + depth + 1,
                    parent=parent, heading=heading, span=heading,
                )  # fmt: skip
            parent = self.ids[key]

    def of(self, draft: Draft) -> str:
        """Give the id of the innermost section around a draft."""
        if draft.headings:
            return self.ids[draft.section, draft.headings]
        return self._around(draft.section)

    def _around(self, item: int) -> str:
        """Give the id of the innermost section among an item and the items around it."""
        for index in reversed(self.outline.path(item) if item >= 0 else ()):
            if index in self.used:
                return self.refs[index]
        return ""


def _ends(outline: Outline) -> list[int]:
    """Tell where each item ends, with all its inner items."""
    ends = [item.end for item in outline.items]
    for item in reversed(outline.items):
        if item.parent >= 0:
            ends[item.parent] = max(ends[item.parent], ends[item.index])
    return ends
