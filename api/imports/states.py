"""What an import has come to: plain records, one a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from extract.messages import Message
from graph.build.versions import OnDuplicate
from ontology.catalogue import Language


class ImportStep(StrEnum):
    """Where one file is. The first seven come in this order; each of the others is an end."""

    WAITING = "waiting"
    READ = "read"
    OUTLINE = "outline"
    CLAUSES = "clauses"
    UNITS = "units"
    GRAPH = "graph"
    STORED = "stored"  # an end
    DUPLICATE = "duplicate"  # an end: the document is here already
    ASKED = "asked"  # an end: the document is here in another version, and a person decides
    FAILED = "failed"  # an end, with its fault
    CANCELLED = "cancelled"  # an end


WAY = (ImportStep.READ, ImportStep.OUTLINE, ImportStep.CLAUSES, ImportStep.UNITS, ImportStep.GRAPH, ImportStep.STORED)
ENDS = frozenset({ImportStep.STORED, ImportStep.DUPLICATE, ImportStep.ASKED, ImportStep.FAILED, ImportStep.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What a person wants of an import: read known bytes again; what to do with a document that is here already.

    With ``ask`` and without ``on_duplicate`` a person decides about each such document. A document that others have
    changed after the revision ``seen`` is not imported.
    """

    again: bool = False
    on_duplicate: OnDuplicate | None = None
    ask: bool = False
    seen: int | None = None


def options_of(fields: Mapping[str, str], *, ask: bool = False, seen: int | None = None) -> ImportOptions:
    """Read the options from the fields of a form; an unknown choice is as good as none."""
    choice = fields.get("on_duplicate", "")
    return ImportOptions(
        again=fields.get("again") == "1",
        on_duplicate=OnDuplicate(choice) if choice in set(OnDuplicate) else None,
        ask=ask,
        seen=seen,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a plan brought: counts of rows, and the characters of its ledger by state."""

    plan: str  # the id in addresses
    url: str
    title: str
    sections: int = 0
    tasks: int = 0
    assignments: int = 0
    units: int = 0
    findings: int = 0
    read: int = 0
    not_assignment: int = 0
    unread: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """The end of one file: what it brought, and how it is like a plan that is here."""

    step: ImportStep
    gain: Gain
    said: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """One file of an import. ``failed_at`` is the step that a failed one did not get past; ``status`` is 412 for a refusal."""

    name: str
    size: int
    step: ImportStep = ImportStep.WAITING
    failed_at: ImportStep = ImportStep.WAITING
    fault: Message | None = None
    status: int | None = None
    gain: Gain | None = None
    said: Message | None = None  # how it is like a plan that is here

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.step in ENDS

    def passed(self, step: ImportStep) -> bool:
        """Whether the file has completed a step."""
        if self.step is ImportStep.STORED:
            return True
        here = self.failed_at if self.step in ENDS else self.step
        return here in WAY and WAY.index(step) < WAY.index(here)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """An import of one or more files."""

    id: str
    files: tuple[FileState, ...]
    version: int  # grows with every change
    over: bool = False  # every file is at an end, and the store in order

    def count(self, step: ImportStep) -> int:
        """Count the files at a step."""
        return sum(file.step is step for file in self.files)

    @property
    def done(self) -> int:
        """How many files are at an end."""
        return sum(file.over for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """A file of an import as JSON has it."""

    name: str
    size: int
    step: ImportStep
    over: bool
    failed_at: ImportStep | None
    fault: str
    status: int | None
    said: str
    gain: Gain | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAnswer:
    """An import as JSON has it; ``url`` is its page."""

    job: str
    url: str
    version: int
    over: bool
    done: int
    files: tuple[FileAnswer, ...]


def answer(job: JobState, language: Language) -> JobAnswer:
    """Give a job as JSON has it."""
    return JobAnswer(
        job=job.id,
        url=f"/import/{job.id}",
        version=job.version,
        over=job.over,
        done=job.done,
        files=tuple(
            FileAnswer(
                name=file.name,
                size=file.size,
                step=file.step,
                over=file.over,
                failed_at=file.failed_at if file.step is ImportStep.FAILED else None,
                fault=file.fault.render(language) if file.fault else "",
                status=file.status,
                said=file.said.render(language) if file.said else "",
                gain=file.gain,
            )
            for file in job.files
        ),
    )
