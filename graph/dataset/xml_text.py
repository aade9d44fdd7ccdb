"""Text for XML: pictures, office files and networks have some characters that it cannot contain."""

import re

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def xml_text(words: str, instead: str = "\ufffd") -> str:
    r"""Put the mark of a lost letter, or something else, for each one that XML cannot contain.

    >>> xml_text("公安\x01局")
    '公安\ufffd局'

    Source: Extensible Markup Language (XML) 1.0 § 2.2.
    """
    return _FORBIDDEN.sub(instead, words)
