from dataclasses import replace

import pytest

from extract.formats import Format
from extract.messages import message
from extract.pipeline import extract
from extract.readers import read, read_bytes
from extract.records import Block, BlockKind, Document, Extraction, Span
from graph.dataset.model import check, corpus_of, merged, ordered, plan_finding
from graph.dataset.rows import ROW_TYPES, Corpus
from tests.graph.conftest import SHARED


def test_every_assignment_becomes_a_row_with_a_name_of_its_own(small: Extraction) -> None:
    rows = corpus_of(small).assignments
    assert [row.mention for row in rows] == ["州司法局", "州公安局", "司法局", "州政府各部门"]
    assert len({row.iri for row in rows}) == len(small.assignments)
    assert [row.counted for row in rows] == [False, True, True, True]


def test_a_repeated_place_and_role_is_told_apart_in_order(small: Extraction) -> None:
    twice = replace(small.assignments[0], unit=small.assignments[1].unit)
    rows = corpus_of(replace(small, assignments=(*small.assignments, twice))).assignments
    names = [row.iri.rsplit("/", 1)[-1] for row in rows if row.mention == "州公安局"]
    assert names == [f"{rows[1].start}-lead", f"{rows[1].start}-lead-2"]


def test_rows_stand_in_one_order_whatever_order_they_came_in(small: Extraction) -> None:
    backwards = replace(
        small,
        tasks=small.tasks[::-1],
        assignments=small.assignments[::-1],
        units=small.units[::-1],
        ledger=small.ledger[::-1],
    )
    assert corpus_of(backwards) == corpus_of(small)


def test_clarity_is_graded_task_by_task(small: Extraction) -> None:
    assert [task.clarity for task in corpus_of(small).tasks] == ["co_equal", "none"]


def test_sections_and_tasks_hang_in_their_plan(small: Extraction) -> None:
    corpus = corpus_of(small)
    plan, section = corpus.plans[0], corpus.sections[0]
    assert plan.iri.endswith(small.document.id[:16])
    assert plan.id == small.document.id[:16]
    assert section.parent == plan.iri
    assert {task.part_of for task in corpus.tasks} == {section.iri}
    assert corpus.tasks[0].deadline == "2025年底前"


def test_an_assignment_of_a_unit_that_is_not_there_is_refused(small: Extraction) -> None:
    with pytest.raises(ValueError, match="which is not there"):
        corpus_of(replace(small, units=small.units[:1]))


NOWHERE = "https://w3id.org/dutygraph/id/plan/0000000000000000/nothing"


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ("sections", "parent"),
        ("tasks", "part_of"),
        ("assignments", "task"),
        ("assignments", "unit"),
        ("findings", "task"),
    ],
)
def test_a_reference_to_a_row_that_does_not_exist_is_refused_by_name(table: str, field: str, small: Extraction) -> None:
    corpus = corpus_of(small)
    rows = getattr(corpus, table)
    broken = Corpus(
        **{name: getattr(corpus, name) for name in ROW_TYPES}
        | {table: (replace(rows[0], **{field: NOWHERE}), *rows[1:])}
    )
    with pytest.raises(ValueError, match=f"the {table[:-1]} {rows[0].iri} points at {NOWHERE}"):
        check(broken)
    assert check(corpus) is corpus


def test_a_finding_may_belong_to_no_task(small: Extraction) -> None:
    corpus = corpus_of(replace(small, findings=(replace(small.findings[0], task=""),)))
    assert corpus.findings[0].task == ""


def test_deadlines_of_one_task_are_joined_in_their_order(small: Extraction) -> None:
    (first, second) = small.tasks
    limit = first.deadlines[0]
    two = replace(first, deadlines=(limit, replace(limit, words="2026年6月")))
    assert corpus_of(replace(small, tasks=(two, second))).tasks[0].deadline == "2025年底前；2026年6月"


