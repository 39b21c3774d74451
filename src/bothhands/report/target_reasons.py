"""Why the odds of targets are what they are, and what would close the gap: sentences, tables and pictures. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bothhands.plan.target_closing import Closing, Effect
from bothhands.plan.target_drivers import GROWTH, UNKNOWN, Drivers
from bothhands.report.amounts import number
from bothhands.report.bar_charts import Bar, Mark, bar_chart
from bothhands.report.names import group_name, sector_name
from bothhands.report.svg import Chart, Table, capital
from bothhands.report.target_answers import NONE, TargetWords
from bothhands.report.waterfall_chart import Fall, waterfall_chart

BEST = 3
"""Options that are named in a sentence."""
SMALL = 0.002
"""Steps of less than this share of the forecast are drawn together."""
SECTORS = 3
OTHERS = "others"
"""Name of a step in which several causes are told together."""


def step_name(words: TargetWords, name: str) -> str:
    """A step of the way to a forecast."""
    return words.say(f"td_{name}" if name in (GROWTH, UNKNOWN, OTHERS) else f"cause_{name}")


def drivers_said(words: TargetWords, found: Sequence[Drivers]) -> str:
    """One sentence a target: what takes most, and what is lacking."""
    if not found:
        return words.say("td_nothing")
    return "\n".join(_driver_said(words, one) for one in found)


def _driver_said(words: TargetWords, one: Drivers) -> str:
    taken = sorted(
        (step for step in one.steps if step.amount < 0 and step.name not in (GROWTH, UNKNOWN)),
        key=lambda step: step.amount,
    )
    parts = words.say("comma").join(
        words.say("td_part", cause=step_name(words, step.name), amount=words.amount(-step.amount, one.unit))
        for step in taken[:BEST]
    )
    sectors = words.say("pause").join(group_name(name, words.words.language) for name, _ in one.sectors[:SECTORS])
    key = "td_said" if one.gap > 0 else "td_said_met"
    return words.say(
        key, name=words.name(one.target), forecast=words.amount(one.forecast, one.unit), gap=words.amount(abs(one.gap), one.unit), parts=parts or NONE,
        sectors=sectors, odds=words.chance(one.odds),
    )  # fmt: skip


def drivers_table(words: TargetWords, found: Sequence[Drivers]) -> Table:
    """Every step of every target: amount, and the odds once it is in place; amounts add up to the forecast."""
    rows = []
    for one in found:
        name = words.name(one.target)
        rows.append((name, words.say("td_last_year"), words.amount(one.last_year, one.unit), NONE))
        rows += [
            (name, step_name(words, step.name), _signed(words, step.amount, one.unit), words.chance(step.odds))
            for step in one.steps
        ]
        rows.append((name, words.say("td_forecast"), words.amount(one.forecast, one.unit), words.chance(one.odds)))
        rows.append((name, words.say("td_goal"), words.amount(one.goal, one.unit), NONE))
    return Table(tuple(words.say(key) for key in ("tg_target", "td_step", "td_amount", "td_odds_then")), tuple(rows))


def drivers_picture(words: TargetWords, one: Drivers, chart: Chart) -> str:
    """From last year's level to the forecast, with the goal as a line."""
    falls, level = (
        [Fall(words.say("td_last_year"), 0.0, one.last_year, words.amount(one.last_year, one.unit), True)],
        one.last_year,
    )
    small = [step for step in one.steps if abs(step.amount) < SMALL * abs(one.forecast)]
    shown = [(step_name(words, step.name), step.amount) for step in one.steps if step not in small]
    if small:
        shown.append((words.say("td_others"), sum(step.amount for step in small)))
    for name, amount in shown:
        falls.append(Fall(name, level, level + amount, _signed(words, amount, one.unit)))
        level += amount
    falls.append(Fall(words.say("td_forecast"), 0.0, one.forecast, words.amount(one.forecast, one.unit), True))
    return waterfall_chart(chart, falls, Mark(words.say("target_line"), one.goal))


