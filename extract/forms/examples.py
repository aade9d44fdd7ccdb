"""Quotations of a clause form, as data that one test runs for every form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Examples:
    """What a form is for and what it leaves alone.

    Attributes:
        rules: how the rule of an assignment of this form begins: ``bracket``.
        quotations: texts with each mention marked by its role: ``（⟦L:市教育局⟧牵头）``; L lead, S support, J joint,
            I implement, G guide, V supervise, a small letter for what is shown and not counted.
        against: texts in which this form reads nothing.
    """

    rules: tuple[str, ...]
    quotations: tuple[str, ...]
    against: tuple[str, ...]
