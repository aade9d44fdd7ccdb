"""Scopes that people saved under a name, for everybody: in the database of the accounts, in the data folder."""

from dataclasses import dataclass

from api.accounts.database import Database
from api.edge.refusal import RefusedRequest
from extract.messages import message
from graph.dataset.scope import Scope

LONGEST = 40  # characters of a name
MOST = 200  # that the bar can list


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedScope:
    """A scope as it is written in an address, its name, and who saved it."""

    name: str
    words: str
    who: str


class SavedScopes:
    """The saved scopes of one data folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[SavedScope, ...]:
        """Give all of them by name."""
        rows = self._database.rows("SELECT name, words, who FROM scope ORDER BY name")
        return tuple(SavedScope(name=name, words=words, who=who) for name, words, who in rows)

    def save(self, name: str, scope: Scope, who: str) -> SavedScope:
        """Save a scope under a name; one that has the name already is replaced.

        Raises:
            RefusedRequest: 400 without a name or conditions, where the name is too long, or where there are too many.
        """
        one = SavedScope(name=" ".join(name.split()), words=str(scope), who=who)
        if not one.name or len(one.name) > LONGEST or not one.name.isprintable():
            raise RefusedRequest(400, message("请给范围起名，不超过 {most} 字。", most=LONGEST))
        if not scope:
            raise RefusedRequest(400, message("没有可存的范围，请先添加地区、年份、层级、文种或方案。"))
        with self._database.writing() as connection:
            others = connection.execute("SELECT COUNT(*) FROM scope WHERE name <> ?", (one.name,)).fetchone()[0]
            if others >= MOST:
                raise RefusedRequest(400, message("已存范围最多 {most} 个，请先删除不用的。", most=MOST))
            connection.execute("INSERT OR REPLACE INTO scope VALUES (?, ?, ?)", (one.name, one.words, one.who))
        return one

    def remove(self, name: str) -> None:
        """Forget a scope.

        Raises:
            RefusedRequest: 404 where none has the name.
        """
        with self._database.writing() as connection:
            if not connection.execute("DELETE FROM scope WHERE name = ?", (name,)).rowcount:
                raise RefusedRequest(404, message("没有名为“{name}”的范围。", name=name))
