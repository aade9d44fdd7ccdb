"""Hash and check passwords with Argon2id.

Source: RFC 9106; OWASP Password Storage Cheat Sheet (Argon2id with 19 MiB and two iterations).
"""

import secrets
from functools import cache

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from api.accounts.errors import AccountError
from extract.messages import message

SHORTEST, LONGEST = 8, 200  # characters
_LENGTH, _ITERATIONS, _LANES, _KIB = 32, 2, 1, 19 * 1024


def hashed(password: str) -> str:
    """Give the hash of a password, with its salt and its parameters."""
    derive = Argon2id(
        salt=secrets.token_bytes(16), length=_LENGTH, iterations=_ITERATIONS, lanes=_LANES, memory_cost=_KIB
    )
    return derive.derive_phc_encoded(password.encode())


def fits(password: str, stored: str | None) -> bool:
    """Whether a password is the one that was hashed; where there is none the answer takes as long."""
    try:
        Argon2id.verify_phc_encoded(password.encode(), stored or _of_no_account())
    except InvalidKey:
        return False
    return stored is not None


def check(password: str, name: str) -> None:
    """Refuse a password that is too short, too long, or the name.

    Raises:
        AccountError: with the reason.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError(message("密码须为 {shortest} 至 {longest} 个字符。", shortest=SHORTEST, longest=LONGEST))
    if password.casefold() == name.casefold():
        raise AccountError(message("密码不能与姓名相同。"))


@cache
def _of_no_account() -> str:
    return hashed(secrets.token_urlsafe(16))
