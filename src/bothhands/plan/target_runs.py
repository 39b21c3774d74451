"""Indicators a run gives, by month and draw of the economy's figures: what the odds of targets stand on.

Why this file exists: members of the epidemic move output little; what is not known of the economy moves it much. The economy alone is run
again under the signals of one coupled run with its figures drawn from their stated ranges, as for the band of quarterly growth. Money only:
firms above break-even have no draws.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.cities import cities_of
from bothhands.inputs.region import Region
from bothhands.inputs.tables.places import Place
from bothhands.levers.catalogue import ORDERS, Levers
from bothhands.model.alone import Heard, economy_alone, heard_of
from bothhands.model.day import Day, Model
from bothhands.model.economy.flows import EconomyFlows
from bothhands.model.economy.params import EconomyParams, from_region
from bothhands.model.programs import Program
from bothhands.model.simulate import cast
from bothhands.observe.fitted import fit_region, run_once
from bothhands.observe.ranges import ranges_of
from bothhands.outcome.public_money import revenue_by_day, rules_of
from bothhands.outcome.quarters import calendar_of
from bothhands.outcome.target_case import Runs
from bothhands.outcome.target_forecast import Months
from bothhands.plan.growth import BATCH, DRAWN, stacked
from bothhands.plan.outer import with_orders
from bothhands.plan.problem import problem_of
from bothhands.plan.saved import Saved
from bothhands.plan.strategy import strategy

DRAWS = 32
"""How often the figures are drawn."""
YEAR = 12


class TargetCase(NamedTuple):
    """A region on a day and what its run gives of every place; `strategy` is blank for a plan that was given."""

    region: Region
    as_of: date
    runs: Runs
    draws: int
    strategy: str
    axes: Axes
    model: Model
    levers: Levers
    record: Day


class ByMonth(NamedTuple):
    """Money by month and place of one draw: as it is run, and without the epidemic; without growth and at the base year's prices."""

    added: Float[Array, "*draw month place"]
    revenue: Float[Array, "*draw month place"]
    normal_added: Float[Array, "*draw month place"]
    normal_revenue: Float[Array, "*draw month place"]


def target_case(
    region: Region, as_of: date, saved: Saved | None = None, draws: int = DRAWS, seed: int = 0
) -> TargetCase:
    """A region on a day and what its run gives.

    Parameters
    ----------
    region
        The region; figures not known on the day are left out.
    as_of
        The day.
    saved
        A plan that was written; None: the measures in force, carried on as they are dated.
    draws
        How often the economy's figures are drawn.
    seed
        Of the draws.

    Raises
    ------
    InputError
        BH-INP-045 where the plan is another region's, or nothing is to be drawn.
    """
    faults = []
    if saved is not None and saved.region != region.name:
        faults.append(
            Fault("BH-INP-045", f"the plan is of {saved.region!r}", f"a plan of {region.name!r}", "name its folder, or that region")
        )  # fmt: skip
    if draws < 1:
        faults.append(Fault("BH-INP-045", f"{draws} draws", "1 or more", "leave --draws out for the usual number"))
    if faults:
        raise InputError(faults)
    fitted = fit_region(region, as_of, sampled=True)
    known, axes, model, levers = fitted.region, fitted.axes, fitted.model, fitted.past
    if saved is None:
        record: Day = jax.tree.map(np.asarray, run_once(model, levers))
    else:
        orders = tuple(one for one in saved.measures if one.lever in ORDERS)
        problem = with_orders(problem_of(known, axes, model, levers, as_of), orders, axes, levers)
        planned = strategy("plan", model, problem, saved.decisions)
        levers, record = planned.levers, planned.record
    runs = runs_of(known, axes, model, levers, record, draws, seed)
    return TargetCase(known, as_of, runs, draws, "" if saved else "measures in force", axes, model, levers, record)


