"""One browser for the tests of a file, the example plan on a server of its own, and a page that suffers no fault."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.api.serving import House, house
from tests.browser.visiting import EXAMPLE, chromium, visit


@pytest.fixture(scope="module")  # not of the session: other tests start a Playwright of their own
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("served") / "data", sources=(EXAMPLE,)) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, served: House) -> Iterator[Page]:
    with visit(browser, served.address) as opened:
        yield opened
