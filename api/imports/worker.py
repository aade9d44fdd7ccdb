"""The process that reads one document: bounded in memory and processor time, cut off from the network, soon gone.

    python -m api.imports.worker FILE NAME SHA256 SECONDS MEMORY

It writes JSON lines to standard output: ``{"step": "outline"}`` before each step, at the end the reading, or
``{"fault": {"zh": …, "en": …}}``. It ends when its standard input does, so it never outlives the server.

Guarantees:
    1. The file is only read; nothing is written, no program is started, no connection is opened.
    2. A document that needs more than its bounds ends as a fault or as the death of the process, never as half a plan.
"""

import json
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from api.imports.border import DocumentReading, pack
from extract.errors import ExtractError
from extract.messages import Message, message, packed
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.dataset.model import corpus_of
from graph.store.sandbox import confine
from graph.store.system import allow_processor_time, give_way

_BEHIND = 10  # steps: the pages go first where all want the same processor


def main(arguments: list[str]) -> None:
    """Read the one document that the arguments name."""
    file, name, sha256, seconds, memory = arguments
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(2, 1)  # what a library prints goes elsewhere
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    give_way(_BEHIND)
    confine(int(memory), network=False)
    allow_processor_time(float(seconds))
    try:
        _say(answers, pack(_read(Path(file), name, sha256, answers)))
    except ExtractError as error:
        _fault(answers, error.message)
    except (MemoryError, RecursionError):
        _fault(
            answers,
            message("{name}：读取所需的内存超过上限。请拆分后分别导入。", name=name),
        )
    except ValueError as error:
        _fault(
            answers,
            message("{name}：识别结果自相矛盾，未导入。请将文件交管理员处理。（{error}）", name=name, error=str(error)),
        )


def _read(file: Path, name: str, sha256: str, answers: TextIO) -> DocumentReading:
    def tell(step: str) -> None:
        _say(answers, json.dumps({"step": step}))

    tell("read")
    document = replace(read_bytes(file.read_bytes(), name), id=sha256)
    extraction = extract(document, tell)
    tell("graph")
    return DocumentReading(corpus=corpus_of(extraction), text=document.text)


def _say(answers: TextIO, line: str) -> None:
    answers.write(line + "\n")
    answers.flush()


def _fault(answers: TextIO, fault: Message) -> None:
    _say(answers, json.dumps({"fault": packed(fault)}, ensure_ascii=False))


def _end_with_the_server() -> None:
    os.read(0, 1)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
