"""A plan as anyone may be told of it: its register renamed before a word is written, and small counts told as under five.

Why this file exists: a name that never enters a page need not be found on it. Every firm, site, supplier, buyer and holder of an offer
gets a number, the same wherever it stands, so that the model's tables still fit together. Sites are renamed whether or not a firm of the
register owns them: who runs a works is seldom public where the works is. Free text of these tables is dropped. Numbers follow the order of
the tables and mean nothing outside the page. What stands in other tables, such as the source of a parameter, stays as it is and is
searched by `public_names`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.table import Row
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.sites import Site
from bothhands.levers.measure import Measure
from bothhands.plan.layer import Proposal
from bothhands.plan.plan import Plan
from bothhands.plan.support.answer import Helped, Missed, SupportAnswer
from bothhands.plan.support.layer import ANSWER
from bothhands.report.amounts import Language, MoneyUnit
from bothhands.report.names import place_name
from bothhands.report.suppression import is_small
from bothhands.report.telling import Telling, telling_of
from bothhands.report.words import Wording

One = TypeVar("One", Helped, Missed)
FIRM, SITE, HOLDER, OFFER, BLANK = "firm", "site", "holder", "offer", "blank"
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "firms": {"firm": FIRM, "name": FIRM, "name_zh": FIRM, "reported": BLANK, "identity_number": BLANK},
    "firm_links": {"supplier": FIRM, "user": FIRM},
    "firm_inputs": {"firm": FIRM, "supplier": HOLDER},
    "firm_buyers": {"firm": FIRM, "buyer": HOLDER},
    "firm_months": {"firm": FIRM},
    "firm_repayments": {"firm": FIRM, "loan": HOLDER},
    "offers": {"offer": OFFER, "who": HOLDER},
    "sites": {"site": SITE, "firm": FIRM},
    "lines": {"site": SITE},
    "unlocks": {"site": SITE},
}
"""Columns that name a firm or a site, or say something of one, by table, and what each names."""
NAMED_FOR = {"name": "firm", "name_zh": "firm"}
"""Columns that call by another name what another column of the row identifies."""


@dataclass(frozen=True)
class PublicTelling(Telling):
    """A plan told to anyone."""

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it."""
        return True

    def count(self, count: int) -> str:
        """A count of reported persons or of firms; one to four are not told apart."""
        return self.say("public_under") if is_small(count) else f"{count:,}"

    def attached(self, count: int, amount: str) -> str:
        """An amount that belongs to so many firms; not told where they are fewer than five."""
        return self.say("public_withheld") if is_small(count) else amount


def public_telling(plan: Plan, language: Language = "en", money_unit: MoneyUnit = "auto") -> PublicTelling:
    """How a plan is told to anyone in a language and a money unit."""
    told = telling_of(public_plan(plan, language), language, money_unit)
    return PublicTelling(told.plan, told.words)


def public_plan(plan: Plan, language: Language = "en") -> Plan:
    """The plan with its register renamed; who is helped is dropped where it is fewer than five firms.

    Parameters
    ----------
    plan
        As it was made.
    language
        Of the words in place of names.
    """
    alias = Aliases(plan.region, language)
    return replace(
        plan, region=public_region(plan.region, language, alias), axes=_axes(plan.axes, alias), measures=_measures(plan.measures, alias),
        chain=replace(plan.chain, measures=_measures(plan.chain.measures, alias), tables={"bottlenecks": plan.chain.tables.get("bottlenecks", ())}),
        aid=_aid(plan.aid, alias),
    )  # fmt: skip


def public_region(region: Region, language: Language = "en", alias: Aliases | None = None) -> Region:
    """The region with every firm, site and holder renamed and what is said of single ones left out; its edition is that of the tables it stands for.

    Parameters
    ----------
    region
        With its true names.
    language
        Of the words in place of names.
    alias
        Names that were given before.
    """
    alias = alias or Aliases(region, language)
    rows = {
        name: tuple(_renamed(row, columns, alias) for row in region.tables.get(name, ()))
        for name, columns in COLUMNS.items()
    }
    made = region.with_rows(**rows)
    made.__dict__["edition"] = region.edition
    return made


