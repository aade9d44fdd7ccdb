"""Take a plan into a store that may contain it already: in another form, in another version, under the same number.

| what was read | by default | ``skip`` | ``version`` | ``keep`` |
|---|---|---|---|---|
| the bytes of a plan | read again | read again | read again | read again |
| the bytes of an earlier version | not taken | not taken | takes its place back | not taken |
| the text of a plan in other bytes | not taken | not taken | new version | another plan |
| a document of the same number, or title and date | new version | not taken | new version | another plan |
| another title under the same number | another plan, with a Finding | … | … | … |

Guarantees:
    1. One version of a document is counted; the earlier ones keep their addresses, texts and readings.
    2. A version and what it replaces change in one transaction.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from extract.messages import Message, message
from graph.build.sources import drop_source
from graph.corrections import Conflict
from graph.corrections.readings import reading_graph
from graph.corrections.store import settle
from graph.corrections.store import take as take_plan
from graph.dataset.document import bare_words
from graph.dataset.earlier import earlier, earlier_of, version_graph
from graph.dataset.load import load_plan, plan_text
from graph.dataset.model import ordered, plan_finding
from graph.dataset.rows import Corpus, PlanRow
from graph.dataset.triples import literal
from graph.exchange.void import forget
from graph.store import Store
from ontology import iris
from ontology.terms import RDFS, Term

SAME_NUMBER = "same-number"
"""The code of the finding that tells of another document with the same number."""

_PIECE = 8  # characters that two texts have in common
_SHARED = 0.5
_NO_TEXT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class OnDuplicate(StrEnum):
    """What to do with a file whose document the store contains in another version or form."""

    SKIP = "skip"
    VERSION = "version"
    KEEP = "keep"


class Likeness(StrEnum):
    """How a file is like a plan of the store."""

    SAME_TEXT = "same_text"  # other bytes, such as docx and pdf
    OTHER_TEXT = "other_text"  # the same document, changed
    EARLIER = "earlier"  # the bytes of a version that was replaced
    SAME_NUMBER = "same_number"  # another document, which bears its number


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A plan of the store that a file is like."""

    likeness: Likeness
    plan: str  # its IRI
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a file: its rows, or where nothing was taken those of the plan that is there."""

    corpus: Corpus
    conflicts: tuple[Conflict, ...] = ()
    alike: Alike | None = None
    stored: bool = True

    @property
    def said(self) -> Message | None:
        """Say how the file is like a plan of the store, and what was done; ``None`` for a new document."""
        if self.alike is None:
            return None
        replaced = self.stored and self.corpus.plans[0].replaces == self.alike.plan
        return said(self.alike, stored=self.stored, replaced=replaced)


def said(alike: Alike, *, stored: bool, replaced: bool) -> Message:
    """Say how a file is like a plan of the store, and what was done."""
    title = alike.title or iris.last(alike.plan)
    if replaced:
        return message("作为新版本取代了已有的《{title}》；旧版本仍可查看。", title=title)
    if stored and alike.likeness is Likeness.SAME_NUMBER:
        return message("与已有的《{title}》字号相同而内容不同，两份都已导入，请核对字号。", title=title)
    if stored:
        return message("与已有的《{title}》是同一份文件，两份都已导入。", title=title)
    if alike.likeness is Likeness.SAME_TEXT:
        return message("与已有的《{title}》文字相同，未重复导入。", title=title)
    if alike.likeness is Likeness.EARLIER:
        return message("是《{title}》已被取代的旧版本，未导入。", title=title)
    return message("是已有的《{title}》的另一个版本，未导入。", title=title)


def asked(alike: Alike) -> Message:
    """Say how a file is like a plan of the store, where a person decides what is done."""
    title = alike.title or iris.last(alike.plan)
    if alike.likeness is Likeness.SAME_TEXT:
        return message("与已有的《{title}》文字相同，只是格式或空白不同。", title=title)
    if alike.likeness is Likeness.EARLIER:
        return message("是《{title}》已被取代的旧版本。", title=title)
    return message("与已有的《{title}》是同一份文件，内容有改动。", title=title)


def remove(store: Store, plan: str) -> None:
    """Remove a plan with its text, what was read of it, and its earlier versions, in one transaction.

    Corrections to it stay: they are replayed when it is imported again.
    """
    with store.alone():
        old = [one for document in _documents(store, plan) for one in earlier_of(store, document)]
        graphs = (plan, reading_graph(plan), *map(version_graph, old))
        rows = [version.plan for one in old if (version := earlier(store, one))]
        hashes = [row.sha256 for row in (*load_plan(store, plan).plans, *rows)]
        forget(store)
        store.update(" ; ".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs), graphs=graphs)
        for sha256 in hashes:
            drop_source(store, sha256)
        settle(store)


def take(store: Store, corpus: Corpus, text: str, on_duplicate: OnDuplicate | None = None) -> Taken:
    """Take a plan that was just read into the store.

    Args:
        store: where it goes.
        corpus: what was read of one plan.
        text: its full text.
        on_duplicate: what a person decided about a document that is there already; ``None`` for the usual.

    Raises:
        ValueError: when the rows contradict themselves or the text; the store is unchanged.
    """
    with store.alone():
        return _taken(store, corpus, text, on_duplicate)


def _taken(store: Store, corpus: Corpus, text: str, on_duplicate: OnDuplicate | None) -> Taken:
    found = alike(store, corpus.plans[0], text)
    if found is None:
        return _kept(store, _known(store, corpus), text, None)
    if found.likeness is Likeness.SAME_NUMBER:
        return _kept(store, _known(store, _with_finding(corpus, found)), text, found)
    match on_duplicate or _USUAL[found.likeness]:
        case OnDuplicate.VERSION:
            return _replaced(store, corpus, text, found)
        case OnDuplicate.KEEP if found.likeness is not Likeness.EARLIER:
            return _kept(store, corpus, text, found)
        case _:
            return Taken(corpus=corpus, alike=found, stored=False)


_USUAL = {
    Likeness.SAME_TEXT: OnDuplicate.SKIP,
    Likeness.OTHER_TEXT: OnDuplicate.VERSION,
    Likeness.EARLIER: OnDuplicate.SKIP,
}


def names_of(plan: PlanRow) -> frozenset[str]:
    """Give what a file is recognised by: a store that has none of it has no plan that the file is like."""
    return frozenset({plan.iri, version_graph(plan.iri), plan.key, plan.text_sha256} - {"", _NO_TEXT})


def stored_names(store: Store) -> set[str]:
    """Give what ``names_of`` gives of the plans of a store, and of their earlier versions."""
    query = f"SELECT ?name WHERE {{ ?plan a <{Term.PLAN}> ; <{Term.DOCUMENT_KEY}>|<{Term.TEXT_SHA256}> ?name }}"
    return {*store.graphs(), *(name for (name,) in store.words(query))}


def alike(store: Store, plan: PlanRow, text: str) -> Alike | None:
    """Find the plan of the store that a file is a version of, or that has its number; ``None`` for a new document.

    A file whose bytes are a plan of the store is none of these, unless another document has its number.
    """
    there = store.holds(plan.iri)
    if not there and (old := earlier(store, plan.iri)) is not None:
        return Alike(likeness=Likeness.EARLIER, plan=_current(store, old.replaced_by), title=plan.title)
    found = [_likeness(store, plan, text, row) for row in _candidates(store, plan)]
    order = (Likeness.SAME_NUMBER,) if there else tuple(Likeness)
    return next((one for likeness in order for one in found if one.likeness is likeness), None)


def _current(store: Store, plan: str) -> str:
    """Follow the versions that replaced each other to the one that counts."""
    while (old := earlier(store, plan)) is not None:
        plan = old.replaced_by
    return plan


def _candidates(store: Store, plan: PlanRow) -> tuple[tuple[str, str, str], ...]:
    """Give IRI, hash of the text and title of the plans with the same text or key."""
    same = [f"?plan <{Term.DOCUMENT_KEY}> {literal(plan.key)}"] if plan.key else []
    if plan.text_sha256 not in {"", _NO_TEXT}:
        same.append(f"?plan <{Term.TEXT_SHA256}> {literal(plan.text_sha256)}")
    if not same:
        return ()
    either = " UNION ".join(f"{{ {pattern} }}" for pattern in same)
    query = (
        f"SELECT DISTINCT ?plan ?hash ?title WHERE {{ {either} ?plan a <{Term.PLAN}> ; <{Term.TEXT_SHA256}> ?hash . "
        f"OPTIONAL {{ ?plan <{RDFS}label> ?title }} }}"
    )
    rows = sorted(tuple(cell.value if cell else "" for cell in row) for row in store.select(query).rows)
    return tuple((iri, digest, title) for iri, digest, title in rows if iri != plan.iri)


def _likeness(store: Store, plan: PlanRow, text: str, row: tuple[str, str, str]) -> Alike:
    iri, digest, title = row
    if digest == plan.text_sha256:
        return Alike(likeness=Likeness.SAME_TEXT, plan=iri, title=title)
    mine, theirs = bare_words(plan.title), bare_words(title)
    same = mine == theirs or ((mine in theirs or theirs in mine) and _shared(text, plan_text(store, iri)) >= _SHARED)
    return Alike(likeness=Likeness.OTHER_TEXT if same else Likeness.SAME_NUMBER, plan=iri, title=title)


def _shared(one: str, two: str) -> float:
    """Give the share of the shorter text that the longer one has, too.

    A notice 关于印发……方案的通知 without its attachment is not a version of the plan that it issues.
    """
    first, second = ({words[at : at + _PIECE] for at in range(len(words))} for words in map(bare_words, (one, two)))
    return len(first & second) / max(1, min(len(first), len(second)))


def _known(store: Store, corpus: Corpus) -> Corpus:
    """Give a plan that is read again the document that it is a version of, and what it replaces."""
    plan = corpus.plans[0]
    if not store.holds(plan.iri):
        return corpus
    query = (
        f"SELECT ?document ?old WHERE {{ GRAPH <{plan.iri}> {{ <{plan.iri}> <{Term.VERSION_OF}> ?document "
        f"OPTIONAL {{ <{plan.iri}> <{Term.REPLACES}> ?old }} }} }}"
    )
    for document, old in store.select(query).rows:
        return _of(corpus, document.value if document else plan.document, old.value if old else "")
    return corpus


def _of(corpus: Corpus, document: str, replaces: str) -> Corpus:
    return replace(corpus, plans=(replace(corpus.plans[0], document=document, replaces=replaces),))


def _replaced(store: Store, corpus: Corpus, text: str, found: Alike) -> Taken:
    """Take a plan in the place of the version that counted."""
    documents = _documents(store, found.plan)
    new = _of(corpus, documents[0] if documents else iris.document(found.plan), found.plan)
    ours, conflicts = take_plan(store, new, text, instead_of=found.plan)
    return Taken(corpus=ours, conflicts=conflicts, alike=found)


def _documents(store: Store, plan: str) -> list[str]:
    query = f"SELECT ?document WHERE {{ GRAPH <{plan}> {{ <{plan}> <{Term.VERSION_OF}> ?document }} }}"
    return [cell.value for (cell,) in store.select(query).rows if cell]


def _kept(store: Store, corpus: Corpus, text: str, found: Alike | None) -> Taken:
    ours, conflicts = take_plan(store, corpus, text)
    return Taken(corpus=ours, conflicts=conflicts, alike=found)


def _with_finding(corpus: Corpus, found: Alike) -> Corpus:
    plan = corpus.plans[0]
    what = message("发文字号 {number} 与《{title}》相同，内容却不同。", number=plan.number, title=found.title)
    remedy = message("请核对两份文件的字号。一个字号只属于一份文件；正文和附件分存的，可以不管。")
    row = plan_finding(plan.iri, iris.finding(plan.iri, 0, SAME_NUMBER), SAME_NUMBER, what, remedy)
    return ordered(replace(corpus, findings=(*corpus.findings, row)))
