"""The page of a list of functions: questions with their words, why it cannot be judged, and nothing stored."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import extract
from tests.api.serving import HTML, House, enter, house, plans

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
OFFICE = "昌吉回族自治州人民政府法制办公室"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("functions") / "data", sources=(EXAMPLE,)) as opened:
        yield opened


def bring(client: httpx.Client, proof: str, name: str, text: str) -> httpx.Response:
    return client.post(
        "/functions?lang=zh", data={"proof": proof}, files={"files": (name, text.encode())}, headers=HTML
    )


def test_a_list_becomes_questions_and_does_not_enter_the_archive(served: House) -> None:
    client, proof = served.client, enter(served.client)
    before = plans(served.store)
    page = bring(client, proof, "职责.csv", f"单位,职责\n{OFFICE},管理远洋捕捞船队\n")
    assert page.status_code == 200
    assert f"{OFFICE}的职责“管理远洋捕捞船队”在方案中没有对应任务，是否遗漏？" in page.text
    assert "清单中没有相近的职责。" in page.text
    assert plans(served.store) == before


@pytest.mark.parametrize("kept", ["csv", "xlsx"])
def test_the_questions_can_be_downloaded(served: House, kept: str) -> None:
    fields = {"proof": enter(served.client), "format": kept}
    file = ("职责.csv", f"单位,职责\n{OFFICE},管理远洋捕捞船队\n".encode())
    answer = served.client.post("/functions?lang=zh", data=fields, files={"files": file}, headers=HTML)
    assert f"functions.{kept}" in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"PK" if kept == "xlsx" else b"\xef\xbb\xbf")
    assert kept == "xlsx" or "管理远洋捕捞船队" in answer.text


@pytest.mark.parametrize("text", ["单位,职责\n", "单位,职责\n外地某局,管理学校\n", "甲,乙\n"])
def test_a_list_that_cannot_be_used_says_why(served: House, text: str) -> None:
    page = bring(served.client, enter(served.client), "职责.csv", text)
    assert "不能判断，因为" in page.text
    assert "是否" not in page.text.partition("</form>")[2].partition("<footer")[0]
