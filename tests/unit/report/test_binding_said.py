"""What holds a plan back and what keeps it, in words of both languages."""

import re

from bothhands.report.binding_said import binding_told, kept_told
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


def words(language="en"):
    return Wording(language, "million", HUB[language], "yuan")


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


def test_no_english_is_left_in_chinese():
    told = " ".join(
        (binding_told(words("zh"), FULL, lambda _: "北港"), *kept_told(words("zh"), FULL, lambda _: "北港"))
    )
    assert not re.findall(r"[A-Za-z]{2,}", told)
