"""How the chain of a plan stands: its flow two weeks on, and what is being built, for the briefing."""

from __future__ import annotations

from datetime import timedelta

import jax

from bothhands.levers.history import history
from bothhands.plan.chain_case import ChainCase, case_of
from bothhands.plan.completion import completion_of
from bothhands.report.chain_build_chart import build_body, build_table, build_title, builds_of
from bothhands.report.chain_flow_chart import flow_body, flow_of, flow_table, flow_title
from bothhands.report.chain_words import ChainWords
from bothhands.report.svg import Figure, frame
from bothhands.report.telling import Telling, array

AHEAD = timedelta(days=14)
"""How far after the as-of day the flow is drawn."""
BUILD_DRAWS = 400
"""Joint draws behind the date on which the chain is complete."""


def flow_chart(telling: Telling, case: ChainCase) -> Figure:
    """The chain as a flow two weeks after the as-of day, coloured by tightness."""
    words = ChainWords(telling.plan.region, telling.words)
    flow = flow_of(case, min(case.as_of + AHEAD, case.axes.end))
    return telling.figure(
        "flow", flow_title(words, flow), telling.say("flow_unit"), "supply",
        lambda chart: frame(chart, *flow_body(words, chart, flow)), flow_table(words, flow),
    )  # fmt: skip


def build_chart(telling: Telling, case: ChainCase) -> Figure:
    """What is being built or ordered, with its uncertainty, and when the chain is complete."""
    words = ChainWords(telling.plan.region, telling.words)
    found, rows = completion_of(case, draws=BUILD_DRAWS), builds_of(words, case)
    whole = found.chain[-1].p50
    return telling.figure(
        "build", build_title(words, found), telling.say("build_unit"), "supply",
        lambda chart: frame(chart, *build_body(words, chart, case.as_of, rows, whole)), build_table(words, rows),
    )  # fmt: skip


def case_of_plan(telling: Telling) -> ChainCase | None:
    """The chain under the needs and orders of the plan; none where nobody needs a good."""
    plan = telling.plan
    if not plan.axes.goods:
        return None
    past = history(plan.region, plan.axes)
    signals = jax.tree.map(array, plan.chosen.record.signals)
    case = case_of(plan.region, plan.axes, plan.model.supply, signals, plan.chain.measures, past, plan.as_of)
    return case if case.need[case.today :].sum() > 0 else None
