"""The state of reading one question: its tokens, what was understood of them, and what is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.questions.chinese.frame import AnswerShape, Bound, Choice, QuestionFrame, Target
from graph.questions.chinese.lexer import QuestionToken
from graph.questions.chinese.names import NameIndex

LEAD, SUPPORT = "lead", "support"
NOUNS = {
    "task": Target.TASKS,
    "unit": Target.UNITS,
    "section": Target.SECTIONS,
    "plan": Target.PLANS,
    "grade": Target.GRADES,
}
ROW_NOUNS = ("task", "unit", "section", "plan")
_MEANINGFUL = frozenset({"role", "noun", "rank", "ask"})
_WITHOUT_EFFECT = (
    "and", "also", "each", "all", "that", "is", "by", "follow", "others", "these", "together", "written", "pronoun", "most_one", "least_one", "apart",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class QuestionParse:
    """The tokens of a question; each pass takes the tokens it understands and adds to the frame."""

    text: str
    tokens: tuple[QuestionToken, ...]
    names: NameIndex
    frame: QuestionFrame = field(default_factory=QuestionFrame)
    taken: set[int] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # words that have no place in the frame
    counted: bool = False  # 牵头数, 任务量
    together: bool = False  # 一起牵头
    than: tuple[Choice, Bound] | None = None  # 比公安局多
    share: int = -1  # the place of 占 or 占比
    unit_noun: bool = False  # 牵头单位, 配合单位

    def take(self, *places: int) -> None:
        """Mark tokens as understood."""
        self.taken.update(places)

    def at(self, place: int) -> QuestionToken | None:
        """Give the token at a place; None outside of the question."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def is_a(self, place: int, kind: str, *values: str) -> bool:
        """Whether the token at a place may mean this."""
        token = self.at(place)
        return token is not None and any(token.means(kind, value) for value in values or ("",))

    def places(self, kind: str, *values: str) -> list[int]:
        """Give the places of all tokens that may mean this."""
        return [at for at in range(len(self.tokens)) if self.is_a(at, kind, *values)]

    def free(self, kind: str, *values: str) -> list[int]:
        """Give the places of the tokens that may mean this and that no pass has taken."""
        return [at for at in self.places(kind, *values) if at not in self.taken]

    def shaped(self, *shapes: str) -> list[int]:
        """Give the places of the tokens of a shape that no pass has taken."""
        return [at for at, token in enumerate(self.tokens) if at not in self.taken and token.shape in shapes]

    def skip(self, place: int, step: int = 1) -> int:
        """Step over words without meaning."""
        while (token := self.at(place)) is not None and empty(token):
            place += step
        return place

    def set(self, **changes: object) -> None:
        """Change the frame."""
        self.frame = self.frame.but(**changes)

    def choice(self, place: int) -> Choice:
        """Give the name at a place."""
        token = self.tokens[place]
        return Choice(words=token.text, iris=token.iris)

    def units(self) -> list[Choice]:
        """Give the units that are named in a role."""
        return [choice for group in self.frame.groups for choice in group.units]

    def left(self) -> Iterator[str]:
        """Give the words that no pass has taken and that are not without effect."""
        yield from self.unread
        for at, token in enumerate(self.tokens):
            if at not in self.taken and not self._without_effect(at, token):
                yield token.text

    def _without_effect(self, at: int, token: QuestionToken) -> bool:
        if token.shape == "count":  # 三地, 两省: said beside their names
            return bool(self.frame.plans) or self.frame.shape is AnswerShape.EACH
        if token.shape:
            return False
        if token.means("mark", "follow") and at not in {0, len(self.tokens) - 1} and not token.means("filler"):
            return False  # 把 2.4.1 的牵头单位改成公安局
        marks = any(token.means("mark", value) for value in _WITHOUT_EFFECT)
        return marks or token.means("filler") or token.means("measure") or token.text in "()《》<>-"


def empty(token: QuestionToken) -> bool:
    """Whether a token is a word without meaning."""
    return token.means("filler") and not token.shape and not any(one.kind in _MEANINGFUL for one in token.meanings)


def chosen(parse: QuestionParse, places: Sequence[int]) -> tuple[Choice, ...]:
    """Give the names at several places."""
    return tuple(parse.choice(place) for place in places)
