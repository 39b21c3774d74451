"""Amounts as people write them."""

from datetime import date

import pytest

from bothhands.report.amounts import in_currency, money, month_text, nice_ceiling, number, persons, quantity, share
from bothhands.report.sheets import defused, safe


@pytest.mark.parametrize(
    ("value", "language", "unit", "said"),
    [
        (1.845e12, "en", "auto", "1.84 trillion yuan"),
        (1.845e12, "zh", "auto", "1.84万亿元"),
        (25.5e8, "zh", "auto", "25.5亿元"),
        (2.55e9, "en", "auto", "2.55 billion yuan"),
        (150_000, "zh", "auto", "15万元"),
        (150_000, "en", "auto", "150,000 yuan"),
        (2.55e9, "en", "yi", "25.5 亿元"),
        (2.55e9, "zh", "wan", "255,000万元"),
        (2.55e9, "en", "million", "2,550 million yuan"),
        (12_000, "en", "billion", "< 0.0001 billion yuan"),
        (-3e8, "zh", "auto", "−3亿元"),
        (0.0, "zh", "auto", "0元"),
    ],
)
def test_money(value, language, unit, said):
    assert money(value, language, unit) == said


@pytest.mark.parametrize(
    ("value", "language", "unit", "currency", "said"),
    [
        (1.845e12, "en", "auto", "GBP", "1.84 trillion GBP"),
        (2.55e9, "en", "yi", "GBP", "25.5 亿 GBP"),
        (60_000, "en", "yuan", "EUR", "60,000 EUR"),
        (25.5e8, "zh", "auto", "GBP", "25.5亿英镑"),
        (25.5e8, "zh", "auto", "florins", "25.5亿florins"),
        (25.5e8, "zh", "auto", "CNY", "25.5亿元"),
        (150_000, "en", "auto", "CNY", "150,000 yuan"),
    ],
)
def test_money_of_another_currency(value, language, unit, currency, said):
    assert money(value, language, unit, currency) == said


def test_a_unit_is_told_in_the_currency_of_the_region():
    assert in_currency("yuan a resident and day", "GBP") == "GBP a resident and day"
    assert in_currency("yuan a year", "yuan") == "yuan a year"


def test_numbers_have_three_figures():
    assert [number(v) for v in (0, 3, 0.12345, 12.345, 1234, 123456, 0.00001)] == [
        "0",
        "3",
        "0.123",
        "12.3",
        "1,230",
        "123,000",
        "1e-05",
    ]


def test_shares_and_persons_have_no_false_digits():
    assert (share(0.5), share(0.00001), share(0)) == ("50 %", "< 0.01 %", "0 %")
    assert (persons(0.2), persons(41.7), persons(1234)) == ("<1", "42", "1,230")


def test_a_minus_is_a_minus_and_a_spreadsheet_reads_it():
    assert (number(-1234.5), persons(-12), persons(-0.3)) == ("−1,230", "−12", "0")
    assert money(-20_000.0, "en", "billion") == "> −0.0001 billion yuan"
    assert [safe(cell) for cell in ("−1,230", "−1.5 %", "−2.1 million yuan")] == [
        "-1,230",
        "-1.5 %",
        "-2.1 million yuan",
    ]
    assert safe("−=1+1") == defused("−=1+1")


def test_quantities_in_words():
    assert (quantity(1.8e6, "en"), quantity(1.8e6, "zh"), quantity(3.0, "zh")) == ("1.8 million", "180万", "3")


@pytest.mark.parametrize("value", [0.0013, 0.9, 1.0, 7.3, 22, 99.9, 101, 12345])
def test_an_axis_ends_close_above_its_highest_value(value):
    assert value * 0.999 <= nice_ceiling(value) <= 1.6 * value


@pytest.mark.parametrize("value", [0.4, 1.0, 3.0, 5.5, 13.0, 29.0, 31.0, 120.0, 847.0])
def test_no_fraction_of_a_person_stands_at_an_axis(value):
    top = nice_ceiling(value, whole=True)
    assert value * 0.999 <= top <= max(4.0, 1.7 * value)
    assert (top / 4).is_integer()


def test_a_month_has_its_name_and_year():
    assert (month_text(date(2020, 4, 1), zh=False), month_text(date(2020, 4, 1), zh=True)) == ("Apr 2020", "2020年4月")
