"""The figures of every labelled plan, held against the frozen ones."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from extract.pipeline import extract
from extract.readers import read, read_bytes
from extract.records import Extraction, Role
from tests.bench.extraction.figures import Count, cubed, measure
from tests.bench.extraction.labels import Labels, labels_of, printed_labels

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
FROZEN = Path(__file__).with_name("frozen.csv")
EXAMPLE = "example"  # the shipped plan, held against its own printed lines; needs no corpus
POOLED = "pooled"
TRAPS = "trap"  # what is given in plans that hold no responsibility clause: none of it is right

Plan = tuple[str, Extraction, Labels]  # its number
Table = Mapping[tuple[str, str], Count]  # by document and measure


def has_corpus() -> bool:
    """Whether the development corpus stands beside this checkout."""
    return CORPUS.is_dir()


def example() -> Extraction:
    """Read the shipped plan."""
    return extract(read_bytes((files("extract") / "examples" / "changji-2015.txt").read_bytes(), "changji-2015.txt"))


def labelled() -> Iterator[Plan]:
    """Read each labelled plan: its number, the reading, the labels."""
    shipped = example()
    yield EXAMPLE, shipped, printed_labels(shipped.document.text)
    for path in sorted((CORPUS / "gold").glob("*.jsonl")) if has_corpus() else ():
        (source,) = (CORPUS / "docs").glob(f"{path.stem}-*")
        yield path.stem, extract(read(source)), labels_of(path)


def table(plans: Iterable[Plan]) -> Table:
    """Measure labelled plans; ``pooled`` sums those of the corpus."""
    found: dict[tuple[str, str], Count] = {}
    for document, result, labels in plans:
        for name, count in measure(labels, result).items():
            if count == Count():
                continue
            found[document, name] = count
            if document != EXAMPLE:
                found[POOLED, name] = found.get((POOLED, name), Count()) + count
        if (CORPUS / "gold" / f"{document}-full.json").is_file():
            units = _units(document, result)
            found[document, "unit-precision"], found[document, "unit-recall"], found[document, "three"] = units
    if has_corpus():
        found[POOLED, TRAPS] = Count(have=sum(map(_given, _without_clauses())))
    return found


def _without_clauses() -> Iterator[Path]:
    """The plans whose form in the corpus' index is g: none of their sentences is a responsibility clause."""
    with (CORPUS / "INDEX.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if "g" in row["forms"].split(","):
                yield CORPUS / "docs" / row["file"]


def _given(path: Path) -> int:
    result = extract(read(path))
    return sum(1 for a in result.assignments if a.basis.counted and a.role in {Role.LEAD, Role.SUPPORT})


def _units(document: str, result: Extraction) -> tuple[Count, Count, Count]:
    """Compare with the full labels, {"assignments": [{"span", "role", "unit"}]}: units by B³, and all three right.

    A unit is right where it is the one most mentions of the labelled unit are given, and is given for no other.
    """
    full: object = json.loads((CORPUS / "gold" / f"{document}-full.json").read_text(encoding="utf-8"))
    rows = full["assignments"] if isinstance(full, dict) else []
    wanted = {(row["role"], *row["span"]): str(row["unit"]) for row in rows}
    given = {
        (a.role.value, a.mention.span.start, a.mention.span.end): a.unit for a in result.assignments if a.basis.counted
    }
    both = {key: (wanted[key], given[key]) for key in sorted(wanted.keys() & given.keys())}
    pairs = Counter(both.values())
    best = {
        unit: max(have for want, have in pairs if want == unit and pairs[want, have] == _most(pairs, unit))
        for unit, _ in pairs
    }
    owners = Counter(best.values())
    right = sum(best[want] == have and owners[have] == 1 for want, have in both.values())
    precision, recall = cubed({str(key): pair for key, pair in both.items()})
    return precision, recall, Count(right, len(wanted), len(given))


def _most(pairs: Counter[tuple[str, str]], unit: str) -> int:
    return max(number for (want, _), number in pairs.items() if want == unit)


def frozen() -> Table:
    """Read the frozen figures."""
    with FROZEN.open(encoding="utf-8", newline="") as lines:
        return {
            (row["document"], row["measure"]): Count(float(row["good"]), float(row["want"]), float(row["have"]))
            for row in csv.DictReader(lines)
        }


def freeze(figures: Table) -> None:
    """Write figures as the frozen ones, sorted; whole numbers without a fraction."""
    with FROZEN.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("document", "measure", "good", "want", "have"))
        for (document, name), count in sorted(figures.items()):
            writer.writerow((document, name, f"{count.good:g}", f"{count.want:g}", f"{count.have:g}"))


def worse(figures: Table, before: Table) -> tuple[str, ...]:
    """Say where figures are worse than before: fewer right, or more given that is wrong.

    Only what both tables measure is compared, so that a checkout without the corpus can hold the example.
    """
    return tuple(
        f"{document} {name}: {_shown(before[document, name])} → {_shown(count)}"
        for (document, name), count in sorted(figures.items())
        if (document, name) in before and _is_worse(count, before[document, name])
    )


def better(figures: Table, before: Table) -> tuple[str, ...]:
    """Say where figures are better than before, and what was not measured before."""
    return tuple(
        f"{document} {name}: {_shown(before[document, name]) if (document, name) in before else 'new'} → {_shown(count)}"
        for (document, name), count in sorted(figures.items())
        if (document, name) not in before or _is_worse(before[document, name], count)
    )


def _is_worse(count: Count, before: Count) -> bool:
    return count.good < before.good or count.have - count.good > before.have - before.good or count.want > before.want


def _shown(count: Count) -> str:
    return f"{count.good:g}/{count.want:g}" + (f" of {count.have:g}" if count.have else "")
