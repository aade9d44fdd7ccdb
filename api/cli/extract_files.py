"""What ``dutygraph extract`` does: read files and write what they assign."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from api.cli import task_records as tasks
from api.cli.terminal import Terminal
from api.tables.model import Table, of_values
from extract.errors import ExtractError
from extract.messages import Message, message
from extract.pipeline import extract
from extract.readers import read_all, read_all_bytes
from extract.readers.empty import why_empty
from extract.readers.limits import MAX_SOURCE_BYTES
from extract.records import Document, Extraction
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus

STDIN = "stdin"
"""The name of what comes from standard input."""


def write_out(files: Sequence[str], form: str, terminal: Terminal, *, ledger: bool, explain: bool = False) -> int:
    """Read each file and write it out before the next.

    Returns:
        0 when every file gave assignments, else 1.
    """
    good, begun = True, False
    for file in files:
        try:
            documents = (
                read_all_bytes(sys.stdin.buffer.read(MAX_SOURCE_BYTES + 1), STDIN)
                if file == "-"
                else read_all(Path(file))
            )
        except ExtractError as error:
            terminal.fault(error.message)
            good = False
            continue
        for document in documents:
            extraction = extract(document)
            corpus = corpus_of(extraction)
            if explain:
                from api.cli.explanations import explanations

                lines = explanations(extraction)
                sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
            else:
                sys.stdout.buffer.write(_output(extraction, corpus, form, first=not begun, ledger=ledger))
            sys.stdout.buffer.flush()
            begun = True
            if not corpus.assignments:
                terminal.fault(nothing_found(document.name, why_empty(document).said))
                good = False
    return 0 if good else 1


def nothing_found(name: str, why: Message) -> Message:
    """Say that a document has no responsibility clause, why, and what to do."""
    return message("{name}：未识别到责任分工。{why}", name=name, why=why)


def _output(extraction: Extraction, corpus: Corpus, form: str, *, first: bool, ledger: bool) -> bytes:
    document = extraction.document
    match form:
        case "ttl":
            from graph.dataset.triples import ntriples
            from graph.store.formats import written

            return written(ntriples(corpus, document.text), "text/turtle")
        case "nq":
            from graph.dataset.triples import ntriples

            ending = f" <{corpus.plans[0].iri}> .\n".encode()
            return b"".join(
                line[: -len(" .")] + ending for line in ntriples(corpus, document.text).split(b"\n") if line
            )
        case "csv":
            from api.tables.representations import csv_of

            table = csv_of(_ledger(document, corpus) if ledger else tasks.assignments(corpus))
            return table if first else table.partition(b"\r\n")[2]  # one head for all files
        case _:
            lines = _ledger_lines(document, corpus) if ledger else tasks.json_lines(corpus, extraction.plan.kind)
            return "".join(f"{line}\n" for line in lines).encode()


def _ledger(document: Document, corpus: Corpus) -> Table:
    plan = corpus.plans[0].id
    return of_values(
        "ledger",
        message("全文每一段的去向"),
        ("plan", "start", "end", "state", "rule", "text"),
        (
            (plan, line.start, line.end, line.state, line.rule, document.text[line.start : line.end])
            for line in corpus.ledger
        ),
    )


def _ledger_lines(document: Document, corpus: Corpus) -> list[str]:
    table = _ledger(document, corpus)
    return [json.dumps(dict(zip(table.keys, row, strict=True)), ensure_ascii=False) for row in table.rows]
