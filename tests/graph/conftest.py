"""Plans to test with: a small one written by hand, and the Changji plan as its readers labelled it."""

import hashlib
import json
from pathlib import Path

import pytest

from extract.formats import Format
from extract.messages import message
from extract.records import (
    Assignment,
    Basis,
    Document,
    Extraction,
    Finding,
    LedgerLine,
    Level,
    Limit,
    LineState,
    Mention,
    Plan,
    Role,
    Section,
    Severity,
    Span,
    Task,
    Unit,
    UnitKind,
)
from graph.dataset.rows import Corpus
from tests.graph.measures.corpora import GOLD, gold_corpus

SHARED = Path(__file__).parents[2].parent / "shared"
PLACE = ("652300", "昌吉回族自治州", Level.PREFECTURE)

SMALL = (
    "示例州法治实施方案\n"
    "一、主要任务\n"
    "1.规范“执法”程序。由州司法局组织起草。2025年底前完成。\n"
    "责任单位：州公安局、司法局\n"
    "配合单位：州政府各部门\n"
    "3.做好普法。\n"
)
"""A plan of two tasks; number 2 is missing and the second task has no clause."""


def span_of(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span(start, start + len(words))


def unit(body: str, kind: UnitKind = UnitKind.SINGLE, *, name: str = "") -> Unit:
    key = hashlib.sha256(body.encode()).hexdigest()[:6]
    code, place, level = PLACE
    return Unit(
        id=f"{code}-{key}",
        name=name or place + body,
        body=body,
        place_code=code,
        place_name=place,
        level=level,
        kind=kind,
        registered=kind is UnitKind.SINGLE,
    )


def assignment(
    text: str, task: str, role: Role, words: str, to: Unit, label: str, rank: int = 1, *, of: int = 1
) -> Assignment:
    labelled = span_of(text, label)
    basis = Basis.SENTENCE if label == "由" else Basis.CLAUSE
    mention = Mention(
        words=words,
        span=span_of(text, words, labelled.end),
        role=role,
        label=label,
        label_span=labelled,
        rank=rank,
        of=of,
        ranked=False,
    )
    return Assignment(
        task=task, role=role, mention=mention, unit=to.id, basis=basis, rule=f"label/{label}", confidence=0.98
    )


def document_of(text: str, name: str) -> Document:
    return Document(id=hashlib.sha256(text.encode()).hexdigest(), name=name, format=Format.TXT, text=text, blocks=())


def ledger_of(text: str) -> tuple[LedgerLine, ...]:
    """Every line of the text, said to be read where it holds a colon."""
    lines: list[LedgerLine] = []
    start = 0
    for words in text.splitlines(keepends=True):
        end = start + len(words)
        read = "：" in words or ":" in words
        state = LineState.READ if read else LineState.NOT_ASSIGNMENT
        lines.append(LedgerLine(span=Span(start, end), state=state, rule="label" if read else "running-text"))
        start = end
    return tuple(lines)


@pytest.fixture
def small() -> Extraction:
    """The hand-made plan, with an assignment of each basis but the table, a deadline and a finding."""
    text = SMALL
    police, justice = unit("公安局"), unit("司法局")
    all_departments = unit("人民政府各部门", UnitKind.COLLECTIVE)
    first, second = text.index("1."), text.index("3.")
    deadline = span_of(text, "2025年底前")
    return Extraction(
        document=document_of(text, "small.txt"),
        plan=Plan(
            title="示例州法治实施方案",
            issuer="",
            number="",
            issued="2015-07",
            place_code=PLACE[0],
            place_name=PLACE[1],
            level=PLACE[2],
        ),
        sections=(
            Section(
                id="1",
                number="一、",
                title="主要任务",
                level=1,
                parent="",
                heading=span_of(text, "一、主要任务"),
                span=Span(text.index("一、"), len(text)),
            ),
        ),
        tasks=(
            Task(
                id="a" * 16,
                ref="1.1",
                number="1.",
                title="规范“执法”程序",
                text=text[first : text.index("\n", first)],
                section="1",
                span=Span(first, second),
                deadlines=(Limit(words="2025年底前", span=deadline),),
            ),
            Task(
                id="b" * 16,
                ref="1.3",
                number="3.",
                title="",
                text="3.做好普法。",
                section="1",
                span=Span(second, len(text)),
            ),
        ),
        units=(police, justice, all_departments),
        assignments=(
            assignment(text, "a" * 16, Role.LEAD, "州公安局", police, "责任单位", 1, of=2),
            assignment(text, "a" * 16, Role.LEAD, "司法局", justice, "责任单位", 2, of=2),
            assignment(text, "a" * 16, Role.SUPPORT, "州政府各部门", all_departments, "配合单位"),
            assignment(text, "a" * 16, Role.LEAD, "州司法局", justice, "由"),
        ),
        findings=(
            Finding(
                code="numbering-gap",
                severity=Severity.WARNING,
                what=message("编号缺失：“{said}”之前缺 {numbers}。", said="3.", numbers="2"),
                remedy=message("请对照原件核对编号；若来源有删节，缺号不一定是制定机关的疏漏。"),
                span=Span(second, second + 2),
                quote="3.",
                task="b" * 16,
            ),
        ),
        ledger=ledger_of(text),
    )


@pytest.fixture(scope="session")
def gold() -> dict[str, object]:
    """The hand-made labels of the Changji plan."""
    path = SHARED / "corpus" / "gold" / "000-full.json"
    if not path.exists():
        pytest.skip(f"the development corpus is not beside the checkout ({path.name})")
    loaded: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="session")
def changji() -> Corpus:
    """The hand-labelled Changji plan as rows."""
    if not GOLD.exists():
        pytest.skip(f"the shared corpus is not here: {GOLD.name}")
    return gold_corpus()
