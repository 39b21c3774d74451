"""Units of statistics: how many of the plain unit one is, so that a figure in 100 million is held against a target in one.

Why this file exists: bureaus print amounts in 10,000 or 100 million of a currency and growth in per cent. It converts no currency into
another: prices between them are not the region's to know.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bothhands.inputs.settings import YUAN

SCALES = {"": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "万": 1e4, "亿": 1e8, "百万": 1e6, "wan": 1e4, "yi": 1e8}  # fmt: skip
"""What a word before a unit multiplies by."""
_UNIT = re.compile(r"(\d[\d,.]*)?\s*(thousand|million|billion|bn|wan|yi|k|m|百万|万|亿)?\s*(元|\S.*)?")


def is_share(unit: str) -> bool:
    """Whether figures in the unit are growth or parts, in per cent or as shares."""
    return unit.strip().startswith("%") or unit.strip() in ("share", "percent", "per cent")


@lru_cache(maxsize=4096)
def scale_of(unit: str, plain: str) -> float | None:
    """How many of a plain unit one of a unit is.

    Parameters
    ----------
    unit
        As written: `100m CNY`, `亿元`, `% yoy`.
    plain
        What it is to be counted in: a currency, or the unit of a target; `share` for a growth.

    Returns
    -------
    The factor, or None where the one cannot be counted in the other.
    """
    if is_share(unit) or is_share(plain):
        return _per_one(unit) / _per_one(plain) if is_share(unit) and is_share(plain) else None
    mine, theirs = _split(unit), _split(plain)
    if mine is None or theirs is None or mine[1] != theirs[1]:
        return None
    return mine[0] / theirs[0]


def _per_one(unit: str) -> float:
    return 0.01 if "%" in unit or "per" in unit else 1.0


def _split(unit: str) -> tuple[float, str] | None:
    """A unit as a factor and a bare name; the names of one currency are one."""
    found = _UNIT.fullmatch(unit.strip())
    if found is None:
        return None
    number, word, name = found.groups()
    bare = (name or "").strip()
    bare = "yuan" if bare in (*YUAN, "元") else bare
    try:
        factor = float((number or "1").replace(",", ""))
    except ValueError:
        return None
    return factor * SCALES[word or ""], bare
