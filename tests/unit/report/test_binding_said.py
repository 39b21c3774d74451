"""What holds a plan back and what keeps it, in words of both languages."""

import re

from bothhands.report.binding_said import binding_told, carried_told, kept_told
from bothhands.report.runner_up_said import runner_up_told
from bothhands.report.telling import HUB
from bothhands.report.words import Wording

FULL = [
    {
        "limit": "ward beds", "place": "North", "use": 0.986, "price_per_percent": 6.4e6,
        "kept_by": [{"lever": "gatherings", "cost": 7.24e9, "use_without": 9.46}, {"lever": "testing", "cost": -3.0, "use_without": 1.2}],
    },
    {"limit": "epidemic budget", "place": "", "use": 0.97, "price_per_percent": 0.0, "kept_by": []},
    {"limit": "quarantine rooms", "place": "South", "use": 0.96, "price_per_percent": 0.0, "kept_by": [{"lever": "school", "cost": 0.0, "use_without": 3e4}]},
    {"limit": "intensive-care beds", "place": "South", "use": 0.95, "price_per_percent": 0.0},
]  # fmt: skip


def words(language="en", objective="welfare"):
    return Wording(language, "million", HUB[language], "yuan", objective)


def test_the_dearest_limits_are_told_with_their_worth_and_the_rest_named():
    told = binding_told(words(), FULL, str)
    assert "ward beds, North (98.6 % used; 1 % more would be worth 6.4 million yuan)" in told
    assert "epidemic budget, whole region (97 % used)" in told
    assert told.endswith("Full too: intensive-care beds (South).")
    assert binding_told(words(), [], str).startswith("No limit is full")


def test_each_limit_is_told_with_the_levers_that_keep_it_and_what_they_cost():
    first, second = kept_told(words(), FULL, str)
    assert first == (
        "Ward beds, North, is kept by gatherings (costs 7,240 million yuan); testing: without gatherings it would reach 946 % of what is allowed."
    )
    assert "Quarantine rooms, South, is kept by schools: without schools it would reach over 1,000 %" in second


def test_a_limit_that_is_broken_is_brought_nearer_not_kept():
    broken = [{**FULL[0], "limit": "deaths", "place": "", "use": 1.72}]
    first = kept_told(words(), broken, str)[0]
    assert first.startswith("Deaths, whole region, is not kept; it is brought nearer by gatherings (costs 7,240")
    assert "is kept by" not in first
    assert "What holds the plan back: deaths, whole region" in binding_told(words(), broken, str)


def test_a_plan_of_an_older_form_has_no_levers_to_tell():
    assert kept_told(words(), [{key: FULL[0][key] for key in FULL[0] if key != "kept_by"}], str) == []


CARRIED = [
    {"lever": "corridor_screening", "cost": 1.5e9, "net_gain": -1.45e9, "fullest_limit": "quarantine rooms", "place": "North", "use": 2.38},
    {"lever": "testing", "cost": 2e9, "net_gain": -1e9, "fullest_limit": "ward beds", "place": "North", "use": 1.2},
    {"lever": "tracing", "cost": -5e8, "net_gain": 1e10, "fullest_limit": "quarantine rooms", "place": "North", "use": 11.0},
    {"lever": "travel", "cost": 1e6, "net_gain": -1e6, "fullest_limit": "quarantine rooms", "place": "North", "use": 0.9},
]  # fmt: skip


def test_a_lever_that_costs_more_than_it_brings_is_told_with_the_limit_it_is_there_for():
    """Of a limit that leaves some room nothing is told otherwise; one named already, and levers that pay or keep nothing, are not told again."""
    (line,) = carried_told(words(), CARRIED, FULL, str)
    assert line.startswith("Screening of trips to")
    assert line.endswith(
        "costs 1,450 million yuan more than it brings and is there for a limit alone: without it quarantine rooms, North, would reach 238 % of what is allowed."
    )
    assert len(carried_told(words(), CARRIED, [], str)) == 2


def test_a_plan_of_the_fewest_deaths_is_worth_deaths_avoided_and_no_money():
    """What is maximised is counted in deaths: room, gap and loss with it; costs stay money."""
    asked = words(objective="fewest deaths")
    full = [{**FULL[0], "price_per_percent": 0.00017}]
    assert "1 % more would be worth 0.00017 deaths avoided" in binding_told(asked, full, str)
    assert "gatherings (costs 7,240 million yuan)" in kept_told(asked, full, str)[0]
    lines = runner_up_told(asked, {"name": "full lockdown", "behind": 0.0071, "parts": {"deaths": 0.0071}})
    assert lines == ["Second comes “full lockdown”, worth 0.0071 deaths avoided less.", "What this gap is made of: deaths +0.0071 deaths avoided."]  # fmt: skip
    (line,) = carried_told(asked, [{**CARRIED[1], "net_gain": -0.5}], [], str)
    assert "costs 0.5 deaths avoided more than it brings" in line
    assert "避免死亡0.00017人" in binding_told(words("zh", "fewest deaths"), full, str)


def test_no_english_is_left_in_chinese():
    told = " ".join(
        (
            binding_told(words("zh"), FULL, lambda _: "北港"),
            *kept_told(words("zh"), FULL, lambda _: "北港"),
            *carried_told(words("zh"), CARRIED, [], lambda _: "北港"),
        )
    )
    assert not re.findall(r"[A-Za-z]{2,}", told)
