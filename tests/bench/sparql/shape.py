"""Synthetic plans in exactly the shape of real ones: the project's own writer makes every triple.

The text is put together from the words of real plans; places are the prefectures of the table of places, so several
plans share their units as real ones do. Some five thousand triples a plan, like the 2015 Changji plan (5,379).

Guarantees:
    1. Deterministic: the n-th plan is the same bytes on every machine, whatever the number of triples asked for.
    2. Every mention is the words at its place; every plan loads as ``graph.dataset.load`` asks.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from extract.records import Level
from extract.units.places import Place, all_places
from graph.dataset.clarity import graded
from graph.dataset.model import check, ordered
from graph.dataset.rows import AssignmentRow, Corpus, FindingRow, LedgerRow, PlanRow, SectionRow, TaskRow, UnitRow
from graph.dataset.triples import ntriples
from ontology import iris

_SEED = 20150730
_SHARING = 1_000  # plans whose places are of one set
_NUMERALS = "一二三四五六七八九十"
_BODIES = (
    ("education", "教育局"), ("public-security", "公安局"), ("civil-affairs", "民政局"), ("justice", "司法局"),
    ("finance", "财政局"), ("human-resources", "人力资源和社会保障局"), ("natural-resources", "自然资源局"),
    ("ecology", "生态环境局"), ("housing", "住房和城乡建设局"), ("transport", "交通运输局"), ("water", "水利局"),
    ("agriculture", "农业农村局"), ("commerce", "商务局"), ("culture", "文化和旅游局"), ("health", "卫生健康委员会"),
    ("emergency", "应急管理局"), ("audit", "审计局"), ("market", "市场监督管理局"), ("statistics", "统计局"),
    ("medical-insurance", "医疗保障局"), ("development", "发展和改革委员会"), ("industry", "工业和信息化局"),
    ("legal-affairs", "人民政府法制办公室"), ("gov-office", "人民政府办公室"), ("supervision", "监察局"),
    ("forestry", "林业和草原局"), ("sports", "体育局"), ("veterans", "退役军人事务局"), ("data", "大数据管理局"),
    ("letters-and-visits", "信访局"), ("court", "中级人民法院"), ("procuratorate", "人民检察院"),
    ("tax", "税务局"), ("meteorology", "气象局"), ("women", "妇女联合会"), ("youth", "共青团委员会"),
)  # fmt: skip
_COLLECTIVE = ("all-departments", "人民政府各部门")
_MATTERS = (
    "行政审批制度改革", "重大行政决策程序", "规范性文件管理", "政府信息公开", "突发事件应急处置", "食品药品安全监管",
    "生态环境保护", "行政执法体制改革", "法治宣传教育", "社会矛盾纠纷化解", "城市综合管理", "优化营商环境",
    "农村人居环境整治", "安全生产责任制", "公共文化服务", "养老服务体系", "义务教育均衡发展", "政务数据共享",
)  # fmt: skip
_MOVES = ("完善", "落实", "健全", "推进", "规范", "加强", "细化", "建立")
_ENDS = (
    "，明确工作标准、工作流程和完成时限，", "，每年向社会公布一次执行情况，", "，把考核结果作为评价领导班子的重要内容，",
    "，防止重复检查和多头执法，", "，逐步实现全流程网上办理，", "，接受人大代表、政协委员和群众的监督，",
)  # fmt: skip


def plans(triples: int) -> Iterator[tuple[str, bytes]]:
    """Give plans until they hold at least ``triples`` triples: the IRI of each graph, and its N-Triples."""
    made = 0
    for number in count():
        if made >= triples:
            return
        corpus, text = plan(number)
        content = ntriples(corpus, text)
        made += content.count(b"\n")
        yield corpus.plans[0].iri, content


def plan(number: int) -> tuple[Corpus, str]:
    """Make the rows and the text of one plan."""
    chance = random.Random(_SEED + number)  # noqa: S311  a bench needs repeatable plans, not secret ones
    places = _places(number // _SHARING)
    place = places[min(int(len(places) * chance.random() ** 2), len(places) - 1)]
    draft = _Draft(place, chance)
    draft.say(f"{place.name}关于{chance.choice(_MATTERS)}的实施方案（第{number + 1}号）\n")
    for heading in range(1, chance.randint(4, 8)):
        draft.section(heading)
    return draft.finished(number)


@cache
def _places(turn: int) -> tuple[Place, ...]:
    """The prefectures for the first plans, then as many counties for as many further ones: units grow with plans."""
    prefectures, counties = (
        tuple(place for place in all_places() if place.level is level and not place.end)
        for level in (Level.PREFECTURE, Level.COUNTY)
    )
    turns = len(counties) // len(prefectures)
    start = (turn - 1) % turns * len(prefectures)
    return counties[start : start + len(prefectures)] if turn else prefectures


@dataclass(slots=True)
class _Draft:
    """A plan in the writing: its text so far and what stands where, still without the name that its bytes give it."""

    place: Place
    chance: random.Random
    parts: list[str] = field(default_factory=list)
    length: int = 0
    sections: list[tuple[str, str, str, int, int]] = field(default_factory=list)
    tasks: list[tuple[str, str, str, str, int, int, str]] = field(default_factory=list)
    mentions: list[tuple[int, str, str, str, str, int, int, int]] = field(default_factory=list)
    lines: list[tuple[int, int, str, str]] = field(default_factory=list)

    def say(self, words: str) -> tuple[int, int]:
        """Write ``words`` at the end; give where they stand."""
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return start, self.length

    def section(self, heading: int) -> None:
        """Write a heading and its tasks."""
        printed, title = f"{_NUMERALS[heading - 1]}、", self.chance.choice(_MOVES) + self.chance.choice(_MATTERS)
        start, end = self.say(f"{printed}{title}\n")
        self.lines.append((start, end, "read", "heading"))
        for order in range(1, self.chance.randint(4, 9)):
            self._task(heading, order)
        self.sections.append((str(heading), printed, title, start, self.length))

    def _task(self, heading: int, order: int) -> None:
        start = self.length
        title = self.chance.choice(_MOVES) + self.chance.choice(_MATTERS)
        self.say(f"{order}.{title}。")
        for _ in range(self.chance.randint(3, 8)):
            self.say(f"{self.chance.choice(_MOVES)}{self.chance.choice(_MATTERS)}{self.chance.choice(_ENDS)}")
        deadline = self.chance.choice(("", "", "2025年底前", "2026年6月底前"))
        self.say(f"{deadline}完成阶段任务。\n")
        self.lines.append((start, self.length, "read", "task"))
        self._clause(self.chance.randint(1, 4), "lead", "牵头单位")
        self._clause(self.chance.randint(0, 5), "support", "配合单位")
        self.tasks.append((str(heading), f"{heading}.{order}", f"{order}.", title, start, self.length, deadline))

    def _clause(self, size: int, role: str, label: str) -> None:
        if not size:
            return
        start, _ = self.say(f"{label}：")
        whole = self.chance.random() < 0.1 and role == "support"
        chosen = [_COLLECTIVE] if whole else self.chance.sample(_BODIES, size)
        for rank, (key, body) in enumerate(chosen, start=1):
            at, _ = self.say(body)
            self.mentions.append((len(self.tasks), key, body, role, label, at, rank, len(chosen)))
            self.say("、" if rank < len(chosen) else "\n")
        self.lines.append((start, self.length, "read", "clause/label"))

    def finished(self, number: int) -> tuple[Corpus, str]:
        """Name everything by the bytes of the whole, and give the rows."""
        text = "".join(self.parts)
        sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
        iri = iris.plan(sha256)
        tasks = self._task_rows(iri, text)
        corpus = Corpus(
            plans=(self._plan_row(iri, sha256, text, number),),
            sections=tuple(
                SectionRow(iri=iris.section(iri, id_), plan=iri, id=id_, number=printed, title=title,
                           level=1, parent=iri, start=start, end=end)
                for id_, printed, title, start, end in self.sections
            ),
            tasks=tasks,
            units=self._unit_rows(),
            assignments=tuple(
                AssignmentRow(iri=iris.assignment(iri, at, role), plan=iri, task=tasks[task].iri, unit=self._unit(key),
                              role=role, mention=body, start=at, end=at + len(body), label=label, rank=rank, of=of,
                              ranked=False, basis="clause", rule=f"label/{role}", confidence=0.97)
                for task, key, body, role, label, at, rank, of in self.mentions
            ),
            findings=self._finding_rows(iri, tasks),
            ledger=tuple(LedgerRow(plan=iri, start=start, end=end, state=state, rule=rule)
                         for start, end, state, rule in self.lines),
        )  # fmt: skip
        return graded(ordered(check(corpus))), text

    def _plan_row(self, iri: str, sha256: str, text: str, number: int) -> PlanRow:
        return PlanRow(
            iri=iri, id=iris.last(iri), title=self.parts[0].strip(), source=f"plan-{number}.txt",
            issuer=f"{self.place.name}人民政府", number=f"政发[2024]{number + 1}号", issued="2024-03-15",
            place_code=self.place.code, place_name=self.place.name, level=str(self.place.level),
            characters=len(text), sha256=sha256,
        )  # fmt: skip

    def _task_rows(self, iri: str, text: str) -> tuple[TaskRow, ...]:
        ids = iris.numbered(
            hashlib.sha256(text[start:end].encode("utf-8")).hexdigest()[:16] for *_, start, end, _ in self.tasks
        )
        return tuple(
            TaskRow(iri=iris.task(iri, id_), plan=iri, id=id_, ref=ref, number=printed, title=title,
                    text=text[start:end].strip(), part_of=iris.section(iri, section), start=start, end=end,
                    deadline=deadline, clarity="none")
            for id_, (section, ref, printed, title, start, end, deadline) in zip(ids, self.tasks, strict=True)
        )  # fmt: skip

    def _unit(self, key: str) -> str:
        return iris.unit(f"{self.place.code}-{key}")

    def _unit_rows(self) -> tuple[UnitRow, ...]:
        named = {key: body for _, key, body, *_ in self.mentions}
        return tuple(
            UnitRow(iri=self._unit(key), id=f"{self.place.code}-{key}", name=self.place.name + body, body=body,
                    kind="collective" if key == _COLLECTIVE[0] else "single", place_code=self.place.code,
                    place_name=self.place.name, level=str(self.place.level), registered=True)
            for key, body in named.items()
        )  # fmt: skip

    def _finding_rows(self, iri: str, tasks: tuple[TaskRow, ...]) -> tuple[FindingRow, ...]:
        return tuple(
            FindingRow(iri=iris.finding(iri, task.start, "deadline-passed"), plan=iri, code="deadline-passed",
                       severity="info", what_zh=f"时限“{task.deadline}”在发文之后不足三年。",
                       what_en=f"The deadline “{task.deadline}” is less than three years after the plan was issued.",
                       remedy_zh="请核对是否可行。", remedy_en="Check whether it can be met.",
                       start=task.start, end=task.end, quote=task.deadline, task=task.iri)
            for task in tasks if task.deadline.startswith("2025")
        )  # fmt: skip
