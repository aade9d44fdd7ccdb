"""The queue of imports: one document at a time, in the order they came, each into the store completely or not at all."""

import logging
import secrets
import shutil
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from api.edge.refusal import RefusedRequest
from api.edge.uploads import Upload
from api.imports.containers import unpacked
from api.imports.reading import Bounds, CancelledError, ReadingJob
from api.imports.states import ENDS, FileResult, FileState, ImportOptions, ImportStep, JobState
from extract.errors import ExtractError
from extract.messages import Message, message
from graph.errors import GraphError

LOG = logging.getLogger(__name__)
KEPT = 50  # finished imports that can still be looked at
QUEUED = 20  # imports that may wait
RETRY_AFTER = 10  # seconds; an import takes some
_USUAL = ImportOptions()
WRONG = message("文件未能导入：程序出错。数据未受影响，请将文件交管理员处理。")

Keep = Callable[[ReadingJob, Upload, ImportOptions, Callable[[ImportStep], None]], FileResult]
"""Take one file into the store: the process to read it in, the file, what is wanted, whom to tell."""


class _Job:
    def __init__(self, uploads: Sequence[Upload], folder: Path, options: ImportOptions) -> None:
        self.uploads = tuple(uploads)
        self.folder = folder
        self.options = options
        self.cancelled = False
        self.task: ReadingJob | None = None
        files = tuple(FileState(name=upload.name, size=upload.size) for upload in uploads)
        self.state = JobState(id=secrets.token_urlsafe(9), files=files, version=0)


