"""A plan that was written, told again from its folder: why it is as it is, and how it differs from another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from bothhands.plan.difference import IN_MONEY, Difference, OrderMoved
from bothhands.plan.saved import Saved
from bothhands.report.amounts import Language, MoneyUnit, number, persons, quantity
from bothhands.report.binding_said import binding_told, carried_told, kept_told, turn_told
from bothhands.report.conflict_said import conflict_said, search_said, sentences
from bothhands.report.difference_said import MOST, levels_said
from bothhands.report.names import class_name
from bothhands.report.runner_up_said import runner_up_told
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
    words = Wording(
        language,
        money_unit,
        hub_told(saved.told.get("hub", {}), language),
        saved.told["currency"],
        saved.question.objective,
    )
    say, made = words.say, saved.told["explanation"]
    full: list[dict[str, Any]] = made["binding"]
    conflict = saved.told.get("conflict")
    names: dict[str, dict[str, str]] = saved.told.get("places", {})

    def place_of(place: str) -> str:
        return names.get(place, {}).get(language, place)

    begun = sentences(words, conflict_said(words, conflict, place_of)) if conflict else []
    lines = [binding_told(words, full, place_of), *kept_told(words, full, place_of)]
    lines += carried_told(words, made["without"], full, place_of)
    lines += runner_up_told(words, made["runner_up"])
    times = saved.told.get("question", {}).get("values", {}).get("life_year", 1.0)
    lines.append(turn_told(words, made["turns_at"], times, len(made["candidates"]) - 1))
    lines = [*begun, *lines, search_said(words, saved.told["search"])]
    levers = tuple(
        (say(one["lever"]), words.money(one["cost"]), persons(one["deaths_spared"]), words.worth(one["net_gain"]),
         f"{say(one['fullest_limit'])} {place_of(one['place'])}".strip(), words.share(one["use"]))
        for one in made["without"]
    )  # fmt: skip
    heads = ("lever", "lever_costs", "deaths_spared", "net_gain", "fullest_without", "use")
    values = tuple(
        (say("value_equal") if one["life_year"] == "equal" else say("value_times", times=one["life_year"]), say(one["best"]), *(words.money(x) for x in one["worth"]))
        for one in made["valued"]
    )  # fmt: skip
    value_heads = (say("life_worth"), say("best_then"), *(say(name) for name in made["candidates"]))
    rivals = (Table(value_heads, values),) if len(made["candidates"]) > 1 else ()
    return Told(tuple(lines), (Table(tuple(say(head) for head in heads), levers), *rivals))


def difference_told(
    found: Difference, language: Language = "en", money_unit: MoneyUnit = "auto", currency: str = ""
) -> Told:
    """How two plans differ, in words; money in the currency of the plans unless another is named."""
    words = Wording(language, money_unit, hub_told(found.hub, language), currency or found.currency, found.objective)
    say = words.say
    days = [words.day(date.fromisoformat(day)) for day in (found.earlier, found.later)]
    if days[0] == days[1]:
        days = [say("diff_first", day=days[0]), say("diff_second", day=days[1])]
    lines = [say("diff_days", earlier=days[0], later=days[1]), _tables_said(words, found)]
    if found.asked:
        lines.append(say("diff_asked", keys=say("comma").join(found.asked)))
    lines += levels_said(words, found.levers)
    lines += [_order_said(words, found, one) for one in found.orders[:MOST]]
    lines.append(_counted_said(words, found))
    by_day = found.counted[0] != found.counted[1]
    outcomes = tuple(_outcome_row(words, found, one, by_day) for one in found.outcomes)
    limits = tuple((say(name), _place(words, found, place), words.share(a), words.share(b)) for name, place, a, b in found.limits[:MOST])  # fmt: skip
    heads = ("", *days, *(say("diff_a_day", day=day) for day in days if by_day))
    return Told(tuple(lines), (Table(heads, outcomes), Table((say("limit"), say("place_head"), *days), limits)))


def hub_told(hub: Mapping[str, str], language: Language) -> str:
    """Name of the protected place; what it is called where a folder does not name it."""
    return hub.get(language, "") or HUB[language]


def _tables_said(words: Wording, found: Difference) -> str:
    """Whether what is known differs, or no more than what was done since."""
    if not found.same_tables:
        return words.say("diff_tables" if found.history is not None else "diff_tables_or_history")
    return words.say("diff_history" if found.history else "diff_same_tables")


def _order_said(words: Wording, found: Difference, one: OrderMoved) -> str:
    """An amount over the region and all days, with its unit, and the good by its name."""
    name, unit = found.goods.get(one.good, {}).get(words.language, (one.good, ""))
    what = words.say("pause").join(filter(None, (name, class_name(one.variant, words.language))))

    def amount(value: float) -> str:
        if one.lever in IN_MONEY:
            return words.money(value)
        if one.lever == "line_orders":
            return words.say("lines_count", n=number(value), line=words.say("line" if value == 1 else "many_lines"))
        return words.say("diff_amount", n=quantity(value, words.language), unit=unit).strip()

    key = "diff_order" if what else "diff_order_all"
    return words.say(key, lever=words.say(one.lever), what=what, before=amount(one.before), after=amount(one.after))


def _counted_said(words: Wording, found: Difference) -> str:
    """Over which days each plan's outcomes are counted."""
    first, last = (words.span(date.fromisoformat(one.first), date.fromisoformat(one.last)) for one in found.counted)
    if first == last:
        return words.say("diff_counted_same", days=first)
    n, m = (one.days for one in found.counted)
    return words.say("diff_counted", first=first, n=n, last=last, m=m)


def _outcome_row(words: Wording, found: Difference, one: tuple[str, float, float], by_day: bool) -> tuple[str, ...]:
    """An outcome under both plans, and a day of it where they count other days."""
    name, *both = one
    told = (
        words.worth
        if name == "objective"
        else words.money
        if name in MONEY
        else persons
        if name == "deaths"
        else number
    )
    a_day = words.worth if name == "objective" else words.money if name in MONEY else number
    said = words.say({"objective": "net_worth", "gatherings": "gatherings_lost"}.get(name, name))
    each = [a_day(value / max(days.days, 1)) for value, days in zip(both, found.counted, strict=True) if by_day]
    return (said, *map(told, both), *each)


def _place(words: Wording, found: Difference, place: str) -> str:
    return found.places.get(place, {}).get(words.language, place) if place else words.say("whole_region")
