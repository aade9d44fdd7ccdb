"""Texts for people, as ids of the catalogue with the values of their fields; they are rendered where they are shown.

The id of a text is the Chinese text itself, with fields in the form of ``str.format``. A text with a field ``n`` has
plural forms in languages that have them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, Union

Value = Union[str, int, float, "Message", tuple["str | Message", ...]]
"""What a field takes: words, a number, another text, or a list that is joined by the language's separator."""


class Translation(Protocol):
    """A language: its templates, and what is between the items of a list."""

    @property
    def separator(self) -> str:
        """What is between the items of a list."""
        ...

    def template(self, text_id: str, n: int | None = None) -> str:
        """Give the template of a text; ``n`` chooses the plural form.

        Raises:
            LookupError: when the catalogue does not contain the text.
        """
        ...


_CONTEXT = "\x04"  # what gettext puts between the context of a text and its words


class _Chinese:
    """Chinese needs no catalogue: the id is the text."""

    separator = "、"

    def template(self, text_id: str, n: int | None = None) -> str:  # noqa: ARG002  # Chinese has one form
        return text_id.rpartition(_CONTEXT)[2]


CHINESE: Translation = _Chinese()


@dataclass(frozen=True, slots=True)
class Message:
    """A text for people: its id in the catalogue, and the values of its fields in the order they were given."""

    id: str
    values: tuple[tuple[str, Value], ...] = ()

    def render(self, translation: Translation = CHINESE) -> str:
        """Give the text in a language.

        Raises:
            LookupError: when the catalogue does not contain the text, or a field has no value.
        """
        values = dict(self.values)
        n = values.get("n")
        template = translation.template(self.id, n if isinstance(n, int) else None)
        return template.format(**{name: _shown(value, translation) for name, value in values.items()})

    def __str__(self) -> str:
        """Give the text in Chinese."""
        return self.render()


def message(text_id: str, /, **values: Value) -> Message:
    """Make a text; the message extractor collects the first argument, which must be a literal.

    >>> str(message("编号缺失：“{number}”之前缺 {missing}。", number="7.", missing=("4", "5")))
    '编号缺失：“7.”之前缺 4、5。'
    """
    return Message(text_id, tuple(values.items()))


def message_in(context: str, text_id: str, /, **values: Value) -> Message:
    """Make a text whose Chinese words have another meaning, and another translation, elsewhere.

    >>> str(message_in("navigation", "单位"))
    '单位'
    """
    return Message(f"{context}{_CONTEXT}{text_id}", tuple(values.items()))


def _shown(value: Value, translation: Translation) -> str | int | float:
    if isinstance(value, Message):
        return value.render(translation)
    if isinstance(value, tuple):
        return translation.separator.join(str(_shown(item, translation)) for item in value)
    return value


def packed(text: Message) -> Mapping[str, object]:
    """Give a text as values that JSON has; ``unpacked`` gives it back.

    >>> unpacked(packed(message("{a}、{b}", a=("甲", "乙"), b=message("页数")))) == message("{a}、{b}", a=("甲", "乙"), b=message("页数"))
    True
    """
    return {"id": text.id, "values": {name: _packed(value) for name, value in text.values}}


def unpacked(data: Mapping[str, object]) -> Message:
    """Take a text back from what ``packed`` gave.

    Raises:
        ValueError: when the data is not of that form.
    """
    values = data.get("values")
    if not isinstance(values, Mapping):
        raise ValueError(f"a packed text has values, not {values!r}")  # noqa: TRY004  # the data is at fault, not a type
    return Message(str(data["id"]), tuple((str(name), _unpacked(value)) for name, value in values.items()))


def _packed(value: Value) -> object:
    if isinstance(value, tuple):
        return [_packed(item) for item in value]
    return packed(value) if isinstance(value, Message) else value


def _unpacked(value: object) -> Value:
    match value:
        case list():
            return tuple(item if isinstance(item, Message) else str(item) for item in map(_unpacked, value))
        case Mapping():
            return unpacked(value)
        case str() | int() | float():
            return value
        case _:
            raise ValueError(f"a text has no field of the form {value!r}")
