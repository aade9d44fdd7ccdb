"""Choose the report by the ending of the file's name."""

from collections.abc import Callable, Mapping
from pathlib import Path

from api.reports.memo import memo
from api.reports.page import page
from api.reports.tables import Language
from api.reports.workbook import workbook
from extract.records import Bilingual
from graph.errors import GraphError
from graph.rows import Corpus

WRITERS: Mapping[str, Callable[[Corpus, Language], bytes]] = {".xlsx": workbook, ".docx": memo, ".html": page}


class UnknownReportError(GraphError):
    """The file's ending names no kind of report."""


def report(corpus: Corpus, name: str, language: Language = Language.ZH) -> bytes:
    """Write the report whose kind the file's name asks for: .xlsx, .docx or .html.

    Raises:
        UnknownReportError: for any other ending.
    """
    ending = Path(name).suffix.lower()
    if ending not in WRITERS:
        raise UnknownReportError(
            Bilingual(
                zh=f"不认识的报告格式：{name}。请用 .xlsx、.docx 或 .html 结尾。",
                en=f"Unknown kind of report: {name}. Let it end in .xlsx, .docx or .html.",
            )
        )
    return WRITERS[ending](corpus, language)
