"""Questions without a query language: a line of fields, or a sentence of choices, turned into SPARQL that is shown.

Guarantees:
    1. What a person writes becomes literals only: no words can become part of a query.
    2. Duties read from running text are not counted, as everywhere.
"""

from graph.questions.line import Condition, Field, Line, LineError, parse_line
from graph.questions.sentence import HOW_MANY, VERBS, Compare, Sentence

__all__ = ["HOW_MANY", "VERBS", "Compare", "Condition", "Field", "Line", "LineError", "Sentence", "parse_line"]
