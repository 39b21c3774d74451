"""Who may have a policy: a condition over named figures of a firm, and why a firm is not eligible, in words.

Why this file exists: conditions are data, written by people who run programmes (`size in [small, micro] and sales_drop >= 0.2`). How they
are read from text stands in `eligibility_text.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Mask: TypeAlias = npt.NDArray[np.bool_]
Values: TypeAlias = Mapping[str, npt.NDArray[Any]]
"""Figures by name, each an array over firms: numbers, words or truth values."""


class Figure(NamedTuple):
    """A figure a condition may name: what it is in English and Chinese, its kind, the words it may be."""

    english: str
    chinese: str
    kind: str
    words: tuple[str, ...] = ()


FIGURES: dict[str, Figure] = {
    "size": Figure("size class", "规模", "word", ("large", "medium", "small", "micro")),
    "place": Figure("city", "城市", "word"),
    "sector": Figure("sector", "行业", "word"),
    "sector_group": Figure("sector group", "行业组", "word"),
    "workers": Figure("workers", "从业人数", "number"),
    "sales_yuan_per_year": Figure("sales of a normal year, yuan", "正常年销售额（元）", "number"),
    "sales_drop": Figure("drop of sales against normal, share", "销售额下降比例", "number"),
    "cash_days": Figure("days of unavoidable payments that cash and credit last", "资金可支撑天数", "number"),
    "debt_share": Figure("debt service per yuan of sales", "偿债占销售额比例", "number"),
    "payroll_share": Figure("payroll per yuan of sales", "薪酬占销售额比例", "number"),
    "above_scale": Figure("above the statistical threshold", "规模以上", "flag"),
    "critical_maker": Figure("makes a critical good", "生产防疫物资", "flag"),
}
"""Every figure a condition may name."""
SAID = {
    "<": ("below", "低于"), "<=": ("at most", "不高于"), ">": ("above", "高于"), ">=": ("at least", "不低于"),
    "==": ("", "为"), "!=": ("not", "不为"), "in": ("one of", "属于"), "not in": ("none of", "不属于"),
}  # fmt: skip
ARRAYS: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "==": np.equal, "!=": np.not_equal,
}  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """One comparison of a figure."""

    figure: str
    sign: str
    target: float | bool | str | tuple[float | str, ...]

    def mask(self, values: Values) -> Mask:
        """Which firms meet it."""
        given = values[self.figure]
        if self.sign in ("in", "not in"):
            found = np.isin(given, np.array(self.target))
            return found if self.sign == "in" else ~found
        return np.asarray(ARRAYS[self.sign](given, self.target))

    def failing(self, values: Values, firm: int, zh: bool) -> tuple[str, ...]:
        """Why a firm does not meet it; nothing where it does."""
        if self.mask({self.figure: np.atleast_1d(values[self.figure][firm])})[0]:
            return ()
        words = FIGURES[self.figure].chinese if zh else FIGURES[self.figure].english
        asked, given = SAID[self.sign][zh], _shown(values[self.figure][firm].item(), zh)
        targets = self.target if isinstance(self.target, tuple) else (self.target,)
        target = ("、" if zh else ", ").join(_shown(one, zh) for one in targets)
        if zh:
            return (f"{words}：要求{asked}{target}，实际为{given}",)
        return (f"{words}: asked {' '.join(part for part in (asked, target) if part)}, is {given}",)


@dataclass(frozen=True)
class Several:
    """Clauses of which all must be met, or one."""

    parts: tuple[Node, ...]
    every: bool

    def mask(self, values: Values) -> Mask:
        """Which firms meet it."""
        masks = [part.mask(values) for part in self.parts]
        return np.asarray(np.logical_and.reduce(masks) if self.every else np.logical_or.reduce(masks))

    def failing(self, values: Values, firm: int, zh: bool) -> tuple[str, ...]:
        """Why a firm does not meet it: every clause that fails, or that none of several ways is met."""
        found = [part.failing(values, firm, zh) for part in self.parts]
        if self.every:
            return tuple(reason for reasons in found for reason in reasons)
        if not all(found):
            return ()
        return (("；且".join if zh else "; and ".join)(" ".join(reasons) for reasons in found),)


Node: TypeAlias = Clause | Several
EVERYBODY = Several((), True)


@dataclass(frozen=True)
class Condition:
    """A condition as read."""

    text: str
    root: Node

    def eligible(self, values: Values, firms: int) -> Mask:
        """Which of so many firms may have what it is about.

        Parameters
        ----------
        values
            Figures by name, arrays over firms.
        firms
            How many firms.
        """
        return np.ones(firms, bool) if self.root is EVERYBODY else np.broadcast_to(self.root.mask(values), (firms,))

    def why_not(self, values: Values, firm: int, zh: bool = False) -> tuple[str, ...]:
        """Why one firm may not have it, a sentence for each clause that fails; nothing where it may.

        Parameters
        ----------
        values
            Figures by name, arrays over firms.
        firm
            Position of the firm.
        zh
            Whether in Chinese.
        """
        return self.root.failing(values, firm, zh)


def _shown(value: object, zh: bool) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return ("是" if zh else "yes") if value else ("否" if zh else "no")
    if isinstance(value, float | int):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    sizes = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}
    return sizes.get(str(value), str(value)) if zh else str(value)
