"""How an amount is written: three significant figures, money in the reader's unit, days and persons as people write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, TypeAlias

import numpy as np

from bothhands.inputs.settings import YUAN

Language: TypeAlias = Literal["en", "zh"]
MoneyUnit: TypeAlias = Literal["auto", "yuan", "wan", "million", "yi", "billion"]
MONEY_UNITS: tuple[MoneyUnit, ...] = ("auto", "yuan", "wan", "million", "yi", "billion")
SCALES: dict[str, tuple[float, str, str]] = {
    "yuan": (1.0, "", ""),
    "wan": (1e4, "万", "万"),
    "million": (1e6, "million ", "百万"),
    "yi": (1e8, "亿", "亿"),
    "billion": (1e9, "billion ", "十亿"),
    "trillion": (1e12, "trillion ", "万亿"),
}
"""How much of the currency, and what stands before its name; `yuan` is one of whatever the region's currency is."""
CHINESE_UNITS = ("wan", "yi")
CHINESE_CURRENCIES = {
    "GBP": "英镑", "EUR": "欧元", "USD": "美元", "JPY": "日元", "KRW": "韩元", "HKD": "港元", "CAD": "加元", "AUD": "澳元", "INR": "印度卢比",
}  # fmt: skip
LADDER: dict[Language, tuple[str, ...]] = {
    "en": ("yuan", "million", "billion", "trillion"),
    "zh": ("yuan", "wan", "yi", "trillion"),
}
"""Units a language grows into by itself."""


STEPS = (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)


def number(value: float) -> str:
    """Three significant figures with thousands set apart; a minus is a minus, not a hyphen."""
    if value == 0 or not np.isfinite(value):
        return "0" if value == 0 else "–"
    if value < 0:
        return f"−{number(-value)}"
    if abs(value) >= 100:
        digits = 3 - len(str(int(abs(value))))
        return f"{round(value, min(digits, 0)):,.0f}"
    shown = float(f"{value:.3g}")
    return f"{shown:.3g}" if abs(shown) >= 1e-4 else f"{shown:.1g}"


def share(value: float) -> str:
    """A share as a percentage, without false digits."""
    percent = 100.0 * value
    if percent == 0:
        return "0 %"
    return "< 0.01 %" if 0 < percent < 0.01 else f"{number(percent)} %"


def persons(value: float) -> str:
    """Persons: whole under 100, rounded above; fewer than half a person is said so."""
    if value < 0:
        return "0" if value > -0.5 else f"−{persons(-value)}"
    if 0 < value < 0.5:
        return "<1"
    return f"{value:.0f}" if value < 100 else number(value)


def currency_name(currency: str, language: Language) -> str:
    """A currency as it stands behind an amount: yuan and 元, or the region's own word, in Chinese where one is known."""
    if currency in YUAN:
        return "元" if language == "zh" else "yuan"
    return CHINESE_CURRENCIES.get(currency, currency) if language == "zh" else currency


def in_currency(unit: str, currency: str) -> str:
    """The unit of a figure that the format calls yuan, in the region's currency: yuan a year as GBP a year."""
    return unit if currency in YUAN else re.sub(r"\byuan\b", currency, unit)


def money(value: float, language: Language, unit: MoneyUnit = "auto", currency: str = "yuan") -> str:
    """Money of a currency in a unit, or in the one of the language that suits its size."""
    name = unit if unit != "auto" else _unit_for(abs(value), language)
    scale, english, chinese = SCALES[name]
    amount = number(value / scale) if unit == "auto" else _plain(value / scale)
    if language == "zh":
        return f"{amount}{chinese}{currency_name(currency, language)}"
    of_yuan = "元" if currency in YUAN else f" {currency}"
    return f"{amount} {english}{of_yuan if name in CHINESE_UNITS else currency_name(currency, language)}"


def quantity(value: float, language: Language) -> str:
    """A large number of pieces in words people use: 1.8 million, 180万; smaller ones as a number."""
    if language == "zh":
        return f"{number(value / 1e4)}万" if abs(value) >= 1e4 else number(value)
    return f"{number(value / 1e6)} million" if abs(value) >= 1e6 else number(value)


def _plain(value: float) -> str:
    """A number in a unit the reader chose: three figures, never an exponent."""
    if value == 0 or abs(value) >= 1:
        return number(value)
    if value < 0:
        return f"−{_plain(-value)}" if value <= -1e-4 else "> −0.0001"
    return f"{value:.4f}".rstrip("0") if value >= 1e-4 else "< 0.0001"


def _unit_for(size: float, language: Language) -> str:
    fitting = [name for name in LADDER[language] if size >= SCALES[name][0]]
    return fitting[-1] if fitting else "yuan"


def day_text(day: date, zh: bool) -> str:
    """A day as people write it."""
    return f"{day.month}月{day.day}日" if zh else f"{day.day} {day:%b}"


def month_text(day: date, zh: bool) -> str:
    """A month with its year as people write it."""
    return f"{day.year}年{day.month}月" if zh else f"{day:%b} {day.year}"


def nice_ceiling(value: float, whole: bool = False) -> float:
    """Smallest of some round steps × a power of ten that is not below the value; a quarter of it is round too, of whole things a whole number."""
    power = 10.0 ** np.floor(np.log10(value))
    tops = (step * power * ten for ten in (1.0, 10.0, 100.0) for step in STEPS)
    return float(next(top for top in tops if top >= value * 0.999 and not (whole and round(top, 9) % 4)))
