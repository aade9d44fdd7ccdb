"""Imports over HTTP: good files beside bad ones, duplicates, bounds, cancelling, removing; the store whole throughout."""

import json
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import docx
import httpx
import pytest

from api.edge.settings import Settings
from tests.api.serving import BEARER, HTML, TOKEN, House, enter, finished, house, plans, send
from tests.extract.readers.makers import ofd, pdf, printed, stream_bomb, unzipped, word, workbook, zip_bomb, zipped

LINES = (
    "昌吉市2026年政务服务重点任务分工方案",
    "一、优化政务服务",
    "1.推进一网通办。",
    "牵头单位：市政务服务局",
    "配合单位：市财政局、市公安局",
    "2.压缩办理时限。",
    "牵头单位：市市场监管局",
)
PLAN = "\n".join(LINES).encode()
PAGE = printed("责任单位：财政局", 80, 700)
BODY = "<w:p><w:r><w:t>责任单位：财政局</w:t></w:r></w:p>"


def plan_docx(lines: tuple[str, ...] = LINES) -> bytes:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    key = b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32
    return pdf([PAGE]).replace(b"/Root 1 0 R", b"/Root 1 0 R " + key + b"> >>")


# name sent, its bytes or what makes them, a word of the advice in Chinese
BROKEN: dict[str, tuple[str, bytes | Callable[[], bytes], str]] = {
    "half a docx": ("plan.docx", word(BODY)[:900], "损坏"),
    "half an xlsx": ("plan.xlsx", workbook([["责任单位"], ["财政局"]])[:900], "损坏"),
    "half a pdf": ("plan.pdf", pdf([PAGE, PAGE])[:500], "plan.pdf"),
    "half an ofd": ("plan.ofd", ofd([[("责任单位：财政局", 20, 30)]])[:500], "损坏"),
    "a zip bomb": ("plan.docx", lambda: zip_bomb(unzipped(word(BODY)), "word/document.xml"), "远超"),
    "a zip of a picture": ("plan.zip", zipped({"a.png": b"\x89PNG\r\n\x1a\n" + bytes(99)}), "文字识别"),
    "a pdf behind a password": ("plan.pdf", locked_pdf(), "密码"),
    "a docx behind a password": (
        "plan.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "密",
    ),
    "a pdf bomb": (
        "plan.pdf",
        lambda: b"%PDF-1.7\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + stream_bomb() + b"\nendstream\nendobj\n",
        "远超",
    ),
    "zeros": ("plan.txt", bytes(5000), "plan.txt"),
    "noise": ("plan.txt", bytes(range(256)) * 40, "plan.txt"),
    "nothing": ("plan.docx", b"", "空文件"),
    "a picture named docx": ("plan.docx", b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
    "a scan": ("plan.pdf", pdf(["q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q\n"] * 3), "OCR"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("imports") / "data") as opened:
        yield opened


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "data") as opened:
        yield opened


def files_of(client: httpx.Client, answer: httpx.Response) -> list[dict[str, object]]:
    assert answer.status_code == 202, answer.text
    files = finished(client, answer.json()["job"])["files"]
    assert isinstance(files, list)
    return files


def test_every_broken_file_says_why_beside_a_good_one_and_changes_nothing_else(fresh: House) -> None:
    (first,) = files_of(fresh.client, send(fresh.client, ("前.txt", "一、甲\n1.乙。\n责任单位：财政局".encode())))
    assert first["step"] == "stored"
    before = fresh.store.dump()
    sent = tuple((name, made() if callable(made) else made) for name, made, _ in BROKEN.values())
    files = files_of(fresh.client, send(fresh.client, *sent))
    for (kind, (_, _, advice)), file in zip(BROKEN.items(), files, strict=True):
        fault = file["fault"]
        assert file["step"] == "failed", kind
        assert advice in str(fault), (kind, fault)
    assert fresh.store.dump() == before
    files = files_of(fresh.client, send(fresh.client, ("plan.docx", word(BODY)[:900]), ("好.txt", PLAN)))
    assert [file["step"] for file in files] == ["failed", "stored"]


def test_what_was_read_is_summed_up_and_the_plan_has_its_page(served: House) -> None:
    (file,) = files_of(served.client, send(served.client, ("方案.docx", plan_docx())))
    gain = file["gain"]
    assert isinstance(gain, dict)
    assert (gain["tasks"], gain["assignments"], gain["units"], gain["unread"]) == (2, 4, 4, 0)
    assert served.client.get(gain["url"], headers=HTML).status_code == 200
    text = served.client.get(gain["url"] + ".txt").text
    assert gain["read"] + gain["not_assignment"] + gain["unread"] == len(text)


def test_the_same_bytes_are_recognised_under_any_name_and_nothing_is_doubled(fresh: House) -> None:
    twice = files_of(fresh.client, send(fresh.client, ("甲.txt", PLAN), ("乙.md", PLAN)))
    assert [file["step"] for file in twice] == ["stored", "duplicate"]
    assert twice[0]["gain"] == twice[1]["gain"]
    before = fresh.store.revision
    (third,) = files_of(fresh.client, send(fresh.client, ("丙.txt", PLAN)))
    assert third["step"] == "duplicate"
    assert fresh.store.revision == before
    (again,) = files_of(fresh.client, send(fresh.client, ("丙.txt", PLAN), again=True))
    assert again["step"] == "stored"
    assert len(fresh.client.get("/plans.json").json()["rows"]) == 1


def test_a_name_is_never_a_path_and_never_markup(served: House) -> None:
    names = (
        "../../../etc/cron.d/x",
        "..\\..\\boot.ini",
        "a\u202etxt.exe",
        "<img src=x onerror=alert(1)>.txt",
        "-rf",
        "..",
    )
    answer = send(served.client, *((name, b"") for name in names))
    shown = ["x", "boot.ini", "atxt.exe", "<img src=x onerror=alert(1)>.txt", "-rf", "未命名"]
    assert [file["name"] for file in answer.json()["files"]] == shown
    page = served.client.get(answer.json()["url"], headers=HTML).text
    assert "&lt;img src=x" in page
    assert "<img" not in page
    served.client.delete(f"/api/import/{answer.json()['job']}", headers=BEARER)


def test_the_events_tell_each_step_and_end(served: House, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, holds = threading.Event(), served.store.holds

    def asked_later(graph: str) -> bool:
        """Let the import begin when somebody listens."""
        return heard.wait(60) and holds(graph)

    monkeypatch.setattr(served.store, "holds", asked_later)
    job = send(served.client, ("流.txt", PLAN + "\n3.丙。\n责任单位：民政局".encode())).json()["job"]
    steps, beats = [], 0
    with served.client.stream("GET", f"/api/import/{job}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data: "):
                heard.set()
                beats += 1
                steps.append(json.loads(line[6:])["files"][0]["step"])
    assert steps[-1] == "stored"
    order = ["waiting", "read", "outline", "clauses", "units", "graph", "stored"]
    assert steps == sorted(steps, key=order.index)
    assert beats == len(steps) >= 2


def test_too_many_files_or_bytes_are_refused_at_once(tmp_path: Path) -> None:
    settings = Settings(token=TOKEN, upload_bytes=1 << 20, upload_files=3)
    with house(tmp_path / "data", settings) as served:
        many = send(served.client, *((f"{n}.txt", PLAN) for n in range(4)))
        large = send(served.client, ("大.txt", bytes(2 << 20)))
        head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        pieces = (head if number == 0 else b"y" * 65536 for number in range(64))  # no length is told beforehand
        kind = {"Content-Type": "multipart/form-data; boundary=x", **BEARER}
        unsaid = served.client.post("/api/import", content=pieces, headers=kind)
        assert (many.status_code, large.status_code, unsaid.status_code) == (413, 413, 413)
        assert "3" in many.json()["message"]
        assert served.client.get("/api/import").json() == []


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"--x\r\n", "multipart/form-data", 400),
        (b"--x\r\nno head", "multipart/form-data; boundary=x", 400),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 400),
        (b"", "multipart/form-data; boundary=x", 400),
    ],
)
def test_a_body_that_is_no_form_with_files_is_refused(served: House, content: bytes, kind: str, status: int) -> None:
    answer = served.client.post("/api/import", content=content, headers={"Content-Type": kind, **BEARER})
    assert answer.status_code == status
    assert isinstance(answer.json()["message"], str)


