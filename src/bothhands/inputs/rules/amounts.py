"""Rules on amounts: shares, age bands, contact ages and parts of a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.reading import Placed
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.contacts import Contact
from bothhands.inputs.tables.pathogen import AgeRisk
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.trade import TradeShare

BALANCE = 0.005
SHARE_TOLERANCE = 0.001


def trade_shares_add_up(draft: Draft) -> Iterator[Fault]:
    """What a place buys of a product comes from somewhere: the shares over origins add up to one."""
    totals: dict[tuple[str, str], float] = defaultdict(float)
    first: dict[tuple[str, str], Placed] = {}
    for item, row in draft.rows(TradeShare):
        totals[row.destination, row.sector] += row.share
        first.setdefault((row.destination, row.sector), item)
    for (place, sector), total in totals.items():
        if abs(total - 1) > SHARE_TOLERANCE and "trade" not in draft.hollow:
            what = f"the shares of {place} for sector {sector} add up to {total:.6g}"
            yield at(
                first[place, sector],
                "BH-INP-030",
                what,
                expected="1",
                remedy="scale the shares or add the missing origin",
                column="share",
            )


def age_bands_fit(draft: Draft) -> Iterator[Fault]:
    """In each place the bands begin at 0, follow one another without a gap, and are those of every other place."""
    bands: dict[str, list[tuple[Placed, AgeGroup]]] = defaultdict(list)
    for item, row in draft.rows(AgeGroup):
        bands[row.place].append((item, row))
    if "people" in draft.hollow or not bands:
        return
    usual = next(iter(bands.values()))
    pattern = sorted((row.age_from, row.age_to) for _, row in usual)
    for place, rows in bands.items():
        rows.sort(key=lambda pair: pair[1].age_from)
        yield from _gaps(place, rows)
        if sorted((row.age_from, row.age_to) for _, row in rows) != pattern:
            what = f"{place} has other age bands than {usual[0][1].place}"
            yield at(
                rows[0][0],
                "BH-INP-034",
                what,
                expected="the same bands everywhere",
                remedy="give every place the same bands",
                column="age_from",
            )


def contact_ages_match(draft: Draft) -> Iterator[Fault]:
    """Contacts are given for the age bands of the people table and no others."""
    ages = {row.age_from for _, row in draft.rows(AgeGroup)}
    if not ages or {"people", "contacts"} & draft.hollow:
        return
    expected = "an age_from of the table people: " + ", ".join(str(age) for age in sorted(ages))
    met: set[int] = set()
    for item, row in draft.rows(Contact):
        met.add(row.age_from)
        for column, age in (("age_from", row.age_from), ("contact_age_from", row.contact_age_from)):
            if age not in ages:
                yield at(
                    item,
                    "BH-INP-035",
                    f"no age band begins at {age}",
                    expected=expected,
                    remedy="use the bands of the people table",
                    column=column,
                )
    for age in sorted(ages - met) if met else ():
        yield Fault(
            "BH-INP-035", f"no contacts are given for the age band from {age}", expected, "add its rows", "contacts"
        )


def severities_begin_at_birth(draft: Draft) -> Iterator[Fault]:
    """A pathogen table of the region's own has a row for the youngest."""
    rows = sorted(draft.rows(AgeRisk), key=lambda pair: pair[1].age_from)
    if rows and rows[0][1].age_from > 0 and "pathogen" not in draft.hollow:
        item, row = rows[0]
        what, remedy = f"no severity is given below age {row.age_from}", "add a row, or begin the first at 0"
        yield at(item, "BH-INP-034", what, expected="a row from age 0", remedy=remedy, column="age_from")


def parts_make_the_whole(draft: Draft) -> Iterator[Fault]:
    """Where people are given for a place and for all places under it, the parts add up within half a per cent."""
    children: dict[str, list[str]] = defaultdict(list)
    for _, place in draft.rows(Place):
        if place.parent:
            children[place.parent].append(place.place)
    persons: dict[str, float] = defaultdict(float)
    first: dict[str, Placed] = {}
    for item, row in draft.rows(AgeGroup):
        persons[row.place] += row.persons
        first.setdefault(row.place, item)
    for parent, parts in children.items():
        if parent in persons and all(part in persons for part in parts):
            total = sum(persons[part] for part in parts)
            if abs(total - persons[parent]) > BALANCE * max(persons[parent], 1):
                what = f"the places under {parent} hold {total:,.0f} persons, {parent} itself {persons[parent]:,.0f}"
                yield at(
                    first[parent],
                    "BH-INP-043",
                    what,
                    expected="equal within 0.5 %",
                    remedy="correct one of them",
                    column="persons",
                )


def _gaps(place: str, rows: list[tuple[Placed, AgeGroup]]) -> Iterator[Fault]:
    expected = 0
    for item, row in rows:
        if row.age_from != expected:
            kind = "leave a gap" if row.age_from > expected else "overlap"
            what = f"the bands of {place} {kind} at age {min(row.age_from, expected)}"
            yield at(
                item,
                "BH-INP-034",
                what,
                expected=f"a band from {expected}",
                remedy="correct age_from or age_to",
                column="age_from",
            )
        expected = row.age_to + 1
