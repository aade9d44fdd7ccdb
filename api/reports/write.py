"""Choose the report by the ending of the file's name."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from api.reports.duties import ledger_csv
from api.reports.memo import ledger_memo, memo
from api.reports.page import page
from api.reports.workbook import ledger_workbook, workbook
from extract.messages import message
from graph.cases.records import Case
from graph.compare.decisions import PairEntry
from graph.dataset.rows import Corpus
from graph.errors import GraphError
from graph.measures.settings import DEFAULTS, Definitions
from graph.progress.records import ProgressEntry
from ontology.catalogue import Language

REPORTS = (".xlsx", ".docx", ".html")
Reported: TypeAlias = Mapping[str, ProgressEntry] | None
LEDGERS: Mapping[str, Callable[[Corpus, Language, Reported], bytes]] = {
    ".xlsx": ledger_workbook,
    ".docx": ledger_memo,
    ".csv": ledger_csv,
}


class UnknownReportError(GraphError):
    """The file's ending names no kind of report."""


def report(
    corpus: Corpus,
    name: str,
    language: Language = Language.ZH,
    definitions: Definitions = DEFAULTS,
    cases: Sequence[Case] = (),
    pairs: Sequence[PairEntry] = (),
) -> bytes:
    """Write the report whose kind the file's name requests: .xlsx, .docx or .html.

    Args:
        corpus: the plans.
        name: of the file.
        language: of the report.
        definitions: those of the settings.
        cases: what was decided of tasks, which the memo tells.
        pairs: what was decided of pairs of tasks, as far as it is in force; tasks are compared by it.

    Raises:
        UnknownReportError: for any other ending.
    """
    ending = _ending(name, REPORTS)
    if ending == ".docx":
        return memo(corpus, language, definitions, cases=cases)
    return (workbook if ending == ".xlsx" else page)(corpus, language, definitions, pairs)


def ledger(corpus: Corpus, name: str, language: Language = Language.ZH, reported: Reported = None) -> bytes:
    """Write the customary ledger 任务分工台账: .xlsx, .docx or .csv; each reads back in as a plan when written in Chinese.

    Raises:
        UnknownReportError: for any other ending.
    """
    return LEDGERS[_ending(name, tuple(LEDGERS))](corpus, language, reported)


def _ending(name: str, known: tuple[str, ...]) -> str:
    ending = Path(name).suffix.lower()
    if ending not in known:
        raise UnknownReportError(message("不认识的报告格式：{name}。请用 {endings} 结尾。", name=name, endings=known))
    return ending
