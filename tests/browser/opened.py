"""A Chromium for the tests that write: every other host, every dialog and every complaint fails the test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

SHOTS = Path(__file__).parent / "screenshots"
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
    """Open a browser until the block ends."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield opened
        opened.close()


@contextmanager
def person(
    browser: Browser, address: str, *, width: int = 1280, height: int = 720, scripts: bool = True
) -> Iterator[Page]:
    """A person with a window of her own; what she must never see fails the test at the end."""
    faults: list[str] = []
    with browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts) as context:
        page = context.new_page()
        watch(context, page, address, faults)
        yield page
    assert faults == []


def watch(context: BrowserContext, page: Page, address: str, faults: list[str]) -> None:
    """Note every request elsewhere, every dialog, every error."""

    def dialog(shown: Dialog) -> None:
        faults.append(f"dialog {shown.message}")
        shown.dismiss()

    context.on("request", lambda asked: None if asked.url.startswith((address, "blob:")) else faults.append(asked.url))
    page.on("dialog", dialog)
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
