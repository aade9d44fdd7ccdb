"""Name the place of a task by what is printed.

A part without a printed number is named by its offset (``c560``), by its turn among the titles of a file (``p4``), or as
what precedes all headings (``front``), and a repeat is counted (``~2``); none of these tells a reader anything.
"""

import re

_UNPRINTED = re.compile(r"(?:^|(?<=\.))(?:[acdp]\d+|front)(?:~\d+)?(?:\.|$)|~\d+")


def printed(ref: str) -> str:
    """Leave the parts of a reference out that are not printed.

    >>> printed("2.4.3"), printed("c560.c563.6"), printed("p4.2.2.5"), printed("a2.6~2"), printed("c12")
    ('2.4.3', '6', '2.2.5', '6', '')
    """
    return _UNPRINTED.sub("", ref)
