"""Passwords: what may be one, how it is kept, and whether one is right. Argon2id with the library's own figures.

Why this file exists: nobody reads a password back, and an unknown login costs as much time as a wrong password. At most two are worked out at
once: each takes 64 MiB.
"""

from __future__ import annotations

import base64
import os
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bothhands.errors import Fault, InputError

LEAST_SIGNS, MOST_SIGNS = 12, 200
_HASHER = PasswordHasher()
_AT_ONCE = threading.BoundedSemaphore(2)
_FIGURES = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"


def kept(password: str, login: str) -> str:
    """What is kept of a password.

    Raises
    ------
    InputError
        Where it is shorter than 12 signs, longer than 200, or the login itself.
    """
    what = ""
    if not LEAST_SIGNS <= len(password) <= MOST_SIGNS:
        what = f"the password has {len(password)} signs"
    elif password.casefold().strip() == login.casefold():
        what = "the password is the login"
    elif len(set(password)) < 4:
        what = "the password repeats a few signs"
    if what:
        expected = f"{LEAST_SIGNS} to {MOST_SIGNS} signs, at least four different ones, not the login"
        raise InputError(Fault("BH-ACC-001", what, expected, "choose another, such as four words", column="password"))
    with _AT_ONCE:
        return _HASHER.hash(password.encode("utf-8", "surrogatepass"))


def is_right(password_hash: str, password: str) -> bool:
    """Whether a password is the one kept; False, after the same time, where none is kept."""
    with _AT_ONCE:
        try:
            right = _HASHER.verify(password_hash or _of_nobody(), password.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
    return bool(right) and bool(password_hash)


def _of_nobody() -> str:
    """Held against what is given for an unknown login: random, at the cost of a true one."""
    salt, digest = (base64.b64encode(os.urandom(size)).decode().rstrip("=") for size in (_HASHER.salt_len, _HASHER.hash_len))  # fmt: skip
    return f"$argon2id$v=19${_FIGURES}${salt}${digest}"


def is_of_old(password_hash: str) -> bool:
    """Whether it was kept with figures that the library no longer uses."""
    return _HASHER.check_needs_rehash(password_hash)
