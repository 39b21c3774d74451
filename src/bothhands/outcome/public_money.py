"""Public money month by month: general public budget revenue, social contributions, help to firms, what the epidemic costs, and new debt.

Taxes reach the budget some weeks after what they are levied on. What comes in below a normal year and what is spent beyond it is borrowed;
interest is paid on that. Spending of a normal year is not shown: it is the same in every strategy.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.reliefs import Relief
from bothhands.model.economy.flows import EconomyFlows
from bothhands.model.economy.params import EconomyParams
from bothhands.model.programs import brief


class Rules(NamedTuple):
    """How money reaches the budget."""

    month: Float[Array, "month time"]
    """1 on the days of each month."""
    names: tuple[str, ...]
    lag_days: int | Int[Array, ""]
    contribution_share: Float[Array, ""]
    """Employers' contributions over pay."""
    taxes_asked: Float[Array, "time"]
    """Part of taxes not waived."""
    contributions_asked: Float[Array, "time"]
    monthly_interest: Float[Array, ""]


class PublicMoney(NamedTuple):
    """Money by month; the normal is that of last year on the same days."""

    revenue: Float[Array, "month place"]
    """General public budget revenue."""
    normal_revenue: Float[Array, "month place"]
    contributions: Float[Array, "month place"]
    normal_contributions: Float[Array, "month place"]
    support: Float[Array, "month"]
    """Paid from public funds to help firms; what a loan or a sale won brings them beyond it is not public money."""
    epidemic: Float[Array, "month"]
    """Quarantine, tests and tracers, and what is ordered of goods and lines; as given."""
    interest: Float[Array, "month"]
    debt: Float[Array, "month"]
    """Borrowed since the first day, at the month's end."""


def rules_of(region: Region, axes: Axes) -> Rules:
    """Months, lag, contributions, reliefs and interest of a region."""
    days = [axes.start + timedelta(days=n) for n in range(axes.n_days)]
    months = sorted({(day.year, day.month) for day in days})
    asked = {kind: np.ones(axes.n_days) for kind in ("taxes", "contributions")}
    for row in region.rows(Relief):
        first, last = axes.day_index(row.start), axes.day_index(row.end)
        asked[row.kind][max(first, 0) : max(last + 1, 0)] *= 1.0 - row.share
    return Rules(
        month=jnp.asarray(np.array([[float((day.year, day.month) == one) for day in days] for one in months])),
        names=tuple(f"{year}-{month:02d}" for year, month in months),
        lag_days=round(region.parameter("tax_lag_days").value),
        contribution_share=jnp.asarray(float(region.parameter("contribution_share").value)),
        taxes_asked=jnp.asarray(asked["taxes"]),
        contributions_asked=jnp.asarray(asked["contributions"]),
        monthly_interest=jnp.asarray(float(region.parameter("debt_interest_share").value) / 12.0),
    )


def public_money(
    params: EconomyParams,
    flows: EconomyFlows,
    support: Float[Array, "time *firm"],
    epidemic: Float[Array, "time"],
    rules: Rules,
) -> PublicMoney:
    """Accounts of a run.

    Parameters
    ----------
    params, flows
        The economy of the run, and what it did.
    support
        What public funds pay to help firms on each day, by firm or in all.
    epidemic
        Money the epidemic's measures cost on each day.
    rules
        Months and how money reaches the budget.

    Notes
    -----
    Revenue of a day is the tax share of value added `lag_days` before, that of a normal day before the calendar begins; contributions
    are paid on all contracts of the day. Debt: D ← (1 + i/12) D + what the month falls short of normal.
    """
    normal = params.labour * params.tax_share
    taxed = revenue_by_day(params, flows, rules.taxes_asked, rules.lag_days)
    pay = params.pay_share * (flows.contract_share * params.labour).sum(-1) * rules.contributions_asked[:, None]
    usual_pay = params.pay_share * params.labour.sum(-1)
    days = rules.month.sum(1)[:, None]
    revenue, contributions = rules.month @ taxed, rules.contribution_share * (rules.month @ pay)
    usual, usual_contributions = days * normal.sum(-1), rules.contribution_share * days * usual_pay
    helped = support[: len(taxed)].reshape(len(taxed), -1).sum(-1)
    support, spent = (rules.month @ paid for paid in (helped, epidemic))
    short = (usual - revenue + usual_contributions - contributions).sum(-1) + support + spent
    debt, interest = _borrowed(short, rules.monthly_interest)
    return PublicMoney(revenue, usual, contributions, usual_contributions, support, spent, interest, debt)


@brief
def revenue_by_day(
    params: EconomyParams, flows: EconomyFlows, taxes_asked: Float[Array, "time"], lag_days: int | Int[Array, ""]
) -> Float[Array, "time place"]:
    """Budget revenue as it comes in, money a day: the taxes of `lag_days` before, those of a normal day at first."""
    levied = (flows.value_added * params.tax_share * taxes_asked[:, None, None]).sum(-1)
    normal = (params.labour * params.tax_share).sum(-1)
    since = jnp.arange(levied.shape[0]) - lag_days
    return jnp.where(since[:, None] < 0, normal, levied[jnp.maximum(since, 0)])


def _borrowed(
    short: Float[Array, "month"], rate: Float[Array, ""]
) -> tuple[Float[Array, "month"], Float[Array, "month"]]:
    """Debt at each month's end, and the interest of the month."""

    def month(
        held: Float[Array, ""], gap: Float[Array, ""]
    ) -> tuple[Float[Array, ""], tuple[Float[Array, ""], Float[Array, ""]]]:
        interest = rate * held
        held = held + gap + interest
        return held, (held, interest)

    debt, interest = jax.lax.scan(month, jnp.zeros_like(rate), short)[1]
    return debt, interest
