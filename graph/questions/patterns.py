"""The pieces of SPARQL that lines and sentences are made of."""

from collections.abc import Iterator
from functools import lru_cache

from extract.units.lexicon import lexicon
from graph.dataset.triples import literal
from ontology.terms import DIRECT, NS, Scheme, concept

PREFIXES = f"PREFIX dg: <{NS}>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
_COUNTED = "dg:basis-clause, dg:basis-table"
_MOST_NAMES = 6  # other names of a body that a search looks for


def assigned(task: str, unit: str, role: str) -> str:
    """Say that a task is given to a unit: in one role, or in any when ``role`` is empty.

    >>> assigned("?task", "?unit", "lead")
    '?task dg:leadBy ?unit .'
    """
    if role:
        return f"{task} dg:{DIRECT[role].removeprefix(NS)} {unit} ."
    paths = "|".join(f"dg:{term.removeprefix(NS)}" for term in DIRECT.values())
    return f"{task} {paths} {unit} ."


def named(task: str, words: str, role: str, number: int) -> str:
    """Say that a task is given to a unit whose name, or the words for it in the plan, hold ``words``."""
    unit, one = f"?unit{number}", f"?assignment{number}"
    kind = f" ; dg:role <{concept(Scheme.ROLE, role)}>" if role else ""
    tests = " || ".join(f"CONTAINS(?says{number}, {literal(name)})" for name in names_of(words))
    return (
        f"{one} dg:ofTask {task} ; dg:toUnit {unit} ; dg:basis ?basis{number} ; dg:mention ?mention{number}{kind} .\n"
        f"  FILTER(?basis{number} IN ({_COUNTED}))\n"
        f"  {unit} rdfs:label ?label{number} .\n"
        f'  BIND(CONCAT(STR(?label{number}), " ", STR(?mention{number})) AS ?says{number})\n'
        f"  FILTER({tests})"
    )


@lru_cache(maxsize=256)
def names_of(words: str) -> tuple[str, ...]:
    """Give the words, and the full names of the bodies they are short for: 发改委 is 发展和改革委员会 too.

    >>> "发展和改革委员会" in names_of("发改委")
    True
    """
    return tuple(dict.fromkeys((words, *_full_names(words))))[:_MOST_NAMES]


def _full_names(words: str) -> Iterator[str]:
    table = lexicon().by_alias
    for rest in (words, words[1:] if words[:1] in "省市州县区旗" else words):
        for name in table.get(rest, ()):
            yield name.at("")


def inside(task: str, words: str, number: int) -> str:
    """Restrict a task to sections whose printed number or title is, or contains, ``words``."""
    section = f"?section{number}"
    bare = words.strip("第（）()、.章节部分")
    return (
        f"{task} dg:partOf+ {section} . {section} a dg:Section .\n"
        f"  OPTIONAL {{ {section} rdfs:label ?title{number} }}\n"
        f"  OPTIONAL {{ {section} dg:printedNumber ?number{number} }}\n"
        f'  FILTER(CONTAINS(COALESCE(STR(?title{number}), ""), {literal(words)})'
        f' || REPLACE(COALESCE(STR(?number{number}), ""), "[第（）()、.．章节部分\\\\s]", "") = {literal(bare)})'
    )


def of_plan(task: str, words: str, number: int) -> str:
    """Say that a task is of a plan whose title holds ``words``."""
    return (
        f"{task} dg:inPlan ?plan{number} . ?plan{number} rdfs:label ?plantitle{number} .\n"
        f"  FILTER(CONTAINS(STR(?plantitle{number}), {literal(words)}))"
    )
