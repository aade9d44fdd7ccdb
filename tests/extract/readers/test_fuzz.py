"""Each reader on made-up input: only the room's own errors escape, and what comes back keeps the promises of a Document."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.errors import ExtractError
from extract.readers import read_all_bytes
from extract.readers.frames import Stroke
from extract.readers.lattice import tables_of
from tests.extract.readers.makers import ofd, pdf, printed, word, workbook, zipped
from tests.extract.readers.test_containers import mail

BOUNDED = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
WORDS = st.sampled_from(
    [
        "牵头单位：市财政局",
        "一、主要任务",
        "1.建设平台。",
        "（责任单位：市司法局）",
        "序号",
        "任务",
        "责任单位",
        "",
        "⼈",
        "市 财 政 局",
        "\u200b",
    ]
)
TAGS = st.sampled_from(
    ["p", "div", "table", "tr", "td", "th", "ul", "ol", "li", "span", "b", "br", "h1", "iframe", "a", "img", "style"]
)
MARKS = st.sampled_from(["", "<w:strike/>", "<w:vanish/>", '<w:strike w:val="0"/>', "<w:del w:id='1'/>"])


def keeps_its_promises(data: bytes, name: str) -> None:
    """Read; give up only with an error of the room."""
    try:
        documents = read_all_bytes(data, name)
    except ExtractError:
        return
    assert documents
    for document in documents:
        end = 0
        for block in document.blocks:
            assert end <= block.span.start < block.span.end <= len(document.text)
            assert not document.text[end : block.span.start].strip()
            end = block.span.end
        assert all(
            str(thing.what) and str(thing.remedy) and thing.span.end <= len(document.text)
            for thing in document.withheld
        )


@st.composite
def pages_of_web(draw: st.DrawFn) -> bytes:
    parts = draw(st.lists(st.tuples(TAGS, WORDS, st.booleans()), max_size=30))
    return "".join(
        f"<{tag} class=right>{words}{f'</{tag}>' if closed else ''}" for tag, words, closed in parts
    ).encode()


@st.composite
def bodies_of_word(draw: st.DrawFn) -> bytes:
    parts = draw(
        st.lists(
            st.tuples(WORDS, MARKS, st.sampled_from(["p", "cell", "control", "ruby", "break", "tab"])), max_size=20
        )
    )
    return word("".join(_word_part(*part) for part in parts))


def _word_part(words: str, mark: str, form: str) -> str:
    run = f"<w:r><w:rPr>{mark}</w:rPr><w:t>{words}</w:t></w:r>"
    paragraph = f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{run}</w:p>"
    return {
        "p": paragraph,
        "cell": f"<w:tbl><w:tr><w:tc>{paragraph}</w:tc><w:tc>{paragraph}</w:tc></w:tr></w:tbl>",
        "control": f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>",
        "ruby": f"<w:p><w:r><w:ruby><w:rt>{run}</w:rt><w:rubyBase>{run}</w:rubyBase></w:ruby></w:r></w:p>",
        "break": f"<w:p>{run}<w:r><w:br/></w:r>{run}</w:p>",
        "tab": f"<w:p>{run}<w:r><w:tab/></w:r>{run}</w:p>",
    }[form]


@st.composite
def printed_files(draw: st.DrawFn) -> bytes:
    places = st.tuples(WORDS, st.integers(-50, 650), st.integers(-50, 900), st.sampled_from([6, 12, 16, 60]))
    strokes = st.tuples(*[st.integers(-50, 900)] * 4)
    lines = "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in draw(st.lists(strokes, max_size=20)))
    return pdf([lines + "".join(printed(*place) for place in draw(st.lists(places, max_size=20)))])


SAMPLES: dict[str, st.SearchStrategy[bytes]] = {
    "plan.html": pages_of_web(),
    "plan.docx": bodies_of_word(),
    "plan.pdf": printed_files(),
    "plan.xlsx": st.lists(
        st.lists(st.one_of(WORDS, st.integers(), st.sampled_from(["=A1", "=Sheet!B2", "_x000D_"])), max_size=5),
        max_size=8,
    ).map(workbook),
    "plan.csv": st.lists(st.lists(WORDS, max_size=5).map(",".join), max_size=12).map(
        lambda rows: "\n".join(rows).encode()
    ),
    "plan.txt": st.lists(WORDS, max_size=20).map(lambda lines: "\n".join(lines).encode()),
    "plan.ofd": st.lists(st.tuples(WORDS, st.floats(-9, 300), st.floats(-9, 300)), max_size=12).map(
        lambda lines: ofd([lines])
    ),
    "plan.zip": st.dictionaries(
        st.text(min_size=1, max_size=12).filter(lambda name: "\x00" not in name), st.binary(max_size=60), max_size=4
    ).map(lambda files: zipped(dict(files))),
    "plan.eml": st.lists(st.tuples(st.text("甲a./", min_size=1, max_size=8), st.binary(max_size=60)), max_size=3).map(
        lambda files: mail(*files)
    ),
}


@pytest.mark.parametrize("examples", [40, pytest.param(2_000, marks=pytest.mark.full)])
@pytest.mark.parametrize("name", SAMPLES)
def test_made_up_files_keep_the_promises_of_a_document(name: str, examples: int) -> None:
    @settings(BOUNDED, max_examples=examples)
    @given(SAMPLES[name])
    def check(data: bytes) -> None:
        keeps_its_promises(data, name)

    check()


@BOUNDED
@given(st.binary(max_size=400))
def test_rubbish_behind_the_head_of_a_mail(tail: bytes) -> None:
    keeps_its_promises(
        b"From: a\r\nTo: b\r\nSubject: c\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + tail, "plan.eml"
    )


@BOUNDED
@given(st.lists(st.tuples(st.booleans(), *[st.integers(0, 60).map(float)] * 3), max_size=25))
def test_boxes_of_a_lattice_are_tables_of_two_or_more(strokes: list[tuple[bool, float, float, float]]) -> None:
    level = [Stroke(at, min(a, b), max(a, b)) for upright, at, a, b in strokes if not upright]
    upright = [Stroke(at, min(a, b), max(a, b)) for is_upright, at, a, b in strokes if is_upright]
    for table in tables_of(level, upright) or []:
        assert len(table) > 1
        assert all(x0 < x1 and top < bottom for x0, top, x1, bottom in table)
