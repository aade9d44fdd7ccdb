"""A sentence of choices: 列出 [牵头] [超过 3 项] 的 [单位]，在 [第四部分]，同 [公安局] 一起."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from extract.messages import Message, message
from graph.dataset.names import ROLES
from graph.errors import QueryError
from graph.questions.patterns import PREFIXES, assigned, inside, named, of_plan
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
VERBS: Mapping[str, Message] = {
    **ROLES,
    "": message("承担"),
}
HOW_MANY: Mapping[Compare, Message] = {
    Compare.MORE: message("超过"),
    Compare.AT_LEAST: message("至少"),
    Compare.EXACTLY: message("正好"),
    Compare.AT_MOST: message("至多"),
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
                raise _bad(role, message("没有这种角色"))
        if not 0 <= self.number <= MOST_TASKS:
            raise _bad(str(self.number), message("应在 0 与 {most_tasks} 之间", most_tasks=MOST_TASKS))
        if self.kind:
            try:
                concept(Scheme.KIND, self.kind)
            except ValueError as error:
                raise _bad(self.kind, message("没有这类单位")) from error

    def title(self) -> Message:
        """Say the sentence.

        >>> Sentence(compare=Compare.MORE, number=3, section="四").title().render()
        '牵头超过 3 项任务的单位，在“四”部分'
        """
        title = message(
            "{verb}{compare} {n} 项任务的单位", verb=VERBS[self.role], compare=HOW_MANY[self.compare], n=self.number
        )
        if self.section:
            title = message("{title}，在“{words}”部分", title=title, words=self.section)
        if self.plan:
            title = message("{title}，在方案“{words}”中", title=title, words=self.plan)
        if self.beside:
            title = message("{title}，同“{words}”一起", title=title, words=self.beside)
        return title

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


def _bad(words: str, reason: Message) -> SentenceError:
    return SentenceError(message("“{words}”{reason}。", words=words[:20], reason=reason))
