"""Measures as tables for a spreadsheet: every row as a machine reads it back, and the lines that people read with their cost as a number.

Why this file exists: `measures.csv` is run again by `simulate`, so that its columns are those of `Measure`; in it a cost is money that a fund
pays. What a closed school or a forgone gathering costs nobody pays: that stands in the table that is told, as in the briefing.
"""

from __future__ import annotations

import polars as pl

from bothhands.levers.measure import Measure
from bothhands.levers.measures_of import in_own_units
from bothhands.plan.plan import Plan
from bothhands.report import names
from bothhands.report.amounts import currency_name
from bothhands.report.measure_table import measure_table, together
from bothhands.report.reasons import ORDERED, PAID, cost_and_fund, reason_of
from bothhands.report.telling import Telling, telling_of

WHEN, COST, FROM_OWNER = 0, 5, 6
"""Columns of the table of the briefing that stand here as two days, as a number with its fund, and those after it."""


def measures_frame(plan: Plan) -> pl.DataFrame:
    """Every measure, with the reason of each, what a fund pays for levels, and purchases in the unit of their good."""
    rows = [one.model_dump() for one in told_measures(plan, plan.measures)]
    return pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame({"lever": []})


def told_measures(plan: Plan, measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Measures of a plan as they are written for others: read back they are the same levers, at the same cost.

    Parameters
    ----------
    plan
        The plan whose run tells what levels cost.
    measures
        Its own.
    """
    telling = telling_of(plan)
    return tuple(_with_reason(telling, one) for one in in_own_units(measures, plan.region))


def told_frame(telling: Telling) -> pl.DataFrame:
    """The lines of the briefing's table: first and last day, cost as a number, the fund that pays, and the cost in words."""
    say, table = telling.say, measure_table(telling)
    cost = f"{say('cost')}{say('pause')}{currency_name(telling.plan.region.currency, telling.language)}"
    heads = (
        say("dk_from"), say("dk_to"), *table.head[WHEN + 1 : COST], cost, say("br_fund"), say("cost_in_words"), *table.head[FROM_OWNER:],
    )  # fmt: skip
    rows = []
    for same, row in zip(together(telling, telling.plan.measures), table.rows, strict=True):
        amount, fund = cost_and_fund(telling, same)
        rows.append((
            min(one.start for one in same), max(one.end for one in same), *row[WHEN + 1 : COST], round(amount, 2), names.fund_name(fund, telling.language) if amount else "",
            row[COST], *row[FROM_OWNER:-1], int(row[-1]),
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=list(heads), orient="row", infer_schema_length=None)


def _with_reason(telling: Telling, one: Measure) -> Measure:
    """A level with why it is proposed and what a fund pays for it; orders have both."""
    if one.lever in ORDERED:
        return one
    cost, fund = cost_and_fund(telling, [one]) if one.lever in PAID else (one.cost, one.fund)
    told = {
        "cost": round(max(cost, 0.0), 2),
        "fund": fund if cost > 0 else "",
        "reason": one.reason or reason_of(telling, [one]),
    }
    return one.model_copy(update=told)
