"""The log of what people did: who, when, what, and from which machine. Entries are only added."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from api.accounts.database import Database

Clock = Callable[[], datetime]
LONGEST_ABOUT = 300


def now() -> datetime:
    """Look at the clock."""
    return datetime.now(UTC)


class Deed(StrEnum):
    """What was done."""

    SIGN_IN = "sign-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    SIGN_OUT = "sign-out"
    ACCOUNT_ADDED = "account-added"
    ACCOUNT_ROLE = "account-role"
    ACCOUNT_PASSWORD = "account-password"  # noqa: S105 - the name of a deed
    ACCOUNT_REMOVED = "account-removed"
    IMPORTED = "imported"
    PLAN_REMOVED = "plan-removed"
    CORRECTED = "corrected"
    DECIDED = "decided"
    REPORTED = "reported"
    BACKED_UP = "backed-up"
    SCOPE_SAVED = "scope-saved"
    SCOPE_REMOVED = "scope-removed"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry of the log."""

    number: int
    time: str
    who: str
    deed: Deed
    about: str
    origin: str


class Log:
    """The log of one data folder."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    def add(self, who: str, deed: Deed, about: str = "", origin: str = "") -> None:
        """Add an entry with the time of day."""
        when = self._clock().isoformat(timespec="seconds")
        entry = (when, who, deed, about[:LONGEST_ABOUT], origin)
        with self._database.writing() as connection:
            connection.execute("INSERT INTO event (time, who, deed, about, origin) VALUES (?, ?, ?, ?, ?)", entry)

    def latest(self, most: int) -> tuple[LogEntry, ...]:
        """Give the latest entries, newest first."""
        query = "SELECT number, time, who, deed, about, origin FROM event ORDER BY number DESC LIMIT ?"
        rows = self._database.rows(query, most)
        return tuple(
            LogEntry(int(number), time, who, Deed(deed), about, origin)
            for number, time, who, deed, about, origin in rows
        )
