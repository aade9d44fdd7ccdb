"""The conditions of a page as chips: each says what it asks and how many rows it leaves alone, and can be taken away."""

from dataclasses import dataclass

from extract.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One condition of a page.

    Attributes:
        name: its parameter in the address.
        label: what it is about.
        words: its value for people.
        count: how many rows meet it, without the other conditions.
        known: whether the data, or the closed list of its values, have it; where not, the page says so.
    """

    name: str
    label: Message
    words: str | Message
    count: int
    known: bool = True
