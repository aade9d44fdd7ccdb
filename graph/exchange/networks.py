"""The network as GraphML and GEXF, for tools that draw: as ``graph.network.projections`` defines it.

Guarantees:
    1. Equal content gives equal bytes: no clock, no order of a hash table.
    2. GraphML of an archive is written plan by plan, with the bytes that NetworkX writes for all of it.

Source: GEXF 1.2; GraphML 1.0.
"""

import re
from collections.abc import Iterator
from html import escape
from io import BytesIO
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

import networkx as nx
from sqlalchemy import select

from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import COUNTED, AssignmentRow, Corpus, SectionRow, TaskRow, UnitRow
from graph.dataset.sql_tables import ROWS
from graph.dataset.xml_text import xml_text
from graph.network.projections import network

_LAST_MODIFIED = re.compile(rb' lastmodifieddate="[^"]*"')
_KEYS = {"kind": "d0", "label": "d1", "unit_kind": "d2"}
_START = """\
<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="d3" for="edge" attr.name="relation" attr.type="string" />
  <key id="d2" for="node" attr.name="unit_kind" attr.type="string" />
  <key id="d1" for="node" attr.name="label" attr.type="string" />
  <key id="d0" for="node" attr.name="kind" attr.type="string" />
  <graph edgedefault="directed">
"""
_END = "  </graph>\n</graphml>\n"


def write_graphml(rows: RowSnapshot, file: IO[bytes]) -> None:
    """Write the network as GraphML, for Gephi, yEd and Cytoscape: all nodes, then the edges.

    Edges have the numbers of their order by start, end and relation. IRIs of sections and tasks begin with that of
    their plan, so the numbers of one plan follow each other; the edges of tasks come after those of all sections.
    """
    file.write(_START.encode())
    for part in _things(rows):
        file.writelines(_node(iri, said) for iri, said in network(part).nodes(data=True) if said)
    number = 0
    with TemporaryFile() as later:
        for plan in rows.number_of:
            sections = Corpus(sections=rows.of_plan(SectionRow, plan))
            tasks = Corpus(tasks=rows.of_plan(TaskRow, plan), assignments=rows.of_plan(AssignmentRow, plan))
            for out, part in ((file, sections), (later, tasks)):
                number = _write_edges(out, network(part), number)
        later.seek(0)
        copyfileobj(later, file)
    file.write(_END.encode())


def gexf(corpus: Corpus) -> bytes:
    """Write the network as GEXF 1.2, for Gephi."""
    return gexf_of(plain_network(corpus))


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


def plain_network(corpus: Corpus) -> "nx.MultiDiGraph[str]":
    """Copy the network with the role on the edge, where those tools look for it, and words that XML can hold."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    whole = network(corpus)
    for node, said in whole.nodes(data=True):
        plain.add_node(node, **{key: xml_text(str(words)) for key, words in said.items()})
    for number, (start, end, key) in enumerate(sorted(whole.edges(keys=True))):
        plain.add_edge(start, end, key=str(number), relation=str(key))
    return plain


def _things(rows: RowSnapshot) -> Iterator[Corpus]:
    """Give what becomes nodes, in the order of ``network``."""
    yield Corpus(plans=rows.plans)
    for plan in rows.number_of:
        yield Corpus(sections=rows.of_plan(SectionRow, plan))
    for plan in rows.number_of:
        yield Corpus(tasks=rows.of_plan(TaskRow, plan))
    named = ROWS["assignments"].c
    pairs = rows.ask(select(named.unit, named.basis).where(*rows.inside(named.graph)).distinct())
    hidden = {unit for unit, _ in pairs} - {unit for unit, basis in pairs if basis in COUNTED}
    units = (unit for unit in rows.each(UnitRow) if isinstance(unit, UnitRow))
    yield Corpus(units=tuple(unit for unit in units if unit.iri not in hidden))


def _node(iri: str, said: dict[str, str]) -> bytes:
    data = "".join(
        f'      <data key="{_KEYS[key]}">{_words(words)}</data>\n' if words else f'      <data key="{_KEYS[key]}" />\n'
        for key, words in said.items()
    )
    return f'    <node id="{escape(iri)}">\n{data}    </node>\n'.encode()


def _write_edges(out: IO[bytes], part: "nx.MultiDiGraph[str]", first: int) -> int:
    """Write edges start by start; give the number after the last."""
    numbers = {edge: number for number, edge in enumerate(sorted(part.edges(keys=True)), first)}
    for node in part:
        for edge in sorted(part.edges(node, keys=True)):
            source, target, relation = edge
            ends = f'source="{escape(source)}" target="{escape(target)}"'
            data = f'      <data key="d3">{relation}</data>\n'
            out.write(f'    <edge {ends} id="{numbers[edge]}">\n{data}    </edge>\n'.encode())
    return first + len(numbers)


def _words(words: str) -> str:
    return escape(xml_text(str(words)), quote=False)
