"""Labels: wrapped, never cut short, never one over another or over a mark."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.drawing.labels import ACROSS, FONT, LINES, USUAL, Mark, Side, placed, width, wrapped

NAMES = st.text(alphabet="建设法治政府局办2.4 a", min_size=1, max_size=70)


@given(NAMES, st.integers(6, 20), st.integers(1, 3))
def test_a_name_is_wrapped_to_its_room_and_cut_only_where_it_must_be(name: str, across: int, lines: int) -> None:
    label = wrapped(name, across, lines)
    rows = label.split("\n")
    assert len(rows) <= lines
    assert all(width(row) <= across * FONT + 1e-6 for row in rows)
    if label.endswith("…") and not name.endswith("…"):
        assert width(label) > (lines - 1) * across * FONT * 0.6 + 5 * FONT * 0.56
    else:
        assert "".join(rows).replace(" ", "") == "".join(name.split())


def test_a_long_name_keeps_two_full_lines() -> None:
    label = wrapped("建" * 60)
    assert len(label.replace("\n", "")) == LINES * ACROSS
    assert label.endswith("…")


def test_a_number_is_not_broken() -> None:
    assert wrapped("完善程序规则12345条款", across=8) == "完善程序规则\n12345条款"


@st.composite
def marks(draw: st.DrawFn) -> tuple[Mark, ...]:
    places = draw(st.lists(st.tuples(st.integers(-200, 200), st.integers(-200, 200)), max_size=25, unique=True))
    sides = draw(st.sampled_from((USUAL, (Side.RIGHT,), (Side.LEFT,))))
    return tuple(
        Mark(key=str(key), x=x, y=y, radius=draw(st.sampled_from((4.0, 12.0))), label=wrapped(draw(NAMES)), sides=sides)
        for key, (x, y) in enumerate(places)
    )


@settings(max_examples=80, deadline=None)
@given(marks())
def test_no_label_is_over_another_or_over_a_mark(every: tuple[Mark, ...]) -> None:
    labels = placed(every)
    for number, label in enumerate(labels):
        assert not any(label.box.meets(other.box) for other in labels[:number])
        for mark in every:
            if mark.key != label.key:
                inside = label.box.left < mark.x < label.box.right and label.box.top < mark.y < label.box.bottom
                assert not inside


@pytest.mark.parametrize("side", Side)
def test_a_label_alone_is_where_it_was_asked_for(side: Side) -> None:
    (label,) = placed([Mark(key="a", x=0, y=0, radius=10, label="审计局", sides=(side,))])
    middle = ((label.box.left + label.box.right) / 2, (label.box.top + label.box.bottom) / 2)
    away = {Side.BELOW: (0, 1), Side.ABOVE: (0, -1), Side.RIGHT: (1, 0), Side.LEFT: (-1, 0)}[side]
    assert [(value > 1) - (value < -1) for value in middle] == list(away)


def test_the_first_of_two_marks_has_the_room() -> None:
    two = [Mark(key=key, x=0, y=at, radius=1, label="审计局", sides=(Side.RIGHT,)) for at, key in enumerate("ab")]
    assert [label.key for label in placed(two)] == ["a"]
