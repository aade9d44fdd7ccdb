"""``dutygraph lint FILE...``: read draft plans and list what a legal office would query, place by place."""

import argparse
import sys
from pathlib import Path

from api.cli.analyse import definitions_at, settings_option
from api.cli.opening import corpus_at
from api.cli.terminal import Say, Terminal
from api.reports.annotate import annotate
from api.reports.lint import Remark, as_json, as_sarif, as_text, remarks
from extract.errors import ExtractError
from extract.messages import message
from extract.pipeline import extract
from extract.readers import read, read_bytes
from extract.records import Document, Severity
from graph.dataset.clarity import regraded
from graph.dataset.model import corpus_of
from ontology.catalogue import Language

TEXT, JSON, SARIF = "text", "json", "sarif"
REMARKED, UNREADABLE = 1, 2
SEVERITIES = {severity.value: place for place, severity in enumerate(Severity)}  # from a note to an error


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=say(message("方案草稿")))
    parser.add_argument("--format", choices=(TEXT, JSON, SARIF), default=TEXT, help=say(message("输出格式")))
    parser.add_argument(
        "--annotate",
        type=Path,
        metavar="OUT.docx",
        help=say(message("另存一份带批注的 Word 副本（只限一个文件）")),
    )
    settings_option(parser, say)
    parser.add_argument(
        "--fail-on",
        choices=tuple(SEVERITIES),
        default=Severity.WARNING.value,
        help=say(message("从哪一级起退出码为 1，默认 warning")),
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="DIR",
        help=say(message("与该数据目录中的方案比对牵头单位")),
    )


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Remark on each draft.

    Returns:
        0 when nothing is as severe as ``--fail-on``, 1 when something is, 2 when a file cannot be read.
    """
    files: list[Path] = chosen.files
    if chosen.annotate and (len(files) != 1 or str(files[0]) == "-" or chosen.annotate.suffix.lower() != ".docx"):
        terminal.fault(message("--annotate 一次只写一个文件，且以 .docx 结尾。"))
        return UNREADABLE
    language = terminal.language
    others = corpus_at(chosen.against) if chosen.against else None
    thresholds = definitions_at(chosen.settings).clarity
    least = SEVERITIES[chosen.fail_on]
    code = 0
    for file in files:
        try:
            document = read_bytes(sys.stdin.buffer.read(), "stdin") if str(file) == "-" else read(file)
        except ExtractError as error:
            terminal.fault(error.message)
            code = UNREADABLE
            continue
        draft = regraded(corpus_of(extract(document)), thresholds)
        found = remarks(document, draft, others, thresholds)
        sys.stdout.write(_written(document, found, chosen.format, language))
        if chosen.annotate:
            chosen.annotate.write_bytes(annotate(document, file.read_bytes(), found, language))
            terminal.note(message("已写入 {annotate}。", annotate=chosen.annotate))
        code = max(code, REMARKED if any(SEVERITIES[row.severity] >= least for row in found) else 0)
    return code


def _written(document: Document, found: tuple[Remark, ...], form: str, language: Language) -> str:
    match form:
        case "json":
            return as_json(document, found).rstrip("\n") + "\n"
        case "sarif":
            return as_sarif(document, found, language).rstrip("\n") + "\n"
        case _:
            return as_text(document, found, language)