def runs_of(region: Region, axes: Axes, model: Model, levers: Levers, record: Day, draws: int, seed: int) -> Runs:
    """What a run gives by place, indicator and kind of prices, in the region's currency.

    Parameters
    ----------
    region, axes, model
        What the run was made from.
    levers, record
        The run.
    draws, seed
        How often its figures are drawn, and from which seed.

    Notes
    -----
    Months the calendar does not cover whole at its end are left out; a calendar that does not begin on 1 January gives nothing.
    """
    if (axes.start.month, axes.start.day) != (1, 1):
        return {}
    drawn, trend, prices = drawn_by_month(region, axes, model, levers, record, draws, seed)
    whole = _whole_months(axes)
    since = 1.0 + np.arange(whole) // YEAR
    growth = (1.0 + trend[:, None]) ** since
    current = (1.0 + prices) ** since
    found: dict[tuple[str, str, str], Months] = {}
    for place in region.rows(Place):
        at = cities_of(region, axes, place.place)
        if not at:
            continue
        parts = [np.asarray(part, float)[:, :whole, at].sum(-1) for part in drawn]
        for name, made, normal, factor in (("gdp", parts[0], parts[2], growth), ("budget_revenue", parts[1], parts[3], 1.0)):  # fmt: skip
            before = normal[:, :YEAR].mean(0)
            for kind, level in (("constant", 1.0), ("current", current if name == "gdp" else 1.0)):
                found[place.place, name, kind] = Months(axes.start.year, made * factor * level, normal * factor * level, before)  # fmt: skip
    return found


def drawn_by_month(
    region: Region, axes: Axes, model: Model, levers: Levers, record: Day, draws: int, seed: int
) -> tuple[ByMonth, np.ndarray, float]:
    """Money by draw, month and place, the growth of a normal year by draw, and the change of prices."""
    heard = cast(heard_of(model, levers, record), np.float32)
    normal = np.random.default_rng([seed, 7]).standard_normal((draws, len(DRAWN)))
    values = np.stack([one.at(normal[:, n]) for n, one in enumerate(ranges_of(region, DRAWN))], axis=1)
    small, rules = cast(model, np.float32), rules_of(region, axes)
    budget = cast((rules.month, rules.taxes_asked), np.float32)
    found = []
    for first in range(0, draws, BATCH):
        at = np.minimum(np.arange(first, first + BATCH), draws - 1)
        variants = [region.with_parameters(dict(zip(DRAWN, values[n].tolist(), strict=True))) for n in at]
        params = stacked([from_region(one, axes, np.float32) for one in variants])
        weights = jnp.asarray(np.stack([np.asarray(calendar_of(one, axes).weight, np.float32) for one in variants]))
        found.append(jax.tree.map(np.asarray, _by_month(small, params, heard, weights, *budget, rules.lag_days)))
    drawn = ByMonth(*(jnp.asarray(np.concatenate(part)[:draws]) for part in zip(*found, strict=True)))
    trend = values[:, DRAWN.index("trend_growth_share")]
    return drawn, trend, float(region.parameter("price_change_share").value)


@Program
def _by_month(
    model: Model,
    params: EconomyParams,
    heard: Heard,
    weights: Float[Array, "draw time sector"],
    month: Float[Array, "month time"],
    taxes_asked: Float[Array, "time"],
    lag_days: int | Int[Array, ""],
) -> ByMonth:
    """Value added and budget revenue by month and place, with and without the epidemic."""

    def one(own: EconomyParams, weight: Float[Array, "time sector"]) -> ByMonth:
        told = heard._replace(outside=jax.tree.map(lambda level: level[: heard.fear.shape[0]], own.outside))
        flows: EconomyFlows = economy_alone(own, told, model.form, model.smoothing)
        added = jnp.einsum("mt,tps,ts->mp", month, flows.value_added, weight)
        usual = jnp.einsum("mt,ps,ts->mp", month, own.labour, weight)
        revenue = month @ revenue_by_day(own, flows, taxes_asked, lag_days)
        taxed = month.sum(1)[:, None] * (own.labour * own.tax_share).sum(-1)
        return ByMonth(added, revenue, usual, taxed)

    both: ByMonth = jax.vmap(one)(params, weights)
    return both


def _whole_months(axes: Axes) -> int:
    """Months of the calendar it covers whole, from its first."""
    last = axes.days[-1]
    months = 12 * (last.year - axes.start.year) + last.month
    return months if (last.toordinal() + 1 == date(last.year + last.month // 12, last.month % 12 + 1, 1).toordinal()) else months - 1  # fmt: skip
