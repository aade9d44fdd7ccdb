"""What changed from one version to the next, task by task."""

from extract.pipeline import extract
from extract.readers import read_bytes
from graph.compare.changes import ChangeKind, changes
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus

OLD = (
    "昌吉州营商环境重点任务\n1.推进一网通办，统一受理平台。\n责任单位：州教育局\n"
    "2.压缩办理时限到三个工作日。\n责任单位：州财政局\n3.清理证明事项并公布清单。\n责任单位：州司法局\n"
)
NEW = (
    OLD.replace("责任单位：州财政局", "责任单位：州财政局、州公安局")
    .replace("3.清理证明事项并公布清单。\n责任单位：州司法局\n", "3.开通投诉热线。\n责任单位：州政府办公室\n")
    .replace("统一受理平台", "统一受理的平台")
)


def read(text: str) -> Corpus:
    return corpus_of(extract(read_bytes(text.encode(), "a.txt")))


def test_each_task_that_differs_is_named_once_with_what_differs() -> None:
    found = [(one.kind, one.task.text[:4], one.before, one.after) for one in changes(read(OLD), read(NEW))]
    finance, police = ("lead", "昌吉回族自治州财政局"), ("lead", "昌吉回族自治州公安局")
    education, justice = ("lead", "昌吉回族自治州教育局"), ("lead", "昌吉回族自治州司法局")
    office = ("lead", "昌吉回族自治州人民政府办公室")
    assert found == [
        (ChangeKind.WORDS, "推进一网", (education,), (education,)),
        (ChangeKind.ASSIGNMENTS, "压缩办理", (finance,), (police, finance)),
        (ChangeKind.NEW, "开通投诉", (), (office,)),
        (ChangeKind.DROPPED, "清理证明", (justice,), ()),
    ]


def test_a_reading_has_no_changes_against_itself() -> None:
    assert changes(read(NEW), read(NEW)) == ()
    assert changes(read(OLD), read(OLD.replace("：", ":") + "\n")) == ()


def test_tasks_with_the_same_words_are_paired_in_their_order() -> None:
    twice = "昌吉州重点任务\n1.做好宣传。\n责任单位：州教育局\n2.做好宣传。\n责任单位：州财政局\n"
    assert changes(read(twice), read(twice)) == ()
    assert [one.kind for one in changes(read(twice), read(twice.replace("财政", "司法")))] == [ChangeKind.ASSIGNMENTS]
