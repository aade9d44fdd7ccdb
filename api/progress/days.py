"""Days: today, and the day on which deadlines are judged, as people write it."""

from datetime import UTC, date, datetime

from extract.messages import Message, message


def today() -> date:
    """Give the day where the server is."""
    return datetime.now(UTC).astimezone().date()


def day_of(words: str) -> date | None:
    """Read a day; None for what is no day.

    >>> day_of("2026-11-30"), day_of("2026-11-31"), day_of("")
    (datetime.date(2026, 11, 30), None, None)
    """
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def no_day(words: str) -> Message:
    """Say that words are no day, and how one is written."""
    return message("日期“{date}”无法识别，请写成 2026-11-30。", date=words[:40])
