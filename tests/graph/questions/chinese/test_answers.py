"""Questions in Chinese on the example plan and a plan of another place, beside answers worked out from the rows."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import extract as extract_room
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.dataset.model import corpus_of, merged
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow
from graph.dataset.triples import ntriples
from graph.questions.chinese import ChineseAnswer, answer, carried
from graph.questions.chinese.answers import LONGEST, understand
from graph.questions.chinese.chips import chips
from graph.questions.chinese.names import names_of
from graph.store import Store, open_store

EXAMPLE = Path(extract_room.__file__).parent / "examples" / "changji-2015.txt"
OTHER = (
    "清河省人民政府关于印发清河省数字政府建设方案的通知\n"
    "2021年3月1日\n"
    "一、总体要求\n"
    "二、重点任务\n"
    "1.建设统一平台。2021年12月底前完成。（省发展改革委牵头，省财政厅、省公安厅配合）\n"
    "2.开展数据共享。（省财政厅牵头，省发展改革委配合）\n"
    "3.加强安全防护。（省公安厅牵头）\n"
)


class World:
    """Plans in a store, with their rows."""

    def __init__(self, store: Store, texts: list[tuple[str, bytes]]) -> None:
        extractions = [extract(read_bytes(data, name)) for name, data in texts]
        corpora = [corpus_of(one) for one in extractions]
        for corpus, one in zip(corpora, extractions, strict=True):
            store.replace(corpus.plans[0].iri, ntriples(corpus, one.document.text))
        self.store = store
        self.rows: Corpus = merged(corpora)
        self.tasks: dict[str, TaskRow] = {task.iri: task for task in self.rows.tasks}
        self.name = {unit.iri: unit.name for unit in self.rows.units}
        self.kind = {unit.iri: unit.kind for unit in self.rows.units}
        self.counted = [row for row in self.rows.assignments if row.counted]

    def ask(self, question: str, *context: str) -> ChineseAnswer:
        return answer(question, self.store, context)

    def of(self, name: str, *roles: str) -> set[str]:
        """References of the tasks that a unit whose name ends in ``name`` has in the roles."""
        return {
            self.tasks[row.task].ref
            for row in self.counted
            if self.name[row.unit].endswith(name) and (not roles or row.role in roles)
        }

    def first(self, name: str) -> set[str]:
        """References of the tasks in whose list of leads a unit is the first."""
        return {
            self.tasks[row.task].ref
            for row in self.counted
            if row.role == "lead" and row.rank == 1 and self.name[row.unit].endswith(name)
        }

    def units(self, holds: Callable[[AssignmentRow], bool]) -> set[str]:
        return {self.name[row.unit] for row in self.counted if holds(row)}

    def load(self, role: str) -> Counter[str]:
        pairs = {(row.task, row.unit) for row in self.counted if row.role == role}
        return Counter(self.name[unit] for _, unit in pairs)

    def every(self) -> set[str]:
        return {task.ref for task in self.rows.tasks}

    def leads(self, task: TaskRow) -> int:
        return len({row.unit for row in self.counted if row.task == task.iri and row.role == "lead"})

    def graded(self, *grades: str) -> set[str]:
        return {task.ref for task in self.rows.tasks if task.clarity in grades}


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with open_store(tmp_path_factory.mktemp("one")) as store:
        yield World(store, [(EXAMPLE.name, EXAMPLE.read_bytes())])


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    texts = [(EXAMPLE.name, EXAMPLE.read_bytes()), ("qinghe.txt", OTHER.encode())]
    with open_store(tmp_path_factory.mktemp("two")) as store:
        yield World(store, texts)


def column(found: ChineseAnswer, name: str = "") -> set[object]:
    assert found.kind == "rows", found.why.render() if found.why else found.choices
    return {row[found.columns.index(name) if name else 0] for row in found.rows}


LEAD, SUPPORT = "lead", "support"


def _percent(part: set[str], whole: set[str]) -> float:
    return round(100 * len(part) / len(whole), 1)


TASKS: dict[str, Callable[[World], set[str]]] = {
    "法制办牵头了哪些任务？": lambda w: w.of("法制办公室", LEAD),
    "请列出州政府法制办负责的工作": lambda w: w.of("法制办公室", LEAD),
    "法制办牵頭了哪些任務": lambda w: w.of("法制办公室", LEAD),
    "法制办协助别人做的工作有哪些": lambda w: w.of("法制办公室", SUPPORT),
    "农业局配合哪些任务": lambda _: set(),
    "编办牵头和配合的全部任务": lambda w: w.of("机构编制委员会办公室", LEAD, SUPPORT),
    "州政府办公室和编办一起牵头的任务": lambda w: w.of("人民政府办公室", LEAD) & w.of("机构编制委员会办公室", LEAD),
    "法制办或编办牵头的任务": lambda w: w.of("法制办公室", LEAD) | w.of("机构编制委员会办公室", LEAD),
    "州政府办公室牵头而法制办没有牵头的任务": lambda w: w.of("人民政府办公室", LEAD) - w.of("法制办公室", LEAD),
    "法制办牵头、但编办既没牵头也没配合的任务": lambda w: (
        w.of("法制办公室", LEAD) - w.of("机构编制委员会办公室", LEAD, SUPPORT)
    ),
    "牵头单位是民政局的任务": lambda w: w.of("民政局", LEAD),
    "并列牵头的任务有哪些": lambda w: w.graded("co_equal"),
    "没有明确牵头单位的任务有哪些": lambda w: w.graded("collective", "group_office"),
    "提到“政府采购”的任务": lambda w: {task.ref for task in w.rows.tasks if "政府采购" in task.text},
    "跟政府采购有关的任务是哪几项": lambda w: {task.ref for task in w.rows.tasks if "政府采购" in task.text},
    "正文里没有提到“法制”的任务": lambda w: {task.ref for task in w.rows.tasks if "法制" not in task.text},
    "第四部分有哪些任务": lambda w: {task.ref for task in w.rows.tasks if task.ref.startswith("2.4.")},
    "请列出（六）有效化解社会矛盾下面的任务": lambda w: {t.ref for t in w.rows.tasks if t.ref.startswith("2.6.")},
    "法制办排第一位的任务有哪些": lambda w: w.first("法制办公室"),
    "“公安局”牵头的任务": lambda w: w.of("公安局", LEAD),
    "编办是哪些任务的配合单位？": lambda w: w.of("机构编制委员会办公室", SUPPORT),
    "公安局负责配合的事项": lambda w: w.of("公安局", SUPPORT),
    "牵头单位里没有公安局的任务": lambda w: w.every() - w.of("公安局", LEAD),
    "没有单位配合的任务有哪些": lambda w: w.every() - w.of("", SUPPORT),
    "牵头单位有3到5个的任务": lambda w: {task.ref for task in w.rows.tasks if 3 <= w.leads(task) <= 5},
    "由法制办、州政府办公室、编办三家共同牵头的任务": lambda w: set.intersection(
        *(w.of(name, LEAD) for name in ("法制办公室", "自治州人民政府办公室", "机构编制委员会办公室"))
    ),
    "涉及“食品药品”或“环境保护”的任务": lambda w: {
        task.ref for task in w.rows.tasks if "食品药品" in task.text or "环境保护" in task.text
    },
    "哪些任务分给了财政局": lambda w: w.of("财政局"),
    "搜索：法律顾问": lambda w: {task.ref for task in w.rows.tasks if "法律顾问" in task.text},
    "哪些任务写了完成时限": lambda w: {task.ref for task in w.rows.tasks if task.deadline},
    "作为一名普通市民，我想查询教育局挂帅的任务": lambda w: w.of("教育局", LEAD),
    "公安局牵头的任务中，牵头单位超过两家的有哪些": lambda w: {
        task.ref for task in w.rows.tasks if task.ref in w.of("公安局", LEAD) and w.leads(task) > 2
    },
    "牵头单位在三家或三家以上的任务": lambda w: {task.ref for task in w.rows.tasks if w.leads(task) > 2},
    "不含集体牵头的任务有哪些": lambda w: w.every() - w.graded("collective"),
    "州政府办公室排第一、法制办也牵头的任务": lambda w: w.first("人民政府办公室") & w.of("法制办公室", LEAD),
    "哪些任务由公安局牵头，法制办参与": lambda w: w.of("公安局", LEAD) & w.of("法制办公室"),
    "有公安局没有司法局参与的任务": lambda w: w.of("公安局") - w.of("司法局"),
    "（四）里哪些是一家单独牵头的": lambda w: {r for r in w.graded("sole") if r.startswith("2.4.")},
    "哪些任务讲到了行政复议": lambda w: {task.ref for task in w.rows.tasks if "行政复议" in task.text},
    "国土局牵头的任务，按部分列出来": lambda w: w.of("国土资源局", LEAD),
    "公安局牵头但不是第一牵头单位的任务": lambda w: w.of("公安局", LEAD) - w.first("公安局"),
    "法制办和编办至少有一家牵头的任务": lambda w: w.of("法制办公室", LEAD) | w.of("机构编制委员会办公室", LEAD),
    "配合单位含集体的任务": lambda w: {
        w.tasks[r.task].ref for r in w.counted if r.role == SUPPORT and w.kind[r.unit] == "collective"
    },
    "“营造法治化社会环境”这部分里公安局牵头哪些": lambda w: {r for r in w.of("公安局", LEAD) if r.startswith("2.8.")},
    "有没有集体牵头的任务，是哪些": lambda w: w.graded("collective"),
    "只有一家牵头的任务有哪些": lambda w: w.graded("sole"),
    "凡牵头单位逾五家之任务，请列明": lambda w: {task.ref for task in w.rows.tasks if w.leads(task) > 5},
}


@pytest.mark.parametrize("question", TASKS)
def test_tasks_are_those_of_the_rows(one: World, question: str) -> None:
    assert column(one.ask(question)) == TASKS[question](one)


NUMBERS: dict[str, Callable[[World], float]] = {
    "一共有多少项任务": lambda w: len(w.rows.tasks),
    "水利局千头几个任务啊": lambda w: len(w.of("水利局", LEAD)),
    "只配合、从不牵头的单位有几个": lambda w: len(set(w.load(SUPPORT)) - set(w.load(LEAD))),
    "法制办比编办多牵头几项任务": lambda w: len(w.of("法制办公室", LEAD)) - len(w.of("机构编制委员会办公室", LEAD)),
    "有两个以上（含两个）牵头单位的任务有几项": lambda w: sum(
        n > 1 for n in Counter(task for task, _ in {(r.task, r.unit) for r in w.counted if r.role == LEAD}).values()
    ),
    "2.3.3的牵头部门有几个": lambda w: sum(w.leads(task) for task in w.rows.tasks if task.ref == "2.3.3"),
    "法制办牵头的任务里并列牵头的占多少": lambda w: _percent(
        w.graded("co_equal") & w.of("法制办公室", LEAD), w.of("法制办公室", LEAD)
    ),
    "公安局牵头的任务占全部并列牵头任务的比例": lambda w: _percent(
        w.graded("co_equal") & w.of("公安局", LEAD), w.graded("co_equal")
    ),
    "公安局与司法局牵头任务数相差多少": lambda w: abs(len(w.of("公安局", LEAD)) - len(w.of("司法局", LEAD))),
    "只牵头一项任务的单位占全部单位的比例": lambda w: _percent(
        {name for name, number in w.load(LEAD).items() if number == 1}, w.units(lambda _: True)
    ),
    "唯一牵头的任务占比是多少": lambda w: round(100 * len(w.graded("sole")) / len(w.rows.tasks), 1),
    "应急办牵了几个头": lambda w: len(w.of("应急管理办公室", LEAD)),
    "公安局或者司法局参与的任务数": lambda w: len(w.of("公安局") | w.of("司法局")),
    "这份方案任务数": lambda w: len(w.rows.tasks),
    "具体单位牵头的任务有几项": lambda w: len(
        {r.task for r in w.counted if r.role == LEAD and w.kind[r.unit] == "single"}
    ),
    "编办牵头的里面有几件是跟法制办一起的": lambda w: len(
        w.of("机构编制委员会办公室", LEAD) & w.of("法制办公室", LEAD)
    ),
    "政府办公室排在第一位的牵头任务数": lambda w: len(w.first("人民政府办公室")),
    "第二部分(四)下面，法制办牵头几项": lambda w: sum(r.startswith("2.4.") for r in w.of("法制办公室", LEAD)),
    "方案一共提到多少家牵头单位": lambda w: len(w.load(LEAD)),
}


@pytest.mark.parametrize("question", NUMBERS)
def test_numbers_are_those_of_the_rows(one: World, question: str) -> None:
    assert column(one.ask(question)) == {NUMBERS[question](one)}


def _most(counts: Counter[str]) -> set[tuple[object, ...]]:
    return {(name, n) for name, n in counts.items() if n == max(counts.values())}


ROWS: dict[str, tuple[tuple[str, ...], Callable[[World], set[tuple[object, ...]]]]] = {
    "法制办牵头几项、配合几项": (
        ("lead", "support"),
        lambda w: {(len(w.of("法制办公室", LEAD)), len(w.of("法制办公室", SUPPORT)))},
    ),
    "公安局在2.4.5里是牵头还是配合": (("role",), lambda _: {("lead",)}),
    "法制办牵头任务最多的部分是哪个": (
        ("section", "count"),
        lambda w: _most(Counter(ref[:3] for ref in w.of("法制办公室", LEAD))),
    ),
    "法制办牵头多还是配合多": (("role", "count"), lambda w: {("lead", len(w.of("法制办公室", LEAD)))}),
    "唯一牵头的有几项，并列的有几项": (
        ("clarity", "count"),
        lambda w: {(grade, len(w.graded(grade))) for grade in ("sole", "co_equal")},
    ),
    "编办牵头哪些任务，配合哪些任务": (
        ("task", "role"),
        lambda w: {(ref, role) for role in (LEAD, SUPPORT) for ref in w.of("机构编制委员会办公室", role)},
    ),
}


@pytest.mark.parametrize("question", ROWS)
def test_the_columns_that_are_requested(one: World, question: str) -> None:
    columns, expected = ROWS[question]
    found = one.ask(question)
    assert set(zip(*(_cells(found, name) for name in columns), strict=True)) == expected(one)


def _cells(found: ChineseAnswer, name: str) -> list[object]:
    assert found.kind == "rows", found.why.render() if found.why else found.choices
    return [row[found.columns.index(name)] for row in found.rows]


def test_two_plans_are_compared(two: World) -> None:
    here = sum(two.rows.plans[0].iri == task.plan for task in two.rows.tasks)
    there = len(two.rows.tasks) - here
    assert two.ask("昌吉方案比数字政府建设方案多几项任务").rows[0][0] == abs(here - there)
    assert _cells(two.ask("数字政府建设方案和昌吉方案哪个方案的任务多"), "count") == [max(here, there)]
    assert column(two.ask("数字政府建设方案的任务占全部任务的比例")) == {
        round(100 * min(here, there) / (here + there), 1)
    }


def test_a_year_and_a_place_are_of_one_plan(two: World) -> None:
    tasks = sum(two.rows.plans[0].iri != task.plan for task in two.rows.tasks)
    for question, many in (
        ("2021年清河省那份方案有几项任务", tasks),
        ("2021年数字政府建设方案有几项任务", tasks),
        ("2021年之前的方案有几份", 1),
    ):
        assert column(two.ask(question)) == {many}
    assert two.ask("2015年清河省那份方案有几项任务").kind == "refuse"


def test_a_day_that_no_deadline_names_is_refused(tmp_path: Path) -> None:
    text = OTHER + "4.整理目录。\n牵头单位：省财政厅\n完成时限：2021年12月底前\n"
    with open_store(tmp_path) as store:
        world = World(store, [("qinghe.txt", text.encode())])
        assert column(world.ask("2021年12月底前完成的任务有几项")) == {1}
        assert world.ask("2021年底前完成的任务有几项").kind == "refuse"  # before several days that are named


def test_plans_and_tasks_with_and_without_a_deadline(tmp_path: Path) -> None:
    texts = (
        OTHER + "4.整理目录。\n牵头单位：省财政厅\n完成时限：2021年12月底前\n",
        OTHER.replace("数字政府", "智慧交通"),
    )
    with open_store(tmp_path) as store:
        world = World(store, [(f"{n}.txt", text.encode()) for n, text in enumerate(texts)])
        timed, other = (plan.title for plan in sorted(world.rows.plans, key=lambda plan: "交通" in plan.title))
        assert column(world.ask("哪份方案没有写完成时限")) == {other}
        assert column(world.ask("哪份方案写了完成时限")) == {timed}
        assert len(world.ask("哪些任务没有写完成时限").rows) == len(world.rows.tasks) - 1
        found = world.ask("哪些任务写了完成时限")
        asked = [[term.value if term else "" for term in row[1:]] for row in store.select(found.sparql).rows]
        assert [list(row) for row in found.rows] == asked == [["2.4", texts[0].partition("4.")[2].strip()]]


def test_of_several_units_in_the_first_place_one_is_chosen(two: World) -> None:
    asked = two.ask("最多的那家配合了哪些", "数字政府建设方案里谁牵头的任务最多")
    assert (asked.kind, len(asked.choices)) == ("clarify", 3)
    police = next(choice for choice in asked.choices if choice.endswith("公安厅"))
    assert column(two.ask("最多的那家配合了哪些".replace(asked.ambiguous, police))) == {"2.1"}


def test_a_ranking_has_whoever_ties_at_its_cut(one: World) -> None:
    load = one.load(LEAD)
    fourth = sorted(load.values(), reverse=True)[4]
    found = one.ask("牵头任务最多的前五个单位")
    assert column(found, "unit") == {name for name, number in load.items() if number >= fourth}
    assert [row[1] for row in found.rows] == sorted((row[1] for row in found.rows), key=int, reverse=True)


UNITS: dict[str, Callable[[World], set[str]]] = {
    "谁给公安局配合": lambda w: w.units(lambda r: r.role == SUPPORT and w.tasks[r.task].ref in w.of("公安局", LEAD)),
    "牵头任务在3项至5项之间的单位": lambda w: {name for name, number in w.load(LEAD).items() if 3 <= number <= 5},
    "牵头任务比公安局多的单位有哪些": lambda w: {
        name for name, number in w.load(LEAD).items() if number > len(w.of("公安局", LEAD))
    },
    "牵头任务多于3项、少于6项的单位": lambda w: {name for name, number in w.load(LEAD).items() if 3 < number < 6},
    "司法局牵头的任务里，配合单位是谁": lambda w: w.units(
        lambda r: r.role == SUPPORT and w.tasks[r.task].ref in w.of("司法局", LEAD)
    ),
    "依法规范信访秩序是谁的责任": lambda w: w.units(lambda r: r.role == LEAD and w.tasks[r.task].ref == "2.6.2"),
    "行政复议工作由谁牵头": lambda w: w.units(lambda r: r.role == LEAD and w.tasks[r.task].ref == "2.7.3"),
    "既牵头过又配合过任务的单位": lambda w: set(w.load(LEAD)) & set(w.load(SUPPORT)),
    "信访秩序那一项归哪个单位管？": lambda w: w.units(lambda r: r.role == LEAD and w.tasks[r.task].ref == "2.6.2"),
    "有没有牵头超过十项的单位，是谁": lambda w: {name for name, number in w.load(LEAD).items() if number > 10},
    "信访局和谁搭伙牵头过": lambda w: w.units(
        lambda r: (
            r.role == LEAD and w.tasks[r.task].ref in w.of("信访局", LEAD) and not w.name[r.unit].endswith("信访局")
        )
    ),
    "至少配合两项任务的单位": lambda w: {name for name, number in w.load(SUPPORT).items() if number > 1},
    "从来没有牵头过的单位有哪些": lambda w: w.units(lambda _: True) - set(w.load(LEAD)),
    "从没担任过配合单位的部门有哪些": lambda w: w.units(lambda _: True) - set(w.load(SUPPORT)),
    "哪些单位没有在第六部分出现": lambda w: (
        w.units(lambda _: True) - w.units(lambda r: w.tasks[r.task].ref.startswith("2.6."))
    ),
    "编办配合的任务，牵头的都是谁": lambda w: w.units(
        lambda r: r.role == LEAD and w.tasks[r.task].ref in w.of("机构编制委员会办公室", SUPPORT)
    ),
    "方案里出现了哪些集体": lambda w: w.units(lambda r: w.kind[r.unit] == "collective"),
    "2.1.5里法制办和环保局谁排第一": lambda w: w.units(
        lambda r: w.tasks[r.task].ref == "2.1.5" and r.rank == 1 and r.role == LEAD
    ),
    "公安局和司法局哪家牵头2.4.5": lambda w: {name for name in w.load(LEAD) if name.endswith("公安局")},
    "公安局、司法局、信访局谁牵头最多": lambda w: {name for name in w.load(LEAD) if name.endswith("公安局")},
    "法制办牵头任务数比公安局多还是少": lambda w: {name for name in w.load(LEAD) if name.endswith("法制办公室")},
    "哪些单位给司法局牵头的任务打配合": lambda w: w.units(
        lambda r: r.role == SUPPORT and w.tasks[r.task].ref in w.of("司法局", LEAD)
    ),
    "2.3.1 牵头？": lambda w: w.units(lambda r: r.role == LEAD and w.tasks[r.task].ref == "2.3.1"),
    "(二)的牵头单位": lambda w: w.units(lambda r: r.role == LEAD and w.tasks[r.task].ref.startswith("2.2.")),
    "牵头任务数在3到5项之间的单位有哪些": lambda w: {name for name, number in w.load(LEAD).items() if 3 <= number <= 5},
}


@pytest.mark.parametrize("question", UNITS)
def test_units_are_those_of_the_rows(one: World, question: str) -> None:
    assert column(one.ask(question)) == UNITS[question](one)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2.4.3 是集体牵头的吗？", "yes"), ("教育局参加了2.8.3没有", "no"), ("法制办是不是牵头任务最多的单位", "yes"),
        ("司法局是不是只牵头不配合", "yes"), ("第四部分的任务都有牵头单位吗", "yes"), ("每项任务都写了时限吗", "no"),
        ("公安局和司法局的牵头数一样吗", "no"), ("法制办牵头的任务是不是有11项", "yes"), ("是否存在没有牵头单位的任务", "no"),
        ("法制办是不是没有配合过", "no"), ("公安局一项都没配合吗", "yes"), ("是不是所有单位都牵头过", "no"), ("2.6.2 有没有完成时限", "no"), ("任务里有没有提到“大数据”", "no"), ("有没有法制办没有参与的任务", "yes"),
    ],
)  # fmt: skip
def test_yes_and_no(one: World, question: str, said: str) -> None:
    assert column(one.ask(question)) == {said}


@pytest.mark.parametrize(
    ("context", "question", "expected"),
    [
        (
            ["法制办牵头哪些任务"],
            "其中州政府办公室牵头的有哪些",
            lambda w: w.of("法制办公室", LEAD) & w.of("人民政府办公室", LEAD),
        ),
        (
            ["司法局牵头的任务中唯一牵头的有哪些"],
            "不是唯一牵头的呢",
            lambda w: w.of("司法局", LEAD) - w.graded("sole"),
        ),
        (["公安局牵头哪些任务？"], "那司法局呢？", lambda w: w.of("司法局", LEAD)),
        (["法制办牵头哪些任务"], "配合的呢", lambda w: w.of("法制办公室", SUPPORT)),
        (["法制办牵头几项任务"], "配合的有哪些", lambda w: w.of("法制办公室", SUPPORT)),
        (["法制办牵头哪些任务"], "再看看编办的", lambda w: w.of("机构编制委员会办公室", LEAD)),
        (["公安局牵头哪些任务"], "换成监察局", lambda w: w.of("监察局", LEAD)),
        (["唯一牵头的任务有几项"], "是哪几项", lambda w: w.graded("sole")),
        (["公安局牵头哪些任务"], "它在哪些部分", lambda w: {ref[:3] for ref in w.of("公安局", LEAD)}),
        (
            ["法制办牵头哪些任务"],
            "其中第四部分的有哪些",
            lambda w: {r for r in w.of("法制办公室", LEAD) if r.startswith("2.4.")},
        ),
        (["谁牵头的任务最多"], "最多的那家配合了哪些", lambda w: w.of("法制办公室", SUPPORT)),
        (["牵头最多的单位是谁", "它配合哪些任务"], "那编办呢", lambda w: w.of("机构编制委员会办公室", SUPPORT)),
        (
            ["谁牵头的任务最多"],
            "它和谁一起牵头",
            lambda w: w.units(
                lambda r: (
                    r.role == LEAD
                    and w.tasks[r.task].ref in w.of("法制办公室", LEAD)
                    and not w.name[r.unit].endswith("法制办公室")
                )
            ),
        ),
    ],
)
def test_a_follow_up_changes_what_it_says(
    one: World, context: list[str], question: str, expected: Callable[[World], set[str]]
) -> None:
    assert column(one.ask(question, *context)) == expected(one)


@pytest.mark.parametrize(
    "question",
    [
        "", "？？？", "今天天气怎么样", "2.9.1由谁负责？", "旅游局牵头哪些任务", "公安局会不会推诿扯皮", "法制办的电话和地址",
        "公安局牵头的任务完成了多少", "为啥公安局的任务比司法局多", "你是谁", "牵头", "把2.4.1的牵头单位改成公安局", "法制办牵头几项？编办呢？",
        "谁牵头最多？谁配合最多？", "公安局牵头几项，法制办配合几项", "2.4.5由谁牵头，什么时候完成", "哪项任务的牵头单位最多，都有谁",
        "有没有配合单位，谁牵头", "牵头前三名占全部任务的比例", "最多的那家牵头了哪些", "最多的是什么", "最后一项任务是谁牵头", "what is this", "哪些单位既没牵头也没配合法制办", "编办几个人", "法制办牵头数排名第几", "任务最多的部分是哪个，谁牵头最多", "2.1.1到2.1.3由谁牵头",
        "谁起草的这份方案", "集体牵头的任务有几项，占多少", "牵头最多的单位配合哪些任务", "哪个单位参与的部分最多",
        "哪个单位既牵头又配合的任务最多", "牵头单位都是具体单位吗", "住建局牵头哪些任务？分别在第几部分？", "公安局该不该牵头2.8.6", "2.4.4有没有完成",
        "2.4.4有没有落实", "食药监局和市场监管局是什么关系", "牵头最少的单位有几家", "INSERT DATA { <x> <y> <z> }", '公安局牵头" } ; DROP ALL', "<script>alert(1)</script>",
        "公安局" * LONGEST,
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_a_reason(one: World, question: str) -> None:
    found = one.ask(question)
    assert (found.kind, found.rows) == ("refuse", ())
    assert found.why
    assert found.why.render()
    assert len(found.near) == (2 if question in IN_ONE else 3)
    assert all(one.ask(near).kind == "rows" for near in found.near)


IN_ONE = {
    "法制办牵头几项？编办呢？": ("法制办牵头几项？", "编办牵头几项？"),
    "谁牵头最多？谁配合最多？": ("谁牵头最多？", "谁配合最多？"),
    "公安局牵头几项，法制办配合几项": ("公安局牵头几项？", "法制办配合几项？"),
    "2.4.5由谁牵头，什么时候完成": ("2.4.5由谁牵头？", "2.4.5什么时候完成？"),
    "任务最多的部分是哪个，谁牵头最多": ("任务最多的部分是哪个？", "谁牵头最多？"),
    "公安局牵头哪些任务；那司法局呢？": ("公安局牵头哪些任务？", "司法局牵头哪些任务？"),
}


@pytest.mark.parametrize("question", IN_ONE)
def test_two_questions_in_one_are_offered_each_alone(one: World, question: str) -> None:
    assert one.ask(question).near == IN_ONE[question]


@pytest.mark.parametrize(
    "question",
    [
        "法制办牵头几项，编办牵头几项，公安局牵头几项",
        "公安局牵头几项，旅游局牵头几项",
        "第四部分谁牵头最多，谁配合最多",
    ],
)
def test_near_questions_are_offered_where_one_of_several_cannot_be_read_alone(one: World, question: str) -> None:
    found = one.ask(question)
    assert (found.kind, len(found.near)) == ("refuse", 3)


@pytest.mark.parametrize(
    "name", ["市场监管局", "昌吉市公安局"]
)  # 管 alone means to lead; 公安局 alone is the prefecture's
def test_a_registered_name_that_the_data_lack_is_one_word(one: World, name: str) -> None:
    found = one.ask(f"{name}牵头哪些任务")
    assert found.kind == "refuse"
    assert found.why is not None
    assert f"“{name}”" in found.why.render()


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("税务局牵头哪几项？", {"昌吉回族自治州国家税务局", "昌吉回族自治州地方税务局"}),
        ("环保牵头几项", {"昌吉回族自治州环境保护局"}),
        ("公按局牵头哪些任务", {"昌吉回族自治州公安局"}),  # a slip of the keyboard is offered, not assumed
    ],
)
def test_what_may_mean_several_is_asked_back(one: World, question: str, choices: set[str]) -> None:
    found = one.ask(question)
    assert (found.kind, set(found.choices)) == ("clarify", choices)


@pytest.mark.parametrize(
    "question",
    ["公安局和司法局牵头哪些任务", "第三部分有几项任务", "税务局牵头几项", "办公室牵头了几项", "公按局牵头几项"],
)
def test_each_choice_makes_a_question_with_an_answer(one: World, question: str) -> None:
    asked = one.ask(question)
    assert asked.kind == "clarify"
    assert asked.ambiguous in question
    for choice in asked.choices:
        found = one.ask(question.replace(asked.ambiguous, choice))
        assert found.kind == "rows", (choice, found.why)


def test_the_choices_of_two_units_are_both_and_either(one: World) -> None:
    police, justice = one.of("公安局", LEAD), one.of("司法局", LEAD)
    asked = one.ask("公安局和司法局牵头哪些任务")
    both, either = ("公安局和司法局牵头哪些任务".replace(asked.ambiguous, choice) for choice in asked.choices)
    assert column(one.ask(both)) == police & justice
    assert column(one.ask(either)) == police | justice


@pytest.mark.parametrize("question", ["牵头单位有几家", "牵头单位有哪些", "牵头任务最多的前三十家"])
def test_collectives_among_the_units_are_said(one: World, question: str) -> None:
    found = one.ask(question)
    many = sum(one.kind[iri] == "collective" for iri in {r.unit for r in one.counted if r.role == LEAD})
    assert found.collectives == many > 0
    assert found.remark is not None
    assert f"其中 {many} 个是集体" in found.remark.render()
    assert one.ask(f"{question}，集体不算").remark is None


def test_words_inside_other_words_make_no_follow_up(one: World) -> None:
    before = "第四部分有哪些任务"
    for question in ("牵头5项以上的单位", "哪家单位牵头最多"):  # 以上 and 家 point to nothing before
        assert one.ask(question, before).rows == one.ask(question).rows


def test_a_name_of_two_places_is_settled_by_the_scope_or_asked_back(two: World) -> None:
    assert two.ask("发改委牵头哪些任务").kind == "clarify"
    assert column(two.ask("昌吉方案里发改委牵头几项")) == {len(two.of("自治州发展和改革委员会", LEAD))}
    assert column(two.ask("昌吉方案里发改委配合几项")) == {
        0
    }  # the place settles it, though neither has such a task there


def test_every_answer_says_how_it_was_understood(one: World) -> None:
    names = names_of(one.store)
    for question in (*TASKS, *NUMBERS):
        parts = [part.render() for part in chips(understand(question, names), names)]
        assert parts, question
        assert all(parts), question


def test_names_are_read_again_after_a_write(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        assert answer("法制办牵头几项", store).kind == "refuse"
        world = World(store, [(EXAMPLE.name, EXAMPLE.read_bytes())])
        assert column(world.ask("法制办牵头几项")) == {len(world.of("法制办公室", LEAD))}


@pytest.mark.parametrize(
    "question",
    [
        "谁牵头的任务最多", "任务量排名前五的单位", "除法制办外，配合最多的是谁", "牵头最少的具体单位是谁", "昌吉方案里谁配合最多", "各单位分别牵头几项",
        "牵头和配合合计最多的前五家", "列首位最多的单位", "并列牵头的任务里谁牵头最多", "不是唯一牵头的任务里谁配合最多", "牵头3到5项任务的单位", "牵头不到2项的单位",
        "牵头但没有配合过的单位有哪些", "只牵头不配合的单位有哪些", "从来没有牵头过的单位有哪些", "哪项任务的牵头单位最多", "昌吉方案里哪项任务的单位最多", "哪个部分的任务最多", "哪个部分的牵头单位最多",
        "哪份方案的任务最多", "并列牵头的任务最多的是哪份方案", "哪份方案的牵头单位最少", "哪两个单位一起牵头的任务最多", "昌吉方案里哪两个单位共同配合最多",
        "昌吉方案里哪些任务没有写完成时限", "并列牵头的任务有哪些", "提到“执法”的任务有哪些", "昌吉方案里没有提到“执法”的任务有几项",
    ],
)  # fmt: skip
def test_what_is_counted_in_the_rows_is_what_the_query_gives(
    two: World, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted, asked = two.ask(question), list[list[object]]()
    assert counted.kind == "rows"
    assert counted.rows
    for name in ("ranked", "units", "tasks", "listed", "homes", "pairs"):
        function = getattr(carried, name)
        seen: list[object] = []
        monkeypatch.setattr(carried, name, lambda *given, real=function, into=seen: into.append(real(*given)))
        asked.append(seen)
    assert two.ask(question).rows == counted.rows
    assert [found for seen in asked for found in seen if found], "no query was replaced"


def test_a_scope_limits_names_and_numbers(two: World) -> None:
    other = next(plan.iri for plan in two.rows.plans if plan.place_name != "昌吉回族自治州")
    assert answer("法制办牵头几项", two.store, graphs=(other,)).kind == "refuse"
    scoped = answer("一共有多少项任务", two.store, graphs=(other,))
    assert scoped.rows == ((sum(task.plan == other for task in two.rows.tasks),),)
