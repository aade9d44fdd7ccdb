"""The scope of a page: read from its address, shown on top of it, and carried by every link and form of it.

Guarantees:
    1. A page with a scope in its address links only to addresses with the same scope; links of the bar itself excepted.
    2. A scope that cannot be read, or that selects nothing, is shown on the page, with a link that takes it away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from html import escape
from urllib.parse import quote

from api.accounts.saved_scopes import SavedScope
from extract.messages import Message
from graph.dataset.scope import KINDS, LEVELS, Scope

PARAMETER = "scope"
UNSCOPED = "data-unscoped"  # marks links and forms of the bar
_LINK = re.compile(rf'(<a\b(?![^>]*{UNSCOPED})[^>]*?\shref=")(/(?!/|static/)[^"#]*)((?:#[^"]*)?")')
_FORM = re.compile(rf'<form\b(?![^>]*(?:{UNSCOPED}|method="post"))[^>]*>')
_CARRIES = re.compile(rf"[?;&]{PARAMETER}=")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeBar:
    """What the bar shows: each condition with the scope that is left without it, and the scopes that have a name."""

    words: str = ""
    conditions: tuple[tuple[str | Message, str], ...] = ()
    plans: int = 0
    tasks: int = 0
    saved: tuple[SavedScope, ...] = ()
    levels: tuple[tuple[str, Message], ...] = tuple(LEVELS.items())
    kinds: tuple[tuple[str, Message], ...] = tuple(KINDS.items())

    @property
    def name(self) -> str:
        """The name under which the scope is saved; empty where it is not."""
        return next((one.name for one in self.saved if one.words == self.words), "")


def conditions(scope: Scope) -> Iterator[tuple[str | Message, str]]:
    """Give each condition in words, with the scope that is left without it."""
    for part in fields(scope):
        values = getattr(scope, part.name)
        for at, words in enumerate(replace(Scope(), **{part.name: values}).said()):
            yield words, str(replace(scope, **{part.name: (*values[:at], *values[at + 1 :])}))


def carried(html: str, scope: Scope) -> str:
    """Put the scope into every link and every form of a page that lead to a page of this site.

    >>> carried('<a href="/units?q=a#top">', Scope(years=["2015"]))
    '<a href="/units?q=a&amp;scope=year%3D2015#top">'
    >>> carried('<a href="/static/site.css">', Scope(years=["2015"]))
    '<a href="/static/site.css">'
    """
    if not scope:
        return html
    words = str(scope)
    field = f'<input type="hidden" name="{PARAMETER}" value="{escape(words)}">'

    def link(found: re.Match[str]) -> str:
        start, address, end = found.groups()
        if _CARRIES.search(address):
            return found[0]
        return f"{start}{address}{'&amp;' if '?' in address else '?'}{PARAMETER}={quote(words)}{end}"

    return _FORM.sub(lambda found: found[0] + field, _LINK.sub(link, html))
