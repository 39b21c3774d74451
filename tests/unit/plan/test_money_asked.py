"""Money as people write it: read where it is certain, refused with what is wrong where it is not."""

import pytest

from bothhands.plan.money_asked import money_fault, money_of
from bothhands.plan.question import Question, money_faults


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("500万", 5e6), ("0.5亿元", 5e7), ("0.5 亿", 5e7), ("3万亿元", 3e12), ("400万 yuan", 4e6), ("1,500 million yuan", 1.5e9), ("1,234,567.5 yuan", 1234567.5),
        ("1500 million yuan", 1.5e9), ("5 Million Yuan", 5e6), ("1.5yuan", 1.5), (".5 million RMB", 5e5), ("5e8 yuan", 5e8), ("7 元", 7.0),
    ],
)  # fmt: skip
def test_what_is_certain_is_read(said, yuan):
    assert money_of(said, "yuan") == yuan


@pytest.mark.parametrize(
    ("said", "what", "remedy"),
    [
        ("1,5 million yuan", "the comma of '1,5' may be a point or part thousands", "write 1.5 for a point"),
        ("1234,567 yuan", "may be a point", "write 1234.567 for a point"),
        ("12,34,567 yuan", "may be a point", "leave the commas out"),
        ("800 million euros", "is in euros, not in yuan", "convert it to yuan"),
        ("500万 GBP", "is in GBP, not in yuan", "convert it to yuan"),
        ("nan million yuan", "begins with no number", "write digits first"),
        ("1.2.3 million yuan", "begins with no number", "write digits first"),
        ("", "begins with no number", "write digits first"),
        ("-5 million yuan", "lies below 0", "above 0"),
        ("500 million", "has no currency", "write yuan behind it"),
        ("5 millions yuan", "'s' of '5 millions yuan' is not understood", "nothing else"),
        ("1e999 yuan", "is too large", "smaller"),
        (5.0, "5.0 has no unit", "write 5 yuan, or 5 million yuan"),
        (2.4e9, "2400000000.0 has no unit", "write the currency behind it, as 2,400,000,000 yuan"),
    ],
)
def test_what_is_not_certain_is_told(said, what, remedy):
    assert money_of(said, "yuan") is None
    fault = money_fault("limits.epidemic budget", said, "yuan", "question")
    assert fault.code == "BH-ASK-005"
    assert what in fault.what
    assert remedy in fault.remedy
    assert "thousand, million, billion or trillion; 万, 亿 or 万亿, with or without 元" in fault.expected
    assert fault.sentence().count("limits.epidemic budget") == 1


def test_chinese_scales_are_of_yuan_alone():
    assert money_of("500万", "GBP") is None
    assert money_of("500万 GBP", "GBP") == 5e6
    assert money_of("3 million US$", "US$") == 3e6
    assert "万" not in money_fault("x", "5", "GBP", "question").expected


def test_the_money_of_a_whole_question_is_checked_before_a_run():
    asked = Question.model_validate(
        {"limits": {"epidemic budget": "5 euros", "value added": "1,5 yuan", "deaths": 5}, "goals": {"a": {"amount": "x"}, "b": {}}}
    )  # fmt: skip
    found = money_faults(asked, "yuan")
    assert [one.column for one in found] == ["limits.epidemic budget", "limits.value added", "goals.a.amount"]
