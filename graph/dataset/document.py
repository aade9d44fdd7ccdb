"""What makes two files versions of one document: the same text in another form, or the same number, or title and date.

Guarantees:
    1. Pure: equal documents give equal keys, for every format of the file.
    2. A document that gives neither a number nor a title has no key: it is recognised by its text alone.
"""

import hashlib
import re
from collections.abc import Iterable

from extract.cleaning import fold
from extract.records import BlockKind, Document, Plan
from graph.dataset.rows import PlanRow

_LEAST_TITLE = 10  # characters: 工作要点 alone is the title of many documents
_SIGNS = re.compile(r"\W+")


def text_sha256(document: Document) -> str:
    r"""Hash what a document says: without blanks, page headers and footers; each sign in one form.

    >>> from extract.readers import read_bytes
    >>> one, two = (read_bytes(text.encode(), "a.txt") for text in ("责任单位：市教育局", "责任单位:\t市教育局 "))
    >>> text_sha256(one) == text_sha256(two)
    True
    """
    return text_hash(document.quote(block.span) for block in document.blocks if block.kind is not BlockKind.NOISE)


def text_hash(said: Iterable[str]) -> str:
    """Hash stretches of a text without blanks, each sign in one form."""
    return hashlib.sha256("".join(fold_words(words) for words in said).encode()).hexdigest()


def key_of(plan: Plan | PlanRow) -> str:
    """Give the words by which a version of the same document is recognised; none where a document says too little.

    Forms handled: ``昌州政发[2015]30号`` of one place; 关于印发……的通知 of one place and date.
    """
    home = plan.place_code or fold_words(plan.issuer)
    if plan.number:
        return f"{home} {fold_words(plan.number)}".strip()
    title = fold_words(plan.title)
    if len(title) < _LEAST_TITLE or not plan.issued:
        return ""
    return f"{home} {title} {plan.issued}".strip()


def fold_words(words: str) -> str:
    """Fold words for comparison: signs and brackets in one form, no blanks.

    >>> fold_words("昌州政发（2015） 30号") == fold_words("昌州政发[2015]30号")
    True
    """
    return "".join(fold(words).split())


def bare_words(words: str) -> str:
    """Fold words and leave out all signs.

    >>> bare_words("《关于 法治政府的通知》")
    '关于法治政府的通知'
    """
    return _SIGNS.sub("", fold(words))
