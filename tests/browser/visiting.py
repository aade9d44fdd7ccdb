"""Visit the pages with a real browser: a page that fails its test when anything goes elsewhere or goes wrong."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

import extract
from tests.api.serving import PATIENCE

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
SHOTS = Path(__file__).parent / "screenshots"
DESK, PHONE = (1280, 720), (390, 844)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield opened
        opened.close()


@contextmanager
def visit(
    browser: Browser,
    address: str,
    size: tuple[int, int] = DESK,
    scheme: Literal["light", "dark"] = "light",
    *,
    scripts: bool = True,
    expected: str = "",
) -> Iterator[Page]:
    """Open a page of one server; a request elsewhere, a dialog, a complaint or an uncaught error fails the test.

    A complaint that holds the words ``expected`` is what the test is about: the browser says of every 400 that it came.
    """
    faults: list[str] = []
    with browser.new_context(
        locale="zh-CN",
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        java_script_enabled=scripts,
        reduced_motion="reduce",
        accept_downloads=True,
    ) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        here = (address, "data:", "blob:")
        context.on("request", lambda asked: None if asked.url.startswith(here) else faults.append(asked.url))
        page.on("dialog", lambda shown: _refuse(shown, faults))
        page.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
    assert [fault for fault in faults if not expected or expected not in fault] == []


def until(page: Page, happened: Callable[[], bool]) -> None:
    """Wait for what must happen on a page, however busy the machine is."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it has not happened"
        page.wait_for_timeout(50)


def _refuse(shown: Dialog, faults: list[str]) -> None:
    faults.append(f"dialog {shown.message}")
    shown.dismiss()
