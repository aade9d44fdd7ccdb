"""Say where a task stands by what is printed: a part that has no printed number is named by its place, which tells nobody anything."""

import re

_UNPRINTED = re.compile(r"(?:^|(?<=\.))c\d+(?:\.|$)")


def printed(ref: str) -> str:
    """Leave the parts of a reference out that are not printed.

    >>> printed("2.4.3"), printed("c560.c563.6"), printed("c12")
    ('2.4.3', '6', '')
    """
    return _UNPRINTED.sub("", ref)
