"""Texts made to be slow stay linear: four times the length takes about four times the time, never sixteen."""

import pytest

from tests.bench.extraction.lengths import TEXTS, seconds

SHORT = 3_000
TIMES = 4
MOST = 10  # times as long, on a busy machine too; a square would be 16
LEAST = 0.02  # seconds: below this the clock tells nothing
LIMIT = 90.0  # seconds for what is as long as a plan never is


@pytest.mark.parametrize("name", TEXTS)
def test_time_grows_with_the_length(name: str) -> None:
    short, long = (min(seconds(TEXTS[name](length)) for _ in range(2)) for length in (SHORT, TIMES * SHORT))
    assert long < MOST * max(short, LEAST)


@pytest.mark.parametrize(
    "text",
    ["推进工作，" * (5 * 2**20 // 15), "（" * 10**6, "）" * 10**6, "责任单位：" + "市财政局、" * 2 * 10**4],
    ids=["a line of 5 MB", "a million opened", "a million closed", "twenty thousand units"],
)
def test_what_no_plan_is_as_long_as_is_read_in_bounded_time(text: str) -> None:
    assert seconds(text) < LIMIT
