"""I, J, L: what only shows with time. Documents that change a little, folders of other programs, packages of unknown origin."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.attack.target import BEARER, finished, target
from tests.attack.writers import imported, plan

RENAMES = 10
_PACKAGE = re.compile(r"^[A-Za-z0-9][\w.\[\]-]*==", re.MULTILINE)
_PLANS = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?plan a <https://w3id.org/dutygraph/ns#Plan> } }"
_READ_BY = "SELECT ?o WHERE { GRAPH ?g { ?s <https://w3id.org/dutygraph/ns#programVersion> ?o } } LIMIT 1"


def identities(root: Path) -> Iterator[str]:
    """I: take in a document once more with one blank, and rename one unit again and again."""
    with target(root) as one, one.client() as client:
        text = plan("甲")
        imported(client, text)
        imported(client, text.replace("。由".encode(), "。 由".encode(), 1))
        count = _plans(client)
        if count != 1:
            yield f"a document with one blank more is counted {count} times"
        unit = client.get("/api/corrections/units").json()[0]["iri"]
        for number in range(RENAMES):
            body = {"change": "rename", "target": unit, "value": f"市执法局{number}", "who": "甲", "why": "试"}
            client.post("/api/corrections", json=body, headers=BEARER).raise_for_status()
        states = [entry["state"] for entry in client.get("/api/corrections").json()]
        if states.count("in_force") > 1:
            yield f"of {len(states)} names of one unit several are in force"


def _plans(client: httpx.Client) -> int:
    answer = client.get("/sparql", params={"query": _PLANS}, headers={"Accept": "text/csv"})
    return int(answer.text.splitlines()[1])


def folders(root: Path) -> Iterator[str]:
    """J: look which program read a plan, and open the folder of a program that does not exist yet."""
    with tempfile.TemporaryDirectory(prefix="attack-") as place:
        temporary, data, source = Path(place), Path(place) / "data", Path(place) / "a.txt"
        source.write_bytes(plan("甲"))
        finished(root, "build", str(source), "--data", str(data), temporary=temporary)
        with target(root, data=data) as one, one.client() as client:
            answer = client.get("/sparql", params={"query": _READ_BY}, headers={"Accept": "text/csv"})
            if len(answer.text.splitlines()) < 2:
                yield "nothing says which program read a plan"
        (data / "VERSION").write_text("dutygraph data 99\n", encoding="utf-8")
        if finished(root, "analyse", "workload", "--data", str(data), temporary=temporary)[0] == 0:
            yield "a folder of another format opens without a word"
        (data / "VERSION").write_text("dutygraph data 1\n", encoding="utf-8")
        if finished(root, "check", "--data", str(data), temporary=temporary)[0] != 0:
            yield "no command brings a folder of the first format to the present one"


def supply(root: Path) -> Iterator[str]:
    """L: look where the packages come from and what is said of their licences."""
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    packages = len(_PACKAGE.findall(lock))
    hashed = sum("--hash=sha256:" in block for block in _PACKAGE.split(lock)[1:])
    if hashed < packages:
        yield f"{packages - hashed} of {packages} packages have no hash"
    if not (root / "NOTICE").exists():
        yield "no file names the licences of what is shipped"