def test_a_document_that_takes_too_long_or_too_much_memory_is_ended(tmp_path: Path) -> None:
    slow = Settings(token=TOKEN, import_seconds=0.05)
    with house(tmp_path / "slow", slow) as served:
        (file,) = files_of(served.client, send(served.client, ("慢.txt", PLAN)))
        assert "0.05 秒" in str(file["fault"])
        assert plans(served.store) == ()
    narrow = Settings(token=TOKEN, import_memory=200 << 20)
    with house(tmp_path / "narrow", narrow) as served:
        (file,) = files_of(served.client, send(served.client, ("宽.txt", "责任单位：财政局\n".encode() * 100_000)))
        assert file["step"] == "failed"
        assert "内存" in str(file["fault"])
        assert plans(served.store) == ()


def test_a_cancelled_import_keeps_what_is_stored_and_reads_no_more(fresh: House) -> None:
    many = [(f"{n}.txt", PLAN + f"\n{n}".encode()) for n in range(12)]
    job = send(fresh.client, *many).json()["job"]
    answer = fresh.client.delete(f"/api/import/{job}", headers=BEARER)
    assert answer.status_code == 200
    state = finished(fresh.client, job)
    steps = [file["step"] for file in state["files"]]  # type: ignore[attr-defined]  # JSON as it came
    assert steps[-1] == "cancelled"
    assert len(fresh.client.get("/plans.json").json()["rows"]) == steps.count("stored")
    (after,) = files_of(fresh.client, send(fresh.client, ("后.txt", PLAN)))
    assert after["step"] == "stored"


