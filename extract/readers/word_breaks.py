"""Line breaks inside a paragraph of Word: one inside a list of names is only a matter of layout."""

from collections.abc import Iterable
from typing import Final

from extract.patterns import pattern
from extract.readers.fitting import names_units

_LIST_GOES_ON: Final = pattern(r"[、，,]\s*$")
_LAST_NAME: Final = pattern(r"[^、，,；;：:。\s]*$")
_FIRST_NAME: Final = pattern(r"^[^、，,；;：:。\s]*")
_OPENS: Final = pattern(
    r"\s*(?:[\u4e00-\u9fff]{2,8}[：:]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])"
)


def joined_breaks(lines: Iterable[str]) -> list[str]:
    """Join the lines of a paragraph where the break lies inside a list of names.

    Forms handled: ``市政务服务局、⏎市财政局``; ``市人力资源和⏎社会保障局``, which only together end as names of bodies do.

    >>> joined_breaks(["牵头单位：市政务服务局、", "市财政局", "配合单位：市人力资源和", "社会保障局"])
    ['牵头单位：市政务服务局、市财政局', '配合单位：市人力资源和社会保障局']
    >>> joined_breaks(["牵头单位：市政务服务局", "市财政局", "一、总体要求", "建立台账。"])
    ['牵头单位：市政务服务局', '市财政局', '一、总体要求', '建立台账。']
    """
    found: list[str] = []
    for line in lines:
        if found and _goes_on(found[-1], line):
            found[-1] = found[-1].rstrip() + line.lstrip()
        else:
            found.append(line)
    return found


def _goes_on(before: str, line: str) -> bool:
    if not before.strip() or _OPENS.match(line):
        return False
    if _LIST_GOES_ON.search(before):
        return _names(before)
    last, first = _LAST_NAME.search(before.rstrip()), _FIRST_NAME.match(line.lstrip())
    if last is None or first is None or not last[0] or not first[0] or not _names(before[: last.start()]):
        return False
    return not names_units(last[0]) and names_units(last[0] + first[0])


def _names(words: str) -> bool:
    """Whether the words after the last colon are a list of bodies, or there is a label with nothing after it yet."""
    head, colon, items = words.replace(":", "：").rpartition("：")
    return bool(colon and head) and (not items.strip() or names_units(items.rstrip("、，, ")))
