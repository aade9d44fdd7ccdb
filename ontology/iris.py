"""The names of things. They are a promise: the same input gets the same IRI, on any machine, for ever.

Guarantees:
    1. Each IRI is made of the fewest fields that make the thing itself: a plan of the hash of its bytes, a section of
       the plan and the printed number, a task of the plan and the hash of its raw words, an assignment of the plan,
       the place of the mention and the role, a unit of its registry id.
    2. The fields go in raw. Nothing is trimmed, folded or normalised before it is hashed or encoded: a cleaner that
       improves would change names that others have already cited.
    3. The result is ASCII. What is not an unreserved character is percent-encoded as UTF-8, so no field can
       break out of its path segment.
    4. Where one name would mean several things, the later ones in document order get ``-2``, ``-3`` …

Source: RFC 3986 § 2.3 (unreserved characters), RFC 3987 § 3.1 (percent-encoding as UTF-8).
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

ID = "https://w3id.org/dutygraph/id/"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OURS = re.compile(re.escape(ID) + r"[A-Za-z0-9/#%._~-]+")


def segment(raw: str) -> str:
    """Encode a raw field as one path segment.

    >>> segment("2.4"), segment("（四）/3")
    ('2.4', '%EF%BC%88%E5%9B%9B%EF%BC%89%2F3')

    Raises:
        ValueError: when the field is empty or made of dots alone, which a path would swallow.
    """
    if not raw.strip("."):
        raise ValueError(f"no IRI can be made of {raw!r}")
    return quote(raw, safe="")


def plan(sha256: str) -> str:
    """Name a plan by the SHA-256 of its bytes; its named graph has the same IRI.

    >>> plan("0123456789abcdef" * 4)
    'https://w3id.org/dutygraph/id/plan/0123456789abcdef'

    Raises:
        ValueError: when the hash is not 64 lower-case hex digits.
    """
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"a plan is named by 64 hex digits, not by {sha256!r}")
    return f"{ID}plan/{sha256[:16]}"


def source(sha256: str) -> str:
    """Name the bytes that a plan was read from.

    Raises:
        ValueError: when the hash is not 64 lower-case hex digits.
    """
    plan(sha256)
    return f"{ID}source/{sha256}"


def document(plan_iri: str) -> str:
    """Name a document, of which there may be several versions, by the version that came first.

    >>> document("https://w3id.org/dutygraph/id/plan/0123456789abcdef")
    'https://w3id.org/dutygraph/id/document/0123456789abcdef'
    """
    return f"{ID}document/{segment(last(plan_iri))}"


def section(plan_iri: str, number: str) -> str:
    """Name a section by its plan and its dotted printed number."""
    return f"{plan_iri}/section/{segment(number)}"


def task(plan_iri: str, task_id: str) -> str:
    """Name a task by its plan and the hash of its raw words."""
    return f"{plan_iri}/task/{segment(task_id)}"


def assignment(plan_iri: str, start: int, role: str) -> str:
    """Name an assignment by its plan, the place of its mention and its role."""
    return f"{plan_iri}/assignment/{start}-{segment(role)}"


def finding(plan_iri: str, start: int, code: str) -> str:
    """Name a finding by its plan, its place and its code."""
    return f"{plan_iri}/finding/{start}-{segment(code)}"


def line(plan_iri: str, start: int, end: int) -> str:
    """Name a line of the ledger by its plan and its place."""
    return f"{plan_iri}/line/{start}-{end}"


def unit(unit_id: str) -> str:
    """Name a unit by its registry id: place code and body."""
    return f"{ID}unit/{segment(unit_id)}"


def place(code: str) -> str:
    """Name a place by its code (GB/T 2260), the complete country being ``CN``."""
    return f"{ID}place/{segment(code)}"


def graph(name: str) -> str:
    """Name a graph that is not a plan: ``registry``, ``ontology``, ``corrections``, ``description``."""
    return f"{ID}graph/{segment(name)}"


def part(iri: str, name: str) -> str:
    """Name a part that does not exist alone, such as the evidence of an assignment."""
    return f"{iri}#{segment(name)}"


def ours(iri: str) -> bool:
    """Whether words are a name of ours: they hold nothing that could end an IRI in a query.

    >>> ours(unit("652300-police")), ours("https://w3id.org/dutygraph/id/x> ?p ?o")
    (True, False)
    """
    return bool(_OURS.fullmatch(iri))


def last(iri: str) -> str:
    """Give the raw last segment of a name.

    >>> last(section("https://w3id.org/dutygraph/id/plan/0", "附件/1"))
    '附件/1'
    """
    return unquote(iri.rsplit("/", 1)[-1])


def numbered(names: Iterable[str]) -> tuple[str, ...]:
    """Tell repeats apart in the order given.

    >>> numbered(["a", "b", "a", "a"])
    ('a', 'b', 'a-2', 'a-3')
    """
    seen: dict[str, int] = {}
    out: list[str] = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return tuple(out)
