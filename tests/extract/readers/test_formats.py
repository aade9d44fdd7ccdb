"""One registry of formats: what pages, manuals and messages list is what is read."""

from pathlib import Path

import pytest

from api.pages.imports.api import FILES_BODY
from extract.errors import UnreadableSourceError
from extract.formats import CONVERTED, FORMATS, READABLE, READERS, Format, Way, endings
from extract.readers import office, read_bytes
from extract.readers.sniff import kind_of

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


def test_each_kind_of_document_has_a_reader() -> None:
    assert set(READERS) == set(Format)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.4", "a.txt", Format.PDF),
        (b"x" * 1024 + b"%PDF-1.4", "a", Format.PDF),
        (b"x" * 1025 + b"%PDF-1.4", "a", Format.TXT),
        (b"a,b", "a.tsv", Format.CSV),
        (b"a,b", "a.md", Format.TXT),
        (b"a", "a.xhtml", Format.HTML),
    ],
)
def test_a_file_is_recognised_by_its_start_then_by_its_ending(data: bytes, name: str, kind: Format) -> None:
    assert kind_of(data, name) is kind
