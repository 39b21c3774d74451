"""Many decision vectors run side by side, for tests that try every one: a tenth of the time of one after another."""

from collections.abc import Sequence
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.model.day import Model
from bothhands.model.programs import FORWARD
from bothhands.plan.decisions import Decisions, shaped
from bothhands.plan.problem import Outcome, Problem, simulated
from bothhands.plan.trust_region import Vector


def evaluated(axes: Axes, model: Model, problem: Problem, vectors: Sequence[Vector], at_once: int) -> list[Outcome]:
    """What each amounts to, as `evaluate` says of one; `at_once` of them in a run."""
    found: list[Outcome] = []
    for first in range(0, len(vectors), at_once):
        own = [*vectors[first : first + at_once]]
        own += own[-1:] * (at_once - len(own))
        stacked = jax.tree.map(lambda *levels: jnp.stack(levels), *(shaped(axes, one) for one in own))
        made = jax.tree.map(np.asarray, _together(model, problem, stacked))
        found += [jax.tree.map(lambda part, n=n: part[n], made) for n in range(min(at_once, len(vectors) - first))]
    return found


@partial(jax.jit, compiler_options=dict(FORWARD))
def _together(model: Model, problem: Problem, decisions: Decisions) -> Outcome:
    return jax.vmap(lambda one: simulated(model, problem, one)[0])(decisions)
