"""Find the further plans of a file that holds several: each title over numbered items after the first.

For: ``甲县促消费方案 ⏎ 一、… ⏎ 乙县稳就业方案 ⏎ 一、…``. Against: a plan with an annex, or with a table that has a title.
"""

from collections.abc import Iterator

from extract.findings import finding
from extract.items import Outline
from extract.markers import Form
from extract.messages import message
from extract.records import Document, Finding, Severity

__all__ = ["further_plans"]


def further_plans(document: Document, outline: Outline) -> Iterator[Finding]:
    """Report each title after the first whose items begin with a first number again."""
    numbered = [item for item in outline.items if item.form not in {None, Form.TITLE, Form.ANNEX}]
    begins = {item.parent: (item.form, item.value) for item in reversed(numbered)}
    for item in outline.items:
        again = item.form is Form.TITLE and begins.get(item.index) == (numbered[0].form if numbered else None, 1)
        if again and item.index > numbered[0].index:
            title = "".join(document.quote(item.title).split())
            yield finding(
                document, "further-plan", Severity.INFO, item.title,
                message("文件中另有一份文本《{title}》，它的任务列在这个标题之下。", title=title),
                message("如需分别统计，请把文件拆开后分别导入。"),
            )  # fmt: skip
