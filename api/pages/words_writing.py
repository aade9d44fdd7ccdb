"""The sentences of the pages that write: the token, the import, the corrections."""

from collections.abc import Mapping

from extract.records import Bilingual


def _(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


WRITING: Mapping[str, Bilingual] = {
    "nav.import": _("导入", "Import"),
    "nav.corrections": _("更正", "Corrections"),
    # the token
    "door.title": _("输入口令", "Enter the token"),
    "door.what": _(
        "查看不需要口令；导入、更正和移除需要。口令印在启动服务的窗口里，只需输入一次。",
        "Reading needs no token; importing, correcting and removing do. "
        "It is printed in the window that started the server; enter it once.",
    ),
    "door.token": _("口令", "Token"),
    "door.who": _("您的姓名（记在更正里）", "Your name (kept with your corrections)"),
    "door.enter": _("进入", "Enter"),
    "door.leave": _("收回口令", "Give the token back"),
    "door.wrong": _(
        "口令不对。请照启动窗口里的文字重新输入。", "That is not the token. Copy it from the window that started it."
    ),
    "door.closed": _(
        "此服务只读，启动时没有设置口令，不能导入或更正。",
        "This server was started without a token: it is read-only and takes no import and no correction.",
    ),
    # import
    "import.question": _("把方案导入进来", "Import plans"),
    "import.what": _(
        "支持 txt、docx、pdf（有文字的）、html、xlsx、csv、ofd；.doc 和 .wps 需要本机装有 LibreOffice。"
        "一次最多 {files} 个文件，共 {size} MB。文件只在本机读取。",
        "txt, docx, pdf with text, html, xlsx, csv and ofd; .doc and .wps need LibreOffice on this machine. "
        "At most {files} files and {size} MB at once. They are read on this machine alone.",
    ),
    "import.drop": _("把文件拖到这里，或", "Drop files here, or"),
    "import.choose": _("选择文件", "Choose files"),
    "import.again": _("已有的方案也重新读一遍", "Read plans again that are here already"),
    "import.send": _("导入", "Import"),
    "import.sending": _("正在发送", "Sending"),
    "import.failed": _(
        "没有收到服务的答复，文件没有导入。请确认服务仍在运行，然后重试。",
        "The server did not answer; nothing was imported. Check that it is still running and try again.",
    ),
    "import.jobs": _("最近的导入", "Recent imports"),
    "import.job": _("导入 {count} 个文件", "Import of {count} files"),
    "import.file": _("文件", "File"),
    "import.steps": _("进度", "Progress"),
    "import.result": _("结果", "Result"),
    "import.working": _("正在读取，已完成 {done} / {total}", "At work: {done} of {total} done"),
    "import.over": _(
        "完成：{good} 个入库，{there} 个早已有，{bad} 个未能读取。",
        "Done: {good} stored, {there} were here already, {bad} could not be read.",
    ),
    "import.cancelled": _("（已取消，其余未读）", "(cancelled; the rest was not read)"),
    "import.cancel": _("取消", "Cancel"),
    "import.more": _("再导入一些", "Import more"),
    "import.numbers": _(
        "{tasks} 项任务 · {assignments} 条分工 · {units} 个单位",
        "{tasks} tasks · {assignments} assignments · {units} units",
    ),
    "import.ledger": _(
        "台账：已读 {read} 字，非分工 {other} 字，未读 {unread} 字",
        "Ledger: {read} characters read, {other} not an assignment, {unread} unread",
    ),
    "import.look": _("{count} 处需要看一眼", "{count} to check"),
    "import.conflicts": _("{count} 条旧更正不再适用", "{count} earlier corrections no longer fit"),
    "import.nothing": _(
        "没有读到分工。请核对这是不是分工方案。", "No assignment was read. Check that it assigns duties at all."
    ),
    "import.duplicate": _("内容与已有的方案相同，没有重复入库。", "The same content is here already; nothing doubled."),
    "import.reload": _("没有脚本时，请刷新查看进度。", "Without scripts, reload the page to see the progress."),
    "step.waiting": _("等待", "Waiting"),
    "step.read": _("读取", "Read"),
    "step.outline": _("结构", "Outline"),
    "step.clauses": _("分工", "Clauses"),
    "step.units": _("单位", "Units"),
    "step.graph": _("成图", "Graph"),
    "step.stored": _("入库", "Stored"),
    "step.failed": _("未能读取", "Not read"),
    "step.cancelled": _("已取消", "Cancelled"),
    "step.duplicate": _("已有", "Here already"),
    # removing a plan
    "remove.link": _("移除这份方案", "Remove this plan"),
    "remove.question": _("移除《{title}》？", "Remove “{title}”?"),
    "remove.what": _(
        "方案的原文、任务和分工都会从数据中移除，统计随之改变；对它的更正会保留，再次导入时照旧生效。",
        "Its text, tasks and assignments leave the data and the numbers change; corrections to it are kept and apply "
        "again when it is imported again.",
    ),
    "remove.do": _("移除", "Remove"),
    "remove.keep": _("保留", "Keep it"),
    # failures
    "error.401.title": _("需要口令", "The token is needed"),
    "error.401.what": _("请在“导入”页输入口令后重试。", "Enter the token on the import page and try again."),
    "error.403.title": _("不能这样写入", "Not allowed to write"),
    "error.403.what": _(
        "此服务只读，或请求来自别处。", "This server is read-only, or the request came from elsewhere."
    ),
    "error.413.title": _("发送的内容太大", "Too much was sent"),
    "error.413.what": _("请分几次导入。", "Import it in several parts."),
}
