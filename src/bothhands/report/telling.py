"""A plan as it is told to one reader: the plan, the words, and how a chart is drawn for wide and narrow pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bothhands.inputs.tables.activity import Activity
from bothhands.plan.plan import Plan
from bothhands.report import names
from bothhands.report.amounts import Language, MoneyUnit
from bothhands.report.svg import FULL, NARROW, WIDE, Chart, Figure, Table, capital
from bothhands.report.words import Wording

FloatArray = NDArray[np.float64]
HUB: dict[Language, str] = {"en": "the hub", "zh": "保护城市"}
"""What the protected place is called where it is not named."""


@dataclass(frozen=True)
class Telling:
    """A plan and the wording of its reader."""

    plan: Plan
    words: Wording

    @property
    def language(self) -> Language:
        """The reader's language."""
        return self.words.language

    def say(self, key: str, **values: object) -> str:
        """A phrase in the reader's language."""
        return self.words.say(key, **values)

    @cached_property
    def future(self) -> FloatArray:
        """1 on days the plan decides, else 0."""
        return array(self.plan.problem.future)

    @cached_property
    def last(self) -> int:
        """Number of the last day that is planned; the calendar may go on after it."""
        return int(np.flatnonzero(self.future)[-1])

    @property
    def last_day(self) -> date:
        """The last day that is planned."""
        return self.plan.axes.days[self.last]

    @property
    def drawn(self) -> slice:
        """Days that are drawn: those of the calendar up to the last that is planned."""
        return slice(self.last + 1)

    @cached_property
    def footer(self) -> str:
        """Source line of every chart."""
        plan = self.plan
        return self.say(
            "footer", version=plan.version, name=plan.region.name, edition=plan.region.edition[:8], day=self.words.day(plan.as_of),
            n=len(array(plan.members.found)), seed=plan.seed,
        )  # fmt: skip

    @cached_property
    def sectors_scaled(self) -> bool:
        """Whether what cities do differently in the tables is assumed: several cities, none with a measured sector mix."""
        rows = self.plan.region.rows(Activity)
        return len(self.plan.axes.places) > 1 and not any(row.quality in ("measured", "derived") for row in rows)

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it: then nothing is told that points at a person or a firm."""
        return False

    def count(self, count: int) -> str:
        """A count of reported persons or of firms."""
        return f"{count:,}"

    def attached(self, count: int, amount: str) -> str:
        """An amount that belongs to so many firms."""
        return amount

    def place(self, place: str) -> str:
        """A place in the reader's language."""
        return names.place_name(self.plan.region, place, self.language)

    def good(self, good: str) -> str:
        """A critical good in the reader's language."""
        return names.good_name(self.plan.region, good, self.language)

    def figure(
        self,
        name: str,
        title: str,
        subtitle: str,
        colour: str,
        draw: Callable[[Chart], str],
        table: Table,
        full: bool = False,
    ) -> Figure:
        """A chart drawn for a wide and for a narrow page, with its table; the title begins with a capital."""
        title = capital(title)
        widths = (FULL, NARROW, WIDE) if full else (WIDE, NARROW)
        wide, narrow, *printed = (
            draw(Chart(title, subtitle, self.footer, colour, width, self.words.zh)) for width in widths
        )
        return Figure(name, title, wide, narrow, table, *printed)


def telling_of(plan: Plan, language: Language = "en", money_unit: MoneyUnit = "auto") -> Telling:
    """How a plan is told in a language and a money unit."""
    hub = names.place_name(plan.region, plan.region.hub, language) if plan.region.hub else ""
    return Telling(
        plan, Wording(language, money_unit, hub or HUB[language], plan.region.currency, plan.question.objective)
    )


def array(values: ArrayLike) -> FloatArray:
    """Values of a run as doubles on the host."""
    return np.asarray(values, dtype=np.float64)


def bands(members: FloatArray) -> tuple[tuple[FloatArray, FloatArray], ...]:
    """The 90 % and the 50 % band over members."""
    low, first, third, high = np.quantile(members, [0.05, 0.25, 0.75, 0.95], axis=0)
    return ((low, high), (first, third))


def table_of_days(telling: Telling, columns: dict[str, list[str]]) -> Table:
    """Columns over the calendar as a table: the as-of day, the last day of each month, the last day that is planned."""
    axes = telling.plan.axes
    shown = [
        n
        for n, day in enumerate(axes.days[telling.drawn])
        if day == telling.plan.as_of or n == telling.last or axes.days[n + 1].month != day.month
    ]
    rows = tuple((telling.words.day(axes.days[n]), *(column[n] for column in columns.values())) for n in shown)
    return Table((telling.say("day"), *columns), rows)


def by_city(telling: Telling, values: FloatArray) -> list[tuple[str, int]]:
    """Cities by name and number, the largest value first."""
    places = telling.plan.axes.places
    return [(telling.place(places[n]), int(n)) for n in np.argsort(-values, kind="stable")]
