"""From what is uncertain to members: posterior, later importation and stated ranges drawn together, once for every plan.

Distributions: transmission and imports before the closure of the source from the posterior given the other figures; every
parameter with a range by a split normal with low and high as its 10 % and 90 % points; travellers by one factor a port, and
prevalence by one factor an origin, over the whole year, their low and high likewise; growth at the origins moves as one. Draws depend on the seed alone and never on
a plan: two plans with one seed meet the same members.
"""

from __future__ import annotations

from datetime import date

import jax.numpy as jnp
import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.arrivals import Arrival
from bothhands.inputs.tables.origins import Origin
from bothhands.model.day import Model
from bothhands.model.ensemble import Draws
from bothhands.model.epidemic.borders import growth_at, port_passes
from bothhands.observe.calibrate import SHARED, seeding_curve
from bothhands.observe.posterior import FloatArray, Posterior
from bothhands.observe.ranges import OF_LATER, OF_SPREAD, TENTH, Range, field_of, ranges_of


def draws_of(region: Region, axes: Axes, model: Model, posterior: Posterior, members: int, seed: int) -> Draws:
    """What differs between members.

    Parameters
    ----------
    region, axes
        The region as known on the as-of day, and its axes.
    model
        The model at the mode of the fit.
    posterior
        Of transmission and imports, with its response to the outside figures.
    members
        How many.
    seed
        Of every draw; the same seed gives the same draws.
    """
    theta, normal = posterior.sample_jointly(np.random.default_rng([seed, 1]), members)
    ill = model.epidemic
    curve = seeding_curve(region, axes)
    mode = np.exp(posterior.mean[len(SHARED) :])
    entering = curve[None, :, None] * (np.exp(theta[:, None, len(SHARED) :]) - mode)
    arrivals, infected = arrivals_drawn(region, axes, np.random.default_rng([seed, 2]), members)
    values = {
        "transmission": float(ill.transmission) * np.exp(theta[:, 0] - posterior.mean[0]),
        "seeds": np.maximum(np.asarray(ill.seeds)[None] + entering, 0.0),
        "arrivals": arrivals,
        "imported_infected": infected,
    }
    if any(growth_at(row, "low") < growth_at(row, "high") for row in region.rows(Origin)):
        values["port_passes"] = passes_drawn(region, axes, model, np.random.default_rng([seed, 4]), members)
    later = np.random.default_rng([seed, 3]).standard_normal((members, len(OF_LATER)))
    for names, drawn in ((OF_SPREAD, normal), (OF_LATER, later)):
        for n, one in enumerate(ranges_of(region, names)):
            field, value = field_of(ill, one.name, jnp.asarray(one.at(drawn[:, n])))
            values[field] = np.asarray(value, float)
    return Draws(values)


def arrivals_drawn(
    region: Region, axes: Axes, generator: np.random.Generator, members: int
) -> tuple[FloatArray, FloatArray]:
    """Travellers, and infected travellers before screening, (member, time, port).

    Notes
    -----
    infected = multiplier × Σ over origins of travellers × prevalence. A port's travellers move together for all its origins and
    days, an origin's prevalence for all ports and days: what is not known is their level.
    """
    rows = [row for row in region.rows(Arrival) if row.port in axes.ports]
    prevalences = region.rows(Origin)
    names = sorted({row.origin for row in prevalences})
    of_port = generator.standard_normal((members, len(axes.ports)))
    of_origin = generator.standard_normal((members, len(names)))
    prevalence = {name: np.zeros((members, axes.n_days)) for name in names}
    for origin in prevalences:
        drawn = Range(
            "", origin.prevalence_share, origin.low_prevalence_share, origin.high_prevalence_share, share=False
        ).at(of_origin[:, names.index(origin.origin)])
        prevalence[origin.origin][:, _span(axes, origin.date_from, origin.date_to)] = np.minimum(drawn, 1.0)[:, None]
    arrivals = np.zeros((members, axes.n_days, len(axes.ports)))
    infected = np.zeros_like(arrivals)
    multiplier = region.parameter("arrivals_multiplier").value
    for row in rows:
        port, span = axes.ports.index(row.port), _span(axes, row.date_from, row.date_to)
        drawn = Range("", row.persons_per_day, row.low_persons_per_day, row.high_persons_per_day, share=False).at(
            of_port[:, port]
        )
        arrivals[:, span, port] += drawn[:, None]
        if row.origin in prevalence:
            infected[:, span, port] += multiplier * drawn[:, None] * prevalence[row.origin][:, span]
    return arrivals, infected


def passes_drawn(region: Region, axes: Axes, model: Model, generator: np.random.Generator, members: int) -> FloatArray:
    """What the ports let through as growth at the origins is not known exactly, (member, time, port, way, stage).

    Notes
    -----
    Growth moves at all origins together. Passing shares are straight between what the low end, the value and the high end of
    growth give, and beyond them to twice the distance.
    """
    middle = np.asarray(model.epidemic.port_passes, float)
    normal = generator.standard_normal(members)
    symptomatic = float(np.average(model.epidemic.symptomatic_share, weights=model.epidemic.stratum_of_traveller))
    low, high = (port_passes(region, axes, symptomatic, end) for end in ("low", "high"))
    step = np.clip(normal / TENTH, -2.0, 2.0)[:, None, None, None, None]
    drawn = np.maximum(middle + np.abs(step) * np.where(step > 0, high - middle, low - middle), 0.0)
    return np.asarray(drawn / np.maximum(drawn.sum(-1, keepdims=True), 1.0))


def _span(axes: Axes, first: date, last: date) -> slice:
    """Days of the calendar from one date to another, both included."""
    return slice(max(axes.day_index(first), 0), max(axes.day_index(last) + 1, 0))
