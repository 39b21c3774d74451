"""Levers that follow what is seen: each evening every rule looks at the reports, and holds its lever the next day while it is on.

Why this file exists: a plan of dates cannot answer to what happens; a rule can, in every member by that member's own reports. A rule
never loosens a dated measure: of the two the stricter holds. Reports are those of the run, late and incomplete as the region's are.
"""

from __future__ import annotations

from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int
from numpy.typing import DTypeLike, NDArray

from bothhands.inputs.axes import Axes, padded
from bothhands.inputs.region import Region
from bothhands.inputs.tables.sectors import Sector
from bothhands.inputs.tables.triggers import Trigger
from bothhands.levers.catalogue import LEVER, Levers
from bothhands.model.epidemic.generation import (
    FEWEST,
    LONGEST,
    PRIOR_SCALE,
    PRIOR_SHAPE,
    WINDOW,
    generation_interval,
    geometric,
)
from bothhands.model.programs import brief
from bothhands.model.smooth import passed, smaller

PLACE_LEVERS = (
    "remote", "school", "gatherings", "travel", "stay_home", "mask_rule", "testing", "tracing", "corridor_screening",
)  # fmt: skip
LEVERS = (*PLACE_LEVERS, "port_screening", "openness")
INDICATORS = ("weekly_cases", "weekly_cases_per_100k", "reproduction_number", "intensive_bed_use")


class Triggers(eqx.Module):
    """Rules as arrays; without a rule every array is empty and nothing is computed.

    Rules are padded to a power of two; those that pad stand on no place.
    """

    level: Float[Array, "trigger"]
    openness_level: Float[Array, "trigger sector"]
    """Openness of each sector while the rule is on; 1 where it says nothing."""
    acts: Float[Array, "trigger lever"]
    """1 at the lever that follows, in the order of `LEVERS`."""
    obeys: Float[Array, "trigger place"]
    """1 where a city obeys."""
    watches: Float[Array, "trigger indicator"]
    region_wide: Float[Array, "trigger"]
    above: Float[Array, "trigger"]
    below: Float[Array, "trigger"]
    least_days: Float[Array, "trigger"]
    first_day: Int[Array, "trigger"]
    last_day: Int[Array, "trigger"]
    weights: Float[Array, "kind day"]
    """Reports of the last seven days, and the infection pressure behind them, from infections found on the days before, oldest first."""
    port_place: Float[Array, "port place"]


class Watch(NamedTuple):
    """What a morning remembers of the days before."""

    finds: Float[Array, "day place"]
    on: Float[Array, "trigger place"]
    """1 while a rule is on."""
    days_on: Float[Array, "trigger place"]


def from_region(region: Region, axes: Axes, dtype: DTypeLike = np.float64) -> Triggers:
    """Rules of a region, from its table `triggers`.

    Parameters
    ----------
    region, axes
        The region, whose as-of day is the last on which no rule acts unless the rule says otherwise, and its axes.
    dtype
        Precision of the run.
    """
    rows = region.rows(Trigger)
    n = padded(len(rows)) if rows else 0
    lowest = np.array([row.lowest_openness for row in region.rows(Sector)])
    raw = {
        "level": np.zeros(n),
        "openness_level": np.ones((n, len(axes.sectors))),
        "acts": np.zeros((n, len(LEVERS))),
        "obeys": np.zeros((n, len(axes.places))),
        "watches": np.zeros((n, len(INDICATORS))),
        "region_wide": np.zeros(n),
        "above": np.ones(n),
        "below": np.zeros(n),
        "least_days": np.zeros(n),
        "weights": weights_of(region) if rows else np.zeros((2, 0)),
        "port_place": np.array([[float(p == q) for p in axes.places] for q in axes.place_of_port]).reshape(
            -1, len(axes.places)
        ),
    }
    first_day, last_day = np.zeros(n, np.int64), np.full(n, axes.n_days - 1)
    standing = region.as_of or region.default_as_of
    for k, row in enumerate(rows):
        raw["level"][k] = row.level
        raw["acts"][k, LEVERS.index(row.lever)] = 1.0
        raw["obeys"][k] = [row.place in ("", place) for place in axes.places]
        raw["watches"][k, INDICATORS.index(row.indicator)] = 1.0
        raw["region_wide"][k] = float(row.scope == "region")
        raw["above"][k], raw["below"][k], raw["least_days"][k] = row.above, row.below, row.least_days
        first_day[k] = axes.day_index(row.date_from) if row.date_from else axes.day_index(standing) + 1
        last_day[k] = axes.day_index(row.date_to) if row.date_to else axes.n_days - 1
        if row.lever == "openness":
            named = np.array(
                [
                    row.sector in ("", code, group)
                    for code, group in zip(axes.sectors, axes.group_of_sector, strict=True)
                ]
            )
            raw["openness_level"][k] = np.where(named, np.maximum(row.level, lowest), 1.0)
    return Triggers(
        **{name: jnp.asarray(array, np.dtype(dtype)) for name, array in raw.items()},
        first_day=jnp.asarray(first_day),
        last_day=jnp.asarray(last_day),
    )  # fmt: skip


