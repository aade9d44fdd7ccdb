"""``dutygraph lint FILE...``: read draft plans and say what a legal office would ask, place by place."""

import argparse
import sys
from pathlib import Path

from api.cli.analyse import definitions_at, settings_option
from api.cli.opening import corpus_at
from api.cli.terminal import Lang, Terminal
from api.reports.annotate import annotate
from api.reports.lint import Remark, as_json, as_sarif, as_text, remarks
from api.reports.table import Language
from extract.errors import ExtractError
from extract.pipeline import extract
from extract.readers import read
from extract.records import Document, Severity
from graph.dataset.model import corpus_of
from graph.measures.views import graded
from graph.texts import Bilingual, bilingual

TEXT, JSON, SARIF = "text", "json", "sarif"
REMARKED, UNREADABLE = 1, 2
SEVERITIES = {severity.value: place for place, severity in enumerate(Severity)}  # from a note to an error


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="方案草稿 / draft plans")
    parser.add_argument("--format", choices=(TEXT, JSON, SARIF), default=TEXT, help="输出格式 / output format")
    parser.add_argument(
        "--annotate",
        type=Path,
        metavar="OUT.docx",
        help="另存一份带批注的 Word 副本（只限一个文件） / a copy with Word comments (one file only)",
    )
    settings_option(parser)
    parser.add_argument(
        "--fail-on",
        choices=tuple(SEVERITIES),
        default=Severity.WARNING.value,
        help="从哪一级起退出码为 1，默认 warning / from which severity on the exit code is 1",
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="DIR",
        help="与该数据目录中的方案比对牵头单位 / compare the leads with the plans of this data folder",
    )


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Remark on each draft.

    Returns:
        0 when nothing is as severe as ``--fail-on``, 1 when something is, 2 when a file cannot be read.
    """
    files: list[Path] = chosen.files
    if chosen.annotate and (len(files) != 1 or chosen.annotate.suffix.lower() != ".docx"):
        terminal.fault(
            Bilingual(
                zh="--annotate 一次只写一个文件，且以 .docx 结尾。",
                en="--annotate writes one file at a time, and its name ends in .docx.",
            )
        )
        return UNREADABLE
    language = Language.EN if terminal.lang is Lang.EN else Language.ZH
    others = corpus_at(chosen.against) if chosen.against else None
    thresholds = definitions_at(chosen.settings).clarity
    least = SEVERITIES[chosen.fail_on]
    code = 0
    for file in files:
        try:
            document = read(file)
        except ExtractError as error:
            terminal.fault(bilingual(error.message))
            code = UNREADABLE
            continue
        draft = graded(corpus_of(extract(document)), thresholds)
        found = remarks(document, draft, others, thresholds)
        sys.stdout.write(_written(document, found, chosen.format, language))
        if chosen.annotate:
            chosen.annotate.write_bytes(annotate(document, file.read_bytes(), found, language))
            terminal.note(Bilingual(zh=f"已写入 {chosen.annotate}。", en=f"Wrote {chosen.annotate}."))
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
