"""How often a secret may be tried: a few tries immediately, then one every some seconds, for each peer and each account.

    throttle = Throttle(burst=5, every=30)
    throttle.take(peer(request), "account wang")       # 429 when one of them has no try left
    if right(password):
        throttle.give_back(peer(request), "account wang")

Guarantees:
    1. A right secret costs no try, however often it is shown.
    2. A try is taken before the secret is compared: tries at the same time cannot all pass with the last one.
    3. The memory is bounded: of more than ``MOST_KEYS`` keys the one that was used longest ago is forgotten.

Source: OWASP, Authentication Cheat Sheet (login throttling); RFC 6585, 4 (429 Too Many Requests).
"""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from api.edge.refusal import RefusedRequest
from extract.messages import message

MOST_KEYS = 4096


@dataclass(slots=True)
class Throttle:
    """Tries left by key.

    Attributes:
        burst: the tries that a key has at first, and at most.
        every: the seconds after which a key gets one more.
    """

    burst: int = 20
    every: float = 3.0
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # tries left, and when it was so
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, *keys: str) -> None:
        """Take one try from each key.

        Raises:
            RefusedRequest: 429 with ``Retry-After``, when a key has none left; none is taken then.
        """
        with self._lock:
            now = self.clock()
            left = {key: self._tries(key, now) for key in keys}
            least = min(left.values(), default=1.0)
            if least < 1:
                wait = max(1, math.ceil((1 - least) * self.every))
                raise RefusedRequest(429, message("尝试次数过多，请在 {wait} 秒后再试。", wait=wait), retry_after=wait)
            for key, tries in left.items():
                self._keep(key, tries - 1, now)

    def give_back(self, *keys: str) -> None:
        """Return the tries of a secret that was right."""
        with self._lock:
            now = self.clock()
            for key in keys:
                self._keep(key, self._tries(key, now) + 1, now)

    def _tries(self, key: str, now: float) -> float:
        tries, since = self._left.get(key, (float(self.burst), now))
        return min(float(self.burst), tries + (now - since) / self.every)

    def _keep(self, key: str, tries: float, now: float) -> None:
        """Remember a key that has used tries; one that has all of them needs no memory."""
        self._left.pop(key, None)
        if tries < self.burst:
            self._left[key] = (tries, now)
        if len(self._left) > MOST_KEYS:
            self._left.popitem(last=False)


def peer(request: HTTPConnection) -> str:
    """Name who sent a request: an IPv4 address, or the network of an IPv6 address, of which one client has many."""
    return network(request.client.host if request.client else "")


def network(host: str) -> str:
    """Give the part of an address that one client cannot change.

    >>> network("10.0.0.7"), network("2001:db8:1:2:3:4:5:6"), network("testclient"), network("::ffff:10.0.0.7")
    ('10.0.0.7', '2001:db8:1:2::/64', 'testclient', '10.0.0.7')
    """
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
