"""What a made file says, task by task, short enough to stand in a test: ``1 建设平台。 L 州大数据局 S 州财政局 T 年底前``."""

from collections.abc import Mapping

from extract.pipeline import extract
from extract.readers import read_bytes
from extract.records import Basis, Extraction, Role
from tests.extract.forms import bare, headings

LETTERS: Mapping[Role, str] = {
    Role.LEAD: "L", Role.SUPPORT: "S", Role.JOINT: "J", Role.IMPLEMENT: "I", Role.GUIDE: "G", Role.SUPERVISE: "V",
}  # fmt: skip


def read_made(data: bytes, name: str) -> Extraction:
    """Read a file from its bytes."""
    return extract(read_bytes(data, name))


def lines(result: Extraction, *, paths: bool = False) -> list[str]:
    """The tasks with who does them: number, words without white space, roles with mentions, time limits, headings."""
    found: list[str] = []
    for task in result.tasks:
        parts = [task.number, bare(task.text)]
        for role, letter in LETTERS.items():
            names = [
                a.mention.words.replace("\n", "")
                for a in result.assignments
                if (a.task, a.role) == (task.id, role) and a.basis is not Basis.SENTENCE
            ]
            parts += [letter, *names] if names else []
        parts += [f"T {bare(limit.words)}" for limit in task.deadlines]
        parts += ["/".join(headings(result, task))] if paths else []
        found.append(" ".join(part for part in parts if part))
    return found
