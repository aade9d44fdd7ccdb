"""What every store promises, on the embedded one; test_store_remote.py asks the same of servers."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import DataFolderError, GraphError, QueryError, StoreBusyError
from graph.store import DEFAULT_GRAPH, QuerySyntaxError, Store, Term, TermKind, open_store
from graph.store.embedded import EmbeddedStore
from graph.store.formats import MalformedRdfError

PLAN = "https://w3id.org/dutygraph/id/plan/0123456789abcdef"
OTHER = "https://w3id.org/dutygraph/id/plan/fedcba9876543210"
ONE = '<http://e.test/a> <http://e.test/b> "责任单位\\n\\"市政府\\""@zh .\n'.encode()
TWO = b"<http://e.test/a> <http://e.test/b> <http://e.test/c> .\n<http://e.test/a> <http://e.test/b> 'x' .\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        yield opened


def test_replace_makes_the_triples_the_whole_graph(store: Store) -> None:
    store.replace(PLAN, ONE + b'<http://e.test/a> <http://e.test/b> "old" .\n')
    store.replace(OTHER, ONE)
    store.replace(PLAN, ONE)
    assert store.dump(PLAN) == ONE
    assert store.dump(OTHER) == ONE
    assert store.graphs() == (PLAN, OTHER)
    assert store.size() == 2
    assert store.size(PLAN) == 1


def test_remove_drops_one_graph_and_no_other(store: Store) -> None:
    store.replace(PLAN, ONE)
    store.replace(OTHER, ONE)
    store.remove(PLAN)
    store.remove(PLAN)
    assert store.graphs() == (OTHER,)
    assert not store.holds(PLAN)
    assert store.holds(OTHER)


def test_an_empty_graph_is_there(store: Store) -> None:
    store.replace(PLAN, b"")
    assert store.holds(PLAN)
    assert store.graphs() == (PLAN,)
    assert store.dump(PLAN) == b""


def test_add_keeps_what_was_there(store: Store) -> None:
    other = b'<http://e.test/x> <http://e.test/b> "1" .\n'
    store.add(PLAN, ONE)
    store.add(PLAN, other)
    assert store.dump(PLAN) == b"".join(sorted((ONE, other)))


def test_the_default_graph_is_a_graph_too(store: Store) -> None:
    store.replace(DEFAULT_GRAPH, ONE)
    store.replace(PLAN, ONE)
    store.remove(DEFAULT_GRAPH)
    assert store.dump(DEFAULT_GRAPH) == b""
    assert store.dump(PLAN) == ONE


def test_replace_many_replaces_old_graphs_and_loads_new_ones(store: Store) -> None:
    store.replace(PLAN, b'<http://e.test/x> <http://e.test/b> "1" .\n')
    store.replace_many(((PLAN, ONE), (OTHER, ONE)))
    assert store.dump(PLAN) == ONE
    assert store.dump(OTHER) == ONE


def test_dump_is_sorted_and_equal_for_equal_content(store: Store, tmp_path: Path) -> None:
    lines = [f'<http://e.test/{i}> <http://e.test/b> "{i}" .\n'.encode() for i in range(50)]
    store.replace(PLAN, b"".join(lines))
    with open_store(tmp_path / "again") as again:
        again.replace(PLAN, b"".join(reversed(lines)))
        assert again.dump() == store.dump()
    assert store.dump().splitlines() == sorted(store.dump().splitlines())
    assert store.dump().endswith(f" <{PLAN}> .\n".encode())


def test_revision_grows_with_each_write_and_over_openings(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        seen = [store.revision]
        for _ in range(3):
            store.replace(PLAN, ONE)
            seen.append(store.revision)
        store.graphs()
        assert store.revision == seen[-1]
    assert seen == sorted(set(seen))
    with open_store(tmp_path / "data") as store:
        assert store.revision == seen[-1]
        assert store.dump(PLAN) == ONE


def test_select_sees_the_union_and_gives_plain_terms(store: Store) -> None:
    store.replace(PLAN, '<http://e.test/a> <http://e.test/b> "甲"@zh .\n'.encode())
    store.replace(OTHER, b"<http://e.test/a> <http://e.test/b> _:x .\n")
    table = store.select("SELECT ?o ?none { ?s ?p ?o } ORDER BY isLiteral(?o)")
    assert table.variables == ("o", "none")
    blank, literal = (row[0] for row in table.rows)
    assert blank is not None
    assert blank.kind is TermKind.BNODE
    assert literal == Term(TermKind.LITERAL, "甲", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "zh")
    assert [row[1] for row in table.rows] == [None, None]


def test_select_says_on_which_line_a_query_breaks_off(store: Store) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.select("SELECT *\n{ ?s ?p ?o")
    assert (caught.value.line, caught.value.column) == (2, 11)
    assert "第 2 行第 11 列" in caught.value.message.zh
    assert "Line 2, column 11" in caught.value.message.en
    with pytest.raises(QueryError):
        store.select("ASK {}")


@pytest.mark.parametrize(
    "bad",
    [
        TWO,
        b"not rdf",
        b'<a> <http://e.test/b> "x" .',
        b'<http://e.test/a> <http://e.test/b> "\xff" .',
        ONE + b"<http://",
    ],
)
def test_bytes_that_are_no_ntriples_change_nothing(store: Store, bad: bytes) -> None:
    store.replace(PLAN, ONE)
    for write in (store.replace, store.add):
        with pytest.raises(MalformedRdfError):
            write(PLAN, bad)
    assert store.dump(PLAN) == ONE


@pytest.mark.parametrize("text", ["} }; DROP ALL #", '" } }; DROP ALL #', "\\u0022 }}; DROP ALL #", "\x00\x01\u2028𠮷"])
def test_no_literal_breaks_out_of_its_quotes(store: Store, text: str) -> None:
    escaped = "".join(f"\\U{ord(character):08X}" for character in text)
    store.replace(OTHER, ONE)
    store.replace(PLAN, f'<http://e.test/a> <http://e.test/b> "{escaped}" .\n'.encode())
    assert store.dump(OTHER) == ONE
    (row,) = store.select(f"SELECT ?o {{ GRAPH <{PLAN}> {{ ?s ?p ?o }} }}").rows
    assert row[0] is not None
    assert row[0].value == text


def test_a_failed_update_changes_nothing(store: Store) -> None:
    store.replace(PLAN, ONE)
    with pytest.raises(QueryError):
        store.update(f"DROP GRAPH <{PLAN}>; DROP GRAPH <{OTHER}>")
    with pytest.raises(QuerySyntaxError):
        store.update("INSERT DATA {")
    assert store.dump(PLAN) == ONE


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data")
    store.close()
    store.close()
    with pytest.raises(DataFolderError, match="closed"):
        store.graphs()


def test_a_snapshot_holds_the_revision_it_was_asked_for(store: Store) -> None:
    store.replace(PLAN, ONE)
    first = store.source()
    assert store.source() == first
    for _ in range(4):
        store.remove(PLAN)
        store.replace(PLAN, ONE)
        store.source()
    assert store.source() != first
    kept = sorted(path.name for path in Path(store.source()).parent.iterdir())
    assert len(kept) == 2


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from graph.store import open_store\n"
        "store = open_store(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "data")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreBusyError) as caught:
            open_store(tmp_path / "data")
        assert str(holder.pid) in caught.value.message.zh
        assert str(holder.pid) in caught.value.message.en
    finally:
        holder.kill()
        holder.communicate()
    with open_store(tmp_path / "data") as store:  # a lock ends with its process
        assert store.graphs() == ()


def _refused(folder: Path) -> GraphError:
    with pytest.raises(DataFolderError) as caught:
        open_store(folder)
    assert str(folder) in caught.value.message.zh
    assert str(folder) in caught.value.message.en
    assert caught.value.message.zh != caught.value.message.en
    return caught.value


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert "不是责任图谱的数据目录" in _refused(tmp_path).message.zh
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_folder_of_another_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "VERSION").write_text("dutygraph data 99\n", encoding="utf-8")
    assert "dutygraph data 99" in _refused(tmp_path).message.en
    assert [path.name for path in tmp_path.iterdir()] == ["VERSION"]


def test_a_claim_cut_short_is_taken_up_again(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("1\n", encoding="ascii")
    (tmp_path / "VERSION.new").write_text("dutyg", encoding="ascii")
    with open_store(tmp_path) as store:
        assert store.graphs() == ()


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    _refused(tmp_path / "data")


def test_a_folder_that_cannot_be_made() -> None:
    _refused(Path("/proc/dutygraph") if sys.platform == "linux" else Path("/dev/null/data"))


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.replace(PLAN, ONE)
    for path in (tmp_path / "store").glob("MANIFEST*"):
        path.write_bytes(b"damaged")
    assert "备份" in _refused(tmp_path).message.zh
    _refused(tmp_path)  # and the lock was let go


def test_a_backup_opens_and_is_equal(store: Store, tmp_path: Path) -> None:
    assert isinstance(store, EmbeddedStore)
    store.replace(PLAN, ONE)
    store.backup(tmp_path / "copy")
    store.remove(PLAN)
    with open_store(tmp_path / "copy") as copy:
        assert copy.dump(PLAN) == ONE
    with pytest.raises(DataFolderError, match="exists already"):
        store.backup(tmp_path / "copy")
