"""What ails a firm, in plain words: what binds it and since when, what would come back, where it breaks even, how long its cash lasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from bothhands.inputs.tables.firms import DIFFICULTIES, Difficulty
from bothhands.model.firms.blanks import Filled
from bothhands.plan.firm_case import FirmCase
from bothhands.report.amounts import Language, MoneyUnit, day_text, money, number, share
from bothhands.report.names import place_name, sector_name

DIFFICULTY: dict[Difficulty, tuple[str, str]] = {
    "funds": ("shortage of funds", "资金短缺"),
    "materials": ("shortage of raw materials", "原材料短缺"),
    "market": ("a poor market", "市场不足"),
    "labour": ("workers who are missing", "用工短缺"),
    "logistics": ("transport", "物流不畅"),
    "protective_goods": ("missing protective goods", "防护物资不足"),
    "permit": ("a closure order", "停业管控"),
}
SAID: dict[str, tuple[str, str]] = {
    "free": ("On {day} nothing holds it back.", "{day}没有制约因素。"),
    "binds": (
        "On {day} {what} holds it to {level} of normal sales, since {since}.",
        "{day}受{what}制约，只能达到正常销售的{level}，始于{since}。",
    ),
    "returns": (
        "With that alone removed {gain} of normal sales would come back{next}.",
        "单独解决这一项可恢复正常销售的{gain}{next}。",
    ),
    "then": ("; then {what} would bind", "，其后受{what}制约"),
    "alike": (
        "Another limit, {what}, binds as tightly: removing one alone brings nothing back.",
        "{what}同样紧：只解决一项不会有恢复。",
    ),
    "even": (
        "It breaks even at {level} of normal sales, {sum} a day, and sells {apart} {side}.",
        "盈亏平衡点为正常销售的{level}（每日{sum}），目前销售{side}{apart}。",
    ),
    "never": ("It loses on every yuan it sells: no level of sales breaks even.", "每卖一元都亏损：任何销售水平都不能保本。"),
    "earning": ("At this level its cash does not run down.", "按此水平现金不会减少。"),
    "cash": ("At this level cash lasts {days} days, with credit {more}.", "按此水平现金可撑{days}天，加上授信可撑{more}天。"),
    "gone": ("If measures carry on, cash and credit are gone on {day}.", "若措施延续，{day}现金与授信将耗尽。"),
    "lives": ("If measures carry on, it lives to {day}", "若措施延续，可维持到{day}"),
    "above": (" and earns for good from {day}.", "，自{day}起持续盈利。"),
    "not_above": (" and does not earn for good by then.", "，但届时仍未持续盈利。"),
    "closed": ("It has closed.", "已经关闭。"),
    "filled": (
        "{count} of its figures are unknown and filled in from others ({quality}); cash lies between {low} and {high}.",
        "{count}项数据未知，按其他企业补齐（{quality}）；现金在{low}至{high}之间。",
    ),
    "filled_few": ("{count} of its figures are unknown and filled in from others.", "{count}项数据未知，按其他企业补齐。"),
    "unknown": (
        "That is what its place and sector tell. Its sales are not known, so that break-even and cash are not told: ask for sales, payroll and cash.",
        "以上依所在地与行业推断。其销售额未知，故不报盈亏平衡与现金：请先了解销售、薪酬与现金。",
    ),
    "above_it": ("above that", "高出"),
    "below_it": ("below that", "低于"),
}  # fmt: skip
QUALITIES = {"assumed": "假设", "estimated": "估计", "derived": "推算"}


def difficulty_name(difficulty: Difficulty | str, language: Language) -> str:
    """A difficulty in words."""
    return DIFFICULTY[difficulty][language == "zh"] if difficulty in DIFFICULTY else ""


def firm_title(case: FirmCase, firm: int, language: Language) -> str:
    """A firm with its place and sector."""
    row = case.rows[firm]
    name = (row.name_zh if language == "zh" else "") or row.name
    place, sector = place_name(case.region, row.place, language), sector_name(case.region, row.sector, language)
    return f"{name}（{place}，{sector}）" if language == "zh" else f"{name} ({place}, {sector})"


def firm_said(
    case: FirmCase,
    firm: int,
    language: Language = "en",
    unit: MoneyUnit = "auto",
    filled: Mapping[str, Sequence[Filled]] | None = None,
) -> list[str]:
    """What ails a firm, a sentence a fact.

    Parameters
    ----------
    case, firm, language, unit
        The firms, one of them by its position, and how it is told.
    filled
        Figures that were filled in, by firm, where every firm is told.
    """
    teller = _Teller(case, firm, language, unit, filled)
    if not case.working[firm]:
        return [teller.say("closed"), *teller.filled()]
    if not is_known(case, firm):
        return [*teller.limits(), teller.say("unknown")]
    return [*teller.limits(), *teller.account(), teller.ahead(), *teller.filled()]


def openly_said(case: FirmCase, firm: int, language: Language = "en") -> list[str]:
    """What holds a firm back, for whoever may not see its books: nothing of it rests on its money or on what it buys."""
    if case.rows[firm].state == "closed":
        return [SAID["closed"][language == "zh"]]
    return _Teller(case._replace(diagnosis=case.open_diagnosis), firm, language, "auto").limits()


def filled_by_firm(case: FirmCase) -> dict[str, list[Filled]]:
    """Figures that were filled in, by firm."""
    found: dict[str, list[Filled]] = {}
    for one in case.filled:
        found.setdefault(one.firm, []).append(one)
    return found


def is_known(case: FirmCase, firm: int) -> bool:
    """Whether a firm's own sales are known; without them its account is that of other firms and not told as its own."""
    return case.rows[firm].sales_yuan_per_year is not None


