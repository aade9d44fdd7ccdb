r"""责任图谱 for Python: read government plans, and get tables, networks, RDF and drawings of who must do what.

    >>> import dutygraph as dg
    >>> plan = dg.extract("一、主要任务\n1.修订预案。\n牵头单位：市应急管理局\n配合单位：市公安局、市气象局\n")
    >>> plan.assignments[["role", "mention", "rank"]].to_dict("records")[0]
    {'role': 'lead', 'mention': '市应急管理局', 'rank': 1}

``read`` takes a file of any supported format, ``extract`` a text, ``open`` a data folder that ``dutygraph build`` or
``Archive.add`` filled. What they give has tables (pandas), a network (NetworkX), RDF (rdflib), a drawing (pyvis) and
the analyses; each library is loaded when it is first used. Nothing here opens a network connection.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dutygraph.archive import Archive, open  # noqa: A004  # the name of the public interface: dg.open("data")
    from dutygraph.drawing import Drawing
    from dutygraph.plan import Plan, example, extract, read
    from dutygraph.tables import columns
    from extract.errors import ExtractError
    from graph.dataset.scope import Scope
    from graph.errors import GraphError

_HOMES = {
    "dutygraph.archive": ("Archive", "open"),
    "dutygraph.drawing": ("Drawing",),
    "dutygraph.plan": ("Plan", "example", "extract", "read"),
    "dutygraph.tables": ("columns",),
    "extract.errors": ("ExtractError",),
    "graph.dataset.scope": ("Scope",),
    "graph.errors": ("GraphError",),
}

__all__ = [
    "Archive",
    "Drawing",
    "ExtractError",
    "GraphError",
    "Plan",
    "Scope",
    "columns",
    "example",
    "extract",
    "open",
    "read",
]


def __getattr__(name: str) -> object:
    """Load a name with its module when it is first used: the command line needs none of them."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(name)
