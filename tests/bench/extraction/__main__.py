"""Run ``python -m tests.bench.extraction [quality] [speed] [lengths] [--freeze]``; no part named means all.

``quality`` prints precision, recall and F1 of each labelled plan and role, B³ of units, sections, deadlines, and what is
better or worse than the frozen figures (exit 1 when anything is worse); ``--freeze`` makes the new figures the frozen ones.
``speed`` prints characters a second, memory beside the text, and PDFs beside their library. ``lengths`` prints how time
grows with length for texts made to be slow.
"""

# ruff: noqa: T201  a bench is there to print

import sys

from tests.bench.extraction.figures import Count
from tests.bench.extraction.lengths import growths
from tests.bench.extraction.quality import FROZEN, better, freeze, frozen, has_corpus, labelled, table, worse
from tests.bench.extraction.speed import hostile, memory, pdfs, plain

PARTS = ("quality", "speed", "lengths")
_GOAL = 500_000  # characters a second
_LINEAR = 2.8  # times as long for twice the length, at most


def main(arguments: list[str]) -> int:
    """Print the parts asked for.

    Returns:
        0, 1 when a figure is worse than the frozen one, 2 for an argument that is not known.
    """
    unknown = set(arguments) - {*PARTS, "--freeze"}
    if unknown:
        print(f"不认识的参数：{'、'.join(sorted(unknown))} / unknown; there are: {', '.join(PARTS)}, --freeze")
        return 2
    if not has_corpus():
        print(
            "没有开发语料，只测随附的方案。 / The corpus is not beside this checkout: the shipped plan alone is measured."
        )
    wanted = [part for part in PARTS if part in arguments] or ([] if "--freeze" in arguments else list(PARTS))
    code = quality(renew="--freeze" in arguments) if "quality" in wanted or "--freeze" in arguments else 0
    if "speed" in wanted:
        speed()
    if "lengths" in wanted:
        lengths()
    return code


def quality(*, renew: bool) -> int:
    """Print the figures and the differences from the frozen ones."""
    figures = table(labelled())
    print(f"{'plan':<10}{'measure':<16}{'P':>7}{'R':>7}{'F1':>7}{'right':>9}{'wanted':>9}{'given':>9}")
    for (document, name), count in sorted(figures.items()):
        print(f"{document:<10}{name:<16}{_ratios(count)}{count.good:>9g}{count.want:>9g}{count.have:>9g}")
    before = frozen() if FROZEN.is_file() else {}
    gains, losses = better(figures, before), worse(figures, before)
    print(f"frozen figures: {len(gains)} better, {len(losses)} worse")
    for gain in gains:
        print("  +", gain)
    for loss in losses:
        print("  -", loss)
    if renew:
        freeze({**before, **figures})
        return 0
    return 1 if losses else 0


def _ratios(count: Count) -> str:
    """Precision, recall and F1, or recall alone for what is only found or not."""
    if not count.have:
        return f"{'':>7}{count.recall:>7.3f}{'':>7}"
    return f"{count.precision:>7.3f}{count.recall:>7.3f}{count.f1:>7.3f}"


def speed() -> None:
    """Print speed and memory."""
    for one in plain():
        print(f"{one.name:<44}{one.rate:>11,.0f} characters/s  {one.rate / _GOAL:.2f} of the goal", flush=True)
    for name, peak, held in memory():
        print(f"{name:<44}{peak:>8.1f} × the source at most, {held:.1f} × kept", flush=True)
    for name, ours, theirs in pdfs():
        print(f"{name:<44}{ours:>8.2f} s, the library alone {theirs:.2f} s: {ours / theirs:.2f} ×", flush=True)
    for name, seconds, peak in hostile():
        print(f"{name:<44}{seconds:>8.2f} s, {peak / 2**20:,.0f} MB at most", flush=True)


def lengths() -> None:
    """Print time against length."""
    for growth in growths():
        ratios = " ".join(f"×{ratio:.1f}" for ratio in growth.ratios)
        steep = "  more than linear" if growth.ratios[-1] > _LINEAR else ""
        rate = growth.lengths[-1] / max(growth.seconds[-1], 1e-4)
        print(
            f"{growth.name:<28}{growth.lengths[-1]:>9,} characters {growth.seconds[-1]:>7.2f} s"
            f"{rate:>13,.0f} characters/s  twice as long: {ratios}{steep}",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
