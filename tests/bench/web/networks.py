"""Plans made up to a number of nodes, and the same network for other engines."""

import random

from graph.dataset.rows import AssignmentRow, Corpus, PlanRow, SectionRow, TaskRow, UnitRow
from graph.network.projections import network

BODIES = [
    "公安",
    "财政",
    "教育",
    "司法",
    "民政",
    "审计",
    "水利",
    "农业",
    "林业",
    "商务",
    "交通运输",
    "环境保护",
    "国土资源",
    "卫生计生",
    "文化体育",
    "安全生产",
]
KINDS = ["局", "委员会", "办公室", "中心"]
UNITS_A_TASK = 4


def made(nodes: int, seed: int = 11) -> Corpus:
    """Make one plan whose network has so many nodes: a tenth sections, half tasks, the rest units of uneven weight."""
    chance = random.Random(seed)  # noqa: S311  a bench needs repeatable numbers, not secret ones
    plan = "https://w3id.org/dutygraph/id/plan/00000000000000aa"
    sections = tuple(_section(plan, number) for number in range(nodes // 10))
    tasks = tuple(_task(plan, number, sections[number % len(sections)].iri) for number in range(nodes // 2))
    units = tuple(_unit(number) for number in range(nodes - 1 - len(sections) - len(tasks)))
    rows: list[AssignmentRow] = []
    for task in tasks:
        chosen = sorted({int(len(units) * chance.random() ** 2) for _ in range(UNITS_A_TASK)})
        for rank, number in enumerate(chosen, start=1):
            rows.append(_assignment(task, units[number].iri, rank, len(chosen)))
    return Corpus(plans=(_plan(plan),), sections=sections, tasks=tasks, units=units, assignments=tuple(rows))


def plain(corpus: Corpus) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Give the nodes with their labels, and the edges, as any engine takes them."""
    whole = network(corpus)
    return [(str(node), str(said["label"])) for node, said in whole.nodes(data=True)], list(
        dict.fromkeys(whole.edges())
    )


def _plan(iri: str) -> PlanRow:
    return PlanRow(
        iri=iri, id="00000000000000aa", title="测量用方案", source="made.txt", issuer="", number="", issued="",
        place_code="", place_name="", level="county", characters=0, sha256="0" * 64,
    )  # fmt: skip


def _section(plan: str, number: int) -> SectionRow:
    return SectionRow(
        iri=f"{plan}/section/{number}", plan=plan, id=str(number), number=f"（{number}）", title="重点任务",
        level=1, parent=plan, start=0, end=0,
    )  # fmt: skip


def _task(plan: str, number: int, part_of: str) -> TaskRow:
    return TaskRow(
        iri=f"{plan}/task/{number:06x}", plan=plan, id=f"{number:06x}", ref=f"1.{number}", number=f"{number}.",
        title=f"健全{BODIES[number % len(BODIES)]}工作机制", text="", part_of=part_of, start=0, end=0, deadline="",
        clarity="co_equal",
    )  # fmt: skip


def _unit(number: int) -> UnitRow:
    name = f"{BODIES[number % len(BODIES)]}{KINDS[number // len(BODIES) % len(KINDS)]}第{number}处"
    return UnitRow(
        iri=f"https://w3id.org/dutygraph/id/unit/u{number}", id=f"u{number}", name=name, body=name, kind="single",
        place_code="", place_name="", level="county", registered=True,
    )  # fmt: skip


def _assignment(task: TaskRow, unit: str, rank: int, of: int) -> AssignmentRow:
    return AssignmentRow(
        iri=f"{task.iri}-{rank}", plan=task.plan, task=task.iri, unit=unit, role="lead" if rank == 1 else "support",
        mention="", start=0, end=0, label="", rank=rank, of=of, ranked=False, basis="clause", rule="", confidence=1.0,
    )  # fmt: skip
