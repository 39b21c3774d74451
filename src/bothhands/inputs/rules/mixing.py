"""Rules on who meets whom: contacts seen from both sides, by setting."""

from __future__ import annotations

from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.reading import Placed
from bothhands.inputs.reciprocity import Gap, gaps_of, residents_by_age
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.contacts import Contact
from bothhands.inputs.tables.people import AgeGroup

ONE_SIDED_MOST = 0.25
"""ASSUMED: largest share of a setting's contacts that only one side may tell of. It lies between what published matrices keep
(0.00 to 0.01 in the 67 of DAEDALUS, 0.19 in the 16 x 16 one of the United Kingdom used by Haw et al. 2022, each with its own
population) and what a matrix with its columns exchanged shows (0.36 to 0.62 in those of DAEDALUS)."""
ONE_SIDED_SAID = 0.001
"""ASSUMED: below this a gap is the rounding of printed figures and not worth a note."""


def contacts_are_reciprocal(draft: Draft) -> Iterator[Fault]:
    """Of the contacts of a setting, at most a quarter is told of by one side only."""
    for item, gap in _gaps(draft):
        if gap.share > ONE_SIDED_MOST:
            remedy = "`bothhands region balance REGION --out contacts.csv` writes a balanced table, used by `--with contacts.csv`"
            if gap.exchanged < gap.share / 2:
                remedy = f"are age_from and contact_age_from exchanged? then it is {gap.exchanged:.1%}; or {remedy}"
            yield at(
                item,
                "BH-INP-058",
                _said(gap),
                expected=f"at most {ONE_SIDED_MOST:.0%} (N_i C_ij = N_j C_ji)",
                remedy=remedy,
                column="contacts_per_day",
            )


def gaps_below_the_limit(draft: Draft) -> Iterator[Fault]:
    """Notes: the size of each gap that is no fault."""
    for item, gap in _gaps(draft):
        if ONE_SIDED_SAID < gap.share <= ONE_SIDED_MOST:
            remedy = "nothing need be done; `bothhands region balance REGION --out contacts.csv` makes them equal"
            expected = "N_i C_ij = N_j C_ji"
            yield at(item, "BH-INP-062", _said(gap), expected=expected, remedy=remedy, column="contacts_per_day")


def _gaps(draft: Draft) -> Iterator[tuple[Placed, Gap]]:
    """The gap of every setting, with the row of its widest pair."""
    if {"people", "contacts", "places"} & draft.hollow:
        return
    placed = list(draft.rows(Contact))
    persons = residents_by_age((row for _, row in draft.rows(AgeGroup)), draft.cities)
    where: dict[tuple[str, int, int], Placed] = {
        (row.setting, row.age_from, row.contact_age_from): item for item, row in placed
    }
    for gap in gaps_of(persons, (row for _, row in placed)):
        yield where[gap.setting, gap.age, gap.other], gap


def _said(gap: Gap) -> str:
    return (
        f"{gap.share:.1%} of the contacts at {gap.setting} are told of by one side only; widest from age {gap.age} to "
        f"{gap.other}: {gap.there:,.0f} a day, back {gap.back:,.0f}"
    )
