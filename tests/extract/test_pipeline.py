"""Promises of a reading: grounded, nothing lost, deterministic; and the Changji plan as a whole."""

import json
import pickle
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.pipeline import extract
from extract.readers import read, read_bytes
from extract.records import Extraction, LineState, Role
from tests.extract.visible import document

SHARED = Path(__file__).parents[3] / "shared" / "corpus"
corpus = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the development corpus is not beside this checkout"),
]


def example() -> Extraction:
    data = resources.files("extract").joinpath("examples/changji-2015.txt").read_bytes()
    return extract(read_bytes(data, "changji-2015.txt"))


def assert_promises(result: Extraction) -> None:
    text = result.document.text
    assert all(text[a.mention.span.start : a.mention.span.end] == a.mention.words for a in result.assignments)
    assert all(f.quote == text[f.span.start : f.span.end][:200] for f in result.findings)
    assert all(text[t.span.start : t.span.end] == t.text for t in result.tasks)
    assert sum(line.span.length for line in result.ledger) == len(text)
    ends = [0, *(line.span.end for line in result.ledger)]
    assert [line.span.start for line in result.ledger] == ends[:-1]
    units = {unit.id for unit in result.units}
    assert {a.unit for a in result.assignments} == units
    tasks = {task.id for task in result.tasks}
    assert len(tasks) == len(result.tasks)
    assert {a.task for a in result.assignments} <= tasks
    sections = {section.id for section in result.sections}
    assert len(sections) == len(result.sections)
    assert {t.section for t in result.tasks} <= sections | {""}


def test_the_example_is_read_whole() -> None:
    result = example()
    assert_promises(result)
    counted = [a for a in result.assignments if a.basis.counted]
    assert (len(result.sections), len(result.tasks), len({a.unit for a in counted}), len(counted)) == (15, 30, 43, 136)
    assert Counter(a.role for a in counted) == {Role.LEAD: 96, Role.SUPPORT: 40}
    assert [(a.mention.words, a.role.value) for a in result.assignments if not a.basis.counted] == [
        ("工商部门", "lead"), ("政府法制办", "lead"), ("政府法制机构", "lead"), ("各职能部门", "implement"),
    ]  # fmt: skip
    assert [f.code for f in result.findings] == ["numbering-gap"]
    assert result.plan.title == "自治州全面推进依法行政 加快建设法治政府实施方案"
    assert (result.plan.issuer, result.plan.issued) == ("昌吉回族自治州人民政府", "2015-07-30")
    assert (result.plan.place_code, result.plan.place_name) == ("652300", "昌吉回族自治州")


def test_the_same_bytes_are_read_the_same_and_can_be_pickled() -> None:
    first, second = example(), example()
    assert first == second
    assert pickle.loads(pickle.dumps(first)) == first  # noqa: S301 — our own bytes


@pytest.mark.parametrize(
    "text", ["", "\n", "没有分工条款。", "（" * 3000 + "责任单位：", "责任单位：" * 3000, "一、" * 3000]
)
def test_text_without_clauses_gives_no_assignments(text: str) -> None:
    result = extract(document(text))
    assert_promises(result)
    assert not result.assignments


@pytest.mark.parametrize("noise", ["甲" * 61, "说明:其他"])
def test_what_stands_in_a_list_and_is_no_name_is_not_lost_in_silence(noise: str) -> None:
    text = f"1.建设平台。做好工作。（责任单位：市教育局、{noise}、市财政局）"
    result = extract(document(text))
    assert_promises(result)
    assert [a.mention.words for a in result.assignments] == ["市教育局", "市财政局"]
    assert [f.quote for f in result.findings if f.code == "unread-clause"] == [noise]
    assert [text[x.span.start : x.span.end] for x in result.ledger if x.state is LineState.UNREAD] == [noise]


WORDS = st.sampled_from(
    ["责任单位", "牵头单位", "配合单位", "：", "（", "）", "、", "，", "；", "。", "\n", " ", "一、", "（一）", "1.", "市财政局",
     "各县（市、区）人民政府", "等", "和", "牵头", "负责", "按职责分工负责", "会同", "完成时限", "2020年底前", "同上", "附件1", "*", "由"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map("".join))
def test_any_soup_of_the_grammar_keeps_the_promises(text: str) -> None:
    assert_promises(extract(document(text)))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_keeps_the_promises(text: str) -> None:
    assert_promises(extract(document(text)))


class TestCorpus:
    pytestmark = corpus

    def test_every_mention_of_the_example_has_its_offsets_and_its_unit(self) -> None:
        gold = json.loads((SHARED / "gold" / "000-full.json").read_text(encoding="utf-8"))
        result = example()
        want = {(a["role"], a["span"][0], a["span"][1], a["rank"]): a["unit"] for a in gold["assignments"]}
        have = {
            (a.role.value, a.mention.span.start, a.mention.span.end, a.mention.rank): a.unit
            for a in result.assignments
            if a.basis.counted
        }
        assert set(have) == set(want)
        pairs = {(want[key], have[key]) for key in want}
        assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs}) == 43

    def test_sections_and_tasks_of_the_example_stand_where_the_labels_say(self) -> None:
        gold = json.loads((SHARED / "gold" / "000-full.json").read_text(encoding="utf-8"))
        result = example()
        assert {s.id: s.title for s in result.sections} == {s["id"]: s["title"] for s in gold["sections"]}
        assert [t.ref for t in result.tasks] == [t["id"] for t in gold["tasks"]]
        titled = {t["id"]: t["title"] for t in gold["tasks"] if t["title_kind"] == "heading"}
        assert {t.ref: t.title for t in result.tasks if t.title} == titled

    @pytest.mark.parametrize(
        "path", sorted((SHARED / "docs").glob("*")) if SHARED.is_dir() else [], ids=lambda p: p.name[:3]
    )
    def test_every_document_is_read_and_keeps_the_promises(self, path: Path) -> None:
        result = extract(read(path))
        assert_promises(result)
        forms = {
            row.split("\t")[0]: row.split("\t")[4]
            for row in (SHARED / "INDEX.tsv").read_text(encoding="utf-8").splitlines()
        }
        if "g" in forms[path.name].split(","):  # a document without responsibility clauses
            assert not [a for a in result.assignments if a.role in {Role.LEAD, Role.SUPPORT} and a.basis.counted]
