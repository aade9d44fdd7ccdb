"""The sentences of the analysis pages: overlap, comparison, reform."""

from collections.abc import Mapping

from graph.texts import Bilingual


def _(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


ANALYSIS: Mapping[str, Bilingual] = {
    "nav.overlap": _("重叠", "Overlap"),
    "nav.compare": _("对照", "Compare"),
    "nav.reform": _("改革", "Reform"),
    # files to hand on
    "report.memo": _("备忘（Word）", "Memo (Word)"),
    "report.workbook": _("全部分析（Excel）", "The whole analysis (Excel)"),
    "report.page": _("网页文件", "One web page"),
    "report.ledger": _("任务分工台账", "Task ledger"),
    # overlap
    "overlap.question": _("哪些单位的职责可能重叠？", "Which units may overlap?"),
    "overlap.answer": _(
        "{pairs} 对单位共同负责同一项任务；其中 {more} 对多于随机所期望的，建议核对职责边界；{blind} 对任务太少，无法判断。",
        "{pairs} pairs of units are responsible for a task together; {more} of them more often than chance would give, "
        "which needs a boundary check; {blind} have too few tasks to tell.",
    ),
    "overlap.none": _("没有两个单位共同负责同一项任务。", "No two units are responsible for one task."),
    "overlap.units": _("单位 × 单位", "Units × units"),
    "overlap.sections": _("单位 × 部分", "Units × sections"),
    "overlap.by.cluster": _("按分组排列", "By group"),
    "overlap.by.load": _("按担子排列", "By load"),
    "overlap.bearers": _("共同牵头或负责", "Leading or jointly responsible"),
    "overlap.all": _("任何角色", "Any role"),
    "overlap.with": _("含集体称谓", "With collectives"),
    "overlap.without": _("不含集体称谓", "Without collectives"),
    "overlap.matrix": _("共同任务数", "Shared tasks"),
    "overlap.matrix.sections": _("各部分的任务数", "Tasks by section"),
    "overlap.matrix.legend": _(
        "格中是共同任务数，对角线是该单位自己的任务数；颜色越深越多；⚠ 多于随机所期望的。点数字看任务和原文。",
        "A cell holds the shared tasks, the diagonal a unit's own; darker is more; ⚠ is more than chance. "
        "A number opens its tasks and their words.",
    ),
    "overlap.matrix.sections.legend": _(
        "格中是该单位在该部分的任务数；点数字看任务。",
        "A cell holds the unit's tasks in the section; a number opens them.",
    ),
    "overlap.more": _(
        "只画担子最重的 {shown} 个，另有 {more} 个在表中。",
        "The {shown} most loaded are drawn; {more} more are in the table.",
    ),
    "overlap.groups": _(
        "分组：Louvain，模块度 {modularity}，换种子时的一致程度 {stability}（1 为完全一致）。",
        "Groups: Louvain, modularity {modularity}, agreement of the seeds {stability} (1 is full agreement).",
    ),
    "overlap.table": _("每一对", "Every pair"),
    "overlap.method": _(
        "期望与 q：随机度序列模型（已知各单位任务数和名单长短），Benjamini–Hochberg 校正；共同任务不足 {minimum} 项的，不称为多于随机。不判断对错，只建议核对。",
        "Expected and q: stochastic degree sequence model (tasks of each unit and lengths of lists are known), corrected by "
        "Benjamini–Hochberg; fewer than {minimum} shared tasks are never called more than chance. It suggests a check.",
    ),
    "overlap.formulas": _("逐字重复的名单", "Lists that recur word for word"),
    "overlap.verdict.not_compared": _("均为地方政府，不作比较", "Governments of territories: not compared"),
    "overlap.verdict.more_than_chance": _("多于随机，核对边界", "More than chance: check the boundary"),
    "overlap.verdict.within_chance": _("随机可以解释", "Chance may explain it"),
    "overlap.verdict.cannot_judge": _("任务太少，无法判断", "Too few tasks to tell"),
    "overlap.pair": _("{a}和{b}共同负责什么？", "What do {a} and {b} share?"),
    "overlap.pair.facts": _(
        "共同 {shared} 项；随机期望 {expected} 项，q = {q}。前者 {a_tasks} 项中有 {a_in_b}，后者 {b_tasks} 项中有 {b_in_a} 是共同的；Jaccard {jaccard}。",
        "{shared} shared; chance would give {expected}, q = {q}. Of the first's {a_tasks} tasks {a_in_b}, of the second's {b_tasks} "
        "tasks {b_in_a} are shared; Jaccard {jaccard}.",
    ),
    "overlap.pair.nothing": _("这两个单位没有共同任务。", "These two units share no task."),
    "overlap.pair.back": _("回到全部", "Back to all pairs"),
    "overlap.pair.order": _("并列时谁总牵头？边界写在哪里？", "Who leads overall, and where is the boundary written?"),
    "column.expected": _("期望", "Expected"),
    "column.jaccard": _("Jaccard", "Jaccard"),
    "column.q": _("q", "q"),
    "column.verdict": _("判断", "Reading"),
    "column.pair": _("两个单位", "Two units"),
    "column.both": _("共同任务", "Shared tasks"),
    # comparison
    "compare.question": _("两份方案对同一件事怎么说？", "What do two plans say of the same matter?"),
    "compare.answer": _(
        "{same} 项牵头相同，{changed} 项牵头有变，其中 {conflict} 项没有一个相同；前一份独有 {dropped} 项，后一份新增 {new} 项。",
        "{same} tasks keep their leads, {changed} change them, {conflict} of these altogether; {dropped} are only in the earlier plan, "
        "{new} only in the later.",
    ),
    "compare.two": _(
        "对照需要两份方案。现在读入了 {count} 份，请再导入一份。",
        "A comparison needs two plans; {count} is loaded. Import another.",
    ),
    "compare.earlier": _("前一份", "Earlier plan"),
    "compare.later": _("后一份", "Later plan"),
    "compare.go": _("对照", "Compare"),
    "compare.matched": _("同一件事", "The same matter"),
    "compare.dropped": _("前一份有、后一份没有", "Only in the earlier plan"),
    "compare.new": _("后一份新增", "Only in the later plan"),
    "compare.more": _("另 {more} 项", "{more} more"),
    "compare.nothing": _("没有。", "None."),
    "compare.likeness": _("文字相似度", "Likeness"),
    "compare.method": _(
        "按责任栏之前的文字比对（二、三字连串的 TF-IDF 余弦，不低于 {alike}），每项至多配一项。是不是同一件事，请看原文。",
        "Matched by the words before the lists of units (TF-IDF of runs of two and three characters, cosine at least {alike}), "
        "each task at most once. Whether it is one matter, read the words.",
    ),
    "compare.kind.conflict": _("牵头完全不同", "Other leads"),
    "compare.kind.changed": _("牵头有变", "Leads changed"),
    "compare.kind.same": _("牵头相同", "Same leads"),
    "compare.ask": _("以哪一份为准？", "Which plan holds?"),
    "compare.everywhere": _(
        "所有方案之间：同一地方、同一件事、牵头完全不同", "Among all plans of one place: the same matter, other leads"
    ),
    "compare.everywhere.note": _(
        "只比同一地方的方案；最多列 50 项，按相似度排列。是不是同一件事、以哪一份为准，请看原文。",
        "Plans of one place only, at most 50, most alike first. Whether it is one matter, and which plan holds: read the words.",
    ),
    "compare.career": _("一个单位，几份方案", "One unit over several plans"),
    "compare.career.hint": _("单位全称、简称或原文写法", "A unit's name, or words of a plan"),
    "compare.career.show": _("看历年", "Show the years"),
    "compare.career.rule": _("按机构改革规则相连", "joined by the rule of the reform"),
    "compare.career.none": _("没有方案给它派任务。", "No plan gives it a task."),
    "column.share": _("占全部牵头", "Share of leads"),
    "column.place": _("名次", "Place"),
    # reform
    "reform.question": _("改革以后，担子和边界会怎样？", "What would a reform do to loads and boundaries?"),
    "reform.what": _(
        "在纸上试一试：合并、移交、撤销，或套用 2018、2023 年机构改革的一般规则。库里的数据和原文都不变。",
        "Try it on paper: merge, move, dissolve, or apply the general rule of the reforms of 2018 and 2023. "
        "Neither the data nor the words change.",
    ),
    "reform.example": _(
        "例：政府法制办并入司法局（2018 年机构改革）",
        "Example: the legal affairs office joins the justice bureau (reform of 2018)",
    ),
    "reform.table": _("套用机构改革表", "Apply a reform's table"),
    "reform.table.0": _("不套用", "None"),
    "reform.table.2018": _("2018 年", "2018"),
    "reform.table.2023": _("2018 和 2023 年", "2018 and 2023"),
    "reform.merge": _("并入", "Merge"),
    "reform.merge.old": _("原单位", "This unit"),
    "reform.merge.new": _("并入哪个单位", "into this unit"),
    "reform.move": _("移交一项", "Move one duty"),
    "reform.move.task": _("任务编号", "Task number"),
    "reform.move.old": _("由哪个单位", "from this unit"),
    "reform.move.new": _("移交给", "to this unit"),
    "reform.dissolve": _("撤销，无人接手", "Dissolve, nobody takes over"),
    "reform.go": _("看看会怎样", "See what happens"),
    "reform.clear": _("清空", "Clear"),
    "reform.fault": _("这样改不成", "This cannot be carried out"),
    "reform.nothing": _("什么也没有变。", "Nothing changes."),
    "reform.answer": _(
        "{loads} 个单位的担子变了，{grades} 项任务的牵头情况变了；{orphans} 项任务无人负责；{both} 项任务里同一单位既牵头又配合。",
        "The load of {loads} units changes, the lead clarity of {grades} tasks; {orphans} tasks are left to nobody; "
        "in {both} tasks one unit leads and supports.",
    ),
    "reform.loads": _("谁的担子变了？", "Whose load changes?"),
    "reform.grades": _("牵头情况", "Lead clarity"),
    "reform.tasks": _("哪些任务要再看一眼？", "Which tasks need another look?"),
    "reform.overlaps": _("共同任务", "Shared tasks"),
    "reform.overlaps.more": _("另有 {more} 对，见下载。", "{more} more pairs are in the download."),
    "reform.before": _("改革前", "Before"),
    "reform.after": _("改革后", "After"),
    "reform.led": _("牵头", "Leads"),
    "reform.supported": _("配合", "Supports"),
    "reform.orphan": _("无人负责", "Left to nobody"),
    "reform.both": _("既牵头又配合", "Leads and supports"),
    "reform.clearer": _("牵头情况有变", "Lead clarity changes"),
    "reform.split": _("按规则有几个承接单位的", "Units with several heirs by rule"),
    "reform.split.note": _(
        "表中只算给第一个；各地实际怎样分的，须按地核实。",
        "The first takes all here; how a place divided them must be checked there.",
    ),
}
