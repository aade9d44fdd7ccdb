"""Why the units of a document were read as they were: one JSON object for its home, one for each mention."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from extract.cleaning import fold
from extract.outline import read_outline
from extract.profile import read_profile
from extract.records import Assignment, Extraction, Unit
from extract.units.evidence import Home, weight_of
from extract.units.explain import candidates


def explanations(extraction: Extraction) -> Iterator[str]:
    """Give the lines of ``extract --explain``.

    Guarantees:
        1. The first line names the home of the document with each reason; then one line a mention, in the order of the text.
        2. ``text[start:end] == mention``; ``unit`` is what the mention was read as, with rule and confidence.
    """
    document = extraction.document
    view = fold(document.text)
    home = read_profile(document, view, read_outline(document, view)).home
    yield json.dumps(_home(document.name, home), ensure_ascii=False)
    units = {unit.id: unit for unit in extraction.units}
    for one in sorted(extraction.assignments, key=lambda one: (one.mention.span, str(one.role))):
        yield json.dumps(_mention(one, units[one.unit], home), ensure_ascii=False)


def _home(name: str, home: Home) -> dict[str, object]:
    return {
        "document": name,
        "home": home.code,
        "place": home.place_name,
        "level": str(home.level),
        "year": home.year,
        "reasons": [
            {
                "sign": str(one.sign),
                "place": one.home.place_name,
                "words": one.words,
                "weight": one.weight,
                "total": weight_of(one.home.place_code, home.evidence),
            }
            for one in home.evidence
        ],
    }


def _mention(one: Assignment, unit: Unit, home: Home) -> dict[str, object]:
    return {
        "mention": one.mention.words,
        "start": one.mention.span.start,
        "end": one.mention.span.end,
        "role": str(one.role),
        "unit": unit.id,
        "name": unit.name,
        "registered": unit.registered,
        "rule": one.rule,
        "confidence": one.confidence,
        "candidates": [asdict(candidate) for candidate in candidates(one.mention.words, home)],
    }
