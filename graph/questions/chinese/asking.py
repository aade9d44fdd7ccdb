"""What the steps of an answer share: the data, and the two ways to give no answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.messages import Message, message
from graph.dataset.row_snapshot import RowSnapshot
from graph.questions.chinese.names import NameIndex, rows_of
from graph.store import Store

MOST_CHOICES = 40
"""The most choices that are offered when a question is asked back."""


@dataclass(frozen=True, kw_only=True)
class AskedData:
    """The data of a question: a store with its names, or the graphs of a scope in it."""

    names: NameIndex
    store: Store
    graphs: tuple[str, ...] | None

    @cached_property
    def rows(self) -> RowSnapshot:
        """The rows, whose state is taken once for a question."""
        return rows_of(self.store, self.graphs)


class AskBackError(Exception):
    """Words of a question mean several things; each choice can take the place of ``words`` in the question."""

    def __init__(self, words: str, choices: Sequence[str], why: Message | None = None) -> None:
        super().__init__(words)
        self.words, self.choices = words, tuple(choices)
        self.why = why or self._several()

    def _several(self) -> Message:
        if len(self.choices) == 1:
            return message("数据里没有“{words}”，是不是指“{choice}”？", words=self.words, choice=self.choices[0])
        return message("“{words}”可以指 {n} 个，请选一个。", words=self.words, n=len(self.choices))


class RefusedQuestionError(Exception):
    """A question is refused; ``why`` gives the reason, ``words`` what was not understood, ``alone`` the questions in it."""

    def __init__(self, why: Message, words: str = "", alone: tuple[str, ...] = ()) -> None:
        super().__init__(why.render())
        self.why, self.words, self.alone = why, words, alone
