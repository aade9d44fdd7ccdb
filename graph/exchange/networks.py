"""The network as GraphML and GEXF, for tools that draw: as ``graph.network.projections`` defines it.

Guarantees:
    1. Equal content gives equal bytes: no clock, no order of a hash table.

Source: GEXF 1.2; GraphML 1.0.
"""

import re
from io import BytesIO

import networkx as nx

from graph.dataset.rows import Corpus
from graph.dataset.xml_text import xml_text
from graph.network.projections import network

_LAST_MODIFIED = re.compile(rb' lastmodifieddate="[^"]*"')


def graphml(corpus: Corpus) -> bytes:
    """Write the network as GraphML, for Gephi, yEd and Cytoscape."""
    return graphml_of(_plain(corpus))


def gexf(corpus: Corpus) -> bytes:
    """Write the network as GEXF 1.2, for Gephi."""
    return gexf_of(_plain(corpus))


def graphml_of(plain: "nx.MultiDiGraph[str]") -> bytes:
    """Write a network whose words XML can contain as GraphML."""
    out = BytesIO()
    nx.write_graphml_xml(plain, out, encoding="utf-8")
    return out.getvalue()


def gexf_of(plain: "nx.MultiDiGraph[str]") -> bytes:
    """Write a network whose words XML can contain as GEXF, without the date of today that the library adds."""
    out = BytesIO()
    nx.write_gexf(plain, out, encoding="utf-8", version="1.2draft")
    return _LAST_MODIFIED.sub(b"", out.getvalue())


def _plain(corpus: Corpus) -> "nx.MultiDiGraph[str]":
    """Copy the network with the role on the edge, where those tools look for it, and words that XML can hold."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    whole = network(corpus)
    for node, said in whole.nodes(data=True):
        plain.add_node(node, **{key: xml_text(str(words)) for key, words in said.items()})
    for number, (start, end, key) in enumerate(sorted(whole.edges(keys=True))):
        plain.add_edge(start, end, key=str(number), relation=str(key))
    return plain
