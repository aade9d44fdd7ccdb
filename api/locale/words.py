"""The one bilingual catalogue of the pages: every sentence a page says, Chinese first.

A closed list: a misspelt key fails, a missing language cannot be written. Placeholders are ``str.format`` fields.
"""

from collections.abc import Mapping
from enum import StrEnum

from api.locale.words_analysis import ANALYSIS
from api.locale.words_overview import OVERVIEW
from api.locale.words_query import QUERY
from api.locale.words_questions import QUESTIONS
from api.locale.words_writing import WRITING
from graph.texts import Bilingual
from ontology.labels import ROLES


class Lang(StrEnum):
    """The languages of the pages."""

    ZH = "zh"
    EN = "en"


def say(lang: Lang, key: str, **values: object) -> str:
    """Give a sentence in a language.

    >>> say(Lang.ZH, "role.lead"), say(Lang.EN, "role.lead")
    ('牵头', 'Lead')

    Raises:
        KeyError: when the catalogue has no such sentence, or a placeholder has no value.
    """
    return spoken(WORDS, lang, key, **values)


def spoken(catalogue: Mapping[str, Bilingual], lang: Lang, key: str, **values: object) -> str:
    """Give a sentence of one catalogue in a language.

    Raises:
        KeyError: when the catalogue has no such sentence, or a placeholder has no value.
    """
    sentence = catalogue[key]
    return (sentence.zh if lang is Lang.ZH else sentence.en).format(**values)


