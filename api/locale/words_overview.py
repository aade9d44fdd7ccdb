"""The sentences of the overview's charts."""

from collections.abc import Mapping

from graph.texts import Bilingual


def _(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


OVERVIEW: Mapping[str, Bilingual] = {
    "chart.legend": _("图例", "Legend"),
    "chart.unit_sections": _("单位 × 部分", "Units × sections"),
    "chart.sections": _("各部分的任务，按牵头情况分", "Tasks of each section, by lead clarity"),
    "chart.sections.more": _("另有 {count} 个部分，任务较少", "{count} more sections with fewer tasks"),
    "chart.heat.more": _("另有 {count} 个部分", "{count} more sections"),
    "chart.reading": _("每份方案读了多少", "How much of each plan was read"),
    "chart.reading.more": _("另有 {count} 份方案", "{count} more plans"),
    "chart.characters": _("{count} 字", "{count} characters"),
    "chart.share": _("{share}%", "{share}%"),
    "chart.graph": _("在图谱中看它", "See it in the graph"),
    "chart.findings": _("需要看一眼的地方", "To check"),
}
