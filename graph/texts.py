"""Texts in both languages, where the graph or a page holds both."""

from dataclasses import dataclass

from extract.messages import Message
from ontology.catalogue import Language, catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """A sentence for people, Chinese first."""

    zh: str
    en: str


def bilingual(message: Message) -> Bilingual:
    """Render a message in both languages.

    Raises:
        LookupError: when the catalogue does not contain it.
    """
    return Bilingual(zh=message.render(), en=message.render(catalogue(Language.EN)))


def shown(message: Message | Bilingual) -> Bilingual:
    """Give an error's message in both languages, whichever room it comes from."""
    return message if isinstance(message, Bilingual) else bilingual(message)