class Jobs:
    """Imports under way and lately finished.

    Guarantees:
        1. One thread takes the files, so the store sees one import at a time.
        2. A file that fails for any reason is reported in its own line; the others go on.
        3. The bytes of a file are gone from the disk when its job is over.
    """

    def __init__(self, keep: Keep, bounds: Bounds, finish: Callable[[], None] = lambda: None) -> None:
        """Start with nothing to do.

        Args:
            keep: takes one file into the store.
            bounds: of the process that reads one document.
            finish: called when a job that stored something is over.
        """
        self._keep = keep
        self.bounds = bounds
        self._finish = finish
        self._lock = threading.Condition()
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._queue: deque[_Job] = deque()
        self._thread: threading.Thread | None = None
        self._closed = False

    def add(self, uploads: Sequence[Upload], folder: Path, options: ImportOptions = _USUAL) -> JobState:
        """Queue an import.

        Args:
            uploads: the files, inside ``folder``.
            folder: taken over, and removed when the job is over.
            options: what is wanted.

        Raises:
            RefusedRequest: 429, when too many imports wait or the server is about to end; ``folder`` is removed.
        """
        with self._lock:
            if self._closed or len(self._queue) >= QUEUED:
                shutil.rmtree(folder, ignore_errors=True)
                raise RefusedRequest(
                    429,
                    message("等待导入的文件过多，请待前面的完成后再试。"),
                    retry_after=RETRY_AFTER,
                )
            job = _Job(uploads, folder, options)
            self._jobs[job.state.id] = job
            self._queue.append(job)
            self._forget()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="imports", daemon=True)
                self._thread.start()
            self._lock.notify_all()
            return job.state

    def get(self, job_id: str) -> JobState | None:
        """Give the state of a job, or None for one that is not known or no longer."""
        with self._lock:
            job = self._jobs.get(job_id)
            return job.state if job else None

    def recent(self) -> tuple[JobState, ...]:
        """Give the jobs, newest first."""
        with self._lock:
            return tuple(job.state for job in reversed(self._jobs.values()))

    def cancel(self, job_id: str) -> JobState | None:
        """End a job: what is stored stays, what is not is not read."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is None:
                return None
            job.cancelled = True
            task = job.task
        if task is not None:
            task.end()
        with self._lock:
            if job in self._queue:
                self._queue.remove(job)
                self._abandon(job)
            return job.state

    def decide(self, job_id: str, place: int, result: Callable[[FileState], FileResult]) -> JobState | None:
        """End a file about which a person has to decide; ``None`` for an unknown file."""
        with self._lock:
            job = self._jobs.get(job_id)
            file = job.state.files[place] if job and 0 <= place < len(job.state.files) else None
        if job is None or file is None or file.step is not ImportStep.ASKED:
            return None
        self._change(job, place, ended(result(file)))
        return job.state

    def close(self) -> None:
        """End everything; what waits is lost, what is stored is complete."""
        with self._lock:
            self._closed = True
            waiting = tuple(self._jobs.values())
            self._lock.notify_all()
        for job in waiting:
            self.cancel(job.state.id)
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _work(self) -> None:
        while True:
            with self._lock:
                while not self._queue and not self._closed:
                    self._lock.wait()
                if self._closed:
                    return
                job = self._queue.popleft()
            self._open(job)
            for place in range(len(job.uploads)):
                self._take(job, place)
            try:
                if job.state.count(ImportStep.STORED):
                    self._finish()
            except Exception:  # the outermost edge of the thread: what is stored is whole, and the queue goes on
                LOG.exception("the end of an import failed")
            with self._lock:
                self._abandon(job)

    def _open(self, job: _Job) -> None:
        """Put the files of each container in its place."""
        uploads = unpacked(job.uploads, job.folder)
        with self._lock:
            if not job.cancelled and uploads != job.uploads:
                job.uploads = uploads
                files = tuple(FileState(name=upload.name, size=upload.size) for upload in uploads)
                job.state = replace(job.state, files=files, version=job.state.version + 1)

    def _take(self, job: _Job, place: int) -> None:
        """Take one file; every outcome ends as the file's own state."""
        task = ReadingJob(self.bounds)
        with self._lock:
            if job.cancelled:
                return
            job.task = task

        def change(change: Callable[[FileState], FileState]) -> None:
            self._change(job, place, change)

        try:
            result = self._keep(task, job.uploads[place], job.options, lambda step: change(at(step)))
            change(ended(result))
        except CancelledError:
            change(lambda file: replace(file, step=ImportStep.CANCELLED, failed_at=file.step))
        except (ExtractError, GraphError, RefusedRequest) as error:
            change(failed(error.message, getattr(error, "status", None)))
        except Exception:  # the outermost edge of the thread: one file's fault must not end the queue
            LOG.exception("an import failed")
            change(failed(WRONG))
        finally:
            job.uploads[place].path.unlink(missing_ok=True)

    def _change(self, job: _Job, place: int, change: Callable[[FileState], FileState]) -> None:
        with self._lock:
            files = list(job.state.files)
            files[place] = change(files[place])
            job.state = replace(job.state, files=tuple(files), version=job.state.version + 1)

    def _abandon(self, job: _Job) -> None:
        """Mark what was not read as cancelled, and clear the disk. The caller has the lock."""
        job.task = None
        files = tuple(
            file if file.step in ENDS else replace(file, step=ImportStep.CANCELLED, failed_at=file.step)
            for file in job.state.files
        )
        job.state = replace(job.state, files=files, version=job.state.version + 1, over=True)
        shutil.rmtree(job.folder, ignore_errors=True)

    def _forget(self) -> None:
        """Drop the oldest finished jobs. The caller has the lock."""
        finished = [name for name, job in self._jobs.items() if job.state.over]
        for name in finished[: max(0, len(self._jobs) - KEPT)]:
            del self._jobs[name]


def at(step: ImportStep) -> Callable[[FileState], FileState]:
    """Move a file to a step."""
    return lambda file: replace(file, step=step)


def ended(result: FileResult) -> Callable[[FileState], FileState]:
    """End a file with its result."""
    return lambda file: replace(file, step=result.step, gain=result.gain, said=result.said)


def failed(fault: Message, status: int | None = None) -> Callable[[FileState], FileState]:
    """End a file where it is, with its fault, and the status of a refusal."""
    return lambda file: replace(file, step=ImportStep.FAILED, failed_at=file.step, fault=fault, status=status)
