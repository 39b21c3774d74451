"""The words of the briefing in a reader's language and money unit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from bothhands.report import amounts
from bothhands.report.amounts import Language, MoneyUnit
from bothhands.report.phrases import PHRASES

IN_DEATHS = "fewest deaths"
"""The objective that is counted in deaths; every other one is in money, life-years at their value."""
EACH = " in each of "
"""What a unit says behind itself where it holds in each city: `levers.measures_of.in_own_units`."""


@dataclass(frozen=True)
class Wording:
    """How a reader is spoken to: language and money unit; `hub` is the name of the protected place, `currency` the region's.

    `objective` is what the plan that is told of makes as large or small as can be.
    """

    language: Language = "en"
    money_unit: MoneyUnit = "auto"
    hub: str = ""
    currency: str = "yuan"
    objective: str = "welfare"

    @property
    def zh(self) -> bool:
        """Whether the reader reads Chinese."""
        return self.language == "zh"

    def say(self, key: str, **values: object) -> str:
        """A phrase, its blanks filled; a key without a phrase is said as it is."""
        pair = PHRASES.get(key)
        return pair[self.zh].format(**{"hub": self.hub, **values}) if pair else key

    def within(self, key: str) -> str:
        """A phrase inside a sentence: without the capital it begins a line with."""
        said = self.say(key)
        return said[:1].lower() + said[1:]

    def sentence(self, key: str, **values: object) -> str:
        """A phrase that begins with a capital, whatever fills its first blank."""
        said = self.say(key, **values)
        return said[:1].upper() + said[1:]

    def unit(self, unit: str) -> str:
        """A unit of measures: pieces a day, pieces a day in each of 2 cities."""
        own, each, count = unit.partition(EACH)
        return self.say("in_each_city", unit=self.say(own), n=count.removesuffix(" cities")) if each else self.say(own)

    def money(self, value: float) -> str:
        """Money in the reader's unit."""
        return amounts.money(value, self.language, self.money_unit, self.currency)

    @property
    def is_worth_money(self) -> bool:
        """Whether what is maximised is counted in money."""
        return self.objective != IN_DEATHS

    def worth(self, value: float) -> str:
        """An amount of what is maximised: money, or deaths avoided where the fewest are asked for."""
        return self.money(value) if self.is_worth_money else self.say("deaths_avoided", n=amounts.number(value))

    def price(self, value: float) -> str:
        """What one thing is worth, always in the unit that suits its size."""
        return amounts.money(value, self.language, currency=self.currency)

    def day(self, day: datetime.date) -> str:
        """A day as people write it."""
        return amounts.day_text(day, self.zh)

    def date(self, day: datetime.date) -> str:
        """A day with its year."""
        return f"{day.year}年{self.day(day)}" if self.zh else f"{self.day(day)} {day.year}"

    def month(self, day: datetime.date) -> str:
        """A month with its year."""
        return amounts.month_text(day, self.zh)

    def span(self, first: datetime.date, last: datetime.date) -> str:
        """Two days, or one."""
        if first == last:
            return self.day(first)
        return self.say("to_day", first=self.day(first), last=self.day(last))

    def share(self, value: float) -> str:
        """A share as a percentage."""
        return self.percent(amounts.share(value))

    def percent(self, said: str) -> str:
        """A percentage that is written already: no blank stands before the sign in Chinese."""
        return said.replace(" %", "%") if self.zh else said

    def in_percent(self, key: str) -> str:
        """A heading of a column of percentages."""
        return f"{self.say(key)}（%）" if self.zh else f"{self.say(key)}, %"
