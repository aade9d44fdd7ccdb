"""Change several graphs of a store in one transaction, writing only what differs."""

from collections.abc import Mapping

from graph.store import Store


def write(
    store: Store,
    graphs: Mapping[str, bytes],
    added: Mapping[str, bytes] | None = None,
    known: Mapping[str, bytes] | None = None,
    removed: Mapping[str, bytes] | None = None,
) -> tuple[str, ...]:
    """Replace the content of ``graphs`` and add ``added``; return the IRIs of the graphs that changed.

    Guarantees:
        1. All or nothing, in one update; where nothing differs, nothing is written.
        2. A graph whose new content is empty is dropped.

    Args:
        store: what to change.
        graphs: the complete content of each graph, as N-Triples without blank nodes.
        added: what to add to other graphs.
        known: the present content of graphs, as far as the caller knows it; the others are read.
        removed: what to take out of other graphs.
    """
    steps: dict[str, list[str]] = {}
    for graph, content in sorted(graphs.items()):
        steps[graph] = _replacement(graph, known[graph] if known and graph in known else _dumped(store, graph), content)
    for graph, content in sorted((added or {}).items()):
        steps[graph] = steps.get(graph, []) + _step("INSERT", graph, set(content.splitlines(keepends=True)))
    for graph, content in sorted((removed or {}).items()):
        steps[graph] = steps.get(graph, []) + _step("DELETE", graph, set(content.splitlines(keepends=True)))
    changed = [graph for graph, its_steps in steps.items() if its_steps]
    if changed:
        store.update(" ;\n".join(step for graph in changed for step in steps[graph]), graphs=changed)
    return tuple(changed)


def _dumped(store: Store, graph: str) -> bytes:
    return store.dump(graph) if store.holds(graph) else b""


def _replacement(graph: str, old: bytes, new: bytes) -> list[str]:
    """Give the steps that turn the content of a graph into another one; none where they are equal."""
    before, after = set(old.splitlines(keepends=True)), set(new.splitlines(keepends=True))
    if before and not after:
        return [f"DROP SILENT GRAPH <{graph}>"]
    return [*_step("DELETE", graph, before - after), *_step("INSERT", graph, after - before)]


def _step(verb: str, graph: str, lines: set[bytes]) -> list[str]:
    if not lines:
        return []
    return [f"{verb} DATA {{ GRAPH <{graph}> {{\n{b''.join(sorted(lines)).decode()}}} }}"]
