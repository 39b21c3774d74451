"""A strategy and what it amounts to: references, plans and other plans are all told by it."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.codes import nearest
from bothhands.levers.catalogue import Levers
from bothhands.model.day import Day, Model
from bothhands.observe.fitted import check_finite
from bothhands.plan.coupled_run import CORES
from bothhands.plan.decisions import Decisions
from bothhands.plan.limits import asked
from bothhands.plan.problem import Outcome, Problem, relaxed, simulated
from bothhands.plan.references import references


class Strategy(NamedTuple):
    """A strategy, what it amounts to, and its run."""

    name: str
    outcome: Outcome
    levers: Levers
    record: Day

    @property
    def keeps_limits(self) -> bool:
        """Whether every limit is kept in the deterministic run."""
        return bool(np.asarray(self.outcome.limits).max() <= 1.0)


def strategy(name: str, model: Model, problem: Problem, decisions: Decisions) -> Strategy:
    """Simulate a strategy; arrays come back on the host."""
    outcome, levers, record = simulated(model, problem, Decisions(*(jnp.asarray(part) for part in decisions)))
    return Strategy(name, *jax.tree.map(np.asarray, (outcome, levers, record)))


def best_of(told: tuple[Strategy, ...]) -> Strategy:
    """The strategy of the best objective among those that keep the limits, else the one that breaks them least."""
    return max(
        told,
        key=lambda one: (
            one.keeps_limits,
            float(one.outcome.objective) if one.keeps_limits else -float(np.max(one.outcome.limits)),
        ),
    )


def reference_asked(axes: Axes, model: Model, problem: Problem, wanted: str = "") -> Strategy:
    """The run of the reference strategy of a name, or of the best one.

    Parameters
    ----------
    axes, model, problem
        The region's.
    wanted
        Its name; blank for the best.

    Raises
    ------
    InputError
        Where no reference strategy has that name (BH-CLI-001).
    """
    decided = references(axes, model, problem)
    if wanted and wanted not in decided:
        fault = Fault("BH-CLI-001", f"no strategy {wanted!r}", f"one of {', '.join(decided)}", nearest(wanted, decided))
        raise InputError(fault)
    return best_of(tuple(strategy(name, model, problem, one) for name, one in decided.items() if wanted in ("", name)))


def references_in_their_room(
    axes: Axes, model: Model, problem: Problem, strict: frozenset[int] = frozenset()
) -> tuple[Problem, dict[str, Decisions], tuple[Strategy, ...]]:
    """The problem with limits that no reference keeps relaxed, the references' decisions, and what they amount to.

    Parameters
    ----------
    axes, model, problem
        The region's.
    strict
        Numbers of limits that are left as they were asked: the user's own.
    """
    decided = references(axes, model, problem)
    told = list(CORES.map(lambda name: strategy(name, model, problem, decided[name]), decided))
    for one in told:
        check_finite(axes, one.record)
    uses = np.stack([np.asarray(one.outcome.limits).max(1) for one in told])
    uses[:, [n for n in range(uses.shape[1]) if n in strict or not asked(problem.bounds)[n]]] = 0.0
    problem = relaxed(problem, uses)
    room = np.asarray(problem.bounds.room)[:, None]
    outcomes = [
        one.outcome._replace(limits=one.outcome.limits / room, use=one.outcome.use / room[..., None]) for one in told
    ]
    return problem, decided, tuple(one._replace(outcome=own) for one, own in zip(told, outcomes, strict=True))
