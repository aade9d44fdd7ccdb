"""Change several graphs of a store in one transaction, writing only what differs."""

from collections.abc import Mapping

from graph.store import Store


def write(
    store: Store,
    graphs: Mapping[str, bytes],
    added: Mapping[str, bytes] | None = None,
    known: Mapping[str, bytes] | None = None,
) -> tuple[str, ...]:
    """Make each of ``graphs`` what is given, and add ``added``; give the IRIs of the graphs that changed.

    Guarantees:
        1. All or nothing, in one update; where nothing differs, nothing is written.
        2. A graph that is to hold nothing is gone.

    Args:
        store: what to change.
        graphs: the whole content of each graph, as N-Triples without blank nodes.
        added: what to add to other graphs.
        known: what graphs hold now, as far as the caller knows; the others are read.
    """
    changed: list[str] = []
    steps: list[str] = []
    for graph, content in sorted(graphs.items()):
        there = known[graph] if known and graph in known else store.dump(graph) if store.holds(graph) else b""
        if there == content:
            continue
        before, after = set(there.splitlines(keepends=True)), set(content.splitlines(keepends=True))
        if before == after:
            continue
        changed.append(graph)
        if after:
            steps += [*_step("DELETE", graph, before - after), *_step("INSERT", graph, after - before)]
        else:
            steps.append(f"DROP SILENT GRAPH <{graph}>")
    for graph, content in sorted((added or {}).items()):
        lines = set(content.splitlines(keepends=True))
        steps += _step("INSERT", graph, lines)
        changed += [graph] if lines else []
    if steps:
        store.update(" ;\n".join(steps), graphs=changed)
    return tuple(changed)


def _step(verb: str, graph: str, lines: set[bytes]) -> list[str]:
    if not lines:
        return []
    return [f"{verb} DATA {{ GRAPH <{graph}> {{\n{b''.join(sorted(lines)).decode()}}} }}"]
