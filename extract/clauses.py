"""Find responsibility clauses in the folded view and read them into parts: who, in which meaning, on what words.

A clause is a labelled line, a bracket, a table cell or a closing ``由…牵头`` sentence; a unit as the subject of a
running sentence is none (see :mod:`extract.forms.running_sentence`). Parts keep the *meaning* of their label; what 责任单位
comes to next to the other parts is decided last, in :func:`extract.assign.roles_of`.
"""

from collections.abc import Sequence

from extract.forms.bare_line import line_of_names
from extract.forms.bracket import bracketed, brackets, labelled_bracket
from extract.forms.closing_sentence import closing_sentences
from extract.forms.label_line import labelled_lines, value_of
from extract.forms.working_group import group_sentences
from extract.label import Label, labels_in
from extract.parts import Clause, ClauseShape, Part, Unread
from extract.records import Span
from extract.roles import Meaning


def find_clauses(
    view: str, piece: Span, singles: frozenset[int] = frozenset(), *, sentences: bool = True
) -> tuple[Clause | Unread, ...]:
    """Find the clauses of one stretch of running text, in order.

    Args:
        view: the folded text.
        piece: the stretch.
        singles: where brackets of one unit begin that count though no 。 is before them, and lines of names alone.
        sentences: whether a sentence that closes with 由…负责, or a bracket of names alone, is a clause; in a law it is none.

    Guarantees:
        1. Clauses do not overlap and lie inside ``piece``.
        2. A bracket that says 牵头, 负责 or 配合 of something and cannot be read comes out as Unread.
    """
    found: list[Clause | Unread] = []
    for bracket in brackets(view, piece):
        clause = bracketed(view, bracket, piece, single=bracket.start in singles)
        if clause is not None and (sentences or not _is_bare(clause)):
            found.append(clause)
    taken = _covered(found)
    lines = list(labelled_lines(view, piece, taken))
    taken |= _covered(lines)
    named = line_of_names(view, piece) if piece.start in singles and not found and not lines else None
    if named is not None:
        return (named,)
    if sentences:
        groups = list(group_sentences(view, piece, taken))
        lines += [*groups, *closing_sentences(view, piece, taken | _covered(groups))]
    found.extend(lines)
    return tuple(sorted(found, key=lambda c: c.span))


def _is_bare(clause: Clause | Unread) -> bool:
    """Whether a bracket holds names and no role word: in a law it says who is meant by the words before it."""
    return isinstance(clause, Clause) and clause.shape is ClauseShape.BARE


def _covered(clauses: Sequence[Clause | Unread]) -> set[int]:
    return {at for clause in clauses for at in range(clause.span.start, clause.span.end)}


def cell_parts(view: str, cell: Span, meaning: Meaning) -> tuple[Part, ...]:
    """Read a table cell under a column of that meaning: a list, phrases (``甲牵头,乙配合``) or its own labels."""
    inside = [label for label in labels_in(view, cell.start, cell.end) if label.colon]
    if inside:
        clause = labelled_bracket(view, cell, cell, inside, own_line=True)
        return clause.parts if clause is not None else ()
    label = Label(Span(cell.start, cell.start), cell.start, meaning, colon=True)
    return value_of(view, label, cell.end)[0]
