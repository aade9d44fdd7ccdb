"""``backup``, ``restore`` and ``--store``: the same commands over a folder and over a server."""

from pathlib import Path

import pytest

from graph.store.backup import read, read_sources
from tests.api.cli.test_cli import EXAMPLE, fault, run
from tests.graph.store.servers import free_port, oxigraph


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "data"
    assert run("build", EXAMPLE, "--data", folder).returncode == 0
    return folder


def test_a_folder_goes_to_a_server_and_every_command_gives_the_same_there(data: Path, tmp_path: Path) -> None:
    saved, back, again = tmp_path / "plans.nq.gz", tmp_path / "back", tmp_path / "again.nq.gz"
    assert run("backup", "--data", data, "--out", saved).returncode == 0
    with oxigraph() as address:
        assert run("restore", saved, "--store", address).returncode == 0
        for command in (
            ("analyse", "workload", "--format", "csv"),
            ("ask", "most-leads", "--format", "csv"),
            ("validate",),
        ):
            there, here = run(*command, "--store", address), run(*command, "--data", data)
            assert (there.returncode, there.stdout) == (here.returncode, here.stdout)
            assert there.returncode == 0
        assert run("build", EXAMPLE, "--store", address).returncode == 0
        assert run("backup", "--store", address, "--out", again).returncode == 0
    assert read(again) == read(saved)  # of a server there are only the graphs, no files
    assert list(read_sources(again)) == []
    assert run("restore", saved, "--data", back).returncode == 0
    assert run("backup", "--data", back, "--out", again, "--force").returncode == 0
    assert again.read_bytes() == saved.read_bytes()


def test_a_server_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}/"
    for command in (("build", EXAMPLE), ("ask", "most-leads"), ("serve", "--port", "0"), ("backup", "--out", "x")):
        said = fault(run(*command, "--store", address, cwd=tmp_path))
        assert address in said
        assert "连接不上" in said
    assert list(tmp_path.iterdir()) == []


def test_credentials_in_an_address_are_refused_and_not_repeated(tmp_path: Path) -> None:
    said = fault(run("ask", "most-leads", "--store", "http://me:secret@127.0.0.1:1/", cwd=tmp_path))
    assert "DUTYGRAPH_STORE_PASSWORD" in said
    assert "secret" not in said


def test_a_folder_and_a_server_at_once_is_wrong_usage(tmp_path: Path) -> None:
    assert run("ask", "--data", tmp_path, "--store", "http://127.0.0.1:1/").returncode == 2


def test_a_bad_backup_leaves_the_folder_as_it_was(data: Path, tmp_path: Path) -> None:
    saved, cut = tmp_path / "plans.nq.gz", tmp_path / "cut.nq.gz"
    assert run("backup", "--data", data, "--out", saved).returncode == 0
    assert "已存在" in fault(run("backup", "--data", data, "--out", saved))
    cut.write_bytes(saved.read_bytes()[:-100])
    assert "库未改动" in fault(run("restore", cut, "--data", data, "--force"))
    assert "库未改动" in fault(run("restore", cut, "--data", tmp_path / "new"))
    assert not (tmp_path / "new").exists()
    assert "--force" in fault(run("restore", saved, "--data", data))
    assert run("restore", saved, "--data", data, "--force").returncode == 0
    assert run("backup", "--data", data, "--out", cut, "--force").returncode == 0
    assert cut.read_bytes() == saved.read_bytes()
