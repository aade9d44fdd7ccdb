"""Frozen rows of what the store contains, each field with its meaning: the one input of every measure, page and report.

This is the schema of the seven row types. A new field is one entry here and one term in ``ontology/dutygraph.ttl``;
triples, loader, tables and caches follow. IRIs are plain strings. ``Corpus`` contains the rows of all loaded plans, in
document order within a plan.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias, get_args, get_type_hints

from extract.messages import message
from extract.records import Basis, UnitKind
from graph.dataset.schema import Datatype, Property
from ontology import iris
from ontology.terms import DCTERMS, RDFS, Scheme, Term

COUNTED = frozenset(basis.value for basis in Basis if basis.counted)
"""The bases on which an assignment enters the counts."""

WITH_SENTENCES = COUNTED | {Basis.SENTENCE.value, Basis.DUTY_LIST.value}
"""The bases that count where the running text and duty lists are asked for as well; proposals never count."""

COLLECTIVE_KINDS = frozenset({UnitKind.COLLECTIVE.value, UnitKind.CLASS_WORD.value})
"""The kinds of units that name no particular body: 各部门, 有关部门, 公安机关."""

Order: TypeAlias = tuple[str | int, ...]

_LINK = Datatype.LINK
_IDENTIFIER = DCTERMS + "identifier"
_LABEL = RDFS + "label"

_Iri: TypeAlias = Annotated[str, Property("", message("这一行的 IRI。"), Datatype.SUBJECT)]
_InPlan: TypeAlias = Annotated[str, Property(Term.IN_PLAN, message("所在方案的 IRI。"), _LINK, required=True)]
_Start: TypeAlias = Annotated[int, Property(Term.START, message("在方案全文中的起点，按码位计，含。"))]
_End: TypeAlias = Annotated[int, Property(Term.END, message("在方案全文中的终点，按码位计，不含。"))]
_Number: TypeAlias = Annotated[str, Property(Term.PRINTED_NUMBER, message("原文印出的编号。"))]
_Title: TypeAlias = Annotated[str, Property(_LABEL, message("标题，原文没有的为空。"), language="zh")]
_PlaceCode: TypeAlias = Annotated[str, Property(Term.PLACE_CODE, message("GB/T 2260 地方代码，全国为 CN。"))]
_PlaceName: TypeAlias = Annotated[str, Property(Term.PLACE_NAME, message("地方的名称。"))]
_Level: TypeAlias = Annotated[str, Property(Term.LEVEL, message("行政层级。"), scheme=Scheme.LEVEL)]
_Rule: TypeAlias = Annotated[str, Property(Term.RULE, message("据以判读的规则。"), required=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One plan: its named graph has the plan's own IRI."""

    CLASS: ClassVar[Term] = Term.PLAN

    iri: _Iri
    id: Annotated[str, Property(_IDENTIFIER, message("方案号（源文件哈希的前 16 位）。"), required=True)]
    title: _Title
    source: Annotated[str, Property(Term.FILE_NAME, message("源文件的名称。"), required=True)]
    issuer: Annotated[str, Property(Term.ISSUER, message("制定机关。"))]
    number: Annotated[str, Property(Term.DOCUMENT_NUMBER, message("发文字号。"))]
    issued: Annotated[str, Property(DCTERMS + "issued", message("发文日期，写到已知的精度。"), Datatype.DATE)]
    place_code: _PlaceCode
    place_name: _PlaceName
    level: _Level
    characters: Annotated[int, Property(Term.CHARACTERS, message("全文的码位数。"))]
    sha256: Annotated[str, Property(Term.SHA256, message("源文件的 SHA-256。"), required=True)]
    pages: Annotated[
        tuple[int, ...], Property(Term.PAGE_STARTS, message("每页在全文中的起点，源文件不分页的为空。"))
    ] = ()
    document: Annotated[str, Property(Term.VERSION_OF, message("所属文件的 IRI，各版本相同。"), _LINK)] = ""
    replaces: Annotated[str, Property(Term.REPLACES, message("所取代的上一个版本的 IRI。"), _LINK)] = ""
    key: Annotated[str, Property(Term.DOCUMENT_KEY, message("据以认出同一份文件的地方和字号，或标题和日期。"))] = ""
    text_sha256: Annotated[str, Property(Term.TEXT_SHA256, message("去掉空白后的文字的 SHA-256。"))] = ""
    program: Annotated[str, Property(Term.PROGRAM_VERSION, message("读出方案的程序版本。"))] = ""
    lexicon: Annotated[str, Property(Term.LEXICON_VERSION, message("读出方案所用词表的版本。"))] = ""
    kind: Annotated[str, Property(Term.DOCUMENT_KIND, message("文种：plan、ledger、law、notice、report 或 news。"))] = (
        ""
    )

    def page(self, offset: int) -> int:
        """Give the page, from 1, of an offset in the text; 0 where the source has no pages."""
        return bisect_right(self.pages, offset) if self.pages else 0

    def order(self) -> Order:
        """Sort plans by name."""
        return (self.iri,)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A heading of a plan."""

    CLASS: ClassVar[Term] = Term.SECTION

    iri: _Iri
    plan: _InPlan
    id: Annotated[str, Property(Term.REFERENCE, message("各级编号用点连成的引用号，部分以它为号。"), required=True)]
    number: _Number
    title: _Title
    level: Annotated[int, Property(Term.DEPTH, message("标题的层级，最外层为 1。"))]
    parent: Annotated[str, Property(Term.PART_OF, message("上一级部分或方案的 IRI。"), _LINK, required=True)]
    start: _Start
    end: _End

    def order(self) -> Order:
        """Sort sections by offset, an outer one before the inner ones."""
        return self.plan, self.start, -self.end, self.iri


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task; ``clarity`` is the grade of lead clarity, see ``graph.dataset.clarity``."""

    CLASS: ClassVar[Term] = Term.TASK

    iri: _Iri
    plan: _InPlan
    id: Annotated[str, Property(_IDENTIFIER, message("任务号（原文的哈希）。"), required=True)]
    ref: Annotated[str, Property(Term.REFERENCE, message("各级编号用点连成的引用号。"))]
    number: _Number
    title: _Title
    text: Annotated[str, Property(Term.TEXT, message("任务的原文。"), required=True)]
    part_of: Annotated[str, Property(Term.PART_OF, message("最内层部分或方案的 IRI。"), _LINK, required=True)]
    start: _Start
    end: _End
    deadline: Annotated[str, Property(Term.DEADLINE, message("原文写明的期限。"))]
    clarity: Annotated[str, Property(Term.CLARITY, message("牵头清晰度的等级。"), scheme=Scheme.CLARITY)]
    presumed_convener: Annotated[
        str,
        Property(Term.PRESUMED_CONVENER, message("多个单位并列牵头时，按规则推定的召集单位（列首位）的 IRI。"), _LINK),
    ] = ""
    deadline_place: Annotated[
        str, Property(Term.DEADLINE_PLACE, message("各处期限写在哪里，依次：clause（分工条款）或 cell（表格）。"))
    ] = ""
    times_in_text: Annotated[str, Property(Term.TIME_IN_TEXT, message("正文中提到的时间，不作为任务的期限。"))] = ""

    def order(self) -> Order:
        """Sort tasks by offset, an outer one before the inner ones."""
        return self.plan, self.start, -self.end, self.iri


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit, shared by all plans that name it."""

    CLASS: ClassVar[Term] = Term.UNIT

    iri: _Iri
    id: Annotated[str, Property(_IDENTIFIER, message("单位号（地方代码和机构本名）。"), required=True)]
    name: Annotated[str, Property(_LABEL, message("发文当时的全称。"), language="zh", required=True)]
    body: Annotated[str, Property(Term.BODY, message("不含地方的机构本名。"), required=True)]
    kind: Annotated[str, Property(Term.KIND, message("单位的类别。"), scheme=Scheme.KIND)]
    place_code: _PlaceCode
    place_name: _PlaceName
    level: _Level
    registered: Annotated[bool, Property(Term.REGISTERED, message("是否登记在册。"))]

    def order(self) -> Order:
        """Sort units by id."""
        return self.id, self.iri


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """One mention of a unit in one role in one task, with its evidence."""

    CLASS: ClassVar[Term] = Term.ASSIGNMENT

    iri: _Iri
    plan: _InPlan
    task: Annotated[str, Property(Term.OF_TASK, message("任务的 IRI。"), _LINK, required=True)]
    unit: Annotated[str, Property(Term.TO_UNIT, message("单位的 IRI。"), _LINK, required=True)]
    role: Annotated[str, Property(Term.ROLE, message("单位在任务中的角色。"), scheme=Scheme.ROLE)]
    mention: Annotated[str, Property(Term.MENTION, message("原文指称单位的字。"), required=True)]
    start: _Start
    end: _End
    label: Annotated[str, Property(Term.LABEL, message("引出单位的标签或短语。"))]
    rank: Annotated[int, Property(Term.RANK, message("在名单中的位次，从 1 起。"))]
    of: Annotated[int, Property(Term.LIST_LENGTH, message("名单共列几个。"))]
    ranked: Annotated[bool, Property(Term.RANKED, message("原文是否写明位次有意义。"))]
    basis: Annotated[
        str, Property(Term.BASIS, message("出自条款、表格、句子还是建议；后两种不计数。"), scheme=Scheme.BASIS)
    ]
    rule: _Rule
    confidence: Annotated[float, Property(Term.CONFIDENCE, message("识别可信度，从 0 到 1。"))]

    @property
    def counted(self) -> bool:
        """Whether it enters the counts: duties read from running text, and proposals, are shown, not counted."""
        return self.basis in COUNTED

    def order(self) -> Order:
        """Sort assignments by offset."""
        return self.plan, self.start, self.end, self.iri


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """Something to look at; ``task`` is empty where it concerns no single task."""

    CLASS: ClassVar[Term] = Term.FINDING

    iri: _Iri
    plan: _InPlan
    code: Annotated[str, Property(Term.CODE, message("待核事项的代号。"), required=True)]
    severity: Annotated[str, Property(Term.SEVERITY, message("轻重。"), scheme=Scheme.SEVERITY)]
    what_zh: Annotated[str, Property(Term.WHAT, message("中文说明。"), language="zh")]
    what_en: Annotated[str, Property(Term.WHAT, message("英文说明。"), language="en")]
    remedy_zh: Annotated[str, Property(Term.REMEDY, message("中文的处理办法。"), language="zh")]
    remedy_en: Annotated[str, Property(Term.REMEDY, message("英文的处理办法。"), language="en")]
    start: _Start
    end: _End
    quote: Annotated[str, Property(Term.QUOTE, message("引文。"))]
    task: Annotated[str, Property(Term.OF_TASK, message("任务的 IRI。"), _LINK)]

    def order(self) -> Order:
        """Sort findings by offset."""
        return self.plan, self.start, self.end, self.iri


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A stretch of the plan's text and what became of it."""

    CLASS: ClassVar[Term] = Term.LEDGER_LINE

    plan: _InPlan
    start: _Start
    end: _End
    state: Annotated[str, Property(Term.STATE, message("这段文字的去向。"), scheme=Scheme.STATE)]
    rule: _Rule

    @property
    def iri(self) -> str:
        """The IRI, which follows from the place in the text."""
        return iris.line(self.plan, self.start, self.end)

    def order(self) -> Order:
        """Sort lines by offset."""
        return self.plan, self.start, self.end, self.state, self.rule


Row: TypeAlias = PlanRow | SectionRow | TaskRow | UnitRow | AssignmentRow | FindingRow | LedgerRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All rows of all loaded plans."""

    plans: tuple[PlanRow, ...] = ()
    sections: tuple[SectionRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    units: tuple[UnitRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()


ROW_TYPES: Mapping[str, type[Row]] = {name: get_args(hint)[0] for name, hint in get_type_hints(Corpus).items()}
"""The type of the rows of each table of a corpus, by the name of the table."""


def table_by_table(rows: Callable[[str, type[Row]], Iterable[Row]]) -> Corpus:
    """Make a corpus from what ``rows`` gives for the name and the row type of each table."""
    make: Callable[..., Corpus] = Corpus
    return make(**{name: tuple(rows(name, row_type)) for name, row_type in ROW_TYPES.items()})


def only_shown(corpus: Corpus, bases: frozenset[str] = COUNTED) -> frozenset[str]:
    """Find the units that assignments name, but none on one of the ``bases``: they are in no list and no count.

    Returns:
        Their IRIs. A unit that no assignment names is not among them.
    """
    others = {row.unit for row in corpus.assignments if row.basis not in bases}
    return frozenset(others - {row.unit for row in corpus.assignments if row.basis in bases} if others else ())
