"""The last day that a printed deadline allows."""

import datetime
import re

_DATE = re.compile(
    r"(?P<year>\d{4})\s*[年.\-/](?:\s*(?P<month>1[0-2]|0?[1-9])\s*(?:[月.\-/]|$|(?=底))"
    r"(?:\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*日?)?)?"
    r"(?:\s*(?P<part>上半年|第?[一二三四1234]季度))?"
)
_LATER_MONTH = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?\s*[-—–~至到]\s*(?!\d{4})")
_OPEN = re.compile(r"持续|长期|常态|每年|每月|每季|以后|起|分年度")
_QUARTERS = {"一": 3, "1": 3, "二": 6, "2": 6, "三": 9, "3": 9, "四": 12, "4": 12}
_LAST_MONTH = 12


def last_day(deadline: str) -> datetime.date | None:
    """Give the last day that the words of a deadline allow; None where they name no year or have no end.

    Of several dates the last one counts; a month, a quarter and a year allow their last day, whether 前 follows or not.

    >>> [str(last_day(words)) for words in ("2019年12月底前", "2016年第一季度", "2020年", "2024年9月30日", "2018—2020年")]
    ['2019-12-31', '2016-03-31', '2020-12-31', '2024-09-30', '2020-12-31']
    >>> [last_day(words) for words in ("6月底完成", "持续推进", "2019年12月取得阶段性成果并持续推进", "2019年2月30日", "")]
    [None, None, None, None, None]
    """
    if _OPEN.search(deadline) or _LATER_MONTH.search(deadline):
        return None
    found = [_end(match) for match in _DATE.finditer(deadline)]
    days = [day for day in found if day is not None]
    return max(days) if days and len(days) == len(found) else None


def _end(match: re.Match[str]) -> datetime.date | None:
    year, month, day, part = int(match["year"]), match["month"], match["day"], match["part"]
    try:
        if day:
            return datetime.date(year, int(month), int(day))
        last = int(month) if month else _month(part or "")
        following = datetime.date(year + last // _LAST_MONTH, last % _LAST_MONTH + 1, 1)
    except ValueError:  # no such day
        return None
    return following - datetime.timedelta(days=1)


def _month(part: str) -> int:
    if part == "上半年":
        return 6
    return next((month for sign, month in _QUARTERS.items() if sign in part), _LAST_MONTH)
