"""Many plans in a data folder."""

from collections.abc import Sequence
from html import escape
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from weakref import finalize

from dutygraph.plan import Plan
from dutygraph.rows import Rows
from dutygraph.sources import check_type
from dutygraph.tables import frame
from extract.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from graph.compare.decisions import PairEntry
    from graph.dataset.rows import Corpus
    from graph.store import RdfTerm, Solutions, Store


class Archive(Rows):
    """The plans of a data folder; ``dutygraph.open`` makes one, and a ``with`` block or ``close`` ends it."""

    def __init__(self, store: "Store", name: str) -> None:
        self._store = store
        self._name = name
        self._rows: tuple[int, Corpus] | None = None  # of a state of the store
        finalize(self, store.close)  # a notebook that forgets to close lets go of the folder all the same

    @property
    def plans(self) -> "pd.DataFrame":
        """The plans, in the order of their IRIs."""
        return frame(self._corpus(), "plans")

    def plan(self, words: str) -> Plan:
        """Give one plan by its id, IRI, file name or title.

        Raises:
            MeasureError: when no plan or more than one is meant.
        """
        from graph.dataset.load import plan_text
        from graph.measures.views import of_plans

        iri = self._plan_iri(words)
        return Plan(of_plans(self._corpus(), (iri,)), plan_text(self._store, iri))

    def add(self, *sources: str | PathLike[str]) -> "pd.DataFrame":
        """Read files, and folders with all files in them, into the archive.

        Returns:
            One row a file: what became of it, and the reason where it could not be read.

        Raises:
            DataFolderError: when the archive is open for reading only.
        """
        import pandas as pd

        from graph.build.plans import build

        if self._reads_only:
            raise _reading_only()
        outcomes = build([Path(fspath(source)) for source in sources], self._store, lambda _step: None)
        rows = [
            (str(one.source), one.plan, one.title, one.tasks, one.assignments, str(one.error or "")) for one in outcomes
        ]
        return pd.DataFrame(rows, columns=["source", "plan", "title", "tasks", "assignments", "error"])

    def compare(self, left: str, right: str) -> "pd.DataFrame":
        """Align the tasks of two plans, each named as for ``plan``, many to many.

        Raises:
            MeasureError: when no plan or more than one is meant.
        """
        from dutygraph import analyses

        return analyses.compare(self._corpus(), self._plan_iri(left), self._plan_iri(right), self._decided())

    def _decided(self) -> "Sequence[PairEntry]":
        """Give what people decided of pairs of tasks."""
        from graph.compare.decisions import decisions, in_force

        return in_force(decisions(self._store))

    def sparql(self, query: str) -> "pd.DataFrame":
        """Answer a SELECT over all plans; the prefixes of the vocabulary need no declaration.

        Raises:
            QueryError: when the query cannot be parsed, is no SELECT, or would reach out of this machine.
        """
        from api.sparql.guard import check_graphs, read_query
        from ontology.terms import PREFIXES

        check_type(query, str, "query")
        check_graphs(read_query(query, rows=None), frozenset(self._store.graphs()))  # an error names its own place
        declared = "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in PREFIXES)
        return _table(self._store.select(read_query(declared + query, rows=None).text))

    def ask(self, question: str, **values: str) -> "pd.DataFrame":
        """Answer a question in Chinese, a ready question by its id, or a line such as ``牵头:法制办 章节:四``.

        Args:
            question: the question (``法制办牵头了哪些任务？``), the id (``dutygraph ask`` lists them), or the line.
            values: the parameters of a ready question.

        Returns:
            The rows; ``attrs["sparql"]`` is the query that a question in Chinese was understood as, ``attrs["remark"]``
            says how many collectives are counted as units.

        Raises:
            QueryError: when the question cannot be understood, is not in the data, or a name in it means several; the
                message gives the reason, or the choices.
        """
        from graph.questions import ask, questions
        from graph.questions import question as find
        from graph.questions.line import parse_line

        check_type(question, str, "question")
        if question in {one.id for one in questions()} or values:
            return _table(ask(find(question), values, self._store))
        if ":" not in question and "：" not in question:
            return self._answer(question)
        return self._answer(parse_line(question).question())

    def _answer(self, question: str) -> "pd.DataFrame":
        import pandas as pd

        from graph.errors import QueryError
        from graph.questions.chinese import answer

        found = answer(question, self._store)
        if found.kind != "rows":
            reason = found.why or message("没有答案。")
            choices = found.choices or found.near
            raise QueryError(message("{reason}{choices}", reason=reason, choices=choices) if choices else reason)
        table = pd.DataFrame([list(row) for row in found.rows], columns=list(found.columns))
        table.attrs["sparql"] = found.sparql
        if found.remark:
            table.attrs["remark"] = found.remark.render()
        return table

    def close(self) -> None:
        """Close the data folder; closing twice is allowed."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        rows = self._corpus()
        return f"<Archive {self._name!r}: {len(rows.plans)} plans, {len(rows.tasks)} tasks, {len(rows.units)} units>"

    def _repr_html_(self) -> str:
        columns = ["id", "title", "issuer", "issued", "source"]
        shown: str = self.plans[columns].head(_SHOWN).to_html(index=False)
        return f"<h4>{escape(self._name)}</h4>{shown}<p>{escape(repr(self))}</p>"

    @property
    def _reads_only(self) -> bool:
        from graph.store.reading import ReadingStore

        return isinstance(self._store, ReadingStore)

    def _plan_iri(self, words: str) -> str:
        from graph.errors import MeasureError

        check_type(words, str, "plan")
        rows = self._corpus().plans
        fits = [row.iri for row in rows if words in {row.iri, row.id, row.title, row.source}]
        if len(fits) != 1:
            known = tuple(f"{row.id}（{row.source}）" for row in rows[:_SHOWN])
            raise MeasureError(message("没有这份方案：{words}。有：{known}", words=words, known=known))
        return fits[0]

    def _corpus(self) -> "Corpus":
        from graph.dataset.load import load

        revision = self._store.revision
        if self._rows is None or self._rows[0] != revision:
            self._rows = revision, load(self._store)
        return self._rows[1]

    def _ntriples(self) -> bytes:
        return b"".join(self._store.dump(row.iri) for row in self._corpus().plans)


_SHOWN = 10  # plans that a page or an error names


def open(data: str | PathLike[str], *, write: bool = False) -> Archive:  # noqa: A001  # dg.open("data")
    """Open a data folder as it is now, for reading; a server or another notebook may hold it meanwhile.

    Args:
        data: the folder.
        write: open it for adding plans too; it is made where there is none, and held until the archive is closed.

    Raises:
        DataFolderError: when the folder does not exist, is not a data folder, or cannot be used.
        StoreBusyError: with ``write``, when another process holds it.
        TypeError: for anything but a path.
    """
    from graph.build.migration import migrate
    from graph.errors import DataFolderError
    from graph.store import open_reading, open_store

    given: object = data
    if not isinstance(given, str | PathLike):
        raise TypeError(str(message("open 要数据目录的路径，不能是 {kind}。", kind=type(data).__name__)))
    folder = Path(fspath(data))
    if not write and not folder.is_dir():
        raise DataFolderError(
            message("没有数据目录 {folder}。请先运行 dutygraph build 文件… --data {folder}。", folder=str(folder))
        )
    return Archive(open_store(folder, upgrade=migrate) if write else open_reading(folder), str(folder))


def _reading_only() -> Exception:
    from graph.errors import DataFolderError

    return DataFolderError(message("数据目录以只读方式打开，不能写入。请用 open(路径, write=True)。"))


def _table(found: "Solutions") -> "pd.DataFrame":
    """Lay solutions out; numbers and truth values are read as such, an unbound cell is missing."""
    import pandas as pd

    rows = [[_cell(term) for term in row] for row in found.rows]
    return pd.DataFrame(rows, columns=list(found.variables))


def _cell(term: "RdfTerm | None") -> str | int | float | bool | None:
    from rdflib import Literal, URIRef

    if term is None:
        return None
    if not term.datatype:
        return term.value
    value = Literal(term.value, datatype=URIRef(term.datatype)).toPython()
    return value if isinstance(value, bool | int | float) else term.value
