"""The process that writes comments into a draft: bounded in memory, cut off from the network, soon gone.

    python -m api.drafts.annotator FILE NAME MEMORY LANGUAGE

It reads the remarks from standard input as JSON, and writes the Word file to standard output. With code 1 the output is a
line of JSON instead: the packed message that says why there is none.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from api.imports.reading import Bounds, environment
from api.reports.annotate import annotate
from api.reports.lint import Remark
from extract.errors import ExtractError, SourceTooLargeError, UnreadableSourceError
from extract.messages import message, packed, unpacked
from extract.readers import read_bytes
from graph.store.sandbox import confine
from graph.store.system import module_command
from ontology.catalogue import Language

_REMARKS = TypeAdapter(tuple[Remark, ...])


def annotated(file: Path, name: str, remarks: Sequence[Remark], bounds: Bounds, language: Language) -> bytes:
    """Give a copy of a draft with a comment for each remark.

    Raises:
        ExtractError: the draft cannot be annotated, or takes more than its bounds.
    """
    command = [*module_command("api.drafts.annotator"), str(file), name, str(bounds.memory), language.value]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command,
            input=_REMARKS.dump_json(tuple(remarks)),
            capture_output=True,
            timeout=bounds.seconds,
            check=False,
            env=environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise SourceTooLargeError(message("{name}：批注用时过长，已停止。", name=name)) from error
    if done.returncode == 0:
        return done.stdout
    if done.returncode == 1 and done.stdout.startswith(b"{"):
        raise UnreadableSourceError(unpacked(json.loads(done.stdout)))
    raise UnreadableSourceError(message("{name}：无法写入批注。请改用备忘。", name=name))


def main(arguments: list[str]) -> int:
    """Annotate the one draft that the arguments name."""
    file, name, memory, language = arguments
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes elsewhere
    remarks = _REMARKS.validate_json(sys.stdin.buffer.read())
    source = Path(file).read_bytes()
    confine(int(memory), network=False)
    with answer:
        try:
            answer.write(annotate(read_bytes(source, name), source, remarks, Language(language)))
        except ExtractError as error:
            answer.write(json.dumps(packed(error.message), ensure_ascii=False).encode())
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