def test_a_section_of_a_section_names_it(small: Extraction) -> None:
    inner = replace(small.sections[0], id="1.1", parent="1", level=2)
    corpus = corpus_of(replace(small, sections=(inner, *small.sections)))
    assert [(row.id, row.parent) for row in corpus.sections] == [
        ("1", corpus.plans[0].iri),
        ("1.1", f"{corpus.plans[0].iri}/section/1"),
    ]


def test_equal_places_are_numbered_by_unit_in_every_order_of_reading(small: Extraction) -> None:
    one, two = small.assignments[:2]
    same = replace(two, mention=replace(two.mention, span=one.mention.span, words=one.mention.words))
    rows = corpus_of(replace(small, assignments=(one, same))).assignments
    assert [row.iri.rsplit("/", 1)[-1] for row in rows] == [f"{rows[0].start}-lead", f"{rows[0].start}-lead-2"]
    assert rows[0].unit < rows[1].unit
    assert corpus_of(replace(small, assignments=(same, one))).assignments == rows


def test_a_unit_of_several_plans_is_as_the_first_plan_names_it(small: Extraction) -> None:
    first = corpus_of(small)
    renamed = tuple(replace(unit, name=unit.name + "（新）") for unit in small.units)
    later = corpus_of(replace(small, document=replace(small.document, id="f" * 64), units=renamed))
    for order in ([first, later], [later, first]):
        assert merged(order).units == first.units
    assert [plan.iri for plan in merged([later, first]).plans] == [first.plans[0].iri, later.plans[0].iri]


def test_plans_side_by_side_keep_their_rows_and_share_their_units(small: Extraction) -> None:
    other = replace(small, document=replace(small.document, id="f" * 64))
    both = merged([corpus_of(small), corpus_of(other)])
    assert len(both.plans) == 2
    assert both.units == corpus_of(small).units
    assert len(both.assignments) == 2 * len(small.assignments)
    assert ordered(both) == both


def test_a_plan_knows_its_pages() -> None:
    text = "甲\n乙\n丙\n注"
    spans = ((0, 1, 1), (2, 3, 3), (4, 5, 3))
    blocks = [Block(span=Span(a, b), kind=BlockKind.PARAGRAPH, page=page) for a, b, page in spans]
    blocks.append(Block(span=Span(6, 7), kind=BlockKind.FOOTNOTE, page=1))
    document = Document(id="a" * 64, name="a.pdf", format=Format.PDF, text=text, blocks=tuple(blocks))
    (plan,) = corpus_of(extract(document)).plans
    assert plan.pages == (0, 2, 2)
    assert [plan.page(offset) for offset in (0, 1, 2, 5)] == [1, 1, 3, 3]
    bare = replace(document, blocks=tuple(replace(block, page=0) for block in blocks))
    (plan,) = corpus_of(extract(bare)).plans
    assert (plan.pages, plan.page(5)) == ((), 0)


@pytest.mark.corpus
def test_every_document_of_the_corpus_becomes_rows_whose_references_hold() -> None:
    folder = SHARED / "corpus" / "docs"
    if not folder.is_dir():
        pytest.skip("the development corpus is not beside the checkout")
    for path in sorted(folder.iterdir()):
        extraction = extract(read(path))
        corpus = corpus_of(extraction)  # raises where a row points at one that is not there
        assert len(corpus.tasks) == len(extraction.tasks), path.name


def test_a_section_under_a_heading_that_is_none_belongs_to_the_one_around_it() -> None:
    text = "某办法\n第一章\n第一条 为了加强管理，制定本办法。\n（一）职责分工\n1.市教育局负责统筹。\n第二条 本办法自发布之日起施行。\n（二）其他\n"
    corpus_of(extract(read_bytes(text.encode(), "rules.txt")))


def test_a_finding_about_a_plan_is_in_both_languages_and_has_no_place() -> None:
    row = plan_finding("urn:plan", "urn:finding", "code", message("请对照原文重新更正，或撤销它。"), message("有效"))
    assert row.what_zh == "请对照原文重新更正，或撤销它。"
    assert row.what_en.isascii()
    assert row.remedy_en.isascii()
    assert (row.start, row.end, row.quote, row.task) == (0, 0, "", "")
