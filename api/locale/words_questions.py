"""The sentences of the questions' pages."""

from collections.abc import Mapping

from graph.texts import Bilingual


def _(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


QUESTIONS: Mapping[str, Bilingual] = {
    "nav.questions": _("问题", "Questions"),
    "questions.question": _("想问什么？", "What would you ask?"),
    "questions.what": _(
        "不会查询语言也能问：写一行条件，组一句话，或者挑一个现成的问题。每个答案都带着它的 SPARQL。",
        "No query language needed: write a line of conditions, put a sentence together, or pick a ready question. "
        "Every answer shows its SPARQL.",
    ),
    "questions.line": _("一行条件，找任务", "A line of conditions, to find tasks"),
    "questions.line.hint": _("牵头:法制办 配合:公安局 章节:四 执法", "lead:法制办 support:公安局 section:四 执法"),
    "questions.line.fields": _(
        "可用：牵头、配合、共同、落实、指导、督办、单位、章节、方案、清晰度、时限；前面加 - 表示没有；不写条件名就在任务原文里找。",
        "Fields: lead, support, joint, implement, guide, supervise, unit, section, plan, clarity, deadline; a - in front "
        "means without; words alone are looked for in the task's own text.",
    ),
    "questions.sentence": _("一句话，找单位", "A sentence, to find units"),
    "questions.sentence.list": _("列出", "List the units that"),
    "questions.sentence.items": _("项的", "tasks,"),
    "questions.sentence.kind": _("哪类单位", "kind of unit"),
    "questions.sentence.kinds": _("单位（各类）", "units of every kind"),
    "questions.sentence.section": _("在哪一部分（编号或标题）", "in which section (number or title)"),
    "questions.sentence.beside": _("同哪个单位一起", "together with which unit"),
    "questions.ready": _("现成的问题", "Ready questions"),
    "questions.parameters": _("可以改的地方", "What can be changed"),
    "questions.go": _("回答", "Answer"),
    "questions.sparql": _("这句话的 SPARQL", "The SPARQL it means"),
    "questions.open": _("在查询页里打开", "Open on the query page"),
    "questions.none": _("没有符合的。", "Nothing fits."),
    "questions.rows": _("{count} 行", "{count} rows"),
    "questions.cite": _("引用这个答案", "To cite this answer"),
    "questions.cite.as": _(
        "“{title}”，责任图谱，数据指纹 {hash}，{count} 行。",
        "“{title}”, dutygraph, data fingerprint {hash}, {count} rows.",
    ),
    "questions.back": _("所有问题", "All questions"),
    "questions.cut": _("只显示前 {shown} 行；下载里是全部。", "The first {shown} rows; the download has them all."),
    # the columns of the answers, as the queries call them
    "questions.column.unit": _("单位", "unit"),
    "questions.column.name": _("名称", "name"),
    "questions.column.tasks": _("任务数", "tasks"),
    "questions.column.task": _("任务", "task"),
    "questions.column.reference": _("编号", "reference"),
    "questions.column.text": _("原文", "text"),
    "questions.column.section": _("部分", "section"),
    "questions.column.title": _("标题", "title"),
    "questions.column.role": _("角色", "role"),
    "questions.column.mention": _("原文写法", "mention"),
    "questions.column.plan": _("方案", "plan"),
    "questions.column.lead": _("牵头单位", "lead"),
    "questions.column.deadline": _("时限", "deadline"),
    "questions.column.assignments": _("分工数", "assignments"),
    "questions.column.units": _("单位数", "units"),
    "questions.column.times": _("次数", "times"),
    "questions.column.clarity": _("牵头清晰度", "clarity"),
    "questions.column.grade": _("牵头清晰度", "grade"),
    "questions.column.label": _("标签", "label"),
    "questions.column.code": _("发现", "finding"),
    "questions.column.quote": _("引文", "quote"),
    "questions.column.start": _("起", "start"),
    "questions.column.end": _("止", "end"),
    "questions.column.successor": _("承接单位", "successor"),
    "questions.column.shared": _("共同任务", "shared"),
    "questions.column.a": _("单位甲", "unit A"),
    "questions.column.b": _("单位乙", "unit B"),
}
