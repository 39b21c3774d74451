"""Who comes second, what its gap to the plan is made of, and which levels every reference keeps.

Why this file exists: a reference follows some measures in force as they are dated, and the plan may end them. A gap that comes of these is no
merit of opening or closing, so the gap is told part by part, and the levels are told with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from bothhands.plan.explain import RUNNER_UP
from bothhands.plan.plan import Plan
from bothhands.plan.problem import PARTS, Outcome
from bothhands.plan.references import AS_DATED
from bothhands.report.telling import array
from bothhands.report.words import Wording

GOALS = "goals"
"""The part of a gap that is of goals: what the runner-up lacks more than the plan."""
LEAST_PART = 0.005
"""Share of a gap below which a part of it is not told."""
LEAST_POINTS = 0.01
"""Difference of mean levels, as a share, from which a lever is told."""


def runner_up_as_json(plan: Plan) -> dict[str, Any]:
    """The runner-up, by how much of what is maximised it is behind, the parts of that, and the mean levels it keeps where the plan has others."""
    name, behind = plan.explanation.runner_up
    return {"name": name, "behind": behind, "parts": parts_behind(plan), "kept_levels": kept_levels(plan)}


def parts_behind(plan: Plan) -> dict[str, float]:
    """By how much each part of what is maximised makes the plan better than the runner-up, in the region's currency; they add up to the gap."""
    name, behind = plan.explanation.runner_up
    if not name:
        return {}
    given, placed = _runner_up(plan)
    weights, price = array(plan.problem.worth), float(plan.problem.prices.life_year)
    own = _counted(plan.chosen.outcome, float(plan.supplied.placed_cost), price)
    other = _counted(given, placed, price)
    parts = {part: float(weight * gap) for part, weight, gap in zip(PARTS, weights, own - other, strict=True)}
    return {**parts, GOALS: behind - sum(parts.values())}


def _runner_up(plan: Plan) -> tuple[Outcome, float]:
    """What the runner-up amounts to, and what its orders of lines and purchases cost; a reference orders none of the plan's."""
    name = plan.explanation.runner_up[0]
    if name == RUNNER_UP:
        return plan.solution.others[0][1], float(plan.supplied.placed_cost)
    return next(one.outcome for one in plan.references if one.name == name), float(plan.problem.placed_cost)


def _counted(outcome: Outcome, placed: float, price: float) -> np.ndarray:
    """The parts of an outcome in the order of `PARTS`, each as it counts."""
    costs = (price * outcome.life_years, outcome.schooling, outcome.gatherings, outcome.distancing)
    public = float(outcome.screening) + float(outcome.finding) + placed
    return np.array([float(outcome.value_added), *(-float(one) for one in costs), -public, -float(outcome.deaths)])


def kept_levels(plan: Plan) -> list[dict[str, Any]]:
    """Levers that references follow as they are dated, with the mean level over days and places of references and of the plan, where these differ."""
    ahead = array(plan.problem.future) > 0
    found = []
    for lever in AS_DATED:
        kept, own = (
            float(array(getattr(one.levers, lever))[ahead].mean()) for one in (plan.references[0], plan.chosen)
        )
        if abs(kept - own) >= LEAST_POINTS:
            found.append({"lever": lever, "references": kept, "plan": own})
    return found


def runner_up_told(words: Wording, told: Mapping[str, Any]) -> list[str]:
    """What `runner_up_as_json` holds, in sentences: who comes second, of what its gap is made, and which levels references keep.

    A folder of an earlier version tells the name and the gap alone.
    """
    lines = []
    if told["name"]:
        lines.append(words.say("explain_second", name=words.say(told["name"]), behind=words.worth(told["behind"])))
        parts = _parts_told(words, told.get("parts", {}), told["behind"])
        if parts:
            lines.append(words.say("explain_second_parts", parts=parts))
    return [*lines, *kept_levels_told(words, told.get("kept_levels", ()))]


def kept_levels_told(words: Wording, kept: Any) -> list[str]:
    """Which levels every reference keeps where the plan has others; nothing where it has none."""
    levels = [
        words.say(
            "reference_level",
            lever=words.within(one["lever"]),
            kept=words.share(one["references"]),
            own=words.share(one["plan"]),
        )
        for one in kept
    ]
    return [words.say("references_keep", levels=words.say("comma").join(levels))] if levels else []


def _parts_told(words: Wording, parts: Mapping[str, float], behind: float) -> str:
    """Parts by size, each with its sign; those too small to matter are left out."""
    shown = sorted(
        (one for one in parts.items() if abs(one[1]) > LEAST_PART * abs(behind)), key=lambda one: -abs(one[1])
    )
    return words.say("comma").join(
        words.say(
            "part_of_gap",
            part=words.say(f"part_{name}"),
            amount=f"{'−' if value < 0 else '+'}{words.worth(abs(value))}",
        )
        for name, value in shown
    )
