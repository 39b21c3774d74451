"""Why a measure is proposed: read off the plan without its lever, in the limits that were asked for."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bothhands.levers.catalogue import ORDERS
from bothhands.plan.explain import Without
from bothhands.plan.limits import DEATHS, FINAL_R, HUB, INTENSIVE, LIMITS, ODDS, OUTPUT
from bothhands.report.notes import notes
from bothhands.report.reasons import reason_of
from bothhands.report.telling import telling_of


def with_uses(plan, **asked):
    """The plan with nothing used but of some limits, all of which are asked for: limit to use in each city."""
    bounds, limits = plan.problem.bounds, np.zeros_like(np.asarray(plan.chosen.outcome.limits))
    bound = np.array(bounds.bound)
    for name, use in asked["uses"].items():
        limits[LIMITS.index(name)] = use
        bound[LIMITS.index(name)] = 1.0
    outcome, record = plan.chosen.outcome._replace(limits=limits), plan.chosen.record
    empty = np.zeros_like(np.asarray(record.epidemic.quarantine_rooms_used))
    record = record._replace(epidemic=record.epidemic._replace(quarantine_rooms_used=empty))
    references = tuple(one._replace(outcome=one.outcome._replace(limits=limits)) for one in plan.references)
    return replace(
        plan, chosen=plan.chosen._replace(outcome=outcome, record=record), references=references, problem=plan.problem._replace(bounds=bounds._replace(bound=bound)),
        solution=plan.solution._replace(prices=np.zeros_like(np.asarray(plan.solution.prices))), explanation=plan.explanation._replace(without=()),
    )  # fmt: skip


def left_out(plan, lever, gain=0.0, **asked):
    """The plan with the run without a lever: limit to use then, and what the lever brings of the objective."""
    own = plan.chosen.outcome
    limits = np.array(own.limits)
    for name, use in asked.get("uses", {}).items():
        limits[LIMITS.index(name)] = use
    without = Without(lever, own._replace(limits=limits, objective=float(own.objective) - gain), 1.0, ODDS, "", 0.0)
    return replace(plan, explanation=plan.explanation._replace(without=(*plan.explanation.without, without)))


def measure(plan, lever, value, **named):
    """A measure of a lever over the days ahead."""
    like = next(one for one in plan.measures if one.lever not in ORDERS)
    day = plan.as_of + timedelta(days=1)
    return like.model_copy(
        update={"lever": lever, "place": "", "sector": "", "site": "", "start": day, "end": day + timedelta(days=9), "value": value, **named}
    )  # fmt: skip


def why(plan, lever, value, language="en", **named):
    return reason_of(telling_of(plan, language), [measure(plan, lever, value, **named)])


@pytest.mark.parametrize("limit", [DEATHS, OUTPUT, FINAL_R])
def test_a_limit_of_the_users_own_is_a_reason(plan, limit):
    """One that is kept and full, and one that is broken and would be more so."""
    full = left_out(with_uses(plan, uses={limit: 0.98, ODDS: 0.61}), "school", uses={limit: 1.4, ODDS: 0.62})
    named = telling_of(plan).words.within(limit)
    assert why(full, "school", 0.1).startswith(f"keeps {named} within what is allowed")
    broken = left_out(with_uses(plan, uses={limit: 1.72}), "school", uses={limit: 1.81})
    assert why(broken, "school", 0.1).startswith(f"brings {named} nearer to what is allowed, which no plan found keeps")
    assert "更接近限值" in why(broken, "school", 0.1, "zh")


def test_a_lever_is_not_said_to_keep_a_limit_that_it_does_not_move(plan):
    idle = left_out(with_uses(plan, uses={DEATHS: 1.72}), "travel", uses={DEATHS: 1.73})
    assert "deaths" not in why(idle, "travel", 0.0)
    assert "check before adopting" in why(idle, "travel", 0.0)


def test_illness_has_a_worth_for_a_reason_only_where_the_objective_counts_it(plan):
    brings = left_out(with_uses(plan, uses={ODDS: 0.2}), "school", gain=5e6)
    told = why(brings, "school", 0.3)
    assert told == "less illness is worth more than it costs: without schools the plan would be worth 5 million yuan less (a life-year at 150,000 yuan)"  # fmt: skip
    other = replace(brings, question=brings.question.model_copy(update={"objective": "value added"}))
    assert why(other, "school", 0.3) == "without schools the plan would do worse by what is asked of it: value added"
    costs = left_out(with_uses(plan, uses={ODDS: 0.2}), "school", gain=-5e6)
    assert "worth more" not in why(costs, "school", 0.3)


def test_port_screening_that_costs_more_than_it_brings_is_told_by_the_limit_it_keeps(plan):
    keeps = left_out(with_uses(plan, uses={HUB: 0.9, ODDS: 0.4}), "port_screening", gain=-506e6, uses={HUB: 1.25})
    assert why(keeps, "port_screening", 0.5) == (
        "without port screening infected travellers to the hub a day would reach 125 % of what is allowed in the whole region; under the plan 90 %"
    )
    only_costs = left_out(with_uses(plan, uses={HUB: 0.5}), "port_screening", gain=-506e6, uses={HUB: 0.6})
    assert "worth" not in why(only_costs, "port_screening", 0.5)
    brings = left_out(with_uses(plan, uses={HUB: 0.5}), "port_screening", gain=2e6, uses={HUB: 0.6})
    assert "fewer infected arrivals: without port screening the plan would be worth 2 million" in why(brings, "port_screening", 0.5)  # fmt: skip


def test_tests_and_tracers_name_no_limit_that_is_hardly_used(plan):
    told = why(left_out(with_uses(plan, uses={INTENSIVE: 0.0076}), "testing", uses={INTENSIVE: 0.02}), "testing", 1.0)
    assert told == "cases are found sooner: less illness"


def test_the_deaths_of_the_worst_tenth_are_a_reason_where_they_are_asked_for(plan):
    deadly = left_out(with_uses(plan, uses={ODDS: 0.2}), "school")
    more = deadly.explanation.without[0]
    more = more._replace(outcome=more.outcome._replace(deaths=float(more.outcome.deaths) + 5.0))
    futures = plan.promise.futures
    died = futures._replace(outcomes=futures.outcomes._replace(deaths=np.full(futures.size, 9.0)))
    deadly = replace(
        deadly, explanation=deadly.explanation._replace(without=(more,)), promise=deadly.promise._replace(most_deaths=9.0, futures=died)
    )  # fmt: skip
    assert why(deadly, "school", 0.1) == "fewer deaths: in the worst tenth of runs 9 die, where 9 at most are asked for"


def test_help_promised_before_is_not_credited_with_what_new_help_keeps(plan):
    firm = plan.axes.register[0]
    new = measure(plan, "support", 1.0, firm=firm, cost=193_000.0, fund="firm_support")
    old = new.model_copy(update={"start": plan.as_of, "firm": plan.axes.register[1], "cost": 4_870_000.0})
    aid = replace(plan.aid, measures=(old, new), value=761_000.0, bound=761_000.0)
    told = telling_of(replace(plan, aid=aid))
    said = next(note for note in notes(told) if note.startswith("Help: "))
    assert "Help: 1 firm for 193,000 yuan; it keeps 761,000 yuan" in said
    assert "Help to 1 firm for 4.87 million yuan was promised before" in said
    assert reason_of(told, [old]) == "promised before this plan was made; it goes on"
    assert "761,000 yuan" in reason_of(told, [new])
