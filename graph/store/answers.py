"""The engine's terms and solutions as the plain values of the contract."""

from collections.abc import Callable
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples
from pyoxigraph import Triple as EngineTriple

from extract.messages import message
from graph.errors import QueryError
from graph.store.contract import RdfTerm, Solutions, TermKind

_Read = TypeVar("_Read")


def solved(
    ask: Callable[[], QuerySolutions | QueryBoolean | QueryTriples], read: Callable[[QuerySolutions], _Read]
) -> _Read:
    """Run a query and read all its solutions on this thread.

    The engine's results may only be released on the thread that ran the query. A traceback would keep one alive until
    another thread releases it, so an error is raised without its frames and the result stays here.

    Raises:
        QueryError: the query is not a SELECT, or ``read`` raises it.
        RuntimeError, OSError: the engine fails.
    """
    answer = ask()
    try:
        if not isinstance(answer, QuerySolutions):
            raise not_a_select()
        return read(answer)
    except (QueryError, RuntimeError, OSError) as error:
        raise error.with_traceback(None) from None
    finally:
        del answer


def table_of(solutions: QuerySolutions) -> Solutions:
    """Read all solutions.

    Raises:
        QueryError: a cell holds a triple, which no row of ours has a place for.
    """
    variables = tuple(variable.value for variable in solutions.variables)
    width = range(len(variables))
    return Solutions(variables, tuple(tuple(_term(row[i]) for i in width) for row in solutions))


def not_a_select() -> QueryError:
    """Say that something else than a SELECT was given."""
    return QueryError(message("这里只接受 SELECT 查询。"))


def _term(value: NamedNode | BlankNode | Literal | EngineTriple | None) -> RdfTerm | None:
    if value is None:
        return None
    if isinstance(value, NamedNode):
        return RdfTerm(TermKind.IRI, value.value)
    if isinstance(value, BlankNode):
        return RdfTerm(TermKind.BNODE, value.value)
    if isinstance(value, Literal):
        return RdfTerm(TermKind.LITERAL, value.value, value.datatype.value, value.language or "")
    raise QueryError(message("不支持三元组项。"))
