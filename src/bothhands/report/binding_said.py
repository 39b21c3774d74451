"""In words: which limits hold a plan back, what room in each is worth, and which levers keep it, or are carried for one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bothhands.plan.explain import binding, kept_by
from bothhands.plan.plan import Plan
from bothhands.report.amounts import number
from bothhands.report.telling import array
from bothhands.report.words import Wording

MOST_NAMED, MOST_USE = 3, 10.0
"""Limits, and levers of a limit, that are named; use of a limit beyond which it is not told exactly."""


def binding_as_json(plan: Plan) -> list[dict[str, Any]]:
    """Limits that hold a plan back, the dearest first, and the levers without which each would be broken."""
    full = binding(array(plan.chosen.outcome.limits), array(plan.solution.prices), plan.axes)
    return [
        {
            "limit": limit, "place": place, "use": use, "price_per_percent": price,
            "kept_by": [
                {"lever": one.lever, "cost": one.cost, "use_without": without}
                for one, without in kept_by(limit, place, use, plan.explanation.without, plan.axes)
            ],
        }
        for limit, place, use, price in full
    ]  # fmt: skip


def binding_told(words: Wording, full: Sequence[Mapping[str, Any]], place_of: Callable[[str], str]) -> str:
    """Limits that hold a plan back, the dearest first, with what one per cent more of each is worth.

    Parameters
    ----------
    words
        The reader's.
    full
        As `binding_as_json` gives them.
    place_of
        Name of a place.
    """
    say = words.say
    if not full:
        return say("explain_free")
    parts = [
        say(
            "explain_binds" if one["price_per_percent"] > 0 else "explain_binds_free", limit=words.within(one["limit"]), place=_where(words, one, place_of),
            use=words.share(one["use"]), price=words.worth(one["price_per_percent"]),
        )
        for one in full[:MOST_NAMED]
    ]  # fmt: skip
    rest = [
        words.within(one["limit"]) + (f" ({place_of(one['place'])})" if one["place"] else "")
        for one in full[MOST_NAMED:]
    ]
    others = say("explain_others", names=say("comma").join(rest)) if rest else ""
    return say("explain_binding", which=say("semicolon").join(parts)) + others


def turn_told(words: Wording, turns_at: float | None, times: float, rivals: int) -> str:
    """The multiple of a life-year's worth by the tables at which another strategy is better than the plan, which was made at `times`; of no rival none."""
    if not rivals:
        return words.say("explain_no_rival")
    if turns_at is None:
        return words.say("explain_never_turns")
    return words.say("explain_turned") if turns_at <= times else words.say("explain_turns", times=number(turns_at))


def kept_told(words: Wording, full: Sequence[Mapping[str, Any]], place_of: Callable[[str], str]) -> list[str]:
    """Which levers keep each of the dearest limits, what they cost, and how full it would be without the first; as `binding_told`."""
    say, told = words.say, []
    for one in full[:MOST_NAMED]:
        levers = one.get("kept_by", ())[:MOST_NAMED]
        if not levers:
            continue
        named = [
            say("kept_lever", lever=words.within(by["lever"]), cost=words.money(by["cost"])) if by["cost"] > 0 else words.within(by["lever"])
            for by in levers
        ]  # fmt: skip
        first = levers[0]
        told.append(
            words.sentence(
                "explain_kept" if one["use"] <= 1.0 else "explain_nearer", limit=say(one["limit"]), place=_where(words, one, place_of), levers=say("comma").join(named),
                first=words.within(first["lever"]), use=use_told(words, first["use_without"]),
            )
        )  # fmt: skip
    return told


def carried_told(
    words: Wording,
    without: Sequence[Mapping[str, Any]],
    full: Sequence[Mapping[str, Any]],
    place_of: Callable[[str], str],
) -> list[str]:
    """Levers that cost more than they bring and stand for a limit that is not among those that hold the plan back, for it leaves some room.

    Parameters
    ----------
    words, full, place_of
        As `binding_told`.
    without
        The plan without each lever, as `plan.json` tells it.
    """
    told = {(one["limit"], one["place"]) for one in full}
    carried = [
        one
        for one in without
        if one["net_gain"] < 0 and one["use"] > 1.0 and (one["fullest_limit"], one["place"]) not in told
    ]
    return [
        words.sentence(
            "explain_carried", lever=words.say(one["lever"]), loss=words.worth(-one["net_gain"]), limit=words.within(one["fullest_limit"]),
            place=_where(words, one, place_of), use=use_told(words, one["use"]),
        )
        for one in sorted(carried, key=lambda one: one["net_gain"])[:MOST_NAMED]
    ]  # fmt: skip


def use_told(words: Wording, use: float) -> str:
    """Use of a limit; a breach of many times what is allowed is not told exactly."""
    return words.share(use) if use <= MOST_USE else words.say("over_ten")


def _where(words: Wording, one: Mapping[str, Any], place_of: Callable[[str], str]) -> str:
    return place_of(one["place"]) if one["place"] else words.say("whole_region")