def _(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


WORDS: Mapping[str, Bilingual] = {
    # the frame of every page
    "site.name": _("责任图谱", "Dutygraph"),
    "site.skip": _("跳到正文", "Skip to the content"),
    "site.offline": _(
        "全部内容来自本机，本页不向任何其他主机发出请求。",
        "Everything comes from this machine; no page asks another host.",
    ),
    "site.language": _("English", "中文"),
    "site.search": _("搜索", "Search"),
    "site.search.hint": _("单位、任务、原文", "Units, tasks, text"),
    "site.menu": _("页面", "Pages"),
    "nav.overview": _("总览", "Overview"),
    "nav.plans": _("方案", "Plans"),
    "nav.units": _("单位", "Units"),
    "nav.tasks": _("任务", "Tasks"),
    "nav.clarity": _("牵头不明", "Clarity"),
    "nav.graph": _("图谱", "Graph"),
    "nav.ontology": _("词表", "Vocabulary"),
    # the words of the vocabulary
    **{f"role.{role}": _(label.zh, label.en.capitalize()) for role, label in ROLES.items()},
    "role.bearers": _("牵头或分工负责", "Lead or joint"),
    "mark.lead": _("牵", "L"),
    "mark.support": _("配", "S"),
    "mark.joint": _("共", "J"),
    "mark.implement": _("施", "I"),
    "mark.guide": _("导", "G"),
    "mark.supervise": _("督", "V"),
    "kind.single": _("单位", "Unit"),
    "kind.collective": _("集体", "Collective"),
    "kind.group_office": _("议事机构办公室", "Group office"),
    "kind.class_word": _("类称", "Class word"),
    "kind.person": _("个人", "Person"),
    "kind.outsider": _("体系外单位", "Outside body"),
    "level.national": _("国家", "National"),
    "level.province": _("省级", "Province"),
    "level.prefecture": _("地级", "Prefecture"),
    "level.county": _("县级", "County"),
    "level.township": _("乡级", "Township"),
    "level.unknown": _("级别不详", "Level unknown"),
    "severity.info": _("提示", "Note"),
    "severity.warning": _("请看一眼", "Please check"),
    "severity.error": _("需要处理", "Needs work"),
    "state.read": _("已读", "Read"),
    "state.not_assignment": _("非分工", "Not an assignment"),
    "state.unread": _("未读", "Unread"),
    "basis.clause": _("责任条款", "Clause"),
    "basis.table": _("表格", "Table"),
    "basis.duty_list": _("职责清单（不计数）", "Duty list (not counted)"),
    "basis.sentence": _("正文语句（不计数）", "Running text (not counted)"),
    "basis.proposed": _("建议，尚未接受（不计数）", "Proposed, not yet accepted (not counted)"),
    # the columns of the tables
    "column.unit": _("单位", "Unit"),
    "column.kind": _("类别", "Kind"),
    "column.led": _("牵头", "Leads"),
    "column.shared": _("分摊", "Shared"),
    "column.first": _("首位", "First"),
    "column.supported": _("配合", "Supports"),
    "column.involved": _("全部任务", "All tasks"),
    "column.sections": _("部分", "Sections"),
    "column.task": _("任务", "Task"),
    "column.clarity": _("牵头情况", "Lead clarity"),
    "column.leads": _("牵头单位", "Leads"),
    "column.supports": _("配合单位", "Supports"),
    "column.section": _("所在部分", "Section"),
    "column.role": _("角色", "Role"),
    "column.words": _("原文用语", "Words"),
    "column.rank": _("位次", "Place"),
    "column.rule": _("依据", "Rule"),
    "column.confidence": _("把握", "Confidence"),
    "column.plan": _("方案", "Plan"),
    "column.issuer": _("发文机关", "Issuer"),
    "column.issued": _("日期", "Date"),
    "column.tasks": _("任务", "Tasks"),
    "column.units": _("单位", "Units"),
    "column.assignments": _("分工", "Assignments"),
    "column.findings": _("待看", "To check"),
    "column.deadline": _("时限", "Deadline"),
    "column.sum": _("合计", "Total"),
    # counts, with their nouns
    "count.plans": _("份方案", "plans"),
    "count.tasks": _("项任务", "tasks"),
    "count.units": _("个单位", "units"),
    "count.assignments": _("条分工", "assignments"),
    "count.sections": _("个部分", "sections"),
    "count.findings": _("处需要看一眼", "to check"),
    "count.shown": _("显示 {shown} / {total}", "Showing {shown} of {total}"),
    # overview
    "overview.question": _("这些方案把担子压在了谁身上？", "Who carries the load of these plans?"),
    "overview.question.one": _("这份方案把担子压在了谁身上？", "Who carries the load of this plan?"),
    "overview.loaded": _("谁的担子最重？", "Who carries the most?"),
    "overview.unclear": _("哪些任务没有明确的牵头单位？", "Which tasks have no clear lead?"),
    "overview.sections": _("担子落在哪些部分？", "In which sections does the load lie?"),
    "overview.reading": _("读得怎么样？", "How well was it read?"),
    "overview.reading.good": _(
        "全文 {characters} 字都有着落，没有未读的文字。",
        "All {characters} characters are accounted for; none is unread.",
    ),
    "overview.reading.unread": _(
        "{stretches} 段文字未读，共 {characters} 字。", "Unread stretches: {stretches} ({characters} characters)."
    ),
    "overview.findings.none": _("没有需要看一眼的地方。", "Nothing to check."),
    "overview.unclear.words": _("原文这样写", "In the words of the text"),
    "overview.unclear.more": _("另有 {count} 项", "{count} more tasks"),
    "overview.more": _("另有 {count} 个单位", "{count} more units"),
    "overview.definitions": _("定义与阈值", "Definitions and thresholds"),
    "overview.download": _("下载", "Download"),
    "count.mode": _("计数方式", "Count"),
    "count.full": _("全部", "Full"),
    "count.full.note": _("每项牵头任务计 1", "each task led counts 1"),
    "count.split": _("分摊 1/k", "Shared 1/k"),
    "count.split.note": _("k 个并列牵头单位各计 1/k", "each of k co-leads counts 1/k"),
    "count.first": _("仅首位", "First-listed"),
    "count.first.note": _("只计列在首位的单位", "only the unit listed first counts"),
    "count.fragile": _("换一种算法，名次就变", "Another way of counting changes the rank"),
    "count.collectives": _("含集体", "With collectives"),
    # empty store
    "empty.title": _("还没有方案", "No plan yet"),
    "empty.what": _(
        "责任图谱把方案里的责任单位、牵头单位、配合单位读成一张可以查证的图，每个数字都能点回原文。",
        "Dutygraph reads who leads and who supports in a plan into a graph in which every number opens its sentence.",
    ),
    "empty.how": _("在命令行试一试示例方案：", "Try the example plan from the command line:"),
    "empty.own": _("或者读入自己的方案：", "Or read plans of your own:"),
    "empty.rows": _("没有符合条件的内容。", "Nothing matches."),
    "empty.clear": _("清除全部条件", "Clear all filters"),
    # plans
    "plans.question": _("读入了哪些方案？", "Which plans are loaded?"),
    "plan.question": _("原文怎么说？", "What does the text say?"),
    "plan.outline": _("目录", "Outline"),
    "plan.legend": _("图例", "Legend"),
    "plan.ledger.show": _("显示台账", "Show the ledger"),
    "plan.ledger.hide": _("隐藏台账", "Hide the ledger"),
    "plan.ledger.why": _(
        "台账说明每一段文字的下落：已读、非分工或未读。",
        "The ledger says what became of each stretch: read, not an assignment, or unread.",
    ),
    "plan.findings": _("需要看一眼的地方", "To check"),
    "plan.note": _("这一条", "This task"),
    "plan.source": _("来源文件", "Source file"),
    "plan.characters": _("{count} 字", "{count} characters"),
    "plan.mention": _(
        "{role}：{unit}（依据 {rule}，把握 {confidence}）", "{role}: {unit} (rule {rule}, confidence {confidence})"
    ),
    "plan.text": _("纯文本", "Plain text"),
    "plan.untitled": _("（无标题）", "(untitled)"),
    # units
    "units.question": _("哪个单位承担得最多？", "Which unit carries the most?"),
    "unit.question": _("这个单位都承担了什么？", "What does this unit carry?"),
    "unit.written": _("文中写作", "Written as"),
    "unit.unregistered": _("登记表中没有，按原文保留", "Not in the registry; kept as written"),
    "unit.tasks": _("承担的任务", "Its tasks"),
    "unit.partners": _("常一起出现的单位", "Units it works with"),
    "unit.partners.count": _("同任务", "Shared tasks"),
    "unit.sections": _("涉及的部分", "Its sections"),
    "unit.reform": _("试算：并入别的单位", "Try a merger on paper"),
    "unit.graph": _("在图谱中打开", "Open in the graph"),
    "unit.text": _("正文语句中的职责（列出，不计数）", "Duties in running text (shown, not counted)"),
    "unit.only_text": _(
        "责任栏里没有这个单位，只有正文语句提到它：它不进入任何计数和排名。",
        "No responsibility clause names this unit, only the running text: it enters no count and no ranking.",
    ),
    "units.sentences": _("正文语句中的职责也计数", "Count duties in the running text as well"),
    "units.with_sentences": _(
        "现在连正文语句中的职责一起计数；点进各数字所见的行，仍按条款和表格计。",
        "Duties in the running text are counted too; the rows behind each number still follow clauses and tables.",
    ),
    # tasks
    "tasks.question": _("每项任务由谁负责？", "Who is responsible for each task?"),
    "task.question": _("这项任务由谁负责？", "Who is responsible for this task?"),
    "task.evidence": _("分工与依据", "Assignments and their words"),
    "task.text": _("原文", "The text"),
    "task.open": _("看原文", "See the text"),
    "task.none": _("没有读到分工。", "No assignment was read."),
    "task.previous": _("上一项", "Previous task"),
    "task.next": _("下一项", "Next task"),
    "assignments.title": _("分工", "Assignments"),
    "assignments.question": _("每条分工的原话是什么？", "In which words is each assignment made?"),
    "facet.role": _("角色", "Role"),
    "facet.unit": _("单位", "Unit"),
    "facet.section": _("部分", "Section"),
    "facet.clarity": _("牵头情况", "Clarity"),
    "facet.plan": _("方案", "Plan"),
    "facet.kind": _("类别", "Kind"),
    "facet.text": _("文字", "Text"),
    "facet.more": _("……另有 {count} 个，请先选别的条件", "… {count} more: choose another filter first"),
    "facet.any": _("不限", "Any"),
    "facet.apply": _("筛选", "Filter"),
    "facet.active": _("条件", "Filters"),
    "facet.drop": _("去掉条件：{what}", "Drop the filter: {what}"),
    "page.previous": _("上一页", "Previous page"),
    "page.next": _("下一页", "Next page"),
    "page.of": _("第 {page} / {pages} 页", "Page {page} of {pages}"),
    "sort.by": _("按{column}排序", "Sort by {column}"),
    # clarity
    "clarity.question": _("哪些任务没有明确的牵头单位？", "Which tasks have no clear lead?"),
    "clarity.answer": _(
        "{count} 项任务没有具体单位牵头；另有 {equal} 项由几个单位并列负责，没有写明谁总牵头。",
        "{count} tasks have no particular unit in the lead; {equal} more are led side by side with nobody ranked first.",
    ),
    "clarity.all": _("全部", "All"),
    "clarity.definitions": _("九种情况的定义", "The nine definitions"),
    "clarity.ask": _("建议问一句", "Worth asking"),
    "clarity.also": _("配合单位已列", "Supporting units named"),
    "clarity.rule": _("定义", "Definition"),
    # search
    "search.question": _("“{words}”出现在哪里？", "Where does “{words}” occur?"),
    "search.blank": _("要找什么？", "What are you looking for?"),
    "search.units": _("单位", "Units"),
    "search.tasks": _("任务", "Tasks"),
    "search.passages": _("原文", "Passages"),
    "search.cut": _("只列出前 {count} 处。", "Only the first {count} are listed."),
    # errors
    "error.404.title": _("没有这一页", "No such page"),
    "error.404.what": _(
        "地址里的方案、单位或任务不在当前数据中。可能已被移除，或地址写错了。",
        "The plan, unit or task in the address is not in the data: it was removed, or the address is mistyped.",
    ),
    "error.405.title": _("这一页不接受这种请求", "This page does not take that method"),
    "error.405.what": _("请改用地址栏打开。", "Open it from the address bar instead."),
    "error.400.title": _("请求有误", "The request cannot be read"),
    "error.400.what": _(
        "地址中的某个参数不合规定，请检查后重试。", "A parameter in the address is not allowed; check it and try again."
    ),
    "error.500.title": _("出错了", "Something went wrong"),
    "error.500.what": _(
        "数据没有受影响。请重试；若一再出现，请把地址和时间告诉维护者。",
        "No data was harmed. Try again; if it keeps happening, tell the maintainer the address and the time.",
    ),
    "error.503.title": _("数据暂时不可用", "The data is not available now"),
    "error.back": _("回到总览", "Back to the overview"),
    **ANALYSIS,
    **OVERVIEW,
    **QUERY,
    **QUESTIONS,
    **WRITING,
}
