"""Targets in the public edition: no count of one to four firms, no help to a few firms of one city, no loss by a few that failed.

Why this file exists: what help to firms and lines in idle places add and cost is told of the place of a target, which may hold one firm that
is helped and one idle place. So neither is an option here; and what firms that failed take from a target is told together with the cause beside it.
"""

from __future__ import annotations

from dataclasses import replace

from bothhands.inputs.tables.targets import Target
from bothhands.outcome.target_case import STOCKS
from bothhands.outcome.target_status import Status
from bothhands.plan.plan import Plan
from bothhands.plan.target_drivers import GROWTH, Drivers, Step
from bothhands.report.suppression import is_small
from bothhands.report.target_charts import forecast_of
from bothhands.report.target_reasons import OTHERS
from bothhands.report.target_sections import Targets, targets_of_plan
from bothhands.report.telling import Telling

FIRMS = STOCKS[0]
"""The indicator that counts firms."""
FAILED = "closed_firms"
"""The cause of loss that is of firms that closed."""


def with_targets_shown(telling: Telling) -> Telling:
    """The telling without targets that would tell of one to four firms: asked for, reached so far or forecast.

    Parameters
    ----------
    telling
        For anyone.
    """
    rows = telling.plan.region.rows(Target)
    kept = [row for row in rows if not _tells_of_few(telling, row)]
    if len(kept) == len(rows):
        return telling
    region = telling.plan.region.with_rows(targets=kept)
    region.__dict__["edition"] = telling.plan.region.edition
    return replace(telling, plan=replace(telling.plan, region=region))


def public_targets(plan: Plan) -> Targets:
    """What a plan makes of targets, for anyone.

    Parameters
    ----------
    plan
        With its register renamed.
    """
    found = targets_of_plan(replace(plan, aid=replace(plan.aid, tables={})), None)
    few = {one.target.target for one in found.told if one.target.indicator == FIRMS and _has_few(one)}
    return Targets(
        tuple(one for one in found.told if one.target.target not in few),
        tuple(together(one) for one in found.drivers if one.target.target not in few),
        tuple(one for one in found.closings if one.target.target not in few),
    )


def together(found: Drivers) -> Drivers:
    """The way to a forecast with the loss by firms that failed and the cause before it, which takes more, as one step; amounts and odds still add up.

    Parameters
    ----------
    found
        Step by step.
    """
    steps = list(found.steps)
    at = next((n for n, step in enumerate(steps) if step.name == FAILED), None)
    if at is None:
        return found
    other = at - 1 if at and steps[at - 1].name != GROWTH else at + 1
    one, two = steps[min(at, other) : max(at, other) + 1]
    steps[min(at, other) : max(at, other) + 1] = [Step(OTHERS, one.amount + two.amount, two.odds)]
    return found._replace(steps=tuple(steps))


def _tells_of_few(telling: Telling, target: Target) -> bool:
    if target.indicator != FIRMS:
        return False
    found = forecast_of(telling, target)
    return any(is_small(value) for value in (target.value, *(found or ())))


def _has_few(one: Status) -> bool:
    return any(is_small(value) for value in (one.goal or 0.0, one.done.amount, *(one.band or ())))
