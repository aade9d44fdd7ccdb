"""SQLite and PostgreSQL give the same rows, counts, order and words; a server that is gone is said, and comes back."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from graph.dataset import row_engines
from graph.dataset.load import load
from graph.dataset.row_database import RowDatabase, open_rows
from graph.dataset.row_databases import database_of, use_rows
from graph.dataset.row_engines import RowDatabaseError
from graph.dataset.sql_tables import LINKS, ROWS
from graph.dataset.totals import Carried
from graph.dataset.triples import ntriples
from graph.store import open_reading, open_store
from tests.bench.sparql.shape import plan
from tests.graph.dataset.postgresql import postgresql

PLANS = tuple(plan(number) for number in range(6))
IRIS = tuple(corpus.plans[0].iri for corpus, _ in PLANS)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with postgresql() as served:
        yield served


@pytest.mark.full
def test_both_give_the_same_rows_counts_order_and_words(url: str, tmp_path: Path) -> None:
    pair = (RowDatabase(row_engines.at(url)), open_rows(tmp_path))
    for rows in pair:
        for stamp, (corpus, text) in enumerate(PLANS):
            rows.put(corpus.plans[0].iri, stamp, corpus, text)
        rows.put(IRIS[2], 9, *PLANS[2])
        rows.remove([IRIS[4]])
    server, file = pair
    assert server.stamps() == file.stamps()
    assert list(server.corpora(IRIS).items()) == list(file.corpora(IRIS).items())
    assert server.corpora(IRIS)[IRIS[0]] == PLANS[0][0]
    one, other = server.snapshot(), file.snapshot()
    assert one.plans == other.plans
    for plans in (one.plans, one.plans[:2], ()):
        ours, theirs = one.limited(plans).carried(), other.limited(plans).carried()
        assert _sorted(ours) == _sorted(theirs)
    for words in ("执法", "局", "财政局", "，", "2", "没有的词", "%", "_", "\\", ""):
        assert one.task_places_having(words) == other.task_places_having(words)
        assert one.plans_having(words) == other.plans_having(words)
    assert (one.corpus(), one.tally(), one.tallies()) == (other.corpus(), other.tally(), other.tallies())
    assert (one.names(), one.kinds(), one.places_of_units()) == (other.names(), other.kinds(), other.places_of_units())
    assert one.fullest_sections(9) == other.fullest_sections(9)
    for table, names in ((LINKS, ("task", "unit", "role")), (ROWS["units"], ("place", "iri"))):
        cells, same = (sorted(zip(*found.columns(table, *names), strict=True)) for found in (one, other))
        assert cells == same != []
    assert [list(cells) for cells in one.limited(()).columns(LINKS, "task")] == [[], []]
    units = sorted(one.kinds())
    assert (one.homes(units), one.led_by_section(units)) == (other.homes(units), other.led_by_section(units))
    assert (server.text(IRIS[0]), server.text(IRIS[4])) == (PLANS[0][1], None)
    for rows in pair:
        rows.close()


def _sorted(found: Mapping[str, Carried]) -> list[tuple[object, ...]]:
    """Give the sums by role and unit, to the last bit."""
    return sorted(
        (role, *row)
        for role, one in found.items()
        for row in zip(
            one.units, *(cells.tolist() for cells in (one.n, one.share, one.first, one.sections)), strict=True
        )
    )


@pytest.mark.full
def test_a_store_has_its_rows_on_the_server(url: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        store.replace_many((corpus.plans[0].iri, ntriples(corpus, text)) for corpus, text in PLANS[:3])
        use_rows(store, url)
        read = load(store)
        assert set(database_of(store).stamps()) == set(IRIS[:3])
        assert load(store) == read
        store.remove(IRIS[0])
        assert {row.iri for row in load(store).plans} == set(IRIS[1:3])


@pytest.mark.full
def test_the_rows_of_another_store_are_not_taken_for_those_of_this_one(url: str, tmp_path: Path) -> None:
    for name, number in (("one", 0), ("two", 1)):
        with open_store(tmp_path / name) as store:
            store.replace(IRIS[0], ntriples(*PLANS[0]).replace(b"plan-0.txt", f"{number}.txt".encode()))
            use_rows(store, url)
            assert [row.source for row in load(store).plans] == [f"{number}.txt"]
            use_rows(store, url)
            assert set(database_of(store).stamps().values()) == {store.stamp(IRIS[0])}
    with open_reading(tmp_path / "two") as reader:
        use_rows(reader, url)
        assert [row.source for row in load(reader).plans] == ["1.txt"]
        assert not database_of(reader).writable


@pytest.mark.full
def test_a_server_that_is_gone_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        store.replace_many((corpus.plans[0].iri, ntriples(corpus, text)) for corpus, text in PLANS[:2])
        with postgresql() as served:
            use_rows(store, served)
            right = load(store)
        with pytest.raises(RowDatabaseError) as refused:
            load(store)
        assert "127.0.0.1" in refused.value.message.render()
        with postgresql() as served:
            use_rows(store, served)
            assert load(store) == right


@pytest.mark.parametrize(
    "wrong", ["postgresql://u:secret@127.0.0.1:1/rows", "nonsense", "oracle+none://u:secret@host/rows"]
)
def test_a_url_that_leads_nowhere_is_refused_without_its_password(wrong: str) -> None:
    with pytest.raises(RowDatabaseError) as refused:
        row_engines.at(wrong)
    assert "secret" not in str(refused.value)
