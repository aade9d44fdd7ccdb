"""A store in one file: written, read back, and refused when anything about it is wrong."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import BackupError
from graph.store import Store, open_remote, open_store
from graph.store.backup import back_up, read, read_sources, restore
from tests.bench.sparql.shape import plans
from tests.graph.store.servers import oxigraph

CORRECTIONS = "https://w3id.org/dutygraph/id/graph/corrections"
PLANS = tuple(plans(8_000))
OLD = b'<http://e.test/a> <http://e.test/b> "old \\n .\\\\ <x> ." .\n'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        opened.replace_many(PLANS)
        opened.replace(CORRECTIONS, OLD)
        opened.replace("http://e.test/empty", b"")
        yield opened


def test_a_backup_holds_everything_and_any_tool_can_read_it(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "plans.nq.gz"
    assert back_up(store, out) == len(store.graphs()) == len(PLANS) + 2
    quads = b"".join(
        sorted(line for line in gzip.decompress(out.read_bytes()).splitlines(keepends=True) if line[:1] != b"#")
    )
    assert quads == store.dump()
    with open_store(tmp_path / "other") as other:
        assert restore(other, read(out)) == len(PLANS) + 2
        assert other.dump() == store.dump()
        assert other.graphs() == store.graphs()


def test_the_files_of_plans_are_part_of_it_and_others_are_not(store: Store, tmp_path: Path) -> None:
    """Some bytes, an empty file, one of several lines, and one whose name is no hash."""
    files = {hashlib.sha256(data).hexdigest(): data for data in (b"\x00plan\n", b"", bytes(range(256)) * 500)}
    sources = tmp_path / "sources"
    sources.mkdir()
    for name, data in (*files.items(), ("half.new", b"half")):
        (sources / name).write_bytes(data)
    out = tmp_path / "plans.nq.gz"
    count = back_up(store, out, sources=sources)
    assert dict(read_sources(out)) == files
    assert [name for name, _ in read(out)] == list(store.graphs())
    assert count == len(store.graphs())
    lines = gzip.decompress(out.read_bytes()).splitlines(keepends=True)
    name = next(iter(sorted(files)))
    at = next(number for number, line in enumerate(lines) if line.startswith(f"# source {name}".encode()))
    lines[at] = lines[at].replace(name.encode(), b"0" * 64)
    out.write_bytes(repacked(lines, mended=True))
    with pytest.raises(BackupError, match="校验和"):
        read(out)


def test_a_backup_of_version_1_is_read(lines: list[bytes], tmp_path: Path) -> None:
    old = tmp_path / "old.nq.gz"
    old.write_bytes(repacked([lines[0].replace(b"backup 2", b"backup 1"), *lines[1:]], mended=True))
    assert len(read(old)) == 3
    assert list(read_sources(old)) == []


def test_equal_content_gives_equal_bytes(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "one.nq.gz")
    with open_store(tmp_path / "other") as other:
        other.replace("http://e.test/empty", b"")
        other.replace(CORRECTIONS, OLD)
        for graph, content in reversed(PLANS):
            other.replace(graph, b"".join(reversed(content.splitlines(keepends=True))))
        back_up(other, tmp_path / "two.nq.gz")
    assert (tmp_path / "one.nq.gz").read_bytes() == (tmp_path / "two.nq.gz").read_bytes()


def test_a_backup_that_is_there_is_kept_unless_forced(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "plans.nq.gz"
    out.write_bytes(b"precious")
    with pytest.raises(BackupError, match="已存在"):
        back_up(store, out)
    assert out.read_bytes() == b"precious"
    back_up(store, out, force=True)
    assert len(read(out)) == len(PLANS) + 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "plans.nq.gz"]


def test_a_backup_that_cannot_be_written_says_so(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="写不成"):
        back_up(store, tmp_path / "nowhere" / "plans.nq.gz")


def test_restoring_replaces_everything_only_when_forced(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "plans.nq.gz")
    whole = store.dump()
    store.remove(PLANS[0][0])
    store.replace(CORRECTIONS, b'<http://e.test/a> <http://e.test/b> "new" .\n')
    store.replace("http://e.test/later", OLD)
    changed = store.dump()
    with pytest.raises(BackupError, match="--force"):
        restore(store, read(tmp_path / "plans.nq.gz"))
    assert store.dump() == changed
    restore(store, read(tmp_path / "plans.nq.gz"), force=True)
    assert store.dump() == whole


def test_a_server_is_backed_up_and_restored_like_a_folder(store: Store, tmp_path: Path) -> None:
    store.remove("http://e.test/empty")
    back_up(store, tmp_path / "folder.nq.gz")
    with oxigraph() as address, open_remote(address) as remote:
        restore(remote, read(tmp_path / "folder.nq.gz"))
        assert remote.dump() == store.dump()
        back_up(remote, tmp_path / "server.nq.gz")
    assert (tmp_path / "server.nq.gz").read_bytes() == (tmp_path / "folder.nq.gz").read_bytes()


def repacked(lines: list[bytes], *, mended: bool) -> bytes:
    """The lines as a backup, with a right checksum or the old one."""
    if mended:
        graphs = sum(line.startswith(b"# graph") for line in lines)
        lines = [*lines[:-1], f"# end {graphs} {hashlib.sha256(b''.join(lines[:-1])).hexdigest()}\n".encode()]
    return gzip.compress(b"".join(lines), mtime=0)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, ...]:
    folder = tmp_path_factory.mktemp("written")
    with open_store(folder / "data") as store:
        store.replace_many((*PLANS[:1], (CORRECTIONS, OLD), ("http://e.test/empty", b"")))
        back_up(store, folder / "good.nq.gz")
    return tuple(gzip.decompress((folder / "good.nq.gz").read_bytes()).splitlines(keepends=True))


@pytest.fixture
def lines(written: tuple[bytes, ...]) -> list[bytes]:
    return list(written)


@pytest.mark.parametrize(
    ("at", "mended"), [(1, False), *((at, mended) for at in (2, 3, 4, 5, -3, -2, -1) for mended in (False, True))]
)
def test_a_line_that_is_missing_is_found_out(lines: list[bytes], tmp_path: Path, at: int, mended: bool) -> None:  # noqa: FBT001  a parameter of the table
    del lines[at]
    bad = tmp_path / "bad.nq.gz"
    bad.write_bytes(repacked(lines, mended=mended))
    with pytest.raises(BackupError, match=r"bad\.nq\.gz"):
        read(bad)


@pytest.mark.parametrize("at", range(0, 100, 7))
def test_a_file_cut_short_or_changed_anywhere_is_refused(lines: list[bytes], tmp_path: Path, at: int) -> None:
    whole = gzip.compress(b"".join(lines), mtime=0)
    place = max(10, len(whole) * at // 100)
    bad = tmp_path / "bad.nq.gz"
    for content in (whole[:place], whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :]):
        bad.write_bytes(content)
        with pytest.raises(BackupError) as caught:
            read(bad)
        assert "库未改动" in caught.value.message.render()


def test_other_files_are_refused_each_with_its_reason(lines: list[bytes], tmp_path: Path) -> None:
    quad = next(line for line in lines if not line.startswith(b"#"))
    later = lines[0].replace(b"backup 2", b"backup 3")
    cases = {
        "不是责任图谱的备份": gzip.compress(b"hello\n"),
        "版本是“3”": repacked([later, *lines[1:]], mended=True),
        "Not a gzipped file": b"# dutygraph backup 2\n",
        "损坏或不完整": zlib.compress(b"".join(lines), wbits=31)[:-4],
        "不属于所说的图": repacked([*lines[:3], quad.replace(b"/graph/", b"/gr4ph/"), *lines[4:]], mended=True),
        "校验和": repacked([*lines, b"more\n"], mended=False),
        "不是合法的": repacked([*lines[:3], b"nonsense" + quad[quad.rindex(b" <") :], *lines[4:]], mended=True),
    }
    for number, (reason, content) in enumerate(cases.items()):
        bad = tmp_path / f"{number}.nq.gz"
        bad.write_bytes(content)
        with pytest.raises(BackupError, match=reason):
            read(bad)
    with pytest.raises(BackupError, match="没有这个文件"):
        read(tmp_path / "none.nq.gz")
    with pytest.raises(BackupError):
        read(tmp_path)
