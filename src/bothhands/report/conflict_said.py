"""In words: which limits cannot be kept together, the cheapest relaxation of each, and whether the search came to its end. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from bothhands.plan.conflict import said_amount
from bothhands.plan.limits import LIMIT, LIMITS, REGION_WIDE
from bothhands.plan.plan import Plan
from bothhands.report.amounts import number
from bothhands.report.telling import Telling, array
from bothhands.report.words import Wording


def conflict_as_json(plan: Plan) -> dict[str, object] | None:
    """The conflict as plain data, amounts in the unit they were asked in; none where every limit is kept or none was sought."""
    found = plan.solution.conflict
    if found is None:
        return None
    use = array(plan.chosen.outcome.limits)
    passed = [n for n in range(len(LIMITS)) if use[n].max() > 1.0]
    return {
        "limits": [
            {
                "limit": one.limit, "conflict": one.group, "place": one.place, "asked": one.asked,
                "least": one.least if np.isfinite(one.least) else None, "times": one.times if np.isfinite(one.times) else None,
            }
            for one in found.limits
        ],
        "passed_by_plan": [
            {
                "limit": LIMITS[n], "place": "" if LIMITS[n] in REGION_WIDE else plan.axes.places[int(use[n].argmax())],
                "asked": said_amount(plan.supplied, LIMITS[n]), "least": said_amount(plan.supplied, LIMITS[n], float(use[n].max())),
            }
            for n in passed
        ],
        "searches": found.searches,
        "gradients": found.gradients,
    }  # fmt: skip


def search_as_json(plan: Plan) -> dict[str, object]:
    """How the search went, as plain data."""
    own = plan.solution
    return {
        "gradients": own.steps,
        "settled": own.settled,
        "stopped": own.stopped,
        "passes": plan.passes,
        "residual": plan.residual,
    }


def conflict_of_plan(telling: Telling) -> list[str]:
    """The conflict of a plan in sentences without their stops; none where there is none."""
    told = conflict_as_json(telling.plan)
    return [] if told is None else conflict_said(telling.words, told, telling.place)


def conflict_said(words: Wording, told: Mapping[str, Any], place: Callable[[str], str]) -> list[str]:
    """What `conflict_as_json` holds, in sentences without their stops.

    Parameters
    ----------
    words
        How the reader is spoken to.
    told
        The conflict as plain data.
    place
        Name of a place in the reader's language.
    """
    say = words.say
    passed = say("comma").join(_way(words, one, place) for one in told["passed_by_plan"])
    lines = [say("conflict_passed", ways=passed)] if passed else []
    groups = sorted({one["conflict"] for one in told["limits"]})
    for number_of in groups:
        members = [one for one in told["limits"] if one["conflict"] == number_of]
        names = say("comma").join(_asked(words, one) for one in members)
        lines.append(say("conflict_one" if len(members) == 1 else "conflict_some", limits=names))
        ways = say("comma").join(_way(words, one, place) for one in members)
        lines.append(say("conflict_ways" if len(groups) == 1 else "conflict_ways_apart", ways=ways))
    if len(groups) > 1 and passed:
        lines.append(say("conflict_together"))
    return lines


def search_of_plan(telling: Telling) -> str:
    """Whether the search of a plan came to its end, and how many gradients it took."""
    return search_said(telling.words, search_as_json(telling.plan))


def search_said(words: Wording, told: Mapping[str, Any]) -> str:
    """What `search_as_json` holds, in a sentence."""
    key = f"search_{told['stopped']}" if told["stopped"] else "search_settled" if told["settled"] else "search_open"
    return words.say(key, n=told["gradients"])


def sentences(words: Wording, lines: Sequence[str]) -> list[str]:
    """Lines as sentences: a capital first, a stop last."""
    return [line[:1].upper() + line[1:] + words.say("full_stop") for line in lines]


def _asked(words: Wording, one: Mapping[str, Any]) -> str:
    key = "conflict_floor" if LIMIT[one["limit"]].floor else "conflict_most"
    return words.say(key, limit=_named(words, one["limit"]), asked=_amount(words, one["limit"], one["asked"]))


def _way(words: Wording, one: Mapping[str, Any], place: Callable[[str], str]) -> str:
    if one["least"] is None:
        return words.say("conflict_no_way", limit=_named(words, one["limit"]))
    amount = _amount(words, one["limit"], one["least"])
    where = words.say("conflict_where", place=place(one["place"])) if one["place"] else ""
    asked = _amount(words, one["limit"], one["asked"])
    return words.say("conflict_way", limit=_named(words, one["limit"]), asked=asked, least=amount, where=where)


def _named(words: Wording, limit: str) -> str:
    """A limit as it stands within a sentence."""
    said = words.say(limit)
    return said[:1].lower() + said[1:]


def _amount(words: Wording, limit: str, amount: float) -> str:
    """An amount in the unit it was asked in."""
    kind = LIMIT[limit]
    if kind.money:
        return words.money(amount)
    return words.share(amount) if kind.unit.startswith("share") else number(amount)
