"""C, E: writing again and again. Removing while others import, and importing and removing without end."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.attack.target import BEARER, PATIENCE, Target, target

PLAN = """关于加强市容管理的实施方案

一、主要任务
{tasks}
"""
TASK = "（{number}）清理第{number}号街巷。由市城管局牵头，市公安局、市财政局配合。"
ROUNDS = 6
CYCLES = 60
MOST_LOG = 160  # megabytes
MOST_GROWTH = 120  # megabytes, after the first half
CONTENT = b"".join(b'<http://e.test/s%d> <http://e.test/p> "%s" .\n' % (n, b"x" * 200) for n in range(15_000))


def plan(name: str, tasks: int = 12) -> bytes:
    """Make a plan that differs from others by its name."""
    lines = "\n".join(TASK.format(number=number) for number in range(1, tasks + 1))
    return f"{name}号{PLAN.format(tasks=lines)}".encode()


def races(root: Path) -> Iterator[str]:
    """C: remove a plan while units that it names are corrected."""
    with target(root) as one, one.client() as client:
        for number in range(ROUNDS):
            plan_id = imported(client, plan(f"甲{number}"))
            unit = client.get("/api/corrections/units").json()[0]["iri"]
            answers: list[int] = []
            threads = [threading.Thread(target=_remove, args=(one, plan_id, answers))]
            threads += [threading.Thread(target=_rename, args=(one, unit, f"{number}-{n}", answers)) for n in range(3)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            if any(status >= 500 for status in answers):
                yield f"a write is answered with {max(answers)}"
            if client.get(f"/plans/{plan_id}.json").status_code != 404:
                yield "a plan that was removed comes back"


def growth(root: Path) -> Iterator[str]:
    """E: write and remove a graph without end, and never ask."""
    with target(root) as one, one.client() as client:
        half = 0
        for cycle in range(CYCLES):
            for method in ("PUT", "DELETE"):
                client.request(
                    method,
                    "/graphs?graph=http://e.test/g",
                    content=CONTENT if method == "PUT" else b"",
                    headers={**BEARER, "Content-Type": "application/n-triples"},
                )
            if cycle == CYCLES // 2:
                half = one.memory()
        log = sum(file.stat().st_size for file in (one.data / "store").glob("*.log")) >> 20
        if log > MOST_LOG:
            yield f"the log has {log} MB after {CYCLES} cycles"
        if one.memory() > half + MOST_GROWTH:
            yield f"{CYCLES // 2} cycles took {one.memory() - half} MB"


def imported(client: httpx.Client, data: bytes) -> str:
    """Import a plan, wait for it and give its id."""
    answer = client.post("/api/import", files={"files": ("a.txt", data)}, headers=BEARER)
    return _finished(client, answer.json()["job"])


def _finished(client: httpx.Client, job: str) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        state = client.get(f"/api/import/{job}").json()
        if state["over"]:
            return str((state["files"][0].get("gain") or {}).get("plan", ""))
        time.sleep(0.05)
    raise AssertionError("an import is not over")


def _rename(one: Target, unit: str, name: str, answers: list[int]) -> None:
    body = {"change": "rename", "target": unit, "value": f"市执法局{name}", "who": "甲", "why": "试"}
    with one.client() as client:
        answers.append(client.post("/api/corrections", json=body, headers=BEARER).status_code)


def _remove(one: Target, plan_id: str, answers: list[int]) -> None:
    with one.client() as client:
        answers.append(client.delete(f"/api/plans/{plan_id}", headers=BEARER).status_code)
