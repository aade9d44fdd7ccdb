"""A question that is written from a frame is read as that frame, and parts of it can be taken away or changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import extract as extract_room
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.dataset.model import corpus_of
from graph.dataset.triples import ntriples
from graph.questions.chinese import answer
from graph.questions.chinese.asking import AskedData
from graph.questions.chinese.names import names_of
from graph.questions.chinese.wording import EditableChip, editable_chips, question_of
from graph.store import open_store

EXAMPLE = Path(extract_room.__file__).parent / "examples" / "changji-2015.txt"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskedData]:
    read = extract(read_bytes(EXAMPLE.read_bytes(), EXAMPLE.name))
    corpus = corpus_of(read)
    with open_store(tmp_path_factory.mktemp("wording")) as store:
        store.replace(corpus.plans[0].iri, ntriples(corpus, read.document.text))
        yield AskedData(names=names_of(store), store=store, graphs=None)


def chips_of(question: str, data: AskedData) -> dict[str, EditableChip]:
    frame = answer(question, data.store).frame
    assert frame is not None, question
    return {chip.part.render(): chip for chip in editable_chips(frame, data)}


@pytest.mark.parametrize(
    "question",
    [
        "法制办牵头、公安局没有配合、提到“执法”、没有写时限的任务有哪些", "第四部分有哪些任务", "法制办或编办牵头的任务有几项",
        "牵头3到5项任务的单位有哪些", "牵头单位至少3家的任务", "不是并列牵头的任务有几项", "没有明确牵头的任务", "法制办列首位牵头的任务",
    ],
)  # fmt: skip
def test_what_is_written_gives_the_same_rows(data: AskedData, question: str) -> None:
    found = answer(question, data.store)
    assert found.frame is not None
    written = question_of(found.frame, data)
    assert written
    assert answer(written, data.store).rows == found.rows


def test_a_part_is_taken_away_or_changed(data: AskedData) -> None:
    parts = chips_of("法制办牵头、提到“执法”的任务有哪些", data)
    said = parts["原文含“执法”"]
    assert answer(said.removed, data.store).rows == answer("法制办牵头的任务有哪些", data.store).rows
    office = parts["昌吉回族自治州人民政府法制办公室牵头"]
    supported = dict(office.changed)["配合"]
    assert answer(supported, data.store).rows == answer("法制办配合、提到“执法”的任务有哪些", data.store).rows
    counted = dict(parts["列出：任务"].changed)["有几项"]
    assert answer(counted, data.store).rows == ((len(answer("法制办牵头、提到“执法”的任务有哪些", data.store).rows),),)


def test_what_cannot_be_written_is_not_offered(data: AskedData) -> None:
    assert all(not chip.removed for chip in chips_of("唯一牵头的任务占多大比例", data).values())
