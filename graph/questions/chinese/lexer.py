"""Cut a question into tokens: names of the data, words of the vocabulary, numbers, and what is neither.

Guarantees:
    1. Tokens are in order and cover the question, blanks and closing punctuation aside.
    2. The longest form wins; a form with several meanings keeps all of them.
    3. Words that are not known are tokens too: nothing of a question is dropped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.units.registry import known_body
from graph.questions.chinese.names import NameIndex, plain
from graph.questions.chinese.number import CHINESE, number_of
from graph.questions.chinese.words import FormMeaning, vocabulary

_N = rf"(?:[0-9]+|[{CHINESE}]+)"
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("text", re.compile(r"[“\"'‘「『]([^”\"'’」』]{1,60})[”\"'’」』]")),
    (
        "path",
        re.compile(rf"第?([{CHINESE}]+)(?:、|部分)?第?\(([{CHINESE}]+)\)(?:部分)?第?([0-9]+)(?:条|项|\.|款)?(?![0-9])"),
    ),
    (
        "path",
        re.compile(rf"第?()\(([{CHINESE}]+)\)(?:部分)?(?:里|中|的)?第?([0-9]+)(?:条|项|款|个任务|项任务|\.)?(?![0-9])"),
    ),
    ("ref", re.compile(r"p?[0-9]+(?:\.[0-9]+){1,6}")),
    ("numbered", re.compile(rf"第?(\()?({_N})(?(1)\))个?大?(?:部分|章节|章|节|方面|板块|大项)")),
    ("numbered", re.compile(rf"第?(\()([{CHINESE}]+)\)")),
    ("numbered", re.compile(rf"()([{CHINESE}]+)、(?=[^{CHINESE}])")),
    ("item", re.compile(rf"第({_N})(?:条|项任务|个任务|项|点|款|号任务|号|件)")),
    ("top", re.compile(rf"(?:排名?|排行|名列|位居|位列|居)?第?(?:前|头)({_N})(?:名|位|家|个|项|条|甲)?")),
    ("place_in_order", re.compile(rf"(?:并列)?(?:排名?|名列|居)?第({_N})(?:名|多|位)?")),
    (
        "time",
        re.compile(
            r"[0-9]{4}年(?:[0-9]{1,2}月(?:份)?)?(?:[0-9]{1,2}日)?(?:底|末|初|上半年|下半年|第?[一二三四1-4]季度)?"
        ),
    ),
    ("count", re.compile(rf"({_N})(?:个)?(?:大)?(省|地|州|市|县)(?=的|各|分别|谁|里|中|$)")),
    ("top", re.compile(rf"(?i:top) ?({_N})")),
    ("range", re.compile(rf"({_N})[项条件家个]?(?:到|至|-|~|—)({_N})")),
    ("number", re.compile(rf"({_N})")),
)
_SHORTEST_BODY = 3  # characters of a registered name that is one word also where the data lack it
_CLOSING = "。?!:…~"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionToken:
    """A stretch of the question; ``shape`` is empty for words, ``parts`` holds what the shape found."""

    text: str
    start: int
    meanings: tuple[FormMeaning, ...] = ()
    shape: str = ""
    parts: tuple[str, ...] = ()
    iris: tuple[str, ...] = ()  # of a name

    def means(self, kind: str, value: str = "") -> bool:
        """Whether the token may mean this."""
        return any(m.kind == kind and (not value or m.value == value) for m in self.meanings)

    def value(self, kind: str) -> str:
        """Give the value that the token has in a kind; empty where it has none."""
        return next((m.value for m in self.meanings if m.kind == kind), "")

    @property
    def unknown(self) -> bool:
        """Whether nothing is known about it."""
        return not self.meanings and not self.shape

    @property
    def number(self) -> int:
        """Give the number that a ``number``, ``top`` or ``item`` token holds."""
        return number_of(self.parts[-1])


def tokens_of(question: str, names: NameIndex) -> tuple[QuestionToken, ...]:
    """Cut a folded question."""
    return tuple(_joined(_cut(question, names)))


def _cut(question: str, names: NameIndex) -> Iterator[QuestionToken]:
    at = 0
    while at < len(question):
        if question[at].isspace() or question[at] in _CLOSING:
            at += 1
            continue
        token = _longest(question, at, names)
        yield token
        at += len(token.text)


def _longest(question: str, at: int, names: NameIndex) -> QuestionToken:
    shaped = _shaped(question, at)
    for size in range(min(names.longest + 4, len(question) - at), 0, -1):
        text = question[at : at + size]
        token = _word(text, at, names)
        if shaped is not None and size <= len(shaped.text):
            same = token is not None and size == len(shaped.text) and token.means("mark", "first")
            return token if token is not None and same else shaped
        if token is not None:
            return token
        if size >= _SHORTEST_BODY and known_body(text):  # 市场监管局 is one word, though 管 means to lead
            return QuestionToken(text=text, start=at)
    return _misheard(question[at : at + 2], at) or QuestionToken(text=question[at], start=at)


def _misheard(text: str, at: int) -> QuestionToken | None:
    """Read two characters as the word of the vocabulary that sounds the same: 千头 is 牵头."""
    meant = _sounding().get(sound(text), ())
    meanings = tuple(dict.fromkeys(m for form in meant for m in vocabulary()[form]))
    return QuestionToken(text=text, start=at, meanings=meanings) if meanings else None


def _shaped(question: str, at: int) -> QuestionToken | None:
    found = ((shape, pattern.match(question, at)) for shape, pattern in _SHAPES)
    matches = [(shape, match) for shape, match in found if match]
    if not matches:
        return None
    shape, match = max(matches, key=lambda one: len(one[1].group()))
    return QuestionToken(text=match.group(), start=at, shape=shape, parts=tuple(part or "" for part in match.groups()))


def _word(text: str, at: int, names: NameIndex) -> QuestionToken | None:
    if text in names.unit_forms:
        return QuestionToken(
            text=text, start=at, shape="unit", iris=names.unit_forms[text], meanings=vocabulary().get(text, ())
        )
    if plain(text) in names.title_forms and text == text.strip("、,"):
        return QuestionToken(text=text, start=at, shape="title", iris=names.title_forms[plain(text)])
    if text in names.place_forms:
        return QuestionToken(text=text, start=at, shape="place", iris=names.place_forms[text])
    if text in names.deadlines and not text[0].isdigit():
        return QuestionToken(text=text, start=at, shape="time", parts=(text,))
    meanings = vocabulary().get(text)
    return QuestionToken(text=text, start=at, meanings=meanings) if meanings else None


def _joined(tokens: Iterator[QuestionToken]) -> Iterator[QuestionToken]:
    """Join neighbouring unknown characters; a word without meaning between two of them belongs to them: 公按局."""
    cut = tuple(tokens)
    run: list[QuestionToken] = []
    for place, token in enumerate(cut):
        if (token.unknown and _follows(run, token)) or (run and _within(cut, place)):
            run.append(token)
        else:
            yield from _run(run)
            run = [token] if token.unknown else []
            if not token.unknown:
                yield token
    yield from _run(run)


def _follows(run: list[QuestionToken], token: QuestionToken) -> bool:
    return not run or run[-1].start + len(run[-1].text) == token.start


def _within(cut: tuple[QuestionToken, ...], place: int) -> bool:
    """Whether a token of one character, a filler at most, touches an unknown one after it."""
    token, following = cut[place], cut[place + 1 : place + 2]
    light = all(one.kind == "filler" or one.value == "written" for one in token.meanings)
    filler = len(token.text) == 1 and light and not token.shape
    return filler and bool(following) and following[0].unknown and following[0].start == token.start + 1


def _run(run: list[QuestionToken]) -> Iterator[QuestionToken]:
    if not run:
        return
    yield QuestionToken(text="".join(token.text for token in run), start=run[0].start)


@lru_cache(maxsize=1 << 14)
def sound(text: str) -> str:
    """Give the reading of a word without tones: what sounds alike is a likely slip of the keyboard.

    >>> sound("单味") == sound("单位")
    True
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415  its tables take a fifth of a second, when first needed

    return " ".join(lazy_pinyin(text))


@lru_cache(maxsize=1)
def _sounding() -> dict[str, tuple[str, ...]]:
    """Give the words of the vocabulary by their sound: those that carry meaning, of two characters or more."""
    found: dict[str, tuple[str, ...]] = {}
    for form, meanings in vocabulary().items():
        if len(form) > 1 and any(m.kind in {"role", "noun", "rank", "grade"} for m in meanings):
            found[sound(form)] = (*found.get(sound(form), ()), form)
    return found
