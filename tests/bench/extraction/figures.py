"""Compare a reading with labels: counts a document and measure, from which every ratio follows.

A label belongs to the predicted task whose text holds its quote. Several labels may fall into one predicted task: their
mentions are then pooled, each unit once a role, and only ``boundary`` suffers. Mentions of the running text (basis
``sentence``) and tasks under headings that are not labelled do not count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extract.records import Extraction, Role
from tests.bench.extraction.labels import Label, Labels, bare_number, fold

NEAR = 12  # folded characters before a quote at which a text still begins with it
STARTS = 30  # folded characters within which a task begins where its label begins
SHORTEST = 3  # of the texts that hold a quote further in, so many are looked at

Pair = tuple[Role, str]
_Key = TypeVar("_Key", Pair, str)


@dataclass(frozen=True, slots=True)
class Count:
    """How many are right, wanted and given."""

    good: float = 0
    want: float = 0
    have: float = 0

    def __add__(self, other: "Count") -> "Count":
        """Add two counts."""
        return Count(self.good + other.good, self.want + other.want, self.have + other.have)

    @property
    def precision(self) -> float:
        """The share of what is given that is right."""
        return self.good / self.have if self.have else float(not self.want)

    @property
    def recall(self) -> float:
        """The share of what is wanted that is right."""
        return self.good / self.want if self.want else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """A task as read, in folded words."""

    text: str
    mentions: Counter[Pair]
    section: str
    deadline: str
    number: str


def predicted(result: Extraction, ignored: Sequence[str] = ()) -> tuple[Predicted, ...]:
    """Give the tasks of a reading in document order, but for those under a heading with one of the words ``ignored``."""
    sections = {section.id: section for section in result.sections}
    held: dict[str, Counter[Pair]] = defaultdict(Counter)
    for a in result.assignments:
        if a.basis.counted:
            held[a.task][a.role, fold(a.mention.words)] += 1
    found: list[Predicted] = []
    for task in result.tasks:
        path: list[str] = []
        at = task.section
        while at:
            path.append(sections[at].number + sections[at].title)
            at = sections[at].parent
        if not any(word in heading for word in ignored for heading in path):
            deadline = fold("；".join(limit.words for limit in task.deadlines))
            section = fold(path[0]).rstrip("。.") if path else ""
            found.append(
                Predicted(
                    text=fold(task.text),
                    mentions=held[task.id],
                    section=section,
                    deadline=deadline,
                    number=bare_number(task.number),
                )
            )
    return tuple(found)


def aligned(labels: Sequence[Label], given: Sequence[Predicted]) -> tuple[int | None, ...]:
    """Find the predicted task of each label: one that begins with the quote, else the shortest that hold it.

    Of several, the one whose mentions agree best, and then the next in document order.
    """
    found: list[int | None] = []
    last = 0
    for label in labels:
        where = {n: at for n, task in enumerate(given) if label.quote and (at := task.text.find(label.quote)) >= 0}
        begin = [n for n, at in where.items() if at <= NEAR]
        pool = begin or sorted(where, key=lambda n: len(given[n].text))[:SHORTEST]
        choice = min(pool, key=lambda n: (-_agreement(label, given[n]), n < last, n), default=None)
        found.append(choice)
        last = last if choice is None else choice
    return tuple(found)


def _agreement(label: Label, task: Predicted) -> int:
    return (Counter(label.mentions) & task.mentions).total()


def measure(labels: Labels, result: Extraction) -> dict[str, Count]:
    """Count what a reading gets right.

    Returns:
        A count for each role, ``all`` roles, ``mention`` (whatever the role), ``task`` (labels found), ``boundary`` (labels
        with a predicted task of their own), ``section`` (the innermost heading agrees), ``number`` (as printed), ``starts`` (the text begins where the label does)
        and ``deadline``.
    """
    given = predicted(result, labels.ignored)
    where = aligned(labels.tasks, given)
    counts: dict[str, Count] = defaultdict(Count)
    for name in (*Role, "all", "mention"):
        counts[name] = Count()
    for want, have in _pairs(labels.tasks, given, where):
        for role in Role:
            counts[role] += _shared(_only(want, role), _only(have, role))
        counts["all"] += _shared(want, have)
        counts["mention"] += _shared(_whatever(want), _whatever(have))
    uses = Counter(where)
    for label, index in zip(labels.tasks, where, strict=True):
        if not label.optional:
            task = None if index is None else given[index]
            _add(counts, label, task, own=index is not None and uses[index] == 1)
    return dict(counts)


def _pairs(
    labels: Sequence[Label], given: Sequence[Predicted], where: Sequence[int | None]
) -> Iterable[tuple[Counter[Pair], Counter[Pair]]]:
    """The wanted and the given mentions of each predicted task; of all labels that were not found together."""
    groups: dict[int | None, list[Label]] = defaultdict(list)
    for label, index in zip(labels, where, strict=True):
        groups[index].append(label)
    for index in (*groups, *(n for n in range(len(given)) if n not in groups)):
        group = groups.get(index, [])
        if group and all(label.optional for label in group):
            continue
        want = Counter(pair for label in group for pair in label.mentions)
        have = Counter[Pair]() if index is None else given[index].mentions
        pooled = index is not None and len(group) > 1
        yield (Counter(set(want)), Counter(set(have))) if pooled else (want, have)


def _shared(want: Counter[_Key], have: Counter[_Key]) -> Count:
    return Count((want & have).total(), want.total(), have.total())


def _only(pairs: Counter[Pair], role: Role) -> Counter[Pair]:
    return Counter({pair: number for pair, number in pairs.items() if pair[0] is role})


def _whatever(pairs: Counter[Pair]) -> Counter[str]:
    return Counter(words for _, words in pairs.elements())


def _add(counts: dict[str, Count], label: Label, task: Predicted | None, *, own: bool) -> None:
    counts["task"] += Count(task is not None, 1)
    counts["boundary"] += Count(own, 1)
    if label.section:
        said = task.section if task is not None else ""
        counts["section"] += Count(bool(said) and (label.section in said or said in label.section), 1)
    if label.number is not None:
        counts["number"] += Count(task is not None and task.number == label.number, 1)
        at = task.text.find(label.quote) if task is not None else -1
        counts["starts"] += Count(0 <= at <= STARTS, 1)
    if label.deadline:
        said = task.deadline if task is not None else ""
        counts["deadline"] += Count(bool(said) and (said in label.deadline or label.deadline in said), 1)


def cubed(pairs: Mapping[str, tuple[str, str]]) -> tuple[Count, Count]:
    """Compare two ways to group mentions into units by B³: precision and recall, a mention at a time.

    Args:
        pairs: for each mention its unit in the labels and its unit as read.

    Source: Bagga & Baldwin, Algorithms for scoring coreference chains, 1998.

    >>> precision, recall = cubed({"a": ("x", "1"), "b": ("x", "1"), "c": ("y", "1")})
    >>> round(precision.recall, 2), recall.recall
    (0.56, 1.0)
    """
    together = Counter(pairs.values())
    wanted, given = Counter(want for want, _ in pairs.values()), Counter(have for _, have in pairs.values())
    precision = sum(number * number / given[have] for (_, have), number in together.items())
    recall = sum(number * number / wanted[want] for (want, _), number in together.items())
    return Count(round(precision, 3), len(pairs)), Count(round(recall, 3), len(pairs))
