"""Who is there, and what they may do: sessions of browsers, the one-time link of the start, the token for scripts.

Without accounts one person works on one machine: the link that the start opens, or the token, signs in as the person
who may do everything. With accounts each person signs in under a name of their own, and what they write is signed so.
A program sends ``Authorization: Bearer TOKEN`` in both cases.

Guarantees:
    1. Without a session or the token no one writes; with accounts no one reads either.
    2. A cookie alone writes nothing: it takes the session's proof too, and no sign that another site sent the request.
    3. A session ends on the server: at sign-out, after a day without use, with its account, and at a new password.
       One without an account ends with the server, or when the first account is made.
    4. Keys of sessions are stored as hashes; the token and passwords are never sent back, and never logged.
    5. Who shows wrong secrets gets fewer and fewer tries, at every address: the form, the API and SPARQL.

Source: OWASP, Session Management; Cross-Site Request Forgery Prevention; W3C Fetch Metadata Request Headers; RFC 6265bis.
"""

import asyncio
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from fastapi.security import HTTPBearer
from starlette.requests import Request
from starlette.responses import Response

from api.accounts.accounts import LONGEST_NAME, Accounts, tidy
from api.accounts.database import Database
from api.accounts.log import Clock, Deed, Log, now
from api.accounts.roles import AccountRole
from api.edge.refusal import RefusedRequest
from api.edge.throttle import Throttle, peer
from extract.messages import message

COOKIE = "dutygraph_session"
PROOF_HEADER = "x-dutygraph-proof"
PROOF_FIELD = "proof"
TOKEN_SCHEME = HTTPBearer(scheme_name="token", auto_error=False)  # for the description of the service alone
UNUSED = timedelta(days=1)  # after which a session ends
SEEN_EVERY = timedelta(minutes=5)  # how often the use of a session is stored
WRONG_SECONDS = 0.5  # what a wrong password costs who tries it


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who sent a request; ``own`` where there is no account, ``key`` is the hash of the session's key."""

    name: str
    role: AccountRole
    own: bool
    proof: str = ""
    key: str = ""

    def signs(self, given: str) -> str:
        """Give the name that signs: the account's, or where there is none the one that was given."""
        return given.strip() or self.name if self.own else self.name


_PERSON = "dutygraph.person"
_NOBODY_YET = Person(name="", role=AccountRole.READER, own=False)  # marks a request that was not looked at


