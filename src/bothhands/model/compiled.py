"""Loops over millions of firms or links, compiled where the compiler is there.

Why this file exists: arrays of JAX suit a region, loops suit a register. numba is an optional extra; without it a loop runs
as it is written, which takes seconds for a few thousand firms and is of no use for a million.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or find_spec("numba") is None:
    prange = range
else:
    from numba import prange

__all__ = ["compiled", "prange"]


def compiled(fastmath: bool = False, parallel: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compile a loop, for all cores if it has any that are `parallel`, kept on disk; what checks shapes while testing is taken off first."""

    def compile_it(loop: Callable[..., Any]) -> Callable[..., Any]:
        plain: Callable[..., Any] = inspect.unwrap(loop)
        if find_spec("numba") is None:
            return plain
        import numba

        made: Callable[..., Any] = numba.njit(parallel=parallel, fastmath=fastmath, cache=True)(plain)
        return made

    return compile_it
