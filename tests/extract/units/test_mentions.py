"""Mentions as plans print them: which body, where, called what.

``mentions.txt`` holds them: ``# issuer date``, then a mention, its id (a zone's without the digits), and its label.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.records import Level
from extract.units.evidence import Home
from extract.units.home import home_of
from extract.units.resolve import resolve_list


def each_mention(text: str) -> Iterator[tuple[str, ...]]:
    plan: tuple[str, ...] = ()
    for line in text.splitlines():
        if line.startswith("# "):
            plan = tuple(line.split()[1:])
        else:
            yield (*plan, *line.split())


EACH = tuple(each_mention((Path(__file__).parent / "mentions.txt").read_text(encoding="utf-8")))


def home(issuer: str, issued: str) -> Home:
    return home_of("关于印发方案的通知", issuer, "", issued)


@pytest.mark.parametrize(("issuer", "issued", "words", "identity", "label"), EACH)
def test_the_body_and_its_name(issuer: str, issued: str, words: str, identity: str, label: str) -> None:
    (found,) = resolve_list([words], home(issuer, issued))
    place, _, body = found.unit.id.partition("-")
    assert (place[: place.find("z") + 1] or place, body) == tuple(identity.split("-", 1))
    assert found.unit.name == label


def test_the_mentions_are_of_many_places_and_years() -> None:
    plans = {(issuer, issued) for issuer, issued, *_ in EACH}
    assert len(EACH) == 303
    assert len({home(issuer, issued).place_code for issuer, issued in plans}) >= 50
    assert len({issued[:4] for _, issued in plans}) >= 10
    assert all(home(issuer, issued).level is not Level.UNKNOWN for issuer, issued in plans)


def test_no_place_is_carried_by_a_branch_or_to_a_set_of_governments() -> None:
    found = resolve_list(["市规划自然资源委海淀分局", "各街镇"], home("海淀区人民政府", "2020-04-10"))
    assert [one.unit.place_code for one in found] == ["110108", "110108"]
    found = resolve_list(["县林业局", "各县（市、区）人民政府"], home("宜昌市人民政府", "2020-04-10"))
    assert [one.unit.id for one in found] == ["420500_x-forestry", "420500-all-governments-county"]


@pytest.mark.parametrize("words", ["市发展改革委", "市委组织部", "市财政局"])
def test_two_plans_of_one_place_and_year_share_their_registered_units(words: str) -> None:
    one, other = home("昆明市人民政府", "2023-05-06"), home("昆明市财政局", "2023-11-01").of("f" * 64)
    assert resolve_list([words], one)[0].unit == resolve_list([words], other)[0].unit