def weights_of(region: Region) -> NDArray[np.float64]:
    """Weight of infections found 0, 1, … days ago in this week's reports and in the pressure behind them, (kind, day), oldest first.

    Notes
    -----
    Both are linear in the finds: a find is reported after a geometric delay with probability `reported_share`, as in the fit; Λ_s = Σ_u
    w_u I_(s−u) with the generation interval w of the model's chain (Cori et al. 2013).
    """
    delay = float(region.parameter("report_delay_days").value)
    report = float(region.parameter("reported_share").value) * geometric(1.0 / (1.0 + delay))
    cases = np.convolve(report, np.ones(WINDOW))
    pressure = np.convolve(cases, np.append(0.0, generation_interval(region)))
    return np.stack([cases[:LONGEST], pressure[:LONGEST]])[:, ::-1].copy()


def unwatched(triggers: Triggers) -> Watch:
    """The first morning: nothing found, no rule on."""
    off = jnp.zeros_like(triggers.obeys)
    return Watch(jnp.zeros((triggers.weights.shape[1], off.shape[1]), off.dtype), off, off)


def obeyed(triggers: Triggers, on: Float[Array, "trigger place"], levers: Levers) -> Levers:
    """The levers of a day under the rules that are on: of a dated level and a rule's the stricter.

    Parameters
    ----------
    triggers
        The rules.
    on
        1 where a rule is on in a city.
    levers
        Levers of the day as dated.
    """
    if not triggers.level.size:
        return levers
    asked = triggers.acts.T[:, :, None] * on

    def stricter(name: str, moved: Float[Array, "trigger *member"]) -> Float[Array, "*member"]:
        dated, neutral = getattr(levers, name), LEVER[name].neutral
        if neutral > LEVER[name].low:
            return smaller(dated, neutral + moved.min(0), 1.0, 0.0)
        return -smaller(-dated, -(neutral + moved.max(0)), 1.0, 0.0)

    def moved(name: str) -> Float[Array, "trigger place"]:
        return asked[LEVERS.index(name)] * (triggers.level - LEVER[name].neutral)[:, None]

    changed = {name: stricter(name, moved(name)) for name in PLACE_LEVERS}
    changed["port_screening"] = stricter("port_screening", moved("port_screening") @ triggers.port_place.T)
    closed = asked[LEVERS.index("openness")][:, :, None] * (triggers.openness_level - 1.0)[:, None, :]
    return levers._replace(**changed, openness=stricter("openness", closed))


def watched(
    triggers: Triggers,
    watch: Watch,
    found: Float[Array, "place"],
    intensive: Float[Array, "place"],
    intensive_beds: Float[Array, "place"],
    residents: Float[Array, "place"],
    number: Int[Array, ""],
    smoothing: float = 0.0,
) -> Watch:
    """The evening of a day: look at the indicators and turn rules on and off for tomorrow.

    Parameters
    ----------
    triggers, watch
        The rules, and what the morning remembered.
    found
        Infections found today.
    intensive, intensive_beds
        Patients in intensive care, and beds.
    residents
        Of each city.
    number
        Number of today in the calendar.
    smoothing
        Width of the switches, against their figures; 0 is exact, and then no derivative passes them.
    """
    if not triggers.level.size:
        return watch
    finds = jnp.concatenate([watch.finds[1:], found[None]])
    cases, pressure = triggers.weights @ finds

    def shown(
        cases: Float[Array, "..."], pressure: Float[Array, "..."], patients: Float[Array, "..."],
        beds: Float[Array, "..."], residents: Float[Array, "..."],
    ) -> Float[Array, "indicator ..."]:  # fmt: skip
        number = (PRIOR_SHAPE + cases) / (1.0 / PRIOR_SCALE + pressure)
        return jnp.stack([
            cases, 1e5 * cases / jnp.maximum(residents, 1.0), jnp.where(cases >= FEWEST, number, 0.0),
            patients / jnp.maximum(beds, 1.0),
        ])  # fmt: skip

    everything = (cases, pressure, intensive, intensive_beds, residents)
    own = triggers.watches @ shown(*everything)
    whole = triggers.watches @ shown(*(part.sum() for part in everything))
    wide = triggers.region_wide[:, None]
    seen = wide * whole[:, None] + (1.0 - wide) * own
    scale = jnp.maximum(triggers.above, 1e-6)[:, None]
    rise = passed(seen - triggers.above[:, None], scale, smoothing)
    long_enough = (watch.days_on >= triggers.least_days[:, None]).astype(seen.dtype)
    fall = passed(triggers.below[:, None] - seen, scale, smoothing) * long_enough
    in_force = (number + 1 >= triggers.first_day) & (number + 1 <= triggers.last_day)
    on = (watch.on * (1.0 - fall) + (1.0 - watch.on) * rise) * triggers.obeys * in_force[:, None]
    return Watch(finds, on, on * (watch.days_on + 1.0))


@brief
def levers_in_force(triggers: Triggers, levers: Levers, on: Float[Array, "time trigger place"]) -> Levers:
    """The levers as they were obeyed on every day of a run.

    Parameters
    ----------
    triggers
        The rules.
    levers
        As dated, over the calendar.
    on
        1 where a rule was on, from the run.
    """
    if not triggers.level.size:
        return levers
    return jax.vmap(obeyed, in_axes=(None, 0, 0))(triggers, on, levers)
