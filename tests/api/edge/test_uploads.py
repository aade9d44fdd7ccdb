"""Files that are sent: how many and how large, where they are, and that nothing stays of what is refused."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from api.edge.refusal import RefusedRequest
from api.edge.settings import Settings
from api.edge.upload_folders import UploadFolders
from api.edge.uploads import FIELDS, LONGEST_NAME, Uploaded, checked, receive, shown_name
from ontology.catalogue import Language
from tests.api.edge.made import request

BOUNDARY = {"Content-Type": "multipart/form-data; boundary=x"}


def part(name: str, value: bytes, filename: str | None = None) -> bytes:
    file = "" if filename is None else f'; filename="{filename}"'
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + value + b"\r\n"


def received(
    folder: Path, *parts: bytes, headers: Mapping[str, str] = BOUNDARY, bounds: Mapping[str, int] | None = None
) -> Uploaded:
    folder.mkdir()
    settings = replace(Settings(), **(bounds or {}))  # type: ignore[arg-type]
    return asyncio.run(receive(request(headers, b"".join(parts) + b"--x--\r\n"), settings, folder))


def test_files_get_numbers_and_keep_their_names_for_people(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    long = b"a" * (3 << 20)
    got = received(
        folder, part("files", b"one", "../../方案.docx"), part("files", b"", ""), part("who", "王".encode()),
        part("files", long, "b.txt"), part("who", b"last"), part("files", b"", "empty.txt"),
    )  # fmt: skip
    assert got.fields == {"who": "last"}
    assert [(file.name, file.path, file.size) for file in got.files] == [
        ("方案.docx", folder / "0", 3),
        ("b.txt", folder / "1", len(long)),
        ("empty.txt", folder / "2", 0),
    ]
    assert (folder / "1").read_bytes() == long
    assert got.files[1].sha256 == hashlib.sha256(long).hexdigest()


FILE = part("files", b"12345", "a")
BYTES = len(FILE) + len(b"--x--\r\n")


def test_what_is_as_large_and_as_many_as_may_be_is_taken(tmp_path: Path) -> None:
    assert received(tmp_path / "a", FILE, bounds={"upload_bytes": BYTES}).files[0].size == 5
    assert received(
        tmp_path / "b", FILE, headers={**BOUNDARY, "Content-Length": str(BYTES)}, bounds={"upload_bytes": BYTES}
    ).files
    assert len(received(tmp_path / "c", FILE, FILE, bounds={"upload_files": 2}).files) == 2
    assert len(received(tmp_path / "d", *[part(str(number), b"") for number in range(FIELDS)]).fields) == FIELDS


@pytest.mark.parametrize(
    ("parts", "headers", "bounds", "status"),
    [
        ((FILE,), BOUNDARY, {"upload_bytes": BYTES - 1}, 413),
        ((), {**BOUNDARY, "Content-Length": "1000"}, {"upload_bytes": 999}, 413),
        ((FILE, FILE, FILE), BOUNDARY, {"upload_files": 2}, 413),
        (tuple(part(str(number), b"") for number in range(FIELDS + 1)), BOUNDARY, {}, 400),
        ((b"--y\r\n",), BOUNDARY, {}, 400),
        ((FILE,), {"Content-Type": "multipart/form-data"}, {}, 400),
        ((FILE,), {"Content-Type": "text/plain"}, {}, 415),
        ((FILE,), {}, {}, 415),
    ],
)
def test_what_is_refused_leaves_nothing(
    tmp_path: Path, parts: tuple[bytes, ...], headers: Mapping[str, str], bounds: dict[str, int], status: int
) -> None:
    folder = tmp_path / "files"
    with pytest.raises(RefusedRequest) as refused:
        received(folder, *parts, headers=headers, bounds=bounds)
    assert refused.value.status == status
    assert not folder.exists()


@pytest.mark.parametrize(
    ("parts", "bounds", "words"),
    [
        ((part("files", b"x" * (3 << 20), "a"),), {"upload_bytes": 2 << 20}, ("一次最多发送 2 MB。", "2 MB")),
        ((FILE, FILE, FILE), {"upload_files": 2}, ("一次最多导入 2 个文件。", "2 files")),
    ],
)
def test_a_refusal_names_the_bound(
    tmp_path: Path, parts: tuple[bytes, ...], bounds: dict[str, int], words: tuple[str, str]
) -> None:
    with pytest.raises(RefusedRequest) as refused:
        received(tmp_path / "files", *parts, bounds=bounds)
    assert [word in refused.value.message.render(language) for word, language in zip(words, Language, strict=True)] == [
        True
    ] * 2


def test_a_form_without_a_file_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    files = received(tmp_path / "files", FILE).files
    assert checked(files, tmp_path / "files") == files
    assert (tmp_path / "files").exists()
    with pytest.raises(RefusedRequest) as refused:
        checked((), tmp_path / "files")
    assert (refused.value.status, str(refused.value)) == (400, "没有选择文件。")
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a" * LONGEST_NAME, "a" * LONGEST_NAME),
        ("a" * 200 + "方案2024年.docx", "a" * 108 + "…" + "2024年.docx"[-11:].rjust(11, "案")),
        (" .. ", "未命名"),
        ("", "未命名"),
        ("/", "未命名"),
        ("a/b\\c.txt", "c.txt"),
    ],
)
def test_a_name_can_be_shown(raw: str, shown: str) -> None:
    assert shown_name(raw) == shown


def test_files_are_in_the_data_folder_for_no_other_user_and_old_ones_are_removed(tmp_path: Path) -> None:
    old = tmp_path / "uploads" / "old"
    old.mkdir(parents=True)
    (old / "0").write_bytes(b"secret")
    folders = UploadFolders(tmp_path)
    assert not old.exists()
    first, second = folders.make(), folders.make()
    assert first != second
    assert {folder.parent for folder in (first, second)} == {tmp_path / "uploads"}
    assert [folder.stat().st_mode & 0o777 for folder in (first, first.parent)] == [0o700, 0o700]


def test_without_a_data_folder_files_are_in_a_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = UploadFolders(None).make()
    assert folder.parent == tmp_path
    assert folder.name.startswith("dutygraph-upload-")


def test_a_folder_is_handed_over_or_removed(tmp_path: Path) -> None:
    folders = UploadFolders(tmp_path)

    async def hand_over(error: type[BaseException] | None) -> Path:
        async with folders.handed_over() as folder:
            (folder / "0").write_bytes(b"x")
            if error is not None:
                raise error
        return folder

    assert (asyncio.run(hand_over(None)) / "0").exists()
    for error in (ValueError, asyncio.CancelledError):
        before = set((tmp_path / "uploads").iterdir())
        with pytest.raises(error):
            asyncio.run(hand_over(error))
        assert set((tmp_path / "uploads").iterdir()) == before
