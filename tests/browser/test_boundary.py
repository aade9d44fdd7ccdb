"""A person moves the boundary of a task: by selecting words in the text, and by the form, with the keyboard alone."""

import pytest
from playwright.sync_api import Page

from graph.dataset.load import load
from graph.dataset.rows import TaskRow
from tests.api.serving import TOKEN, House
from tests.browser.visiting import SHOTS

pytestmark = pytest.mark.browser


def enter(page: Page, served: House, address: str) -> None:
    page.goto(f"{served.address}/login?next={address}")
    page.locator("[name=token]").fill(TOKEN)
    page.locator("[name=who]").fill("李明")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def tasks(served: House) -> tuple[TaskRow, ...]:
    return tuple(sorted(load(served.store).tasks, key=lambda task: task.start))


def plan(served: House) -> str:
    return "/plans/" + tasks(served)[0].plan.rpartition("/")[2]


def test_words_that_are_selected_begin_a_task_and_it_is_undone(page: Page, served: House) -> None:
    first, second, *_ = tasks(served)
    clause = first.start + first.text.index("责任单位")
    enter(page, served, plan(served))
    page.wait_for_selector(".note[data-task]")
    page.evaluate(
        "place => { const line = [...document.querySelectorAll('.words [data-start]')]"
        ".filter(one => Number(one.dataset.start) <= place).pop();"
        " const text = document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode();"
        " const at = place - Number(line.dataset.start);"
        " text.parentElement.scrollIntoView({ block: 'center' });"
        " getSelection().setBaseAndExtent(text, at, text, at + 4); }",
        clause,
    )
    page.locator("#bound").click()
    dialog = page.locator("#edge")
    choices = dialog.locator("label.tick")
    assert [words.split("：")[-1] for words in choices.all_inner_texts()] == [
        "从选中的字开始",
        "到选中的字为止",
        "从选中的字开始",
    ]
    assert second.ref in choices.nth(2).inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.screenshot(path=SHOTS / "boundary.png")
    page.keyboard.press("Enter")
    page.locator("#said").wait_for()
    assert [task.start for task in tasks(served)[:2]] == [first.start, clause]
    moved = [row for row in load(served.store).assignments if clause <= row.start < second.end]
    assert {row.task for row in moved} == {second.iri}
    page.locator("#said button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#said b:has-text('已撤销')")
    assert tasks(served)[:2] == (first, second)


def test_the_form_of_a_task_moves_its_end_by_keyboard_alone(page: Page, served: House) -> None:
    first = tasks(served)[0]
    clause = first.text.index("责任单位")
    enter(page, served, plan(served))
    page.locator(".note", has_text=first.ref).get_by_role("link", name="更正这项任务").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("到这几个字为止").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(first.text[:clause].rstrip()[-8:])
    page.screenshot(path=SHOTS / "boundary-form.png", full_page=True)
    page.keyboard.press("Enter")
    page.wait_for_url("**/corrections?done=*")
    assert tasks(served)[0].text == first.text[:clause].rstrip()
    page.get_by_role("button", name="撤销").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=已撤销")
    assert tasks(served)[0] == first