class Sessions:
    """The sessions of one server."""

    def __init__(self, token: str, database: Database, clock: Clock = now) -> None:
        self.accounts = Accounts(database)
        self.log = Log(database, clock)
        self._token = token
        self._database = database
        self._clock = clock
        self._links: set[str] = set()
        self.throttle = Throttle()
        with database.writing() as connection:
            connection.execute("DELETE FROM session WHERE own")

    @property
    def writable(self) -> bool:
        """Whether anybody may write at all."""
        return bool(self._token) or self.accounts.exist

    def fits(self, request: Request, shown: str) -> bool:
        """Whether a token is the right one.

        Raises:
            RefusedRequest: 429, when too many wrong ones came from the same peer.
        """
        return bool(self._token) and tried(self.throttle, request, shown, self._token)

    def link(self) -> str:
        """Make the secret of a link that signs in once, without an account."""
        secret = secrets.token_urlsafe(24)
        self._links.add(secret)
        return secret

    async def sign_in(self, request: Request, name: str, secret: str) -> str | None:
        """Open a session for a name with its password, or where there are no accounts for the token.

        This is the only place where passwords and the token of the sign-in page are looked at.

        Returns:
            The key of the session; None where the secret is wrong.

        Raises:
            RefusedRequest: 429, when too many wrong ones came from the same peer or for the same name.
        """
        own, name = not self.accounts.exist, tidy(name)[:LONGEST_NAME]
        right = self.fits(request, secret) if own else await self._knows(request, name, secret)
        if not right:
            self.log.add(name, Deed.SIGN_IN_REFUSED, origin=origin(request))
            await asyncio.sleep(WRONG_SECONDS)
            return None
        return self._open(request, name, own=own)

    async def _knows(self, request: Request, name: str, password: str) -> bool:
        """Whether a password is that of an account; a wrong one costs a try of the peer and one of the name."""
        keys = (peer(request), f"account {name}")
        self.throttle.take(*keys)
        right = await asyncio.to_thread(self.accounts.with_password, name, password) is not None
        if right:
            self.throttle.give_back(*keys)
        return right

    def sign_in_by_link(self, request: Request, secret: str) -> str | None:
        """Open a session for the secret of a link, which is used up by it; None where it is unknown or used up."""
        if secret not in self._links or self.accounts.exist:
            return None
        self._links.discard(secret)
        return self._open(request, "", own=True)

    def person(self, request: Request) -> Person | None:
        """Give who sent a request, by its token or its session; each request is examined one time.

        Raises:
            RefusedRequest: 429, when too many wrong tokens came from the same peer.
        """
        found: Person | None = request.scope.get(_PERSON, _NOBODY_YET)
        if found is _NOBODY_YET:
            found = request.scope[_PERSON] = self._find(request)
        return found

    def _find(self, request: Request) -> Person | None:
        shown = bearer(request)
        if shown and self.fits(request, shown):
            return Person(name="", role=AccountRole.ADMINISTRATOR, own=True)
        key = _hash(request.cookies.get(COOKIE, ""))
        rows = self._database.rows("SELECT name, own, proof, seen FROM session WHERE key = ?", key)
        if not rows:
            return None
        name, own, proof, seen = rows[0]
        if own:
            role = None if self.accounts.exist else AccountRole.ADMINISTRATOR
        else:
            account = self.accounts.find(name)
            role = account.role if account else None
        if role is None or not self._in_use(key, datetime.fromisoformat(seen)):
            return None
        return Person(name=name, role=role, own=bool(own), proof=proof, key=key)

    def known(self, request: Request) -> bool:
        """Whether a person is signed in who may change something."""
        person = self.person(request)
        return person is not None and person.role.may(AccountRole.EDITOR)

    def sign_out(self, request: Request, response: Response) -> None:
        """End the session of a request."""
        person = self.person(request)
        if person and person.key:
            with self._database.writing() as connection:
                connection.execute("DELETE FROM session WHERE key = ?", (person.key,))
            self.log.add(person.name, Deed.SIGN_OUT, origin=origin(request))
        response.delete_cookie(COOKIE, samesite="strict", httponly=True)

    def remember(self, response: Response, key: str) -> None:
        """Give a browser the key of its session; it lasts until the browser or the session ends."""
        response.set_cookie(COOKIE, key, samesite="strict", httponly=True)

    def check_writer(self, request: Request, proof: str = "", needed: AccountRole = AccountRole.EDITOR) -> Person:
        """Let a request pass that may write, and give who sent it.

        Args:
            request: only its headers are read.
            proof: what the form carried; a header may carry it instead.
            needed: the role it takes.

        Raises:
            RefusedRequest: 403 where no one may write, the role is not enough or another site sent the request, 401 without
                token or session.
        """
        person = self.check_caller(request, needed)
        given = proof or request.headers.get(PROOF_HEADER, "")
        if person.key and not hmac.compare_digest(given.encode(), person.proof.encode()):
            raise RefusedRequest(403, message("表单已过期（可能已重新登录），请返回上一页刷新后重试。"))
        return person

    def check_caller(self, request: Request, needed: AccountRole = AccountRole.EDITOR) -> Person:
        """Check all that the headers say of a writer, before a body is read.

        Raises:
            RefusedRequest: as for ``check_writer``.
        """
        if not self.writable:
            raise RefusedRequest(403, message("此服务只读；启动时设置口令后才能写入。"))
        person = self.person(request)
        if person is None or person.key:
            check_same_site(request)
        if person is None:
            raise RefusedRequest(401, message("请先登录；程序请用 Authorization: Bearer <口令>。"))
        if not person.role.may(needed):
            raise RefusedRequest(403, message("您的账户没有这项权限。请联系管理员。"))
        return person

    def record(self, request: Request, person: Person, deed: Deed, about: str = "") -> None:
        """Write into the log what a person did."""
        self.log.add(person.name, deed, about, origin(request))

    def _open(self, request: Request, name: str, *, own: bool) -> str:
        key = secrets.token_urlsafe(32)
        row = (_hash(key), name, int(own), secrets.token_urlsafe(24), self._clock().isoformat())
        with self._database.writing() as connection:
            connection.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?)", row)
        self.log.add(name, Deed.SIGN_IN, origin=origin(request))
        return key

    def _in_use(self, key: str, seen: datetime) -> bool:
        """Whether a session was used lately; it is, and that is stored now and then."""
        unused = self._clock() - seen
        if unused > UNUSED:
            return False
        if unused > SEEN_EVERY:
            with self._database.writing() as connection:
                connection.execute("UPDATE session SET seen = ? WHERE key = ?", (self._clock().isoformat(), key))
        return True


def bearer(request: Request) -> str:
    """Give the token that a program shows in a header; nothing where it shows none."""
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    return shown.strip() if scheme.lower() == "bearer" else ""


def tried(throttle: Throttle, request: Request, shown: str, token: str) -> bool:
    """Whether the token that was shown is the right one; a wrong one costs a try.

    Raises:
        RefusedRequest: 429, when too many wrong ones came from the same peer.
    """
    key = peer(request)
    throttle.take(key)
    right = hmac.compare_digest(shown.strip().encode(), token.encode())
    if right:
        throttle.give_back(key)
    return right


def origin(request: Request) -> str:
    """Give the address of the machine that sent a request."""
    return request.client.host if request.client else ""


def check_same_site(request: Request) -> None:
    """Refuse a request that a page of another origin sent.

    Raises:
        RefusedRequest: 403, when ``Sec-Fetch-Site`` or ``Origin`` names another site.
    """
    site = request.headers.get("sec-fetch-site", "none")
    sender = request.headers.get("origin", "")
    own = request.headers.get("host", "")
    if site not in {"same-origin", "none"} or (sender and urlsplit(sender).netloc != own):
        raise RefusedRequest(403, message("请求来自另一个网站，已拒绝。请在本服务自己的页面上操作。"))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