def drivers_chart(words: TargetWords, one: Drivers, footer: str) -> str:
    """The picture with its frame."""
    return drivers_picture(
        words, one, Chart(drivers_title(words, one), words.say("td_unit"), footer, "targets", zh=words.words.zh)
    )


def drivers_title(words: TargetWords, one: Drivers) -> str:
    """What the picture finds."""
    key = "td_title" if one.gap > 0 else "td_title_met"
    return capital(
        words.say(
            key, name=words.name(one.target), gap=words.amount(abs(one.gap), one.unit), odds=words.chance(one.odds)
        )
    )


def option_name(words: TargetWords, one: Effect) -> str:
    """An option in words."""
    facts = dict(one.facts)
    if "strategy" in facts:
        facts["strategy"] = words.say(str(facts["strategy"]))
    if "sector" in facts:
        facts["sector"] = sector_name(words.region, str(facts["sector"]), words.words.language)
        facts["multiplier"] = number(float(str(facts["multiplier"])))
    return words.say(f"to_{one.option}", **facts)


def closing_said(words: TargetWords, found: Sequence[Closing]) -> str:
    """One sentence a target: the best options for their money, and what is lacking with all of them."""
    if not found:
        return words.say("td_nothing")
    told = []
    for one in found:
        best = words.say("comma").join(option_name(words, effect) for effect in one.effects[:BEST] if effect.gain > 0)
        key = "to_said" if one.shortfall > 0 else "to_said_met"
        told.append(
            words.say(
                key, name=words.name(one.target), best=best or words.say("to_none"), odds=words.chance(one.together.odds), before=words.chance(one.odds),
                shortfall=words.amount(one.shortfall, one.unit), cost=words.words.money(one.together.cost_yuan),
            )
        )  # fmt: skip
    return "\n".join(told)


def closing_table(words: TargetWords, found: Sequence[Closing]) -> Table:
    """Every option of every target: what it adds, the odds with it, what it costs, odds for money."""
    rows = []
    for one in found:
        for effect in (*one.effects, one.together):
            rate = effect.gain_per_100m
            rows.append((
                words.name(one.target), option_name(words, effect), _signed(words, effect.amount, one.unit), words.chance(effect.odds),
                _points(effect.gain), words.words.money(effect.cost_yuan), NONE if rate is None else _points(rate),
            ))  # fmt: skip
    keys = ("tg_target", "to_option", "to_adds", "to_odds", "to_gain", "to_cost", "to_rate")
    return Table(tuple(words.say(key) for key in keys), tuple(rows))


def closing_picture(words: TargetWords, one: Closing, chart: Chart) -> str:
    """Options by what they add to the middle of the forecast."""
    bars = [
        Bar(words.say(f"to_short_{effect.option}"), effect.amount, _signed(words, effect.amount, one.unit))
        for effect in (*one.effects, one.together)
    ]
    return bar_chart(chart, bars)


def closing_title(words: TargetWords, one: Closing) -> str:
    """What the picture finds."""
    key = "to_title" if one.shortfall > 0 else "to_title_met"
    said = {"name": words.name(one.target), "odds": words.chance(one.together.odds), "before": words.chance(one.odds)}
    return capital(words.say(key, **said, shortfall=words.amount(one.shortfall, one.unit)))


def closing_chart(words: TargetWords, one: Closing, footer: str) -> str:
    """The picture with its frame."""
    return closing_picture(
        words, one, Chart(closing_title(words, one), words.say("to_unit"), footer, "targets", zh=words.words.zh)
    )


def _signed(words: TargetWords, amount: float, unit: str) -> str:
    return f"{'+' if amount >= 0 else '−'}{words.amount(abs(amount), unit)}"


def _points(gain: float) -> str:
    """Odds gained, in points."""
    return f"{100 * gain:+.2g}" if abs(gain) >= 5e-6 else "< 0.001"
