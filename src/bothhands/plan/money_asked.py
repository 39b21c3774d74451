"""Money as a person writes it in a question: an amount, a scale, a currency."""

from __future__ import annotations

import math
import re

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
MONEY = re.compile(r"([\d.,]+(?:e\d+)?)\s*(thousand|million|billion|trillion|万亿|万|亿)?\s*(\S+)?", re.IGNORECASE)


def money_of(said: float | str, currency: str) -> float | None:
    """The amount in the region's currency; None where it is no number, has no unit, or another one."""
    found = MONEY.fullmatch(said.strip()) if isinstance(said, str) else None
    if found is None or found[3] not in (currency, "元" if currency == "yuan" else currency):
        return None
    try:
        amount = float(found[1].replace(",", "")) * SCALES[(found[2] or "").lower()]
    except ValueError:
        return None
    return amount if math.isfinite(amount) else None
