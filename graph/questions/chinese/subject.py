"""Read the units and words before a role: 公安局和司法局一起, 哪些单位, 谁都没."""

from dataclasses import dataclass, field

from graph.questions.chinese.frame import AnswerShape, Target
from graph.questions.chinese.lexer import QuestionToken
from graph.questions.chinese.parse import QuestionParse, empty

PAIR = 2
_ADVERBS = ("not", "only", "first", "together", "also")
_TAKEN_ADVERBS = frozenset({"not", "only", "first", "together"})
REACH = 3  # words between 哪 and its noun: 哪 两 个 单位
_HOMES = frozenset({"numbered", "ref", "title"})  # 没有在第六部分出现


@dataclass(slots=True, kw_only=True)
class Subject:
    """The units and adverbs before a role."""

    units: list[int] = field(default_factory=list)
    besides: list[int] = field(default_factory=list)  # before 没有: 公安局牵头 of 公安局没有司法局牵头
    adverbs: set[str] = field(default_factory=set)
    asked: bool = False

    @property
    def nobody(self) -> bool:
        """Whether no unit at all is meant: 谁都没配合."""
        return self.asked and {"not", "together"} <= self.adverbs

    @property
    def bare(self) -> bool:
        """Whether no unit is named or requested."""
        return not self.units and (not self.asked or self.nobody)


def subject_of(parse: QuestionParse, at: int) -> Subject:
    """Walk back from a role over the units, 谁, 哪些单位 and adverbs before it."""
    subject = Subject()
    place = at - 1
    while place >= 0 and (place not in parse.taken or parse.tokens[place].shape in _HOMES):
        token = parse.tokens[place]
        asked_at = which(parse, place) if token.means("noun", "unit") else -1
        if token.shape == "unit":
            apart = subject.besides or (subject.units and "not" in subject.adverbs)
            (subject.besides if apart else subject.units).insert(0, place)
        elif asked_at >= 0:
            _asked_noun(parse, asked_at, place)
            subject.asked, place = True, asked_at
        elif token.means("noun", "unit") and parse.is_a(place - 1, "mark", "not"):  # 没有单位配合
            subject.asked, place = True, place - 1
            subject.adverbs |= {"not", "together"}
            parse.take(place, place + 1)
        elif (
            place not in parse.taken
            and not (token.text == "的" and "together" in subject.adverbs)
            and not _adverb(parse, subject, place)
        ):
            break
        place -= 1
    return subject


def _adverb(parse: QuestionParse, subject: Subject, place: int) -> bool:
    """Read one word before a role; False where the subject ends."""
    token = parse.tokens[place]
    found = next((value for value in _ADVERBS if not token.shape and token.means("mark", value)), "")
    if token.shape == "place_in_order" and token.number == 1:
        found = "first"
    if token.means("ask", "who"):
        subject.asked = True
        parse.take(place)
    elif parse.is_a(place, "mark", "and", "or"):
        parse.take(place)
    elif found:
        subject.adverbs.add(found)
        parse.take(*((place,) if found in _TAKEN_ADVERBS else ()))
    elif not _passed_over(parse, place):
        return False
    return True


def _passed_over(parse: QuestionParse, place: int) -> bool:
    token = parse.tokens[place]
    if token.text == "的":
        return False
    yes_no = token.means("ask", "yes_no") and not token.means("filler")
    count = token.means("measure", "unit") or (token.shape == "number" and parse.is_a(place + 1, "measure", "unit"))
    light = (count and parse.is_a(place + 1 + (token.shape == "number"), "mark", "together")) or (
        parse.is_a(place, "mark", "each", "is", "that") or token.means("rank", "more") or token.means("measure", "any")
    )
    return empty(token) or yes_no or light


def _asked_noun(parse: QuestionParse, asked_at: int, place: int) -> None:
    """Read 哪些单位, 多少家单位, 哪两个单位."""
    if parse.is_a(asked_at, "ask", "how_many"):
        parse.set(shape=AnswerShape.COUNT, target=Target.UNITS)
    if any(_is_number(parse.tokens[n], PAIR) for n in range(asked_at, place)):
        parse.set(target=Target.PAIRS)
    parse.take(*range(asked_at, place + 1))


def _is_number(token: QuestionToken, number: int) -> bool:
    return token.shape == "number" and token.number == number


def which(parse: QuestionParse, place: int) -> int:
    """Give the place of 哪, 哪些, 几 before a noun, with a number and a measure between; -1 where there is none."""
    for at in range(place - 1, max(-1, place - 1 - REACH), -1):
        if parse.is_a(at, "ask", "which", "how_many"):
            return at
        token = parse.tokens[at]
        if not (
            token.means("measure")
            or token.shape == "number"
            or token.means("mark", "concrete")
            or token.means("mark", "concrete_unit")
        ):
            break
    return -1
