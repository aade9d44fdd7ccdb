"""Read the files of a multipart form onto the disk, within bounds, under safe names.

Guarantees:
    1. No name that a client sends is ever a path: files are called 0, 1, 2 …
    2. More bytes or files than allowed are refused as soon as they are seen; memory stays bounded.
    3. When it raises, nothing is left on the disk.

Source: RFC 7578 (multipart/form-data); OWASP, Unrestricted File Upload.
"""

import asyncio
import hashlib
import shutil
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from api.edge.refusal import RefusedRequest
from api.edge.settings import Settings
from extract.messages import message

LONGEST_NAME = 120
FIELDS = 20  # fields that are no files
CHUNK = 1 << 20
NAMELESS = "未命名"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file on the disk; ``name`` is for people only."""

    name: str
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A form: its files, and its other fields by name, the last one where a name occurs twice."""

    files: tuple[Upload, ...]
    fields: Mapping[str, str]


async def receive(request: Request, settings: Settings, folder: Path) -> Uploaded:
    """Read a form with files into a folder.

    Raises:
        RefusedRequest: 400 for what is not a form or holds no file, 413 for too many bytes or files, 415 for another body;
            ``folder`` is removed.
    """
    try:
        _check_head(request, settings)
        bounded = Request(request.scope, _Counting(request, settings))
        try:
            async with bounded.form(max_files=settings.upload_files, max_fields=FIELDS) as form:
                return await _kept(form, settings, folder)
        except HTTPException as error:
            raise _of_parser(error, settings) from error
    except BaseException:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        raise


def checked(files: tuple[Upload, ...], folder: Path) -> tuple[Upload, ...]:
    """Refuse a form without a file.

    Raises:
        RefusedRequest: 400; ``folder`` is removed.
    """
    if not files:
        shutil.rmtree(folder, ignore_errors=True)
        raise RefusedRequest(400, message("没有选择文件。"))
    return files


def shown_name(raw: str) -> str:
    r"""Make a name that can be shown: the last part of a path, without control or direction marks, not too long.

    >>> shown_name("../../etc/passwd"), shown_name("C:\\plans\\方案.docx"), shown_name("a\x00b\u202e.txt"), shown_name("..")
    ('passwd', '方案.docx', 'ab.txt', '未命名')
    """
    last = PureWindowsPath(PurePosixPath(raw).name).name
    visible = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip()
    if len(visible) > LONGEST_NAME:
        visible = visible[: LONGEST_NAME - 12] + "…" + visible[-11:]
    return visible if visible.strip(".") else NAMELESS


def _check_head(request: Request, settings: Settings) -> None:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "multipart/form-data":
        raise RefusedRequest(
            415,
            message("请用 multipart/form-data 发送文件，字段名为 files。"),
        )
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > settings.upload_bytes:
        raise _too_large(settings)


class _Counting:
    """The body of a request, up to its bound, independent of its headers."""

    def __init__(self, request: Request, settings: Settings) -> None:
        self._receive = request.receive
        self._settings = settings
        self._seen = 0

    async def __call__(self) -> Message:
        """Give the next piece.

        Raises:
            RefusedRequest: 413, when all parts together are too large.
        """
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._settings.upload_bytes:
            raise _too_large(self._settings)
        return message


async def _kept(form: FormData, settings: Settings, folder: Path) -> Uploaded:
    fields: dict[str, str] = {}
    files: list[Upload] = []
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            fields[name] = value
        elif value.filename or value.size:  # a browser sends one empty part where nothing was chosen
            files.append(await _kept_file(value, folder / str(len(files))))
    if len(files) > settings.upload_files:
        raise _too_many(settings)
    return Uploaded(files=tuple(files), fields=fields)


async def _kept_file(part: UploadFile, path: Path) -> Upload:
    digest = hashlib.sha256()
    size = 0
    with path.open("wb") as out:
        while piece := await part.read(CHUNK):
            digest.update(piece)
            size += len(piece)
            await asyncio.to_thread(out.write, piece)
    return Upload(name=shown_name(part.filename or ""), path=path, size=size, sha256=digest.hexdigest())


def _too_large(settings: Settings) -> RefusedRequest:
    most = settings.upload_bytes >> 20
    return RefusedRequest(
        413,
        message("一次最多发送 {most} MB。请分几次导入，或拆分过大的文件。", most=most),
    )


def _too_many(settings: Settings) -> RefusedRequest:
    most = settings.upload_files
    return RefusedRequest(413, message("一次最多导入 {most} 个文件。请分几次导入。", most=most))


def _of_parser(error: HTTPException, settings: Settings) -> RefusedRequest:
    """Say in our words what the parser of forms refuses."""
    if "Too many files" in str(error.detail):
        return _too_many(settings)
    return RefusedRequest(
        400,
        message("收到的表单不完整或已损坏，请重新发送。"),
    )
