"""Named checks of a store: each tells what is wrong in sentences. A check more is one entry of ``CHECKS``.

Guarantees:
    1. A check writes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from extract.messages import Message, message
from graph.build.rereading import outdated
from graph.build.sources import source_path
from graph.corrections.store import CorrectionState, history
from graph.dataset.load import load_plan, plan_text
from graph.dataset.row_check import differing
from graph.dataset.triples import ntriples
from graph.errors import GraphError
from graph.store import Store
from graph.store.checks import unreadable
from ontology import iris
from ontology.terms import RDFS, Term

Check = Callable[[Store], Iterator["Problem"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is wrong, or that a person should know; ``plan`` is an IRI, empty where it concerns no plan."""

    what: Message
    plan: str = ""


def run_checks(store: Store, names: tuple[str, ...] = ()) -> Iterator[tuple[str, Problem]]:
    """Run checks by name, all of them by default; give each problem with the name of its check."""
    for name, check in CHECKS.items():
        if not names or name in names:
            for problem in check(store):
                yield name, problem


def _store(store: Store) -> Iterator[Problem]:
    """Whether every graph can be read completely and backed up."""
    yield from (Problem(what=what, plan=graph) for graph, what in unreadable(store))


def _graphs(store: Store) -> Iterator[Problem]:
    """Whether each graph of a plan is what this program writes of its rows."""
    for graph in _plans(store):
        try:
            same = ntriples(load_plan(store, graph), plan_text(store, graph)) == store.dump(graph)
        except (GraphError, ValueError) as error:
            reason = error.message if isinstance(error, GraphError) else str(error)
            yield Problem(what=message("图不完整：{reason}", reason=reason), plan=graph)
            continue
        if not same:
            yield Problem(what=message("图中有本程序不会写的内容，或缺少内容。请重新导入这份方案。"), plan=graph)


def _readings(store: Store) -> Iterator[Problem]:
    """Which plans another version of the program read."""
    for plan in outdated(store):
        known = store.words(f"SELECT ?hash WHERE {{ GRAPH <{plan}> {{ <{plan}> <{Term.SHA256}> ?hash }} }}")
        paths = [source_path(store, sha256) for (sha256,) in known]
        if not any(path is not None and path.exists() for path in paths):
            what = message("由另一版本的程序或词表识别；没有保存源文件，不能重新识别。请重新导入原文件。")
        else:
            what = message("由另一版本的程序或词表识别，重新识别的结果可能不同。")
        yield Problem(what=what, plan=plan)


def _numbers(store: Store) -> Iterator[Problem]:
    """Which plans have one number, or are one text."""
    for term, what in (
        (Term.DOCUMENT_KEY, message("几份方案的字号（或标题和日期）相同。")),
        (Term.TEXT_SHA256, message("几份方案的文字相同，重复计数。")),
    ):
        sharing: dict[str, list[str]] = defaultdict(list)
        query = f"SELECT ?plan ?value WHERE {{ GRAPH ?plan {{ ?plan a <{Term.PLAN}> ; <{term}> ?value }} }}"
        for plan, value in store.words(query):
            sharing[value].append(plan)
        yield from (Problem(what=what, plan=plan) for plans in sharing.values() if len(plans) > 1 for plan in plans)


def _corrections(store: Store) -> Iterator[Problem]:
    """Which corrections no longer fit."""
    for entry in history(store):
        if entry.state is CorrectionState.CONFLICT and entry.reason:
            what = message("第 {number} 条更正未能落实：{reason}", number=entry.number, reason=entry.reason)
            yield Problem(what=what, plan=entry.plans[0] if entry.plans else "")


def _rows(store: Store) -> Iterator[Problem]:
    """Whether the row database says what the graphs say; one that lags is brought up to date at the next reading."""
    what = message("行数据库的内容与图库不一致。请运行 dutygraph check --rebuild。")
    yield from (Problem(what=what, plan=graph) for graph in differing(store))


CHECKS: Mapping[str, Check] = {
    "store": _store,
    "graphs": _graphs,
    "readings": _readings,
    "numbers": _numbers,
    "corrections": _corrections,
    "rows": _rows,
}


def titles(store: Store) -> Mapping[str, str]:
    """Give the titles of the plans by IRI."""
    query = f"SELECT ?plan ?title WHERE {{ GRAPH ?plan {{ ?plan a <{Term.PLAN}> OPTIONAL {{ ?plan <{RDFS}label> ?title }} }} }}"
    return {plan: title or iris.last(plan) for plan, title in store.words(query)}


def _plans(store: Store) -> tuple[str, ...]:
    return tuple(sorted(titles(store)))
