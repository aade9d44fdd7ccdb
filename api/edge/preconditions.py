"""Write only what is unchanged meanwhile: ``If-Match`` with the revision that was read.

Answers carry the revision of what they show as an ``ETag``. A write that names one with ``If-Match`` is refused with 412
where a graph that it is about was written later; the answer names those graphs. Without ``If-Match`` the last write counts.

Source: RFC 9110, 8.8.3 (ETag), 13.1.1 (If-Match), 15.5.13 (412 Precondition Failed).
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from starlette.requests import Request

from api.edge.refusal import RefusedRequest
from extract.messages import message
from graph.store import Store

_TAG = re.compile(r'(?:W/)?"(\d{1,18})"')
_NAMED = 10  # graphs that a message names


def etag(revision: int) -> str:
    """Write a revision as an entity tag."""
    return f'"{revision}"'


def expected(request: Request) -> int | None:
    """Give the revision that a writer has seen; ``None`` where it does not say, or takes any.

    A tag that is none of ours fits no content.
    """
    said = ",".join(request.headers.getlist("if-match")).strip()
    if not said or said == "*":
        return None
    return max((int(number) for number in _TAG.findall(said)), default=-1)


@contextmanager
def unchanged(store: Store, seen: int | None, graphs: Iterable[str] | None = None) -> Iterator[None]:
    """Write in a block without other writers, if ``graphs`` (``None``: all) are as they were at the revision ``seen``.

    Raises:
        RefusedRequest: 412, with the graphs that were changed; nothing is written.
    """
    with store.alone():
        if seen is not None:
            _check(store, seen, graphs)
        yield


def _check(store: Store, seen: int, graphs: Iterable[str] | None) -> None:
    among = store.graphs() if graphs is None else tuple(graphs)
    changed = [graph for graph in among if store.stamp(graph) > seen]
    if graphs is None and not changed and store.revision > seen:
        changed = [""]  # a graph that was removed, or the one without a name
    if changed or seen < 0:
        names = "、".join(graph or "（默认图）" for graph in changed[:_NAMED])
        refusal = RefusedRequest(
            412, message("在您读取之后，以下内容已被他人修改：{names}。请重新读取后再写。", names=names)
        )
        refusal.headers = {"ETag": etag(max((store.stamp(graph) for graph in among), default=store.revision))}
        raise refusal
