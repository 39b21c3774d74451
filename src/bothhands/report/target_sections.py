"""Targets in the briefing: the board with odds, why they are what they are, and what moves them most, from the plan and its parts.

Why this file exists: nothing is run again but the economy under figures drawn; the plan is held against carrying on.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from bothhands.outcome.target_case import Runs
from bothhands.outcome.target_status import Status, statuses
from bothhands.plan.chain_case import ChainCase
from bothhands.plan.missing import missing_of
from bothhands.plan.plan import Plan
from bothhands.plan.strategy import Strategy
from bothhands.plan.support.answer import SupportAnswer
from bothhands.plan.support.layer import ANSWER
from bothhands.plan.target_closing import Closing, closings
from bothhands.plan.target_drivers import Drivers, drivers_of
from bothhands.plan.target_options import help_to_firms, idle_places, in_place, purchases, spent_by
from bothhands.plan.target_runs import TargetCase, runs_of
from bothhands.report.svg import Figure, Table
from bothhands.report.target_answers import TargetWords, progress_table, status_table
from bothhands.report.target_board import board_picture, board_title
from bothhands.report.target_reasons import (
    closing_picture,
    closing_table,
    closing_title,
    drivers_picture,
    drivers_table,
    drivers_title,
)
from bothhands.report.telling import Telling

One = TypeVar("One", Drivers, Closing)
DRAWS = 16
"""Draws of the economy's figures; `targets status` takes more."""


class Targets(NamedTuple):
    """Where targets stand under a plan, why, and what moves them; all of them empty where the region states none."""

    told: tuple[Status, ...]
    drivers: tuple[Drivers, ...]
    closings: tuple[Closing, ...]
    runs: Runs = MappingProxyType({})
    """What the plan's run gives by place, indicator and kind of prices."""


def targets_of_plan(plan: Plan, chain: ChainCase | None) -> Targets:
    """What a plan makes of the region's targets.

    Parameters
    ----------
    plan, chain
        The plan, and its chain where there is one.
    """
    if not plan.region.has("targets"):
        return Targets((), (), ())
    with ThreadPoolExecutor(2) as cores:
        own, carried = cores.map(partial(_case, plan), (plan.chosen, plan.references[0]))
    told = statuses(own.region, own.as_of, own.runs)
    ordered = float(plan.supplied.placed_cost) - float(plan.problem.placed_cost)
    more = spent_by(plan.chosen) + ordered - spent_by(plan.references[0])
    options = [in_place("plan", carried, more, own.runs, {}), purchases(carried)]
    answer = plan.aid.tables.get(ANSWER)
    if isinstance(answer, SupportAnswer) and answer.helped:
        options.append(help_to_firms(carried, answer))
    if chain is not None and (missing := missing_of(chain)):
        options.append(idle_places(carried, missing))
    found = [one for one in options if one.runs is not None or one.added.sum() > 0]
    return Targets(told, drivers_of(own), closings(carried, found), own.runs)


def _case(plan: Plan, one: Strategy) -> TargetCase:
    runs = runs_of(plan.region, plan.axes, plan.model, one.levers, one.record, DRAWS, plan.seed)
    return TargetCase(
        plan.region, plan.as_of, runs, DRAWS, one.name, plan.axes, plan.model, one.levers, one.record
    )  # fmt: skip


def board_chart(telling: Telling, found: Targets) -> Figure | None:
    """The board, its table with half-year odds and what is needed a month; none where no target has a forecast."""
    words, shown = _words(telling), [one for one in found.told if one.band and one.goal]
    if not shown:
        return None
    status, progress = status_table(words, found.told), progress_table(words, found.told)
    rows = tuple((*one, other[-1]) for one, other in zip(status.rows, progress.rows, strict=True))
    return telling.figure(
        "targets", board_title(words, found.told), words.say("tg_board_unit"), "targets", lambda chart: board_picture(words, found.told, chart),
        Table((*status.head, progress.head[-1]), rows),
    )  # fmt: skip


def why_chart(telling: Telling, found: Targets) -> Figure | None:
    """The way to the forecast of the target that matters most, the steps of all in the table."""
    one = _first(found.drivers)
    if one is None:
        return None
    words = _words(telling)
    return telling.figure(
        "targets-why", drivers_title(words, one), words.say("td_unit"), "targets", lambda chart: drivers_picture(words, one, chart),
        drivers_table(words, found.drivers),
    )  # fmt: skip


def closing_chart(telling: Telling, found: Targets) -> Figure | None:
    """What the plan and further measures add for that target, held against carrying on; every target in the table."""
    one = _first(found.closings)
    if one is None:
        return None
    words = _words(telling)
    return telling.figure(
        "targets-close", closing_title(words, one), words.say("to_unit"), "targets", lambda chart: closing_picture(words, one, chart),
        closing_table(words, found.closings),
    )  # fmt: skip


def _first(found: Sequence[One]) -> One | None:
    """A decided target before a yardstick, in the order of the table."""
    return min(found, key=lambda one: one.target.standing != "decided", default=None)


def _words(telling: Telling) -> TargetWords:
    return TargetWords(telling.plan.region, telling.words)
