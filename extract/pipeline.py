"""The table of contents of the room: from a Document to an Extraction, step by step."""

from collections.abc import Callable
from enum import StrEnum

from extract.cleaning import fold
from extract.gather import gather
from extract.kinds import counts_sentences
from extract.outline import read_outline
from extract.profile import read_profile
from extract.proposals import Proposer
from extract.records import Document, Extraction
from extract.tables.read import read_tables
from extract.tasks import read_tasks


class Step(StrEnum):
    """What is being done; a listener receives it."""

    OUTLINE = "outline"
    CLAUSES = "clauses"
    UNITS = "units"


def extract(
    document: Document, tell: Callable[[Step], None] = lambda _step: None, proposer: Proposer | None = None
) -> Extraction:
    """Read a document: its outline, what it says of itself, its tasks, and who has to do them.

    Args:
        document: what a reader gave.
        tell: called with each step before it is taken.
        proposer: may name units that the rules missed; they are marked and not counted (see ``extract.proposals``).

    Guarantees:
        1. Pure and picklable: no state between documents, no clock, no chance; any pool can map it.
        2. Grounded: ``document.quote(a.mention.span) == a.mention.words`` for every assignment.
        3. Nothing lost: the ledger tiles the entire text; what looks like a clause and was not read is a Finding.
    """
    view = fold(document.text)
    tell(Step.OUTLINE)
    outline = read_outline(document, view)
    profile = read_profile(document, view, outline)
    tell(Step.CLAUSES)
    rows = read_tables(view, outline)
    taken = frozenset(clause.span for row in rows for clause in row.clauses)
    reading = read_tasks(view, outline, sentences=counts_sentences(profile.plan.kind), taken=taken)
    tell(Step.UNITS)
    return gather(document, outline, profile, reading, rows, proposer.propose(document) if proposer else ())