class _Teller:
    """One firm in one language."""

    def __init__(
        self, case: FirmCase, firm: int, language: Language, unit: MoneyUnit, filled: Mapping[str, Sequence[Filled]] | None = None
    ) -> None:  # fmt: skip
        self.case, self.firm, self.language, self.unit = case, firm, language, unit
        name = case.rows[firm].firm
        self.of_others = case.filled if filled is None else filled.get(name, ())

    def say(self, key: str, **facts: str) -> str:
        """A sentence with its facts."""
        return SAID[key][self.language == "zh"].format(**facts)

    def day(self, day: date) -> str:
        """A day as people write it."""
        return day_text(day, self.language == "zh")

    def yuan(self, value: float) -> str:
        """Money of the region."""
        return money(value, self.language, self.unit, self.case.region.currency)

    def name(self, at: int) -> str:
        """A difficulty by its position."""
        return difficulty_name(DIFFICULTIES[at], self.language)

    def limits(self) -> list[str]:
        """What binds, since when, and what would come back."""
        found, day = self.case.diagnosis, self.day(self.case.as_of)
        at = int(found.binding[self.firm])
        if at < 0:
            return [self.say("free", day=day)]
        began = date.fromordinal(self.case.axes.start.toordinal() + int(found.since[self.firm]))
        level = share(1.0 - float(found.lost_share[self.firm]))
        said = [self.say("binds", day=day, what=self.name(at), level=level, since=self.day(began))]
        others = np.delete(np.arange(len(DIFFICULTIES)), at)
        second = int(others[found.levels[others, self.firm].argmin()])
        gain = float(found.gain[at, self.firm])
        if gain < 0.005:
            return [*said, self.say("alike", what=self.name(second))]
        rest = self.say("then", what=self.name(second)) if found.levels[second, self.firm] < 1.0 else ""
        return [*said, self.say("returns", gain=share(gain), next=rest)]

    def account(self) -> list[str]:
        """Break-even, and how long cash lasts at today's level."""
        now, n = self.case.now, self.firm
        normal, even = float(self.case.books.sales[n]), float(now.break_even_sales[n])
        if not np.isfinite(even) or normal <= 0:
            said = [self.say("never")]
        else:
            apart = float(now.sales[n]) / even - 1.0
            side = self.say("above_it" if apart >= 0 else "below_it")
            said = [
                self.say("even", level=share(even / normal), sum=self.yuan(even), apart=share(abs(apart)), side=side)
            ]
        cash, funds = float(now.days_of_cash[n]), float(now.days_of_funds[n])
        return [
            *said,
            self.say("cash", days=number(cash), more=number(funds)) if np.isfinite(cash) else self.say("earning"),
        ]

    def ahead(self) -> str:
        """What becomes of it if measures carry on."""
        made, days = self.case.to_the_end, self.case.axes.days
        closed, earns = int(made.exit_day[self.firm]), int(made.break_even_day[self.firm])
        if closed >= 0:
            return self.say("gone", day=self.day(days[closed]))
        tail = self.say("above", day=self.day(days[earns])) if earns >= 0 else self.say("not_above")
        return self.say("lives", day=self.day(days[-1])) + tail

    def filled(self) -> list[str]:
        """How much of its account is not its own."""
        own = [one for one in self.of_others if one.firm == self.case.rows[self.firm].firm and one.quality != "derived"]
        cash = next((one for one in own if one.figure == "cash_yuan"), None)
        if not own:
            return []
        if cash is None:
            return [self.say("filled_few", count=str(len(own)))]
        quality = QUALITIES[cash.quality] if self.language == "zh" else cash.quality
        return [
            self.say("filled", count=str(len(own)), quality=quality, low=self.yuan(cash.low), high=self.yuan(cash.high))
        ]
