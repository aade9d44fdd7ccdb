"""D, F, H: the disk. Values that no backup holds, writes that the disk does not have, files that stay."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.attack.target import BEARER, Target, command, finished, target

LARGE = 17 << 20


def large(root: Path) -> Iterator[str]:
    """D: take in one text of 17 MB, and restore the backup of the folder."""
    with tempfile.TemporaryDirectory(prefix="attack-") as place:
        temporary, data = Path(place), Path(place) / "data"
        with target(root, "--updates", data=data) as one, one.client() as client:
            content = b'<http://e.test/s> <http://e.test/p> "' + b"a" * LARGE + b'" .\n'
            try:
                answer = client.put(
                    "/graphs?graph=http://e.test/g",
                    content=content,
                    headers={**BEARER, "Content-Type": "application/n-triples"},
                )
                if answer.status_code >= 500:
                    yield f"a value of 17 MB is answered with {answer.status_code}"
            except httpx.HTTPError:
                yield "a value of 17 MB is not answered"
        with target(root, "--updates", data=data) as one, one.client() as client:
            _grow(client)
        backup, restored = temporary / "backup", temporary / "restored"
        code, _ = finished(root, "backup", "--data", str(data), "--out", str(backup), temporary=temporary)
        if code == 0 and finished(root, "restore", str(backup), "--data", str(restored), temporary=temporary)[0]:
            yield "a backup that was made cannot be restored"


def _grow(client: httpx.Client) -> None:
    """Let an update make a large value of a small one."""
    many = "CONCAT(" + ", ".join(["?a"] * 32) + ")"
    text = "INSERT { GRAPH <http://e.test/h> { <s:s> <p:p> ?b } } WHERE { VALUES ?a { '%s' } BIND(%s AS ?b) }"
    headers = {**BEARER, "Content-Type": "application/sparql-update"}
    client.post("/sparql", content=(text % ("x" * (600 << 10), many)).encode(), headers=headers)


def unsynced(root: Path) -> Iterator[str]:
    """F: look whether the log is on the disk before a write is acknowledged."""
    if shutil.which("strace") is None:
        return
    with tempfile.TemporaryDirectory(prefix="attack-") as place, target(root) as one, one.client() as client:
        notes = Path(place) / "notes"
        words = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", str(notes), "-p", str(one.process.pid)]
        with subprocess.Popen(words, stderr=subprocess.PIPE, encoding="utf-8") as looking:
            assert looking.stderr is not None
            attached = "attached" in looking.stderr.readline()
            answer = client.put(
                "/graphs?graph=http://e.test/g",
                content=b"<s:s> <p:p> 'a' .",
                headers={**BEARER, "Content-Type": "text/turtle"},
            )
            looking.send_signal(signal.SIGINT)
            looking.communicate(timeout=30)
        said = notes.read_text(encoding="utf-8") if notes.exists() else ""
        if attached and answer.status_code == 201 and not any(".log>" in line for line in said.splitlines()):
            yield "a write is acknowledged before the disk has it"


def left(root: Path) -> Iterator[str]:
    """H: leave files behind by a refused proof and by a kill."""
    with tempfile.TemporaryDirectory(prefix="attack-") as place:
        data = Path(place) / "data"
        with target(root, data=data) as one, one.client() as client:
            client.post("/login", data={"token": BEARER["Authorization"].removeprefix("Bearer ")})
            client.post("/import", files={"files": ("a.txt", b"secret " * 100)}, data={"proof": "wrong"})
            if _uploads(one):
                yield "a refused upload stays on the disk"
            head = (
                b"POST /api/import HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\n"
                % BEARER["Authorization"].encode()
            )
            head += b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000000\r\n\r\n"
            head += b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
            with one.connect() as line:
                line.sendall(head + b"s" * 3_000_000)
                client.get("/plans.json")
                one.process.kill()
                one.process.wait()
            temporary = one.temporary
            with command(root, "serve", "--data", str(data), "--port", "0", temporary=temporary) as again:
                assert again.stdout is not None
                again.stdout.readline()
                again.send_signal(signal.SIGINT)
                again.communicate(timeout=60)
            if _uploads(one):
                yield "what a killed server was sent stays on the disk"


def _uploads(one: Target) -> list[Path]:
    places = (one.temporary, one.data / "uploads")
    return [file for place in places if place.exists() for file in place.rglob("*") if file.is_file()]
