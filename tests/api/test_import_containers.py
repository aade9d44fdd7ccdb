"""An upload that carries several plans becomes as many documents, each with the hash of its own bytes."""

import hashlib
from pathlib import Path

from api.edge.uploads import Upload
from api.imports.containers import unpacked
from tests.extract.readers.makers import word, zipped

PLAN = "1.建设平台。\n责任单位：市数据局\n".encode()


def upload(folder: Path, name: str, data: bytes) -> Upload:
    path = folder / "0"
    path.write_bytes(data)
    return Upload(name=name, path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def test_each_file_of_a_zip_is_a_document(tmp_path: Path) -> None:
    sent = upload(tmp_path, "方案.zip", zipped({"甲.txt": PLAN, "乙/丙.txt": PLAN + PLAN, "Thumbs.db": b"x"}))
    made = unpacked((sent,), tmp_path)
    assert [document.name for document in made] == ["方案.zip/乙/丙.txt", "方案.zip/甲.txt"]
    assert all(document.path.read_bytes() and document.path.parent == tmp_path for document in made)
    assert made[1].sha256 == hashlib.sha256(PLAN).hexdigest()


def test_a_document_or_a_broken_container_stays_as_it_is(tmp_path: Path) -> None:
    for data in (word("<w:p/>"), PLAN, b"PK\x03\x04 broken"):
        sent = upload(tmp_path, "方案", data)
        assert unpacked((sent,), tmp_path) == (sent,)
