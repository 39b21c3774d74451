"""A region's model and problem with some figures moved, as it would look after the same reports.

Why this file exists: figures pass through the host's border functions, which cannot be traced, so another value means other
parameters of the bodies. Only the bodies that read the figure are made again. The model still matches the reports: transmission and
imports answer to the figures the fit knows by the posterior's own linear response, exactly as the members of the ensemble do; for
figures it does not know, the basic reproduction number of the fit stays. What the question asks stays as well: its multiples of values,
its limits and its objective; so do measures, orders placed and the room of relaxed limits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.parameters import Parameter
from bothhands.model import coupling
from bothhands.model.day import Model
from bothhands.model.economy import params as economy
from bothhands.model.epidemic import params as epidemic
from bothhands.model.epidemic.borders import GIVEN
from bothhands.model.epidemic.params import HAZARDS, SCALARS, EpidemicParams, replaced
from bothhands.model.firms import params as firms
from bothhands.model.supply import params as supply
from bothhands.observe.calibrate import seeding_curve, with_posterior
from bothhands.observe.posterior import FloatArray, Posterior
from bothhands.observe.ranges import field_of
from bothhands.outcome.output import Prices
from bothhands.plan.figures import FITTED, OF_TABLES, Figure, figures_of, moved
from bothhands.plan.limits import HUB, LIMITS, ODDS, Bounds
from bothhands.plan.problem import Problem, bounds_of_region, prices_of
from bothhands.plan.question import Question

INFECTIOUSNESS = "asymptomatic_infectiousness"
"""Read by the fit at a given transmission, by the border function at a given reproduction number; the fit's way counts."""
ALONE = ({*SCALARS, *HAZARDS, "severity_factor"} - {*GIVEN}) - {"symptomatic_days", INFECTIOUSNESS}
"""Figures that set one field of the epidemic body and nothing else."""
BODIES: dict[str, Callable[[Region, Axes], eqx.Module]] = {
    "epidemic": epidemic.from_region,
    "economy": economy.from_region,
    "supply": supply.from_region,
    "firms": firms.from_region,
    "coupling": coupling.from_region,
}

OTHERS = ("economy", "supply", "firms", "coupling")
"""Bodies that the fit does not touch."""


@dataclass(frozen=True)
class Standing:
    """Where a plan stands: the region as known, the fit, and the model and problem the plan was made for."""

    region: Region
    axes: Axes
    posterior: Posterior
    model: Model
    problem: Problem
    question: Question | None = None
    """What was asked; where it is not given, whatever differs from the region's own counts as asked."""

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure with a range, by name."""
        return {one.name: one for one in figures_of(self.region, self.posterior)}

    @cached_property
    def before_fit(self) -> EpidemicParams:
        """The epidemic body before the fit, with a hypothetical wave."""
        return epidemic.from_region(self.region, self.axes)

    @cached_property
    def curve(self) -> FloatArray:
        """When imports before the as-of day came."""
        return seeding_curve(self.region, self.axes)

    @cached_property
    def readers(self) -> dict[str, frozenset[str]]:
        """Figures each body reads, found by letting it read; those of tables belong to the epidemic."""
        read = {name: _reads(self.region, self.axes, made) for name, made in BODIES.items()}
        return {**read, "epidemic": (read["epidemic"] | {*OF_TABLES}) - {FITTED}}

    def world(self, normal: Mapping[str, float]) -> tuple[Model, Problem]:
        """Model and problem with figures moved.

        Parameters
        ----------
        normal
            Standard normal number by name of figure; those not named keep their value.
        """
        normal = {name: at for name, at in normal.items() if at != 0.0}
        region = moved(self.region, self.figures, normal)
        model = eqx.tree_at(lambda m: m.epidemic, self.model, self._epidemic(region, normal))
        for body in OTHERS:
            if self.readers[body] & normal.keys():
                model = eqx.tree_at(attrgetter(body), model, BODIES[body](region, self.axes))
        return model, self.problem._replace(prices=self._prices(region), bounds=self._bounds(region))

    def _prices(self, region: Region) -> Prices:
        """Prices with figures moved, each still the multiple of the region's that the question asks."""
        own, known, new = (one._asdict() for one in (self.problem.prices, prices_of(self.region), prices_of(region)))

        def times(name: str) -> float:
            if self.question is not None:
                return self.question.values.get(name, 1.0)
            return float(own[name]) / float(known[name]) if float(known[name]) else 1.0

        return Prices(**{name: own[name] + times(name) * (new[name] - known[name]) for name in own})

    def _bounds(self, region: Region) -> Bounds:
        """Bounds with figures moved: limits the region asks for by itself follow, those of the question stay."""
        bounds = self.problem.bounds
        known, new = (bounds_of_region(one, self.axes).bound for one in (self.region, region))
        said = () if self.question is None else self.question.limits
        free = [n for n in map(LIMITS.index, (ODDS, HUB)) if LIMITS[n] not in said and bounds.bound[n] == known[n]]
        at = jnp.array(free, jnp.int32)
        return bounds._replace(bound=bounds.bound.at[at].set(new[at]))

    def _epidemic(self, region: Region, normal: Mapping[str, float]) -> EpidemicParams:
        """The epidemic body: made again where a figure needs it, else one field changed; then matched to the reports."""
        direct = {name for name in normal if name in ALONE}
        made = self.before_fit
        if (normal.keys() & self.readers["epidemic"]) - direct:
            made = epidemic.from_region(region, self.axes)
            if INFECTIOUSNESS in normal:
                plain = moved(self.region, self.figures, {INFECTIOUSNESS: normal[INFECTIOUSNESS]})
                ratio = self.before_fit.transmission / epidemic.from_region(plain, self.axes).transmission
                made = replaced(made, ("transmission",), (made.transmission * ratio,))
        for name in direct:
            field, value = field_of(made, name, jnp.asarray(self.figures[name].at(normal[name]), made.population.dtype))
            made = replaced(made, (field,), (value,))
        return with_posterior(made, jnp.asarray(self.posterior.mean + self._answer(normal)), jnp.asarray(self.curve))

    def _answer(self, normal: Mapping[str, float]) -> FloatArray:
        """How far the mode of (log transmission, log imports) moves with figures, to first order."""
        outside = np.array([normal.get(name, 0.0) for name in self.posterior.outside])
        along = self.posterior.covariance[:, 0] / np.sqrt(self.posterior.covariance[0, 0])
        return np.asarray(self.posterior.response @ outside + along * normal.get(FITTED, 0.0))


def digest_of(words: object, numbers: object) -> str:
    """Hexadecimal digits that change with any word and any number.

    Parameters
    ----------
    words
        Told apart by how they print.
    numbers
        A tree of arrays.
    """
    digest = hashlib.sha256(repr(words).encode())
    for number in map(np.asarray, jax.tree.leaves(numbers)):
        digest.update(repr((number.shape, number.dtype.str)).encode())
        digest.update(number.tobytes())
    return digest.hexdigest()


class _Watched(Region):
    """A region that remembers which parameters it was asked for."""

    def parameter(self, name: str) -> Parameter:
        """One number of the model; remembered."""
        self.__dict__.setdefault("asked", set()).add(name)
        return super().parameter(name)


def _reads(region: Region, axes: Axes, made: Callable[[Region, Axes], eqx.Module]) -> frozenset[str]:
    watched = _Watched(region.settings, region.tables, region.defaults, region.encodings, region.as_of)
    made(watched, axes)
    return frozenset(watched.__dict__.get("asked", ()))
