"""`/docs` names every address of the description, in the reader's language, and loads nothing from another host."""

import re
from collections.abc import Iterator

import pytest

from tests.api.serving import HTML, House, house


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("addresses") / "data") as one:
        yield one


@pytest.mark.parametrize(("language", "title"), [("zh", "程序接口"), ("en", "Addresses for programs")])
def test_the_page_names_every_address(served: House, language: str, title: str) -> None:
    page = served.client.get("/docs", params={"lang": language}, headers=HTML)
    assert page.status_code == 200
    assert title in page.text
    described = served.client.get("/openapi.json").json()["paths"]
    assert [path for path in described if f"<code>{path}</code>" not in page.text] == []
    assert re.findall(r"(?:src|href)=[\"'](?:https?:)?//", page.text) == []
    assert "<script>" not in page.text
