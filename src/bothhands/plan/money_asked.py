"""Money as a person writes it in a question: an amount, a scale, a currency; and what is wrong with it."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from bothhands.errors import Fault
from bothhands.inputs.settings import YUAN

SCALES = {
    "": 1.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "万": 1e4,
    "亿": 1e8,
    "万亿": 1e12,
}
CHINESE = ("万", "亿", "万亿")
"""Scales that are of yuan where no currency stands."""
MONEY = re.compile(
    r"([\d.,]*(?:e\+?\d+)?)\s*(thousand|million|billion|trillion|万亿|万|亿)?\s*(.*)", re.IGNORECASE | re.DOTALL
)
AMOUNT = re.compile(r"(\d+\.?\d*|\.\d+)(e\+?\d+)?|\d{1,3}(,\d{3})+(\.\d*)?", re.IGNORECASE)
"""Digits with a point at most, or thousands parted by commas."""


class Wrong(NamedTuple):
    """Why something said is no amount of money, and what to do."""

    what: str
    remedy: str


def money_of(said: float | str, currency: str) -> float | None:
    """The amount in the region's currency; None where it is no number, has no unit, or another one."""
    found = read(said, currency)
    return None if isinstance(found, Wrong) else found


def money_fault(where: str, said: float | str, currency: str, file: str) -> Fault | None:
    """What is wrong with an amount of money (BH-ASK-005); None where nothing is.

    Parameters
    ----------
    where
        Key of the question.
    said
        As it was written.
    currency
        The region's.
    file
        Named in the fault.
    """
    found = read(said, currency)
    if not isinstance(found, Wrong):
        return None
    units = f"{currency} alone or behind thousand, million, billion or trillion"
    units += "; 万, 亿 or 万亿, with or without 元" if currency in YUAN else ""
    expected = f"an amount with its unit, as '400 million {currency}' ({units})"
    return Fault("BH-ASK-005", f"{where}: {found.what}", expected, found.remedy, file, column=where)


def number_of(text: str) -> float | Wrong | None:
    """The number a text is, why digits are none, or None where it is no digits alone."""
    if not re.fullmatch(r"[-+]?[\d.,]+(e[-+]?\d+)?", text, re.IGNORECASE):
        return None
    plain = text.lstrip("+-")
    try:
        amount = float(text.replace(",", "") if AMOUNT.fullmatch(plain) else text)
    except ValueError:
        return _no_number(text, plain)
    return amount if math.isfinite(amount) else Wrong(f"{text!r} is too large", "write a smaller amount")


def read(said: float | str, currency: str) -> float | Wrong:
    """The amount in the region's currency, or why there is none."""
    if not isinstance(said, str):
        if said >= 1e6:
            return Wrong(f"{said!r} has no unit", f"write the currency behind it, as {said:,.15g} {currency}")
        return Wrong(f"{said!r} has no unit", f"write {said:,.15g} {currency}, or {said:,.15g} million {currency}")
    text, names = said.strip(), YUAN if currency in YUAN else (currency,)
    if text.startswith(("-", "−")):
        return Wrong(f"{said!r} lies below 0", "write an amount above 0")
    own = next((name for name in names if text.casefold().endswith(name.casefold())), "")
    found = MONEY.fullmatch(text[: len(text) - len(own)].strip())
    assert found is not None
    number, scale, rest = found[1], (found[2] or "").lower(), found[3]
    if not AMOUNT.fullmatch(number):
        return _no_number(said, number)
    if rest or not (own or (scale in CHINESE and currency in YUAN)):
        return _no_unit(said, own, rest, currency)
    amount = float(number.replace(",", "")) * SCALES[scale]
    return amount if math.isfinite(amount) else Wrong(f"{said!r} is too large", "write a smaller amount")


def _no_number(said: str, number: str) -> Wrong:
    """Why what stands first is no number."""
    if re.fullmatch(r"\d+(,\d+)+(\.\d*)?", number):
        meant = (
            f"write {number.replace(',', '.')} for a point"
            if number.count(",") == 1 and "." not in number
            else "leave the commas out"
        )
        return Wrong(f"the comma of {number!r} may be a point or part thousands", f"{meant}; thousands are parted in threes, as 1,500")  # fmt: skip
    return Wrong(f"{said!r} begins with no number", "write digits first, with a point at most")


def _no_unit(said: str, own: str, rest: str, currency: str) -> Wrong:
    """Why what stands behind the number is no unit of the region's money."""
    if own:
        return Wrong(
            f"{rest!r} of {said!r} is not understood", "write a number, a scale and the currency, and nothing else"
        )
    if not rest:
        return Wrong(f"{said!r} has no currency", f"write {currency} behind it")
    return Wrong(f"{said!r} is in {rest}, not in {currency}", f"convert it to {currency}, the region's currency")
