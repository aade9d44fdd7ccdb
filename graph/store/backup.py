"""A complete store in one file: sorted N-Quads under gzip, which any RDF tool reads and ``restore`` checks.

    # dutygraph backup 2
    # graph <IRI> NUMBER OF TRIPLES          one such line before the quads of each graph, in the order of their IRIs
    <s> <p> <o> <IRI> .
    # source SHA-256 NUMBER OF LINES         the files that plans were read from, in the order of their hashes
    # BASE64
    # end NUMBER OF GRAPHS SHA-256 OF ALL LINES ABOVE

Guarantees:
    1. Equal content gives equal bytes, blank nodes aside: no clock, no name of a machine.
    2. A file is written completely or not at all; an existing one is replaced only on request.
    3. Nothing is restored from a file that is damaged, cut short, changed by hand or of another version.
    4. Each graph is restored completely or not at all, also when a restore is interrupted.
    5. Version 1, which has no files, is read as well.

Source: RFC 1952 (gzip), RFC 4648 § 4 (base64), RDF 1.1 N-Quads, 2.
"""

import base64
import binascii
import gzip
import hashlib
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import IO

from extract.messages import Message, message
from graph.errors import BackupError, StoreBusyError
from graph.store.contract import Store
from graph.store.durable import sync_folder
from graph.store.formats import MalformedRdfError, canonical

VERSION = "# dutygraph backup 2"
_READABLE = ("# dutygraph backup 1\n", f"{VERSION}\n")
_VERSION_LINE = re.compile(r"# dutygraph backup (.+)")
_HEAD = re.compile(rb"# graph <([^\x00-\x20<>\"{}|^`\\]*)> ([0-9]{1,12})\n")
_FILE = re.compile(rb"# source ([0-9a-f]{64}) ([0-9]{1,12})\n")
_CHUNK = 3 << 14  # bytes of a file on one line
_END = re.compile(rb"# end ([0-9]{1,12}) ([0-9a-f]{64})\n")


def back_up(store: Store, out: Path, *, force: bool = False, sources: Path | None = None) -> int:
    """Write all graphs of a store to the file ``out``, and read it back before it gets its name; give their number.

    Args:
        store: what to save.
        out: the file to write.
        force: replace a file that is there.
        sources: the folder of the files that plans were read from, each named by its SHA-256; it may not exist.

    Raises:
        BackupError: ``out`` exists already and ``force`` is not set, cannot be written, or could not be restored.
        StoreBusyError: others wrote to the store meanwhile.
    """
    if out.exists() and not force:
        raise _kept(out)
    new = out.with_name(out.name + ".new")
    revision = store.revision
    try:
        with new.open("wb") as file:
            count = _write(store, file, sources)
            file.flush()
            os.fsync(file.fileno())
        check(new)
        if store.revision != revision:
            raise StoreBusyError(message("备份期间有人写入了库，这份备份未保存。请稍后再试。"))
        new.replace(out)
        sync_folder(out.parent)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        with suppress(OSError):
            new.unlink()
    return count


def restore(store: Store, graphs: tuple[tuple[str, bytes], ...], *, force: bool = False) -> int:
    """Replace the content of a store by what ``read`` gave; return the number of graphs.

    Raises:
        BackupError: the store holds graphs and ``force`` is not set; it is as it was.
    """
    there = store.graphs()
    if there and not force:
        raise BackupError(message("库里已有 {n} 个图。要用备份替换全部内容，请加 --force。", n=len(there)))
    store.replace_many(graphs)
    kept = {graph for graph, _ in graphs}
    for graph in there:
        if graph not in kept:
            store.remove(graph)
    return len(graphs)


def read(source: Path) -> tuple[tuple[str, bytes], ...]:
    """Read a backup: each graph with its N-Triples.

    Raises:
        BackupError: no backup, damaged, cut short, or of another version.
    """
    return tuple((name, content) for name, content in _read(source) if not _is_hash(name))


def read_sources(source: Path) -> Iterator[tuple[str, bytes]]:
    """Read the files that plans were read from out of a backup, one after the other: the SHA-256 and the bytes of each.

    Raises:
        BackupError: as for ``read``.
    """
    return ((name, content) for name, content in _read(source) if _is_hash(name))


def check(source: Path) -> int:
    """Read a backup completely, one graph or file after the other; give their number.

    Raises:
        BackupError: as for ``read``.
    """
    return sum(1 for _ in _read(source))


def _is_hash(name: str) -> bool:
    """Whether a name is that of a file, and not the IRI of a graph."""
    return ":" not in name


