"""Mails and zips carry several plans; each is a document, and what is passed over is named."""

from email.message import EmailMessage

import pytest

from extract.errors import SourceTooLargeError, UnreadableSourceError
from extract.formats import Format
from extract.readers import read_all_bytes, read_bytes
from extract.readers.source import inner_files
from extract.records import Document, WithheldKind
from tests.extract.readers.makers import word, workbook, zipped

PLAN = "一、主要任务\n1.建设平台。\n责任单位：市数据局\n"
OTHER = "一、主要任务\n1.开展培训。\n责任单位：市教育局\n"
BODY = "<w:p><w:r><w:t>责任单位：财政局</w:t></w:r></w:p>"


def mail(*attached: tuple[str, bytes], text: str = "请查收附件。", html: str = "") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.cn", "b@example.cn", "分工方案"
    made["Date"] = "Mon, 02 Jan 2023 08:00:00 +0800"
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    for number, part in enumerate(made.walk()):
        if part.is_multipart():
            part.set_boundary(f"part-{number}")
    return bytes(made)


def withheld(document: Document, kind: WithheldKind) -> list[str]:
    return [str(thing.what) for thing in document.withheld if thing.kind is kind]


def test_a_mail_with_one_attachment_is_that_plan_and_says_that_its_text_was_not_read() -> None:
    document = read_bytes(mail(("分工方案.docx", word(BODY))), "来信.eml")
    assert (document.name, document.format) == ("来信.eml/分工方案.docx", Format.DOCX)
    assert document.text == "责任单位：财政局\n"
    (said,) = withheld(document, WithheldKind.FILE)
    assert "邮件正文" in said


def test_a_mail_without_attachments_is_its_own_text() -> None:
    assert read_bytes(mail(text=PLAN), "来信.eml").text.split() == PLAN.split()
    page = f"<html><body>{''.join(f'<p>{line}</p>' for line in PLAN.split())}</body></html>"
    assert read_bytes(mail(text=PLAN, html=page), "来信.eml").format is Format.HTML


def test_each_attachment_is_a_document_with_the_id_of_its_own_bytes() -> None:
    book = workbook([["序号", "任务", "责任单位"], [1, "建设平台", "财政局"]])
    documents = read_all_bytes(mail(("甲.txt", PLAN.encode()), ("乙.xlsx", book)), "来信.eml")
    assert [document.format for document in documents] == [Format.TXT, Format.XLSX]
    assert documents[0].id == read_bytes(PLAN.encode(), "甲.txt").id


def test_several_plans_are_refused_where_one_is_asked_for() -> None:
    with pytest.raises(UnreadableSourceError, match=r"2 份文件：方案\.zip/乙\.txt、方案\.zip/甲\.txt"):
        read_bytes(zipped({"甲.txt": PLAN, "乙.txt": OTHER}), "方案.zip")


def test_a_zip_passes_over_system_files_and_names_them() -> None:
    members = {
        "甲.txt": PLAN,
        "desktop.ini": "[.ShellClassInfo]",
        "Thumbs.db": "x",
        "~$甲.docx": "x",
        "__MACOSX/._甲": "x",
    }
    (document,) = read_all_bytes(zipped(members), "方案.zip")
    assert document.text == PLAN
    said = " ".join(withheld(document, WithheldKind.SYSTEM))
    assert all(name in said for name in ("desktop.ini", "Thumbs.db", "~$甲.docx", "__MACOSX/._甲"))


def test_a_file_of_a_zip_that_cannot_be_read_is_withheld() -> None:
    (document,) = read_all_bytes(zipped({"甲.txt": PLAN, "扫描.png": b"\x89PNG\r\n\x1a\n" + bytes(99)}), "方案.zip")
    (said,) = withheld(document, WithheldKind.FILE)
    assert "扫描.png" in said


def test_names_in_gbk_are_read() -> None:
    data = zipped({"AABB.txt": PLAN}).replace(b"AABB.txt", "方案".encode("gb18030") + b".txt")
    assert read_bytes(data, "x.zip").name == "x.zip/方案.txt"


def test_a_zip_in_a_mail_is_opened_and_too_deep_a_nest_is_refused() -> None:
    inner = zipped({"甲.txt": PLAN})
    assert read_bytes(mail(("包.zip", inner)), "来信.eml").name == "来信.eml/包.zip/甲.txt"
    for _ in range(5):
        inner = zipped({"包.zip": inner})
    with pytest.raises(SourceTooLargeError):
        read_bytes(inner, "深.zip")


def test_inner_files_are_the_documents_of_a_container_or_the_source_itself() -> None:
    assert [file.name for file in inner_files(zipped({"甲.txt": PLAN, "乙.txt": OTHER}), "方案.zip")] == [
        "方案.zip/乙.txt",
        "方案.zip/甲.txt",
    ]
    assert [file.name for file in inner_files(word(BODY), "方案.docx")] == ["方案.docx"]


def test_a_system_file_is_no_plan() -> None:
    with pytest.raises(UnreadableSourceError, match="系统文件"):
        read_bytes(b"[.ShellClassInfo]\r\nIconResource=x", "desktop.ini")
