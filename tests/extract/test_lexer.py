"""Tokens: what each stretch of a text looks like; they tile it, and cost no more than its length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.cleaning import fold
from extract.lexer import TokenKind, tokens
from tests.extract.work import calls


def shown(text: str) -> list[str]:
    view = fold(text)
    return [
        f"{t.kind}:{view[t.start : t.end]}" for t in tokens(view, 0, len(view)) if t.kind is not TokenKind.SEPARATOR
    ]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("责任单位：市教育局、市妇联", ["label:责任单位", "body:市教育局", "body:市妇联"]),
        ("责任单位：县住建局责任人：张某时限：6月底前", ["label:责任单位", "body:县住建局", "label:责任人", "text:张某", "label:时限", "time:6月底前"]),
        ("由市教育局牵头，市财政局配合。", ["text:由", "body:市教育局", "role:牵头", "body:市财政局", "role:配合", "stop:。"]),
        ("市发展改革委会同市财政局", ["body:市发展改革委", "role:会同", "text:市财政局"]),
        ("【责任单位】市妇联", ["bracket:【", "label:责任单位", "bracket:】", "body:市妇联"]),
        ("加强市场监督管理工作", ["text:加强市场监督管理工作"]),
        ("市市场监督管理局负责", ["body:市市场监督管理局", "role:负责"]),
        ("①搭建平台", ["number:①", "text:搭建平台"]),
        ("", []),
    ],
)  # fmt: skip
def test_tokens_say_what_a_reader_sees(text: str, want: list[str]) -> None:
    got = shown(text)
    assert [token.translate(str.maketrans("()", "【】")) for token in got] == want


SOUP = st.text("市教育局妇联责任单位：牵头负责、，。（）【】12①月底前《》 \n由按职责分工★a", max_size=80)


@pytest.mark.parametrize("examples", [300, pytest.param(20_000, marks=pytest.mark.full)])
def test_tokens_tile_any_text(examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(SOUP)
    def check(text: str) -> None:
        view = fold(text)
        found = list(tokens(view, 0, len(view)))
        ends = [0, *(token.end for token in found)]
        assert [token.start for token in found] == ends[:-1]
        assert ends[-1] == len(view)
        assert all(token.start < token.end for token in found)

    check()


@pytest.mark.parametrize(
    "bait", ["市", "责任单位", "责任单位：", "市教育局牵头", "（", "、", "按职责", "2025年", "由市教育局"]
)
def test_hostile_repetition_costs_no_more_than_its_length(bait: str) -> None:
    def cost(length: int) -> int:
        view = fold(bait * (length // len(bait)))
        return calls(lambda: list(tokens(view, 0, len(view))))

    assert cost(16_000) <= 9 * cost(2_000) + 100
