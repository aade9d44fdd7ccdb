"""The findings of a plan are next to the words that they are about."""

from api.pages.plans.passages import Marks, passages
from api.pages.plans.routes import found_in
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.dataset.model import corpus_of

PLAN = "甲市安全工作方案\n一、主要任务\n1.健全制度。\n牵头单位：市财政局\n3.检查设施。\n牵头单位：市公安局\n"


def test_each_finding_about_words_is_in_the_passage_of_these_words() -> None:
    document = read_bytes(PLAN.encode(), "plan.txt")
    corpus = corpus_of(extract(document))
    read = passages(document.text, Marks(sections=corpus.sections, tasks=corpus.tasks, assignments=corpus.assignments))
    found = found_in(read, corpus.findings)
    assert len(found) == len(read)
    placed = [row for rows in found for row in rows]
    assert placed == [row for row in corpus.findings if row.end > row.start] != []
    for passage, rows in zip(read, found, strict=True):
        words = "".join(piece.words for line in passage.lines for piece in line.pieces)
        assert all(row.quote[:4] in words for row in rows)
