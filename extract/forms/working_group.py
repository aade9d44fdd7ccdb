"""Read who is in charge of a working group, before its duty: ``医疗救护组。由县卫健局牵头,县医院参加。主要职责:救治伤员。``."""

from collections.abc import Iterator

from extract.forms.examples import Examples
from extract.mentions import strip
from extract.parts import Clause, ClauseShape, chunks_of, phrase_of, read_chunks
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning
from extract.units.registry import unit_like

__all__ = ["group_sentences"]

EXAMPLES = Examples(
    rules=("closing",),
    quotations=(
        "（一）抢险救援组：⟦L:县应急管理局⟧牵头，⟦S:县消防救援大队⟧参与。负责抢险。\n（二）专家组：⟦L:县科协⟧牵头。提供咨询。",
        "一、医疗救护组。由⟦L:县卫生健康局⟧牵头，⟦S:县医院⟧等参加。主要职责：救治伤员。",
    ),
    against=(
        "（一）专家组：由县科协牵头组建专家库。负责咨询。",
        "（一）领导小组：由县长任组长。负责统筹。",
        "（一）工作组。每月召开会议。由各组牵头通报。",
    ),
)

_GROUP = pattern(r"\s*[^。,;:()\n]{1,24}(?:组|专班|工作队)(?:\([^()\n]{1,40}\))?[。:\s]\s*")
_SENTENCE = pattern(r"[^。;\n]{4,300}(?=[。;\n])")
_FIRST = frozenset({Meaning.LEAD, Meaning.RESPONSIBLE})


def group_sentences(view: str, piece: Span, taken: set[int]) -> Iterator[Clause]:
    """Read the sentence after the name of a group that opens a stretch, where it is nothing but names and their roles."""
    group = _GROUP.match(view, piece.start, piece.end)
    said = _SENTENCE.match(view, group.end(), piece.end) if group is not None else None
    if said is None or not taken.isdisjoint(range(*said.span())):
        return
    span = strip(view, *said.span())
    chunks = chunks_of(view, span.start, span.end)
    if not all(phrase_of(view, chunk) for chunk in chunks):
        return
    parts, limits = read_chunks(view, chunks, default=Meaning.RESPONSIBLE, label=span)
    names = [view[item.start : item.end] for part in parts for item in part.items]
    named = names and all(map(unit_like, names)) and not any(part.left for part in parts)
    if named and any(part.meaning in _FIRST for part in parts):
        yield Clause(span=span, shape=ClauseShape.SENTENCE, parts=parts, limits=limits, ahead=True)
