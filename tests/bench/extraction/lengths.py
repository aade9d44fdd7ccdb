"""Texts made to be slow: time against length. Where time is linear, twice the length takes twice the time."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from extract.errors import ExtractError
from extract.pipeline import extract
from extract.readers import read_bytes

LENGTHS: Final = (25_000, 50_000, 100_000)
_KIND: Final = "plan.txt"


def _repeat(unit: str, head: str = "", tail: str = "") -> Callable[[int], str]:
    return lambda length: head + unit * (length // len(unit)) + tail


TEXTS: Final[Mapping[str, Callable[[int], str]]] = {
    "brackets opened": _repeat("（"),
    "brackets nested": lambda length: "（" * (length // 2) + "）" * (length // 2),
    "brackets empty": _repeat("（）"),
    "clauses never closed": _repeat("（责任单位：市财政局 "),
    "clauses in one paragraph": _repeat("（甲局牵头）做好。"),
    "one list": _repeat("市财政局、", head="责任单位："),
    "one bracketed list": _repeat("市财政局、", head="（", tail="负责）"),
    "a list joined by 和": _repeat("市财政局和", head="责任单位："),
    "a list of blanks": _repeat("市 ", head="责任单位："),
    "labels alone": _repeat("责任单位："),
    "label lines": _repeat("责任单位：市财政局\n"),
    "同上 lines": _repeat("责任单位：同上\n"),
    "Chinese numbers": _repeat("一、"),
    "bracketed numbers": _repeat("（一）做好。"),
    "decimal numbers": _repeat("1."),
    "numbered lines": lambda length: "\n".join(f"{n}.做好工作" for n in range(1, length // 9)),
    "levels up and down": lambda length: "".join(f"{'1.' * (n % 3 + 1)}1 做好\n" for n in range(length // 9)),
    "annexes": _repeat("附件1\n某方案\n一、做好。\n"),
    "circled numbers": _repeat("①做好；"),
    "sentences of duties": _repeat("由市财政局会同市教育局组织起草。"),
    "short names": _repeat("某某局（以下简称某局）"),
    "dates": _repeat("2020年1月1日"),
    "titles opened": _repeat("《"),
    "pipes": _repeat("|甲|乙|\n"),
    "tabs": _repeat("甲\t"),
    "box lines": _repeat("┌─┬┐\n"),
    "short lines": _repeat("甲\n"),
    "empty lines": _repeat("\n", tail="甲"),
    "one line": _repeat("推进工作，"),
    "wide blanks": _repeat("\u3000", tail="甲"),
    "digits": _repeat("1"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The time one text takes at each length."""

    name: str
    lengths: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """How many times as long each length takes as the one before, by twice the length: 2 is linear, 4 quadratic."""
        pairs = zip(self.seconds, self.seconds[1:], strict=False)
        return tuple(after / max(before, 1e-4) for before, after in pairs)


def growths(lengths: tuple[int, ...] = LENGTHS) -> Iterator[Growth]:
    """Time every text at every length, each length twice the one before."""
    seconds("责任单位：市财政局")  # tables are loaded once
    for name, make in TEXTS.items():
        texts = [make(length) for length in lengths]
        yield Growth(name=name, lengths=tuple(map(len, texts)), seconds=tuple(map(seconds, texts)))


def seconds(text: str) -> float:
    """Time one reading, from bytes to extraction; a refusal is an answer too."""
    data = text.encode()
    start = time.process_time()
    with suppress(ExtractError):
        extract(read_bytes(data, _KIND))
    return time.process_time() - start
