"""Update the summary graphs when plans change: the vocabulary, the register of units, the description.

``renew(store)`` after plans changed · ``ensure(store)`` when a store is opened · ``described(store)`` for what is there now.

Guarantees:
    1. Each is a function of the program and of the other graphs: equal plans give equal bytes.
    2. A change of plans takes the total out of the description, so that none is out of date and complete: one without
       a total is brought up to date after the change, or when the store is opened next. Only what differs is written.
    3. Where nothing is missing, ``ensure`` writes nothing and runs two small queries.
    4. The share of a graph is stored with its import, at its stamp, and the shares are added up: after one plan has
       changed, no other is read, in this process and in the next.

Source: W3C VoID § 4.4 (statistics); the counts are of triples by graph, so a triple in two graphs counts twice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from weakref import WeakKeyDictionary

from graph.dataset.rows import Corpus, UnitRow
from graph.exchange import void_shares
from graph.exchange.void_formats import (
    ABOUT,
    DESCRIPTION,
    REGISTRY,
    VOCABULARY,
    VOID,
    WHOLE,
    description,
    registry,
    total_line,
    vocabulary,
    vocabulary_version,
)
from graph.exchange.void_shares import CLASSES, GraphShare, share_of
from graph.store import Store
from graph.store.transaction import write
from ontology.terms import Term


def ensure(store: Store) -> bool:
    """Write the summary graphs where one is missing or out of date; return whether it was so."""
    if _complete(store):
        return False
    renew(store)
    return True


def renew(store: Store) -> None:
    """Rewrite the summary graphs as far as they differ."""
    memory = _MEMORY.setdefault(store, _Memory())
    parts = _parts(store)
    new = {VOCABULARY: vocabulary(), REGISTRY: memory.registry(_units(parts), _spellings(parts))}
    before, stamps = store.revision, {graph: store.stamp(graph) for graph in new}
    known = {graph: content for graph, (stamp, content) in memory.written.items() if stamps[graph] == stamp}
    changed = write(store, {**new, DESCRIPTION: _description(parts, new)}, known=known)
    stamps |= dict.fromkeys(
        changed, before + 1
    )  # of this write; it is no longer the stamp after another one in between
    memory.written = {graph: (stamps[graph], content) for graph, content in new.items()}


def note(store: Store, plans: Iterable[tuple[Corpus, int]]) -> None:
    """Store the shares of plans that were just written, from the rows of each and the number of its triples."""
    shares = {corpus.plans[0].iri: share_of(corpus, triples) for corpus, triples in plans}
    void_shares.keep(store, {graph: (store.stamp(graph), share) for graph, share in shares.items()})


def forget(store: Store) -> None:
    """Mark the description as out of date before plans change."""
    write(store, {}, removed=total(store))


def total(store: Store) -> Mapping[str, bytes]:
    """Give the lines without which the description is out of date, by graph; none where it is already."""
    query = f"SELECT ?count WHERE {{ GRAPH <{DESCRIPTION}> {{ <{WHOLE}> <{VOID}triples> ?count }} }}"
    return {DESCRIPTION: b"".join(total_line(int(count)).encode() for count in _column(store, query))}


def is_described(store: Store) -> bool:
    """Whether the description is there, and no plan has changed since."""
    return bool(total(store)[DESCRIPTION])


def described(store: Store) -> bytes:
    """Describe the store as it is now, regardless of its stored description."""
    return _description(_parts(store), {graph: store.dump(graph) for graph in ABOUT[:2] if store.holds(graph)})


def _complete(store: Store) -> bool:
    version = f"SELECT ?hash WHERE {{ GRAPH <{VOCABULARY}> {{ <{VOCABULARY}> <{Term.SHA256}> ?hash }} }}"
    if _column(store, version) != [vocabulary_version()]:
        return False
    subsets = f"SELECT ?graph WHERE {{ GRAPH <{DESCRIPTION}> {{ <{WHOLE}> <{VOID}subset> ?graph ; <{VOID}triples> ?count }} }}"
    return set(_column(store, subsets)) == set(store.graphs())


class _Memory:
    """What is known of one store: its parts, and what was written, with the stamp that it had then."""

    def __init__(self) -> None:
        self.parts: Mapping[str, tuple[int, GraphShare]] = {}  # with the stamp of each
        self.written: Mapping[str, tuple[int, bytes]] = {}
        self._register: tuple[tuple[UnitRow, ...], Mapping[str, frozenset[str]], bytes] | None = None

    def registry(self, units: tuple[UnitRow, ...], spellings: Mapping[str, frozenset[str]]) -> bytes:
        """Give the register, which many a plan leaves as it is."""
        if self._register is None or self._register[:2] != (units, spellings):
            self._register = (units, spellings, registry(units, spellings))
        return self._register[2]


_MEMORY: "WeakKeyDictionary[Store, _Memory]" = WeakKeyDictionary()


def _parts(store: Store) -> Mapping[str, GraphShare]:
    """Give the share of every other graph; only those are read that no import left, or that were written since."""
    memory = _MEMORY.setdefault(store, _Memory())
    stamps = {graph: store.stamp(graph) for graph in store.graphs() if graph not in ABOUT}
    known = {graph: share for graph, (stamp, share) in memory.parts.items() if stamps.get(graph) == stamp}
    if len(known) < len(stamps):
        known |= _unknown(store, {graph: stamp for graph, stamp in stamps.items() if graph not in known})
    memory.parts = {graph: (stamp, known[graph]) for graph, stamp in stamps.items()}
    return {graph: known[graph] for graph in stamps}


def _unknown(store: Store, stamps: Mapping[str, int]) -> Mapping[str, GraphShare]:
    """Give the shares that are not in memory: those an import left, and of the others what is read, and kept."""
    known = void_shares.stored(store, stamps)
    unread = [graph for graph in stamps if graph not in known]
    found = void_shares.read(store, unread) if unread else {}
    void_shares.keep(store, {graph: (stamps[graph], share) for graph, share in found.items()})
    return known | found


def _description(parts: Mapping[str, GraphShare], new: Mapping[str, bytes]) -> bytes:
    """Describe a store with the summary graphs ``new``."""
    triples = {graph: part.triples for graph, part in parts.items()}
    triples |= {graph: content.count(b"\n") for graph, content in new.items() if content}
    return description(triples, _entities(parts))


def _entities(parts: Mapping[str, GraphShare]) -> Mapping[str, int]:
    """Count the things of each class; only units are in more than one graph."""
    found: Counter[str] = Counter()
    for part in parts.values():
        found.update(part.things)
    units = {unit for part in parts.values() for unit in part.units}
    return {kind: len(units) if kind == Term.UNIT else found[kind] for kind in CLASSES}


def _units(parts: Mapping[str, GraphShare]) -> tuple[UnitRow, ...]:
    """Give the units of all plans, each as the first plan that names it describes it."""
    found: dict[str, UnitRow] = {}
    for _, part in sorted(parts.items()):
        for unit, row in part.units.items():
            found.setdefault(unit, row)
    return tuple(row for _, row in sorted(found.items()))


def _spellings(parts: Mapping[str, GraphShare]) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for part in parts.values():
        for unit, words in part.spellings.items():
            there = found.get(unit)
            found[unit] = words if there is None or there is words else there | words
    return found


def _column(store: Store, query: str) -> list[str]:
    return [cell.value for (cell,) in store.select(query).rows if cell]
