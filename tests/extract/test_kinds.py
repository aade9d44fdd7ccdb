"""What kind of document a text is, and what counts in it."""

import pytest

from extract.pipeline import extract
from extract.records import DocumentKind
from tests.extract.visible import document

LAW = "某市古树名木保护条例\n第一条 为了保护古树名木，制定本条例。\n第二条 养护责任按照下列规定确定：\n（一）公园内的古树由市园林局负责；\n（二）其他古树由市林业局负责。\n第三条 市林业局负责监督管理。\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (LAW, DocumentKind.LAW),
        (
            "某市人民政府关于禁止燃放烟花爆竹的命令\n一、禁止燃放工作由市公安局负责。\n二、本命令自发布之日起施行。",
            DocumentKind.LAW,
        ),
        ("某市第1号总河长令\n一、清理河道。（市水利局牵头）", DocumentKind.PLAN),
        ("某市优化营商环境行动方案\n1.压缩时限。（市商务局牵头）", DocumentKind.PLAN),
        ("关于印发某市工作方案的通知\n1.压缩时限。（市商务局牵头）", DocumentKind.PLAN),
        ("关于召开全市林业工作会议的通知\n各县（区）林业局：\n会议时间为5月6日。", DocumentKind.NOTICE),
        ("2023年某市政府工作报告\n一年来，我们扎实工作。", DocumentKind.REPORT),
        ("某市召开座谈会\n新华社某市5月6日电（记者张某）市教育局牵头建设平台。", DocumentKind.NEWS),
        (
            "某市若干措施\n第一条 支持企业。（责任单位：市工信局）\n第二条 支持人才。（责任单位：市人社局）\n第三条 支持创新。（责任单位：市科技局）",
            DocumentKind.PLAN,
        ),
    ],
)
def test_a_document_is_of_one_kind(text: str, kind: DocumentKind) -> None:
    assert extract(document(text)).plan.kind is kind


def test_in_a_law_a_norm_is_no_task() -> None:
    assert not [a for a in extract(document(LAW)).assignments if a.basis.counted]
    bare = LAW.replace("（一）公园内的古树由市园林局负责；", "（一）报管理部门（市财政局、有关部门）。")
    assert not [a for a in extract(document(bare)).assignments if a.basis.counted]
    plan = LAW.replace("条例", "方案").replace("第一条", "一、").replace("第二条", "二、").replace("第三条", "三、")
    assert [a.mention.words for a in extract(document(plan)).assignments if a.basis.counted]
