"""A plan that was written, told again from its folder: why it is as it is, and how it differs from another."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from bothhands.plan.difference import Difference
from bothhands.plan.saved import Saved
from bothhands.report.amounts import Language, MoneyUnit, number, persons
from bothhands.report.binding_said import binding_told, kept_told
from bothhands.report.conflict_said import conflict_said, search_said, sentences
from bothhands.report.difference_said import MOST, levels_said
from bothhands.report.svg import Table
from bothhands.report.telling import HUB
from bothhands.report.words import Wording

MONEY = ("objective", "value_added", "schooling", "gatherings", "distancing", "screening", "finding")


class Told(NamedTuple):
    """Sentences, then tables."""

    lines: tuple[str, ...]
    tables: tuple[Table, ...]


def explanation_told(saved: Saved, language: Language = "en", money_unit: MoneyUnit = "auto") -> Told:
    """Why a plan is as it is."""
    words = Wording(language, money_unit, HUB[language], saved.told["currency"])
    say, made = words.say, saved.told["explanation"]
    full: list[dict[str, Any]] = made["binding"]
    conflict = saved.told.get("conflict")
    begun = sentences(words, conflict_said(words, conflict, str)) if conflict else []
    lines = [binding_told(words, full, str), *kept_told(words, full, str)]
    if made["runner_up"]["name"]:
        lines.append(
            say("explain_second", name=say(made["runner_up"]["name"]), behind=words.money(made["runner_up"]["behind"]))
        )
    turns = made["turns_at"]
    lines.append(say("explain_never_turns") if turns is None else say("explain_turns", times=number(turns)))
    lines = [*begun, *lines, search_said(words, saved.told["search"])]
    levers = tuple(
        (say(one["lever"]), words.money(one["cost"]), persons(one["deaths_spared"]), words.money(one["net_gain"]),
         f"{say(one['fullest_limit'])} {one['place']}".strip(), words.share(one["use"]))
        for one in made["without"]
    )  # fmt: skip
    heads = ("lever", "lever_costs", "deaths_spared", "net_gain", "fullest_without", "use")
    values = tuple(
        (say("value_equal") if one["life_year"] == "equal" else say("value_times", times=one["life_year"]), say(one["best"]), *(words.money(x) for x in one["worth"]))
        for one in made["valued"]
    )  # fmt: skip
    value_heads = (say("life_worth"), say("best_then"), *(say(name) for name in made["candidates"]))
    return Told(tuple(lines), (Table(tuple(say(head) for head in heads), levers), Table(value_heads, values)))


def difference_told(
    found: Difference, language: Language = "en", money_unit: MoneyUnit = "auto", currency: str = "yuan"
) -> Told:
    """How two plans differ, in words."""
    words = Wording(language, money_unit, HUB[language], currency)
    say = words.say
    days = [words.day(date.fromisoformat(day)) for day in (found.earlier, found.later)]
    lines = [say("diff_days", earlier=days[0], later=days[1])]
    lines.append(say("diff_tables" if not found.same_tables else "diff_same_tables"))
    if found.asked:
        lines.append(say("diff_asked", keys=say("comma").join(found.asked)))
    lines += levels_said(words, found.levers)
    lines += [say("diff_order", lever=say(lever), what=what, before=number(before), after=number(after)) for lever, what, before, after in found.orders[:MOST]]  # fmt: skip
    outcomes = tuple(
        (
            say({"objective": "net_worth", "gatherings": "gatherings_lost"}.get(name, name)),
            *(words.money(x) if name in MONEY else persons(x) for x in (a, b)),
        )
        for name, a, b in found.outcomes
    )
    limits = tuple((say(name), place, words.share(a), words.share(b)) for name, place, a, b in found.limits[:MOST])
    heads = ("", *days)
    return Told(tuple(lines), (Table(heads, outcomes), Table((say("limit"), say("place_head"), *days), limits)))
