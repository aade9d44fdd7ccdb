"""What the explorer says, Chinese first; a closed list beside the catalogue of all pages."""

from collections.abc import Mapping

from api.locale.words import Lang, spoken
from graph.texts import Bilingual


def say(lang: Lang, key: str, **values: object) -> str:
    """Give a sentence of the explorer.

    >>> say(Lang.ZH, "layout.radial"), say(Lang.EN, "layout.radial")
    ('辐射', 'Radial')

    Raises:
        KeyError: when the catalogue has no such sentence, or a placeholder has no value.
    """
    return spoken(WORDS, lang, key, **values)


def _(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


WORDS: Mapping[str, Bilingual] = {
    "question": _("它们怎样连在一起？", "How does it all connect?"),
    "shown": _("已显示 {shown} / {total} 个节点、{lines} 条连线", "Showing {shown} of {total} nodes, {lines} lines"),
    "hidden.apart": _("{count} 个未加入", "{count} not added"),
    "hidden.filtered": _("{count} 个被筛掉", "{count} filtered out"),
    "hidden.away": _("{count} 个已移出", "{count} put away"),
    "hidden.cut": _("{count} 个画不下（先画连接多的）", "{count} too many to draw (the most connected come first)"),
    "hidden.none": _("没有隐藏的", "nothing hidden"),
    "unfilter": _("取消筛选", "Clear the filters"),
    "return": _("放回", "Put back"),
    "everything": _("全部显示（再加 {count} 个）", "Show everything (adds {count})"),
    "restart": _("从头开始", "Start over"),
    "search": _("搜索并加入", "Search and add"),
    "search.hint": _("单位、任务、部分", "Unit, task, section"),
    "search.go": _("找", "Find"),
    "search.found": _("“{words}”：点名称加入图中", "“{words}”: choose a name to add it"),
    "search.none": _("没有名称含“{words}”的单位、任务或部分。", "No unit, task or section is called “{words}”."),
    "search.there": _("已在图中", "already shown"),
    "layout": _("布局", "Layout"),
    "layout.columns": _("两列", "Columns"),
    "layout.layered": _("分层", "Layered"),
    "layout.radial": _("辐射", "Radial"),
    "layout.force": _("力导", "Force"),
    "reach": _("范围", "Reach"),
    "reach.0": _("自动", "Automatic"),
    "reach.1": _("一步", "One step"),
    "reach.2": _("两步", "Two steps"),
    "reach.3": _("三步", "Three steps"),
    "size": _("大小", "Size"),
    "colour": _("颜色", "Colour"),
    "measure.none": _("一样大", "All alike"),
    "measure.led": _("牵头数", "Tasks led"),
    "measure.shared": _("分摊牵头 1/k", "Led, shared 1/k"),
    "measure.first": _("首位牵头", "Led, first-listed"),
    "measure.supported": _("配合数", "Tasks supported"),
    "measure.tasks": _("涉及任务", "Tasks in all"),
    "measure.degree": _("连接数", "Degree"),
    "measure.betweenness": _("中介度", "Betweenness"),
    "measure.too_large": _("数据太大，暂不计算", "too large to work out here"),
    "colour.thing": _("节点类型", "Kind of node"),
    "colour.kind": _("单位类别", "Kind of unit"),
    "colour.grade": _("牵头情况", "Lead clarity"),
    "ramp": _("颜色越深，{measure}越多（最大 {most}）", "The deeper, the more: {measure} (most: {most})"),
    "filter.section": _("部分", "Section"),
    "filter.role": _("角色", "Role"),
    "filter.kind": _("单位类别", "Kind of unit"),
    "filter.grade": _("牵头情况", "Clarity"),
    "filter.any": _("不限", "Any"),
    "draw": _("画图", "Draw"),
    "thing.unit": _("单位", "Unit"),
    "thing.task": _("任务", "Task"),
    "thing.section": _("部分", "Section"),
    "thing.plan": _("方案", "Plan"),
    "part_of": _("属于", "Part of"),
    "legend": _("图例（点一下显示或隐藏）", "Legend (click to show or hide)"),
    "legend.on": _("隐藏", "Hide"),
    "legend.off": _("显示", "Show"),
    "picture": _(
        "连线图。方向键移到邻近的节点，回车展开，Esc 取消选择，加减号缩放；右侧的表格是同样的内容。",
        "Node-link picture. Arrow keys move to the node on that side, Enter expands, Escape clears, plus and minus zoom; "
        "the table beside it holds the same content.",
    ),
    "keys": _(
        "方向键选节点 · 回车展开 · Esc 取消 · ＋－缩放 · 0 全图 · Ctrl+Z 撤销",
        "Arrows choose · Enter expands · Esc clears · plus, minus zoom · 0 fits · Ctrl+Z undoes",
    ),
    "wait": _("正在重画…", "Drawing again…"),
    "failed": _("没有取到数据，图还是原来的样子。", "The data did not arrive; the picture is as before."),
    "spoken": _(
        "{name}，{kind}，{lines} 条连线，还有 {more} 个邻居未加入",
        "{name}, {kind}, {lines} lines, {more} neighbours not added",
    ),
    "without": _(
        "没有脚本时，图由服务器画成；名称和“展开”都是链接。",
        "Without scripts the server draws the picture; names and “expand” are links.",
    ),
    "undo": _("撤销", "Undo"),
    "redo": _("重做", "Redo"),
    "fit": _("全图", "Fit"),
    "in": _("放大", "Zoom in"),
    "out": _("缩小", "Zoom out"),
    "tools": _("工具", "Tools"),
    "views": _("存下的视图", "Saved views"),
    "views.name": _("视图名称", "Name of the view"),
    "views.save": _("存为视图", "Save the view"),
    "views.drop": _("删除", "Delete"),
    "views.none": _("还没有存下的视图；视图只存在这个浏览器里。", "No saved view yet; views stay in this browser."),
    "save": _("另存", "Save as"),
    "panel": _("选中", "Selected"),
    "panel.none": _(
        "点一个节点，或在表格里选一行，这里就显示它的分工和原话。",
        "Choose a node or a row of the table, and its assignments and their words appear here.",
    ),
    "panel.expand": _("展开 +{count}", "Expand +{count}"),
    "panel.whole": _("邻居都已加入", "All its neighbours are shown"),
    "panel.close": _("收起", "Collapse"),
    "panel.centre": _("以它为中心", "Centre on it"),
    "panel.away": _("移出", "Put away"),
    "panel.outside": _("不在图中", "Not in the picture"),
    "panel.add": _("加入图中", "Add to the picture"),
    "panel.depart": _("从这里找路径", "Path from here"),
    "panel.arrive": _("路径到这里", "Path to here"),
    "panel.departed": _("起点：{name}。再选一个单位作终点。", "From {name}. Now choose the unit it should lead to."),
    "panel.quotes": _("原话", "In these words"),
    "panel.rest": _("另有 {count} 条", "{count} more"),
    "panel.text": _("正文语句，不计数", "running text, not counted"),
    "panel.no_quotes": _("没有读到分工。", "No assignment was read."),
    "paths": _("{start}与{end}之间的路径", "Paths between {start} and {end}"),
    "paths.steps": _("经 {count} 项共同任务", "through {count} shared tasks"),
    "paths.none": _(
        "在现有筛选下，这两个单位之间没有经共同任务的路径。",
        "Under these filters no path of shared tasks joins the two units.",
    ),
    "paths.drop": _("去掉路径", "Drop the path"),
    "table": _("同一批数据的表格", "The same data as a table"),
    "table.things": _("节点", "Nodes"),
    "table.lines": _("连线", "Lines"),
    "table.name": _("名称", "Name"),
    "table.line_count": _("连线", "Lines"),
    "table.added": _("可展开", "To add"),
    "table.expand": _("展开 {name}，再加 {count} 个", "Expand {name}: adds {count}"),
    "table.from": _("从", "From"),
    "table.role": _("角色", "Role"),
    "table.to": _("到", "To"),
    "table.page": _("第 {page} / {pages} 页，共 {total} 行", "Page {page} of {pages}, {total} rows"),
    "empty": _("图中没有节点：都被筛掉或移出了。", "Nothing to show: all is filtered out or put away."),
}