def _read(source: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with gzip.open(source, "rb") as file:
            yield from _graphs(source, file)
    except FileNotFoundError as error:
        raise _unreadable(source, message("没有这个文件")) from error
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise _unreadable(source, message("文件损坏或不完整：{error}", error=str(error))) from error
    except OSError as error:
        raise _unreadable(source, error.strerror or str(error)) from error


def _write(store: Store, file: IO[bytes], sources: Path | None) -> int:
    digest = hashlib.sha256()
    names = store.graphs()
    # the file name is left out of the gzip header, and the clock as well
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        for part in chain(_parts(store, names), _file_parts(sources)):
            digest.update(part)
            packed.write(part)
        packed.write(f"# end {len(names)} {digest.hexdigest()}\n".encode())
    return len(names)


def _parts(store: Store, names: tuple[str, ...]) -> Iterator[bytes]:
    yield f"{VERSION}\n".encode()
    for name in names:
        content = store.dump(name)
        yield f"# graph <{name}> ".encode() + b"%d\n" % content.count(b"\n")
        yield content.replace(b" .\n", f" <{name}> .\n".encode())  # a literal holds no line break


def _file_parts(sources: Path | None) -> Iterator[bytes]:
    for path in sorted(sources.iterdir()) if sources is not None and sources.is_dir() else ():
        if re.fullmatch(r"[0-9a-f]{64}", path.name):
            data = path.read_bytes()
            starts = range(0, len(data), _CHUNK)
            yield f"# source {path.name} {len(starts)}\n".encode()
            for start in starts:
                yield b"# " + base64.b64encode(data[start : start + _CHUNK]) + b"\n"


def _graphs(source: Path, file: gzip.GzipFile) -> Iterator[tuple[str, bytes]]:
    digest = hashlib.sha256()
    line = file.readline(1_000)
    found = _VERSION_LINE.fullmatch(line.decode("utf-8", errors="replace").rstrip("\n"))
    if found is None:
        raise _unreadable(source, message("不是责任图谱的备份"))
    if f"{found[0]}\n" not in _READABLE:
        raise _unreadable(source, message("备份的版本是“{found}”，本程序只读版本 1 和 2", found=found[1]))
    digest.update(line)
    count = 0
    while (head := _HEAD.fullmatch(line := file.readline())) is not None:
        digest.update(line)
        quads = [file.readline() for _ in range(int(head[2]))]
        for quad in quads:
            digest.update(quad)
        count += 1
        yield head[1].decode("ascii"), _triples(source, head[1], quads)
    while (head := _FILE.fullmatch(line)) is not None:
        rows = [file.readline() for _ in range(int(head[2]))]
        for row in (line, *rows):
            digest.update(row)
        yield head[1].decode("ascii"), _bytes(source, head[1].decode("ascii"), rows)
        line = file.readline()
    end = _END.fullmatch(line)
    if end is None or int(end[1]) != count or end[2].decode() != digest.hexdigest() or file.read(1):
        raise _unreadable(source, message("内容与校验和不符，或不完整"))


def _bytes(source: Path, sha256: str, rows: list[bytes]) -> bytes:
    try:
        data = b"".join(base64.b64decode(row.removeprefix(b"# ").rstrip(b"\n"), validate=True) for row in rows)
    except binascii.Error:
        data = b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise _unreadable(source, message("内容与校验和不符，或不完整"))
    return data


def _triples(source: Path, graph: bytes, quads: list[bytes]) -> bytes:
    end = b" <" + graph + b"> .\n"
    if not graph or any(not quad.endswith(end) for quad in quads):
        raise _unreadable(source, message("有不属于所说的图的行"))
    try:
        return canonical(b"".join(quad.removesuffix(end) + b" .\n" for quad in quads))
    except MalformedRdfError as error:
        raise _unreadable(source, error.message) from error


def _kept(out: Path) -> BackupError:
    return BackupError(message("备份文件 {out} 已存在。请换一个名称，或加 --force 覆盖。", out=str(out)))


def _unwritable(out: Path, error: OSError) -> BackupError:
    reason = error.strerror or str(error)
    return BackupError(
        message("备份 {out} 写不成：{reason}。请检查目录权限和磁盘空间；原有内容未动。", out=str(out), reason=reason)
    )


def _unreadable(source: Path, reason: Message | str) -> BackupError:
    return BackupError(
        message("不能从 {source} 恢复：{reason}。库未改动；请用另一份备份。", source=str(source), reason=reason)
    )
