"""Chains of the No-U-Turn sampler on the density of `density.py`, side by side on the cores, told of as they go.

Why this file exists: the sampler is numpyro's, one transition at a time; what is ours is that chains run as threads in short
calls, so that progress can be told and a run stopped between calls. A chain depends on seed and its number alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cache
from threading import Event, Lock
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, PRNGKeyArray
from numpy.typing import NDArray
from numpyro.infer.hmc import hmc

from bothhands.observe.density import Target, point_of, potential
from bothhands.observe.posterior import FloatArray

WARM_UP = 100
"""Transitions that find the step; scales are known from the mode, so that few are needed."""
CALL = 10
"""Transitions a call: what is told, and lost when stopped."""
ACCEPTANCE = 0.65
"""Acceptance aimed at. Measured on Liaoning, effective draws a gradient of the worst figure: 0.17 at 0.64, 0.06 at 0.85."""
DEEPEST = 2
"""Doublings of a trajectory at most: three leaps cross a standard normal, and more cost what they gain."""
SPREAD_OF_START = 1.5
"""Starts are drawn this many times as wide as the normal approximation, so that R-hat can see chains that have not met."""


class Chains(NamedTuple):
    """Draws of every chain and how the sampler fared."""

    points: FloatArray
    """(chain, draw, parameter), as named by `density.names_of`."""
    diverging: NDArray[np.bool_]
    """(chain, draw)."""
    gradients: NDArray[np.int64]
    """Gradients a draw, (chain, draw)."""
    acceptance: FloatArray
    """Mean over the draws, (chain,)."""
    step: float
    """Of all chains: the median of those that each found while warming up, which scatter."""


def sampled_chains(
    target: Target,
    chains: int,
    draws: int,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
    warm_up: int = WARM_UP,
) -> Chains:
    """Sample the density.

    Parameters
    ----------
    target
        The density and its coordinates.
    chains
        How many, started apart.
    draws
        Of each chain, after `warm_up` transitions that are dropped.
    seed
        Of every chain; the same seed gives the same draws.
    progress
        Told how many draws are made.
    warm_up
        Transitions that adapt the step.
    """
    told = _Told(chains * (warm_up + draws), progress)
    begin, go_on = _programs(warm_up)
    keys = [jax.random.split(jax.random.fold_in(jax.random.key(seed), number)) for number in range(chains)]
    starts = [begin(target, SPREAD_OF_START * jax.random.normal(own, target.centre.shape), key) for key, own in keys]
    with _Cores(min(chains, os.cpu_count() or 1)) as cores:

        def onward(state: Any, transitions: int) -> tuple[Any, list[Any]]:
            parts: list[Any] = []
            while len(parts) * CALL < transitions and not cores.stop.is_set():
                state, part = go_on(state, target)
                parts.append(jax.tree.map(np.asarray, part))
                told.add(CALL)
            return state, parts

        warm = [state for state, _ in cores.all(lambda state: onward(state, _whole(warm_up)), starts)]
        step = jnp.median(jnp.stack([state.adapt_state.step_size for state in warm]))
        warm = [state._replace(adapt_state=state.adapt_state._replace(step_size=step)) for state in warm]
        parts = [part for _, part in cores.all(lambda state: onward(state, draws), warm)]
    made = [jax.tree.map(lambda *part: np.concatenate(part)[:draws], *one) for one in parts]
    white, diverging, steps, acceptance = (np.stack([one[n] for one in made]) for n in range(4))
    points = np.asarray(point_of(target, jnp.asarray(white)))
    return Chains(points, diverging, steps.astype(np.int64), acceptance.mean(1), float(step))


class _Cores:
    """Threads that do the same to several things, and are told to stop where one breaks off or the user stops the run."""

    def __init__(self, threads: int) -> None:
        self.stop, self.pool = Event(), ThreadPoolExecutor(threads)

    def __enter__(self) -> _Cores:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.pool.shutdown(cancel_futures=True)

    def all(self, do: Callable[[Any], Any], things: list[Any]) -> list[Any]:
        """What is made of each, in order."""
        running = [self.pool.submit(do, one) for one in things]
        for one in as_completed(running):
            one.result()
        return [one.result() for one in running]


def _whole(transitions: int) -> int:
    """Transitions in whole calls."""
    return -(-transitions // CALL) * CALL


class _Told:
    """How many transitions of all chains are made."""

    def __init__(self, whole: int, progress: Callable[[str], None]) -> None:
        self.whole, self.progress, self.done, self.one_at_a_time = whole, progress, 0, Lock()

    def add(self, count: int) -> None:
        with self.one_at_a_time:
            self.done = min(self.done + count, self.whole)
            self.progress(f"sampling: {self.done} of {self.whole} transitions")


@cache
def _programs(warm_up: int) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Start of a chain, and `CALL` transitions of it, compiled."""
    warm_up = _whole(warm_up)
    start, transition = hmc(potential_fn_gen=lambda target: lambda white: potential(target, white), algo="NUTS")

    def begin(target: Target, white: Float[Array, "parameter"], key: PRNGKeyArray) -> Any:
        return start(
            white, warm_up, step_size=0.8, adapt_mass_matrix=False, target_accept_prob=ACCEPTANCE, max_tree_depth=DEEPEST,
            model_args=(target,), rng_key=key,
        )  # fmt: skip

    def go_on(state: Any, target: Target) -> Any:
        def one(state: Any, _: None) -> Any:
            state = transition(state, model_args=(target,))
            return state, (state.z, state.diverging, state.num_steps, state.accept_prob)

        return jax.lax.scan(one, state, None, length=CALL)

    return jax.jit(begin), jax.jit(go_on)
