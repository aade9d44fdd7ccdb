"""Start query workers. What they do is in ``graph.store.worker``."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import graph
from graph.store.system import module_command


@dataclass(frozen=True, slots=True)
class Worker:
    """A running worker: its process, the socket to talk over, and the pipe whose closing ends it."""

    process: subprocess.Popen[bytes]
    link: socket.socket
    lifeline: int

    def end(self) -> None:
        """Kill the process and wait until it has ended, some milliseconds."""
        self.process.kill()
        self.link.close()
        os.close(self.lifeline)
        self.process.wait()


def spoilable(snapshot: Path) -> Path:
    """Copy a snapshot into a folder that a worker may write to, next to the folder of snapshots.

    The engine never changes a table file once it is written, so those are linked; the rest is small and copied. One
    copy at a time: what an earlier one has left is removed first. The caller removes the folder.

    Raises:
        FileNotFoundError: the snapshot has gone; there is a newer one.
        OSError: the disk is full or fails.
    """
    place = snapshot.parent.parent / "rehearsals"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(exist_ok=True)
    copy = Path(tempfile.mkdtemp(dir=place))
    try:
        for file in sorted(snapshot.iterdir()):
            if file.suffix == ".sst":
                os.link(file, copy / file.name)
            else:
                shutil.copyfile(file, copy / file.name)
    except OSError:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    return copy


def start_worker(memory: int, *, network: bool = False) -> Worker:
    """Start a fresh process (never a fork of this one, whose threads would not come along).

    Args:
        memory: the most it may use, in bytes.
        network: whether it may open connections, for a remote store.

    Raises:
        OSError: the system gives no more processes, sockets or memory.
    """
    ours, theirs = socket.socketpair()
    end, lifeline = os.pipe()
    here = str(Path(graph.__file__).parent.parent)
    path = os.pathsep.join([here, *(entry for entry in sys.path if entry)])
    arguments = [str(theirs.fileno()), str(end), str(memory), "network" if network else "confined"]
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no word of a user among the arguments
            [*module_command("graph.store.worker"), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(), end),
            # a heap for each thread would reserve most of the address space that the worker may have
            env={**os.environ, "PYTHONPATH": path, "MALLOC_ARENA_MAX": "2"},
        )
    except OSError:
        ours.close()
        os.close(lifeline)
        raise
    finally:
        theirs.close()
        os.close(end)
    return Worker(process, ours, lifeline)
