"""The records of the room: what a plan says, each with the place in the text that says it.

Frozen, slotted, keyword-only. Offsets are code points of ``Document.text``, start inclusive, end exclusive.
A later stage is a later type: nothing here is filled in afterwards.
"""

from dataclasses import dataclass
from enum import StrEnum

from extract.formats import Format
from extract.messages import Message


class BlockKind(StrEnum):
    """What a block is on the page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"  # the format itself says so (h1–h6, Word heading styles)
    CELL = "cell"
    FOOTNOTE = "footnote"
    NOISE = "noise"  # page headers, footers, page numbers, site navigation


class Role(StrEnum):
    """What a unit has to do in a task. The RDF predicates follow these names."""

    LEAD = "lead"
    SUPPORT = "support"
    JOINT = "joint"
    IMPLEMENT = "implement"
    GUIDE = "guide"
    SUPERVISE = "supervise"


class UnitKind(StrEnum):
    """What sort of body a mention names."""

    SINGLE = "single"
    COLLECTIVE = "collective"
    GROUP_OFFICE = "group_office"
    CLASS_WORD = "class_word"
    PERSON = "person"
    OUTSIDER = "outsider"


class Level(StrEnum):
    """The level of government of a place."""

    NATIONAL = "national"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What an assignment rests on: a clause, a table cell, a duty list, a sentence of the running text, a proposal.

    Only clauses and tables are counted; duty lists and sentences are shown, and counted where they are requested, proposals
    once a person accepts them.
    """

    CLAUSE = "clause"
    TABLE = "table"
    DUTY_LIST = "duty_list"
    SENTENCE = "sentence"
    PROPOSED = "proposed"

    @property
    def counted(self) -> bool:
        """Whether an assignment on this basis enters the counts."""
        return self in {Basis.CLAUSE, Basis.TABLE}


class LineState(StrEnum):
    """What became of a stretch of text."""

    READ = "read"
    NOT_ASSIGNMENT = "not_assignment"
    UNREAD = "unread"


class DocumentKind(StrEnum):
    """What kind of document a text is; see ``extract.kinds`` for what counts in each."""

    PLAN = "plan"
    LEDGER = "ledger"
    LAW = "law"
    NOTICE = "notice"
    REPORT = "report"
    NEWS = "news"


class Severity(StrEnum):
    """How much a finding matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of ``Document.text`` in code points.

    >>> Span(2, 5).length
    3
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards.

        Raises:
            ValueError: when ``start`` is negative or lies after ``end``.
        """
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must run forwards from 0, not {self.start}–{self.end}")

    @property
    def length(self) -> int:
        """The number of code points covered."""
        return self.end - self.start

    def holds(self, other: "Span") -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The place of a table cell. A merged cell appears once, at its top left, with the rows and columns it covers."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading, table cell or piece of page noise."""

    span: Span
    kind: BlockKind
    page: int = 0  # 1-based; 0 where the format has no pages
    level: int = 0  # 1–6 for a heading that the format declares, else 0
    cell: Cell | None = None


class WithheldKind(StrEnum):
    """What sort of thing a source contains and a reader leaves out of the text."""

    HIDDEN = "hidden"  # rows, columns, sheets and words that nobody sees
    FORMULA = "formula"  # without a saved value
    STRUCK = "struck"  # crossed out by hand
    PLACEHOLDER = "placeholder"  # of a field that nobody filled in
    OBJECT = "object"  # an embedded file
    PART = "part"  # of a container, unknown to the reader
    FIELD = "field"  # of a form
    COMMENT = "comment"  # a note in the margin
    PICTURE = "picture"
    FILE = "file"  # in a container, not read
    SYSTEM = "system"  # a file of the operating system in a container
    LINK = "link"  # the text is elsewhere
    REVISION = "revision"  # tracked deletions
    READING = "reading"  # how a character is pronounced
    MERGED = "merged"  # blanks that take words from the cell above
    REPEATED = "repeated"  # the same words a second time

    @property
    def decoration(self) -> bool:
        """Whether a plan says the same without it."""
        return self in _DECORATIONS


