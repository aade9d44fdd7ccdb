"""The sentences of the query page."""

from collections.abc import Mapping

from graph.texts import Bilingual


def _(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


QUERY: Mapping[str, Bilingual] = {
    "nav.query": _("查询", "Query"),
    "query.question": _("用 SPARQL 查询", "Query with SPARQL"),
    "query.what": _(
        "所有方案的图合在一起查，每份方案也是一个具名图。查询有时限和行数上限，读不到文件，也出不了本机。",
        "All plans are asked as one graph; each is a named graph too. A query has a time limit and a row limit, and "
        "reaches neither files nor the network.",
    ),
    "query.editor": _("查询语句", "The query"),
    "query.keys": _(
        "Ctrl+Enter 运行；先按 Esc 再按 Tab 离开编辑框。", "Ctrl+Enter runs; Escape, then Tab leaves the editor."
    ),
    "query.run": _("运行", "Run"),
    "query.stop": _("停止", "Stop"),
    "query.running": _("正在查询……", "Running…"),
    "query.stopped": _("已停止。", "Stopped."),
    "query.lost": _("服务没有回答，请确认它还在运行。", "The service did not answer. See whether it is still running."),
    "query.seconds": _("时限（秒）", "Time limit (s)"),
    "query.examples": _("例子", "Examples"),
    "query.examples.pick": _("换成一个现成的问题……", "Take a ready question…"),
    "query.rows": _("{count} 行，用时 {seconds} 秒", "{count} rows in {seconds} s"),
    "query.yes": _("是", "Yes"),
    "query.no": _("否", "No"),
    "query.cut": _("只给出前 {shown} 行，可能还有。", "Only the first {shown} rows are given; there may be more."),
    "query.page.cut": _(
        "表中只显示前 {shown} 行；下载里是全部。", "The table shows the first {shown} rows; the download has them all."
    ),
    "query.error": _("第 {line} 行第 {column} 列", "Line {line}, column {column}"),
    "query.table": _("表", "Table"),
    "query.chart": _("图表", "Chart"),
    "query.picture": _("关系图", "Graph"),
    "query.view": _("看成", "Show as"),
    "query.no_chart": _("图表要有一列名称和一列数字。", "A chart needs a column of names and one of numbers."),
    "query.no_picture": _("关系图要有两列都是事物（IRI）。", "A graph needs two columns of things (IRIs)."),
    "query.picture.cut": _("只画前 {shown} 个事物。", "Only the first {shown} things are drawn."),
    "query.share": _("这个查询的链接", "Link to this query"),
    "query.excel": _("CSV（Excel 可直接打开）", "CSV (opens in Excel)"),
    "query.json": _("JSON", "JSON"),
    "query.noscript": _(
        "没有脚本也能用：点“运行”，结果在下面。", "Works without scripts: press Run, the result is below."
    ),
}
