"""By which names a server lets itself be called: the defence against DNS rebinding.

A page of a stranger can make a browser resolve the stranger's own name to this machine, and then read what it likes,
since to the browser that is one origin. The name in the Host header gives it away.

Source: RFC 9110, 7.2 (Host and :authority), 15.5.20 (421 Misdirected Request).
"""

import ipaddress
import socket

from api.edge.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def allowed(header: str, settings: Settings) -> bool:
    """Whether a Host header names this server.

    Guarantees:
        1. On the loopback address: the names of the loopback, and those the settings add.
        2. On other addresses also any IP address, which no name server can forge, and the name of the machine.

    >>> allowed("127.0.0.1:8000", Settings()), allowed("evil.example:8000", Settings())
    (True, False)
    >>> allowed("[::1]:8000", Settings()), allowed("10.0.0.7", Settings()), allowed("", Settings())
    (True, False, False)
    >>> allowed("10.0.0.7", Settings(host="0.0.0.0", token="t")), allowed("evil.example", Settings(host="0.0.0.0"))
    (True, False)
    """
    name = host_name(header)
    if name in LOOPBACK or name in {own.lower() for own in (settings.host, *settings.names)}:
        return True
    return not settings.loopback and (_is_address(name) or name == socket.gethostname().lower())


def host_name(header: str) -> str:
    """Take the name out of a Host header, without the port.

    >>> host_name("LocalHost:80"), host_name("[::1]"), host_name("a:b:c")
    ('localhost', '::1', 'a:b:c')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    name, _, port = header.partition(":")
    return (name if port.isdigit() or not port else header).lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
