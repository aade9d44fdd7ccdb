"""A PostgreSQL server of its own for a test: in a temporary folder, run by an ordinary user, on a free port."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.graph.store.servers import free_port

_USER = "nobody"  # the server refuses to run as root


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a server with an empty database; give its URL.

    Debian's package ``postgresql`` is enough; its own service is neither used nor needed.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    place = Path(tempfile.mkdtemp(prefix="dutygraph-postgresql-"))
    user = _USER if os.geteuid() == 0 else None
    if user:
        os.chown(place, pwd.getpwnam(user).pw_uid, -1)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs[-1] / program), *arguments]
        subprocess.run(command, check=True, user=user, cwd=place, stdout=subprocess.DEVNULL, timeout=120)

    port = free_port()
    try:
        run("initdb", "-D", "data", "-U", "dutygraph", "-A", "trust", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8")
        options = f"-p {port} -h 127.0.0.1 -k {place} -c fsync=off"
        run("pg_ctl", "-D", "data", "-w", "-l", str(place / "log"), "-o", options, "start")
        try:
            yield f"postgresql://dutygraph@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)
