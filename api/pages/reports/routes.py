"""`/report.xlsx|docx|html` and `/ledger.xlsx|docx|csv`: the analysis to pass to others, in the reader's language."""

from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request, Response

from api.pages.frame.renderer import PageRenderer, attachment, file_name, reader_of, scope_of
from api.pages.frame.sorting import Words
from api.progress.days import today
from api.progress.progress_book import last_of
from api.read_model.index import Index
from api.reports.memo import memo, memo_title
from api.reports.official_paper import written_date
from api.reports.write import LEDGERS, REPORTS, ledger, report
from graph.cases.records import Case
from graph.dataset.rows import Corpus
from ontology.catalogue import Language

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA = {
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
}


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the reports; each is a file to save, never a page of this site."""
    router = APIRouter()

    @router.get("/report.{kind}")
    def reported(request: Request, kind: str, plan: Words = "") -> Response:
        if f".{kind}" not in REPORTS:
            raise HTTPException(404)
        index = renderer.index(request)
        corpus = chosen(index, plan)
        language = _language(request)
        if kind == "docx":
            there = {one.iri for one in corpus.plans}
            decided = tuple(one for one in renderer.cases_of(index) if one.matter.plan in there)
            return saved(*dated_memo(corpus, language, decided))
        body = report(corpus, f"report.{kind}", language, pairs=renderer.pairs_decided())
        return saved(body, _named(request, f"report.{kind}"))

    @router.get("/ledger.{kind}")
    def listed(request: Request, kind: str, plan: Words = "") -> Response:
        if f".{kind}" not in LEDGERS:
            raise HTTPException(404)
        index = renderer.index(request)
        corpus = chosen(index, plan)
        reported = last_of(renderer.progress_of(index, corpus.tasks))
        body = ledger(corpus, f"ledger.{kind}", _language(request), reported)
        return saved(body, _named(request, f"ledger.{kind}"))

    return router


def dated_memo(corpus: Corpus, language: Language, decided: Sequence[Case]) -> tuple[bytes, str]:
    """Write the memo of today, and name its file after what it is about and the day."""
    day = today()
    body = memo(corpus, language, date=written_date(day.isoformat(), language), cases=decided)
    return body, f"{short_name(memo_title(corpus).render(language))}-{day:%Y-%m-%d}.docx"


def short_name(title: str) -> str:
    """Make a file name of a title: no sign that a file system refuses, and not too long.

    >>> short_name("关于《甲/乙 方案》的备忘")
    '关于《甲乙 方案》的备忘'
    """
    return "".join(letter for letter in title if letter.isprintable() and letter not in '/\\:*?"<>|')[:80].strip(". ")


def chosen(index: Index, plan: str) -> Corpus:
    """Give one plan, or all of them where none is named.

    Raises:
        HTTPException: 404 for a plan that is not there.
    """
    if not plan:
        return index.rows.corpus()
    if plan not in index.plan_by_id:
        raise HTTPException(404)
    return index.alone(index.plan_by_id[plan])


def saved(body: bytes, name: str) -> Response:
    """Send a file under its name."""
    ending = name[name.rindex(".") :]
    headers = {"Content-Disposition": attachment(name), "Vary": "Cookie"}
    return Response(body, media_type=MEDIA[ending], headers=headers)


def _named(request: Request, name: str) -> str:
    return file_name(scope_of(request), name)


def _language(request: Request) -> Language:
    return Language(reader_of(request).lang.value)
