"""The catalogue of texts: the languages of the product, and each text in them.

Chinese is the message id, so a text exists in Chinese by being written; the other languages are in
``ontology/locale/LANGUAGE/LC_MESSAGES/dutygraph.po``, compiled by ``make texts``.

Source: GNU gettext manual, chapters 10 (MO files) and 11.2.6 (plural forms).
"""

import gettext
from enum import StrEnum
from functools import cache
from importlib.resources import files


class UnknownTextError(LookupError):
    """The catalogue does not contain a text in a language."""


_CONTEXT = "\x04"  # what gettext puts between the context of a text and its words


class Language(StrEnum):
    """The languages of the product; the value is the ISO 639-1 code. Each satisfies ``extract.messages.Translation``."""

    ZH = "zh"
    EN = "en"

    @property
    def separator(self) -> str:
        """What separates the items of a list."""
        return "、" if self is Language.ZH else ", "

    def template(self, text_id: str, n: int | None = None) -> str:
        r"""Give the template of a text; ``n`` chooses the plural form.

        >>> Language.EN.template("是空文件")
        'is empty'
        >>> Language.ZH.template("navigation\x04单位")
        '单位'

        Raises:
            UnknownTextError: when the catalogue does not contain the text.
        """
        if self is Language.ZH or not text_id:
            return text_id.rpartition(_CONTEXT)[2]
        texts = _loaded(self)
        return texts.gettext(text_id) if n is None else texts.ngettext(text_id, text_id, n)


class _Strict(gettext.NullTranslations):
    """Ends the chain of fallbacks: a text that is in no catalogue is an error, never a silent Chinese text."""

    def gettext(self, message: str) -> str:
        raise UnknownTextError(f"the catalogue does not contain {message!r}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002  # the signature is gettext's
        raise UnknownTextError(f"the catalogue does not contain {msgid1!r} with plural forms")


@cache
def _loaded(language: Language) -> gettext.NullTranslations:
    file = files("ontology") / "locale" / language / "LC_MESSAGES" / "dutygraph.mo"
    with file.open("rb") as stream:
        texts = gettext.GNUTranslations(stream)
    texts.add_fallback(_Strict())
    return texts