def test_a_plan_can_be_taken_out_again(fresh: House) -> None:
    (file,) = files_of(fresh.client, send(fresh.client, ("甲.txt", PLAN)))
    gain = file["gain"]
    assert isinstance(gain, dict)
    assert fresh.client.delete(f"/api/plans/{gain['plan']}").status_code == 401
    assert fresh.client.delete(f"/api/plans/{gain['plan']}", headers=BEARER).status_code == 204
    assert fresh.client.delete(f"/api/plans/{gain['plan']}", headers=BEARER).status_code == 404
    assert plans(fresh.store) == ()
    assert fresh.client.get(gain["url"], headers=HTML).status_code == 404


def test_without_scripts_the_form_does_the_same(fresh: House) -> None:
    proof = enter(fresh.client)
    parts = {"files": ("方案.docx", plan_docx())}
    answer = fresh.client.post("/import", data={"proof": proof}, files=parts)
    assert answer.status_code == 303
    page = answer.headers["location"]
    finished(fresh.client, page.rpartition("/")[2])
    shown = fresh.client.get(page, headers=HTML).text
    assert "2 项任务 · 4 条分工 · 4 个单位" in shown
    assert "http-equiv" not in shown
    plan = fresh.client.get("/plans.json").json()["rows"][0]["id"]
    asked = fresh.client.get(f"/plans/{plan}/remove", headers=HTML)
    assert "移除《" in asked.text
    assert fresh.client.post(f"/plans/{plan}/remove", data={"proof": proof}).status_code == 303
    assert fresh.client.get("/plans.json").json()["rows"] == []


def test_unknown_jobs_are_said_to_be_so(served: House) -> None:
    for answer in (
        served.client.get("/api/import/nope"),
        served.client.get("/api/import/nope/events"),
        served.client.delete("/api/import/nope", headers=BEARER),
        served.client.get("/import/nope"),
    ):
        assert answer.status_code == 404


def test_the_description_names_every_answer_of_the_service(served: House) -> None:
    paths = served.client.get("/openapi.json").json()["paths"]
    assert set(paths["/api/import"]["post"]["responses"]) >= {"202", "400", "401", "403", "413", "415", "429"}
    assert "multipart/form-data" in paths["/api/import"]["post"]["requestBody"]["content"]
    assert set(paths["/api/import/{job}"]) >= {"get", "delete"}
    assert "text/event-stream" in paths["/api/import/{job}/events"]["get"]["responses"]["200"]["content"]


