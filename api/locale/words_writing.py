"""The sentences of the pages that write: the token, the import, the corrections."""

from collections.abc import Mapping

from extract.readers.formats import CONVERTED, READABLE
from graph.texts import Bilingual


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
        f"支持 {'、'.join(READABLE)}（pdf 须有文字）；{'、'.join(CONVERTED)} 需要本机装有 LibreOffice。"
        "一次最多 {files} 个文件，共 {size} MB。文件只在本机读取。",
        f"Reads {', '.join(READABLE)} (pdf with text); {', '.join(CONVERTED)} need LibreOffice on this machine. "
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
    # corrections
    "corrections.question": _("人改了什么？", "What did people correct?"),
    "corrections.none": _(
        "还没有更正。在方案原文里点一处分工，或选中几个字，就能更正。",
        "No correction yet. Click an assignment in a plan's text, or select words there, to correct.",
    ),
    "corrections.who": _("谁", "Who"),
    "corrections.when": _("何时", "When"),
    "corrections.why": _("为何", "Why"),
    "corrections.what": _("改了什么", "What"),
    "corrections.state": _("结果", "State"),
    "corrections.undo": _("撤销", "Undo"),
    "corrections.undo.why": _("改回原样", "back to how it was"),
    "corrections.done": _("已更正", "Corrected"),
    "corrections.back": _("回到刚才的地方", "Back to where you were"),
    "corrections.same": _("统计数字没有变化。", "No count has changed."),
    "corrections.take": _("导入更正表（CSV）", "Import a table of corrections (CSV)"),
    "corrections.take.do": _("导入", "Import"),
    "corrections.to": _("改为", "to"),
    "corrections.door": _("更正需要口令。", "Correcting takes the token."),
    "corrections.open": _("更正", "Correct"),
    "corrections.lost": _("{count} 条更正不再适用", "{count} corrections no longer fit"),
    "state.in_force": _("有效", "In force"),
    "state.undone": _("已撤销", "Undone"),
    "state.conflict": _("不再适用", "No longer fits"),
    "change.merge": _("合并单位", "Merge units"),
    "change.split": _("拆分单位", "Split a unit"),
    "change.rename": _("改单位名称", "Rename a unit"),
    "change.role": _("改角色", "Change the role"),
    "change.add": _("新增分工", "Add an assignment"),
    "change.drop": _("删除分工", "Drop an assignment"),
    "change.move": _("移动任务边界", "Move a task's boundary"),
    "change.accept": _("采纳", "Accept"),
    "change.dismiss": _("不采纳", "Dismiss"),
    "change.undo": _("撤销更正", "Undo a correction"),
    "change.reassign": _("指给另一个单位", "Give to another unit"),
    "moved.unit": _("单位", "Unit"),
    "moved.led": _("牵头", "Leads"),
    "moved.supported": _("配合", "Supports"),
    "moved.tasks": _("全部任务", "All tasks"),
    # one correction
    "correct.assignment": _("这条分工读对了吗？", "Was this assignment read rightly?"),
    "correct.unit": _("这个单位认对了吗？", "Is this unit the right one?"),
    "correct.task": _("这项任务读对了吗？", "Was this task read rightly?"),
    "correct.task.more": _("还有谁负责", "Who else is responsible"),
    "correct.finding": _("这一处怎么办？", "What about this place?"),
    "correct.read": _("读作", "Read as"),
    "correct.role": _("角色应为", "The role should be"),
    "correct.role.do": _("改角色", "Change the role"),
    "correct.unit.one": _("这几个字指的是另一个单位", "These words mean another unit"),
    "correct.unit.do": _("指给它", "Give it there"),
    "correct.find": _("找单位", "Find a unit"),
    "correct.find.do": _("找", "Find"),
    "correct.choose": _("选一个单位", "Choose a unit"),
    "correct.drop": _("这不是分工", "This is no assignment"),
    "correct.drop.do": _("删除这条分工", "Drop this assignment"),
    "correct.merge": _("它与另一个单位是同一个", "It is the same as another unit"),
    "correct.merge.do": _("并入", "Merge"),
    "correct.everywhere": _("这个单位在所有方案里都认错了：去单位页", "It is wrong in every plan: go to the unit"),
    "correct.rename": _("名称应为", "Its name should be"),
    "correct.rename.do": _("改名", "Rename"),
    "correct.split": _("下列分工其实属于另一个单位", "These assignments belong to another unit"),
    "correct.split.name": _("新单位的名称", "Name of the new unit"),
    "correct.split.do": _("拆分", "Split"),
    "correct.accept": _("算作分工", "Count it as an assignment"),
    "correct.accept.finding": _("确有问题，采纳", "It is so: accept"),
    "correct.dismiss": _("不是问题，不采纳", "It is not: dismiss"),
    "correct.dismiss.sentence": _("不是职责，不采纳", "It is no duty: dismiss"),
    "correct.who": _("谁更正", "Who corrects"),
    "correct.why": _("为什么", "Why"),
    "correct.why.default": _("识别有误", "misread"),
    "correct.words": _("原文用语", "Words of the text"),
    "correct.add.do": _("新增分工", "Add the assignment"),
    "correct.add.how": _(
        "照录本任务原文里的用语，例如“市财政局”。", "Copy the words from the text of this task, such as 市财政局."
    ),
    "correct.task.open": _("看这项任务", "See the task"),
    "correct.cancel": _("不改", "Leave it"),
    "correct.closed": _("查看不需要口令，更正需要。", "Reading needs no token; correcting does."),
    "correct.enter": _("输入口令", "Enter the token"),
    "finding.judge": _("处理", "Judge"),
    "verdict.accept": _("已采纳", "Accepted"),
    "verdict.dismiss": _("不采纳", "Dismissed"),
    # the boundary of a task
    "edge.question": _("任务从哪里开始，到哪里为止？", "Where does the task begin, where does it end?"),
    "edge.begins": _("{task}：从选中的字开始", "{task}: begins with the selected words"),
    "edge.ends": _("{task}：到选中的字为止", "{task}: ends with the selected words"),
    "edge.none": _(
        "这里不能作为任务的起止：任务本来就从这里起止，或会有任务一个字也不剩。",
        "No task can begin or end here: one does already, or nothing would be left of another.",
    ),
    "edge.what": _(
        "相邻任务随之让出，划过来的文字里的分工一并归本任务。",
        "Neighbouring tasks give way; assignments in the words that come over become this task's.",
    ),
    "edge.task": _("起止划错了", "Its beginning or end is wrong"),
    "edge.first": _("从这几个字开始", "Begins with these words"),
    "edge.last": _("到这几个字为止", "Ends with these words"),
    "edge.how": _(
        "照录原文；有几处相同的，取最近的一处。", "Copy them from the text; of several places the nearest counts."
    ),
    "edge.do": _("移动边界", "Move the boundary"),
    # the reader
    "reader.find": _("在原文中查找", "Find in the text"),
    "reader.find.next": _("下一处", "Next"),
    "reader.find.previous": _("上一处", "Previous"),
    "reader.filter": _("只看这种角色", "Show this role only"),
    "reader.select": _("把选中的字指定为分工…", "Make the selected words an assignment…"),
    "reader.bound": _("任务从这里起、到这里止…", "A task begins or ends here…"),
    "reader.task": _("更正这项任务", "Correct this task"),
    "reader.new": _("这几个字指定谁、做什么？", "Whom do these words assign?"),
    "reader.which": _("哪一项", "Which"),
    "reader.everywhere": _(
        "这个单位处处都认错了：把它并入所选的单位", "This unit is wrong everywhere: merge it into the chosen one"
    ),
    "reader.save": _("更正", "Correct"),
    "reader.more": _("改单位名称、拆分…", "Rename or split the unit…"),
    "reader.enter": _("输入口令后可以更正", "Enter the token to correct"),
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
