"""A sentence of choices: 列出 [牵头] [超过 3 项] 的 [单位]，在 [第四部分]，同 [公安局] 一起."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import QueryError
from graph.questions.patterns import PREFIXES, assigned, inside, named, of_plan
from graph.texts import Bilingual
from ontology.labels import ROLES
from ontology.terms import DIRECT, Scheme, concept

COLUMNS = ("unit", "name", "tasks")
MOST_TASKS = 100_000


class SentenceError(QueryError):
    """A choice that is not offered."""


class Compare(StrEnum):
    """How many tasks."""

    MORE = "more"
    AT_LEAST = "at_least"
    EXACTLY = "exactly"
    AT_MOST = "at_most"


# The words of a sentence; the form of the pages offers the same words.
VERBS: Mapping[str, Bilingual] = {
    **{role: Bilingual(zh=label.zh, en=label.en) for role, label in ROLES.items()},
    "joint": Bilingual(zh=ROLES["joint"].zh, en="share"),
    "": Bilingual(zh="承担", en="have any part in"),
}
HOW_MANY: Mapping[Compare, Bilingual] = {
    Compare.MORE: Bilingual(zh="超过", en="more than"),
    Compare.AT_LEAST: Bilingual(zh="至少", en="at least"),
    Compare.EXACTLY: Bilingual(zh="正好", en="exactly"),
    Compare.AT_MOST: Bilingual(zh="至多", en="at most"),
}
_SIGN = {Compare.MORE: ">", Compare.AT_LEAST: ">=", Compare.EXACTLY: "=", Compare.AT_MOST: "<="}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The choices of a sentence. An empty choice restricts nothing.

    Raises:
        SentenceError: when a role or kind is unknown, or the number is not between 0 and ``MOST_TASKS``.
    """

    role: str = "lead"  # "" for any
    compare: Compare = Compare.AT_LEAST
    number: int = 1
    kind: str = ""  # single, collective, group_office …
    section: str = ""
    plan: str = ""
    beside: str = ""  # words of another unit's name
    beside_role: str = ""

    def __post_init__(self) -> None:
        """Refuse choices that are not offered."""
        for role in (self.role, self.beside_role):
            if role and role not in DIRECT:
                raise _bad(role, "没有这种角色", "is no role")
        if not 0 <= self.number <= MOST_TASKS:
            raise _bad(str(self.number), f"应在 0 与 {MOST_TASKS} 之间", f"must lie between 0 and {MOST_TASKS}")
        if self.kind:
            try:
                concept(Scheme.KIND, self.kind)
            except ValueError as error:
                raise _bad(self.kind, "没有这类单位", "is no kind of unit") from error

    def title(self) -> Bilingual:
        """Say the sentence.

        >>> Sentence(compare=Compare.MORE, number=3, section="四").title().zh
        '牵头超过 3 项任务的单位，在“四”部分'
        """
        verb, sign = VERBS[self.role], HOW_MANY[self.compare]
        zh = f"{verb.zh}{sign.zh} {self.number} 项任务的单位"
        en = f"Units that {verb.en} {sign.en} {self.number} tasks"
        for words, in_zh, in_en in (
            (self.section, "在“{}”部分", "in section “{}”"),
            (self.plan, "在方案“{}”中", "in the plan “{}”"),
            (self.beside, "同“{}”一起", "together with “{}”"),
        ):
            if words:
                zh, en = f"{zh}，{in_zh.format(words)}", f"{en}, {in_en.format(words)}"
        return Bilingual(zh=zh, en=en)

    def sparql(self) -> str:
        """Write the query that the sentence means.

        Returns:
            A SELECT with the columns ``COLUMNS``, the most tasks first.
        """
        where = [assigned("?task", "?unit", self.role), "?unit rdfs:label ?label ."]
        if self.kind:
            where.append(f"?unit dg:kind <{concept(Scheme.KIND, self.kind)}> .")
        if self.section:
            where.append(inside("?task", self.section, 0))
        if self.plan:
            where.append(of_plan("?task", self.plan, 1))
        if self.beside:
            where.append(named("?task", self.beside, self.beside_role, 2))
            where.append("FILTER(?unit2 != ?unit)")
        body = "\n  ".join(where)
        return (
            f"{PREFIXES}SELECT ?unit (MIN(STR(?label)) AS ?name) (COUNT(DISTINCT ?task) AS ?tasks) WHERE {{\n  {body}\n}} "
            f"GROUP BY ?unit HAVING(COUNT(DISTINCT ?task) {_SIGN[self.compare]} {self.number}) "
            "ORDER BY DESC(?tasks) ?unit\n"
        )


def _bad(words: str, zh: str, en: str) -> SentenceError:
    return SentenceError(Bilingual(zh=f"“{words[:20]}”{zh}。", en=f"{words[:20]!r} {en}."))