_DECORATIONS = frozenset({WithheldKind.REVISION, WithheldKind.READING, WithheldKind.SYSTEM, WithheldKind.REPEATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Something that the source contains and the text does not, with what to do about it."""

    kind: WithheldKind
    what: Message  # a sentence that names the place and the thing
    remedy: Message
    span: Span = Span(0, 0)  # the words it belongs to; empty where it belongs to the whole source
    page: int = 0  # the page it was on, from 1; 0 where the source has none
    table: int = -1  # the table it was in
    row: int = -1  # the row of that table


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source, read once, with its complete text.

    Guarantees:
        1. ``id`` is the SHA-256 (64 hex digits) of the source's bytes.
        2. Blocks are in text order and do not overlap; what lies between two blocks is white space.
        3. ``withheld`` names what the source contains and the text does not.
    """

    id: str
    name: str
    format: Format
    text: str
    blocks: tuple[Block, ...]
    withheld: tuple[Withheld, ...] = ()

    def quote(self, span: Span) -> str:
        """Give the words at ``span``.

        Raises:
            ValueError: when the span reaches past the end of the text.
        """
        if span.end > len(self.text):
            raise ValueError(f"{self.name}: {span} reaches past the end of the text ({len(self.text)})")
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the document says of itself. An empty string means that it does not say."""

    title: str
    issuer: str
    number: str  # 发文字号
    issued: str  # ISO 8601 date, as exact as the text: 2015-07-30, 2015-07, 2015
    place_code: str  # GB/T 2260 code, "CN" for the whole country
    place_name: str
    level: Level
    kind: DocumentKind = DocumentKind.PLAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what is under it."""

    id: str  # dotted printed numbers: 2.4
    number: str  # as printed: （四）
    title: str
    level: int  # 1 is outermost
    parent: str  # id of the enclosing section, "" at the top
    heading: Span
    span: Span


class LimitPlace(StrEnum):
    """Where a time is printed. Only one in a clause or a cell is the deadline of its task."""

    CLAUSE = "clause"
    CELL = "cell"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A deadline or quantity, as printed."""

    words: str
    span: Span
    place: LimitPlace = LimitPlace.CLAUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """The smallest numbered item, paragraph or table row that carries its own responsibility clause."""

    id: str  # first 16 hex digits of the SHA-256 of the raw text, with -2, -3 … for a repeat
    ref: str  # dotted printed numbers: 2.4.3
    number: str  # as printed: 3.
    title: str  # "" where the source gives none
    text: str
    section: str  # id of the innermost section, "" at the top
    span: Span
    deadlines: tuple[Limit, ...] = ()
    times: tuple[Limit, ...] = ()  # what the running text says of time: no deadline of the task
    quantities: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """The words that name a unit, in one role."""

    words: str
    span: Span
    role: Role
    label: str  # the label or phrase it came from: 责任单位, 牵头, 会同
    label_span: Span
    rank: int  # 1-based place in its list
    of: int  # length of that list
    ranked: bool  # an order rule makes the rank meaningful


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A body of one place; the name in the document is never overwritten."""

    id: str  # ASCII: place code + "-" + body key
    name: str  # full name as of the document's date
    body: str  # canonical body without the place
    place_code: str
    place_name: str
    level: Level
    kind: UnitKind
    registered: bool  # False: not in the registry, kept as named


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A task, a role, the words, the unit, and why we read it so."""

    task: str
    role: Role
    mention: Mention
    unit: str
    basis: Basis
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a person should look at, never a guess in silence."""

    code: str  # kebab-case, one word one meaning: numbering-gap
    severity: Severity
    what: Message
    remedy: Message
    span: Span
    quote: str
    task: str = ""  # id of the task it belongs to, if any


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """A stretch of text and what became of it. The lines of a ledger tile the entire text."""

    span: Span
    state: LineState
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read from one document."""

    document: Document
    plan: Plan
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    assignments: tuple[Assignment, ...]
    findings: tuple[Finding, ...]
    ledger: tuple[LedgerLine, ...]
