"""Start an unpacked bundle as a person would, without network and environment; import a plan; print what was seen as JSON.

unshare -n sh -c 'ip link set lo up && python -m tests.bundle.visit FOLDER PLAN'
"""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

PATIENCE = 120  # seconds


def visit(folder: Path, plan: Path) -> dict[str, object]:
    """Start, look at the first page, import a plan, look again, end."""
    began = time.monotonic()
    environment = {"HOME": str(folder.parent / "home"), "LC_ALL": "C"}
    server = subprocess.Popen(
        [folder / "start.sh", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = _until_told(server)
        link, token = re.findall(r"http://\S+enter\?key=\S+", said)[0], re.findall(r"口令：(\S+)", said)[0]
        with httpx.Client(timeout=PATIENCE, trust_env=False, follow_redirects=True) as client:
            first = client.get(link, headers={"Accept": "text/html"})
            rendered = time.monotonic() - began
            address = f"{first.url.scheme}://{first.url.netloc.decode()}"
            seen = {
                "first": first.status_code,
                "seconds": round(rendered, 2),
                "job": _imported(client, address, token, plan),
            }
            page = client.get(f"{address}/units", headers={"Accept": "text/html"})
            answer = client.get(f"{address}/sparql", params={"query": "ASK { ?s ?p ?o }"})
            return {**seen, "unit": "法制办公室" in page.text, "sparql": answer.json().get("boolean")}
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=PATIENCE)


def _until_told(server: "subprocess.Popen[str]") -> str:
    said = ""
    while server.stdout and "enter?key=" not in said:
        line = server.stdout.readline()
        if not line:
            raise RuntimeError(said)
        said += line
    return said


def _imported(client: httpx.Client, address: str, token: str, plan: Path) -> str:
    bearer = {"Authorization": f"Bearer {token}"}
    sent = client.post(f"{address}/api/import", files={"files": (plan.name, plan.read_bytes())}, headers=bearer)
    sent.raise_for_status()
    job = sent.json()["job"] if "job" in sent.json() else sent.json()["id"]
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        state = client.get(f"{address}/api/import/{job}", headers=bearer).json()
        if state["over"]:
            return json.dumps(state, ensure_ascii=False)
        time.sleep(0.1)
    return "still running"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(visit(Path(sys.argv[1]), Path(sys.argv[2])), ensure_ascii=False))
