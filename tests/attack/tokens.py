"""G: the token. Guess it, use an easy one, read it from the list of processes."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.attack.target import BEARER, TOKEN, command, target

GUESSES = 120


def attack(root: Path) -> Iterator[str]:
    """Yield each weakness that was found."""
    with target(root, "--updates") as one, one.client() as client:
        for path in ("/graphs?graph=http://e.test/g", "/api/import"):
            method = "PUT" if path.startswith("/graphs") else "POST"
            answers = [
                client.request(method, path, headers={"Authorization": f"Bearer {number}"}).status_code
                for number in range(GUESSES)
            ]
            if 429 not in answers:
                yield f"{GUESSES} tokens can be tried at {path}"
    with target(root) as one, one.client() as client, one.client() as thief:
        client.post("/login", data={"token": TOKEN})
        stolen = dict(client.cookies)
        proof = client.get("/import", headers={"Accept": "text/html"}).text.partition('name="proof" value="')[2]
        client.post("/logout", data={"proof": proof.partition('"')[0]})
        thief.cookies.update(stolen)
        if 'name="token"' not in thief.get("/import", headers={"Accept": "text/html"}).text:
            yield "a session works after its end"
    yield from _easy(root)
    yield from _shown(root)


def _easy(root: Path) -> Iterator[str]:
    words = ("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104 - refused, or ended at once
    with tempfile.TemporaryDirectory(prefix="attack-") as place:
        data = ("--data", f"{place}/data")
        with command(root, *words, *data, temporary=Path(place), DUTYGRAPH_TOKEN="1") as process:  # noqa: S106
            assert process.stdout is not None
            if "http://" in process.stdout.readline():
                yield "the token 1 is accepted where other computers can connect"
            process.kill()


def _shown(root: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="attack-") as place:
        words = ("serve", "--port", "0", "--token", BEARER["Authorization"], "--data", f"{place}/data")
        with command(root, *words, temporary=Path(place)) as process:
            assert process.stdout is not None
            if "http://" in process.stdout.readline():
                seen = subprocess.run(["ps", "-o", "args=", "-p", str(process.pid)], capture_output=True, check=False)
                if TOKEN.encode() in seen.stdout or sys.platform != "linux":
                    yield "the token shows in the list of processes"
            process.kill()
