"""A region's chain in a reader's words: goods, sites, groups, amounts, and whose needs and orders are told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bothhands.inputs.region import Region
from bothhands.plan.chain_case import ChainCase
from bothhands.plan.delay import is_unverified
from bothhands.report import names
from bothhands.report.amounts import number, quantity
from bothhands.report.names import CLASSES, UNITS
from bothhands.report.words import Wording


@dataclass(frozen=True)
class ChainWords:
    """Words for one region's chain; dates in tables stay as computers write them."""

    region: Region
    words: Wording

    def say(self, key: str, **values: object) -> str:
        """A phrase in the reader's language."""
        return self.words.say(key, **values)

    def heads(self, *keys: str) -> tuple[str, ...]:
        """Heads of a table."""
        return tuple(self.say(key) for key in keys)

    def good(self, good: str) -> str:
        """A good's identifier in English tables, so that it can be typed; its name in Chinese."""
        return names.good_name(self.region, good, "zh") if self.words.zh else good

    def good_in_words(self, good: str) -> str:
        """A good's name, for titles."""
        return names.good_name(self.region, good, self.words.language)

    def place(self, place: str) -> str:
        """A city."""
        return names.place_name(self.region, place, self.words.language)

    def site(self, site: str, good: str) -> str:
        """A site; one that is an assumption is never named as a site to chase."""
        name = names.site_name(self.region, site, self.words.language)
        return f"{self.say('chain_unverified')} ({name})" if is_unverified(self.region, site, good) else name

    def group(self, group: str) -> str:
        """Who is served."""
        return self.say(group).replace("_", " ")

    def line_class(self, line_class: str) -> str:
        """A class of line."""
        return CLASSES.get(line_class, (line_class, line_class))[1] if self.words.zh else line_class

    def amount(self, value: float) -> str:
        """A number of pieces or tonnes without its unit."""
        return quantity(value, self.words.language)

    def measured(self, value: float, good: str) -> str:
        """An amount with the good's unit."""
        unit = names.good_unit(self.region, good, self.words.language)
        return f"{self.amount(value)}{unit}" if self.words.zh else f"{self.amount(value)} {unit}"

    def of_unit(self, value: float, unit: str) -> str:
        """An amount with a unit of the tables."""
        said = UNITS.get(unit, (unit, unit))[self.words.zh]
        return f"{self.amount(value)}{said}" if self.words.zh else f"{self.amount(value)} {said}"

    def count(self, value: float) -> str:
        """A plain number."""
        return number(value)

    def money(self, value: float) -> str:
        """Money in the reader's unit."""
        return self.words.money(value)

    def share(self, value: float) -> str:
        """A share as a percentage."""
        return self.words.share(value)

    def day_or_later(self, day: date | None, end: date) -> str:
        """A date, or that it lies beyond the calendar."""
        return day.isoformat() if day else self.say("chain_after", day=end.isoformat())

    def whose(self, case: ChainCase) -> str:
        """Whose needs and orders these are."""
        if case.given:
            return self.say("chain_of_plan")
        if not case.strategy:
            return self.say("chain_of_plan_needs")
        return self.say("chain_of_strategy", strategy=self.say(case.strategy))