@dataclass
class Aliases:
    """Numbers in place of names: firms and sites in the order of their tables, others as they come."""

    region: Region
    language: Language
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    registered: dict[str, str] = field(default_factory=dict)
    """Numbers of what the register and the table of sites know, by identifier and by name."""

    def __post_init__(self) -> None:
        """Number firms and sites; a firm's name leads to the number of the firm."""
        words = Wording(self.language)
        rows = [row for row in self.region.tables.get("firms", ()) if isinstance(row, Firm)]
        firms: dict[str, str] = {}
        for row in rows:
            firms.setdefault(row.firm, words.say("public_firm", n=len(firms) + 1))
        sites: dict[str, str] = {}
        for one in self.region.tables.get("sites", ()):
            if isinstance(one, Site):
                place = place_name(self.region, one.place, self.language) if one.place else words.say("public_outside")
                sites.setdefault(one.site, words.say("public_site", place=place, n=len(sites) + 1))
        by_name = {name: firms[row.firm] for row in rows for name in (row.name_zh, row.name) if name}
        self.known = {FIRM: firms, SITE: sites, HOLDER: {}, OFFER: {}}
        self.registered = {**by_name, **sites, **firms}

    def of(self, kind: str, name: str) -> str:
        """The number of a firm, site, holder or offer; blank stays blank, and so does what is only said of one."""
        if kind == BLANK or not name:
            return ""
        if kind == HOLDER and name in self.registered:
            return self.registered[name]
        known = self.known[kind]
        if name not in known:
            key = "public_firm" if kind == FIRM else "public_holder"
            known[name] = Wording(self.language).say(key, n=len(known) + 1)
        return known[name]


def _renamed(row: Row, columns: Mapping[str, str], alias: Aliases) -> Row:
    """A row with other names and without the words that came with it."""
    given = {column: alias.of(kind, getattr(row, NAMED_FOR.get(column, column))) for column, kind in columns.items()}
    if isinstance(row, Firm) and not row.name_zh:
        given["name_zh"] = ""
    source = Wording(alias.language).say("public_register") if row.source else ""
    return row.model_copy(update={**given, "source": source, "note": ""})


def _axes(axes: Axes, alias: Aliases) -> Axes:
    return replace(
        axes,
        sites=tuple((alias.of(SITE, site), good) for site, good in axes.sites),
        line_options=tuple(one._replace(site=alias.of(SITE, one.site)) for one in axes.line_options),
        firms=_firms(axes.firms, alias),
        listed=_firms(axes.listed, alias),
    )


def _firms(names: Iterable[str], alias: Aliases) -> tuple[str, ...]:
    return tuple(alias.of(FIRM, name) for name in names)


def _measures(measures: Iterable[Measure], alias: Aliases) -> tuple[Measure, ...]:
    """Measures under other names; a port keeps its own."""
    sites = alias.known[SITE]
    return tuple(
        one.model_copy(update={"site": sites.get(one.site, one.site), "firm": alias.of(FIRM, one.firm), "reason": ""})
        for one in measures
    )


def _aid(aid: Proposal, alias: Aliases) -> Proposal:
    """Help to firms under other names; the list goes where it is short, and so does what options of targets would tell of it."""
    answer = aid.tables.get(ANSWER)
    tables: dict[str, object] = {}
    if isinstance(answer, SupportAnswer) and not is_small(len(answer.helped)):
        tables[ANSWER] = answer._replace(
            helped=tuple(_one(one, alias) for one in answer.helped), missed=tuple(_one(one, alias) for one in answer.missed)
        )  # fmt: skip
    return replace(aid, measures=_measures(aid.measures, alias), tables=tables)


def _one(one: One, alias: Aliases) -> One:
    name = alias.of(FIRM, one.firm)
    return one._replace(firm=name, name=name)