def test_each_plan_of_a_zip_is_a_file_of_the_import(fresh: House) -> None:
    plans = {f"{name}.txt": f"一、任务\n1.建设平台。\n责任单位：市{name}\n" for name in ("数据局", "教育局")}
    files = files_of(fresh.client, send(fresh.client, ("方案.zip", zipped(plans))))
    assert [(file["name"], file["step"]) for file in files] == [
        ("方案.zip/教育局.txt", "stored"),
        ("方案.zip/数据局.txt", "stored"),
    ]


def ask(client: httpx.Client, name: str, data: bytes, proof: str) -> tuple[str, str]:
    """Import a file as the page does; give the address of the job and its page."""
    answer = client.post("/import", data={"proof": proof, "ask": "1"}, files={"files": (name, data)})
    assert answer.status_code == 303, answer.text
    finished(client, answer.headers["location"].rpartition("/")[2])
    return answer.headers["location"], client.get(answer.headers["location"], headers=HTML).text


@pytest.mark.parametrize(("choice", "counted"), [("version", 1), ("keep", 2), ("skip", 1)])
def test_the_page_asks_what_to_do_with_a_document_that_is_here(fresh: House, choice: str, counted: int) -> None:
    files_of(fresh.client, send(fresh.client, ("甲.txt", PLAN)))
    proof = enter(fresh.client)
    address, page = ask(fresh.client, "方案.docx", plan_docx(), proof)
    assert "文字相同，只是格式或空白不同" in page
    assert len(plans(fresh.store)) == 1
    sent = {"proof": proof, "on_duplicate": choice}
    assert fresh.client.post(f"{address}/files/0", data={**sent, "on_duplicate": "?"}).status_code == 400
    assert fresh.client.post(f"{address}/files/0", data={"on_duplicate": choice}).status_code == 403
    assert fresh.client.post(f"{address}/files/0", data=sent).status_code == 303
    assert fresh.client.post(f"{address}/files/0", data=sent).status_code == 404
    assert len(plans(fresh.store)) == counted
    tasks = fresh.client.get("/tasks.json").json()["rows"]
    assert len(tasks) == 2 * counted
    files = finished(fresh.client, address.rpartition("/")[2])["files"]
    assert isinstance(files, list)
    assert (files[0]["step"] == "stored") == (choice != "skip")


def test_a_program_says_beforehand_what_to_do_with_a_document_that_is_here(fresh: House) -> None:
    files_of(fresh.client, send(fresh.client, ("甲.txt", PLAN)))
    (same,) = files_of(fresh.client, send(fresh.client, ("方案.docx", plan_docx())))
    assert same["step"] == "duplicate"
    assert "文字相同" in str(same["said"])
    parts = [("files", ("方案.docx", plan_docx(), "application/octet-stream"))]
    answer = fresh.client.post("/api/import", files=parts, data={"on_duplicate": "keep"}, headers=BEARER)
    (kept,) = files_of(fresh.client, answer)
    assert kept["step"] == "stored"
    assert len(plans(fresh.store)) == 2


def test_removing_a_plan_leaves_nothing_of_it_or_its_earlier_versions(fresh: House) -> None:
    files_of(fresh.client, send(fresh.client, ("甲.txt", PLAN)))
    parts = [("files", ("方案.docx", plan_docx(), "application/octet-stream"))]
    answer = fresh.client.post("/api/import", files=parts, data={"on_duplicate": "version"}, headers=BEARER)
    files_of(fresh.client, answer)
    (plan,) = plans(fresh.store)
    assert [graph for graph in fresh.store.graphs() if "/version-" in graph]
    assert fresh.client.delete(f"/api/plans/{plan.rpartition('/')[2]}", headers=BEARER).status_code == 204
    assert "推进一网通办".encode() not in fresh.store.dump()
    assert not [graph for graph in fresh.store.graphs() if "/plan/" in graph or "/version-" in graph]
