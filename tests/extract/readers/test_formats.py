"""One registry of formats: what pages, manuals and messages list is what is read."""

from pathlib import Path

import pytest

from api.pages.imports.api import FILES_BODY
from extract.errors import UnreadableSourceError
from extract.readers import office, read_bytes
from extract.readers.formats import CONVERTED, FORMATS, READABLE, Way, endings

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", [*READABLE, *CONVERTED])
def test_each_format_is_named_wherever_formats_are_listed(name: str) -> None:
    for readme in ("README.md", "README.zh-CN.md", "docs/limits.md"):
        assert name in (ROOT / readme).read_text(encoding="utf-8")
    if name in READABLE:
        assert name in str(FILES_BODY)


def test_a_refusal_lists_the_formats() -> None:
    with pytest.raises(UnreadableSourceError, match="、".join(READABLE)):
        read_bytes(b"", "a.txt")


def test_what_is_converted_is_what_the_converter_knows() -> None:
    assert endings(Way.CONVERTED) == office.ENDINGS


def test_no_ending_belongs_to_two_formats() -> None:
    all_endings = [ending for known in FORMATS for ending in known.endings]
    assert len(all_endings) == len(set(all_endings))
