"""Threads: how much is worked on at once, by what it is.

Why this file exists: everything here shares one interpreter, so that more at once only take each other's time: with two reading at once instead of
eight, a desk with a hundred pages open answers a quarter more requests, and its pages come in half the time. What lasts, such as a document or an import, has threads
of its own, so that nobody who only looks waits for it; nor does whoever reads wait for those who wait to write.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, ParamSpec, TypeAlias, TypeVar

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync

Work: TypeAlias = Literal["look", "page", "change", "click", "long"]
"""A read by a program, a page of the desk, a change by a program, what is done on a page, and what lasts."""
AT_ONCE: dict[Work, int] = {"look": 2, "page": 2, "change": 2, "click": 4, "long": 4}
_LIMITERS: RunVar[dict[Work, CapacityLimiter]] = RunVar("threads")
Given = ParamSpec("Given")
Made = TypeVar("Made")
Endpoint = TypeVar("Endpoint", bound=Callable[..., object])
_LONG: set[Callable[..., object]] = set()


async def in_thread(work: Work, action: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
    """Do something that may wait, in a thread, when its kind of work has one free."""
    try:
        limiters = _LIMITERS.get()
    except LookupError:
        limiters = {name: CapacityLimiter(number) for name, number in AT_ONCE.items()}
        _LIMITERS.set(limiters)
    return await run_sync(partial(action, *given, **named), limiter=limiters[work])


async def to_page(action: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
    """Read something for a page."""
    return await in_thread("page", action, *given, **named)


def at_length(endpoint: Endpoint) -> Endpoint:
    """An endpoint that lasts: it writes a document, takes a file, or makes an edition."""
    _LONG.add(endpoint)
    return endpoint


def lasts(endpoint: Callable[..., object]) -> bool:
    """Whether an endpoint was said to last."""
    return endpoint in _LONG
