"""The table of contents of the room: from a Document to an Extraction, step by step."""

from extract.cleaning import fold
from extract.gather import gather
from extract.outline import read_outline
from extract.profile import read_profile
from extract.records import Document, Extraction
from extract.tables import read_tables
from extract.tasks import read_tasks


def extract(document: Document) -> Extraction:
    """Read a document: its outline, what it says of itself, its tasks, and who has to do them.

    Guarantees:
        1. Pure and picklable: no state between documents, no clock, no chance; any pool can map it.
        2. Grounded: ``document.quote(a.mention.span) == a.mention.words`` for every assignment.
        3. Nothing lost: the ledger tiles the whole text; what looks like a clause and was not read is a Finding.
    """
    view = fold(document.text)
    outline = read_outline(document, view)
    profile = read_profile(document, view, outline)
    reading = read_tasks(view, outline)
    rows = read_tables(view, outline)
    return gather(document, outline, profile, reading, rows)
