"""What stands in `results.nc`: the long name and the unit of every variable and axis, as the CF conventions call them."""

from __future__ import annotations

from bothhands.report.amounts import in_currency

PERSONS, A_DAY, SHARE, NAME, MONEY = "persons", "persons per day", "1", "name", "yuan per day"
NAMED: dict[str, tuple[str, str]] = {
    "infections": ("new infections, expected", A_DAY),
    "found": ("local infections found: isolated or admitted, expected", A_DAY),
    "deaths": ("deaths by age, expected", A_DAY),
    "ward_patients": ("patients on wards, transfers between cities done", PERSONS),
    "intensive_patients": ("patients in intensive care, transfers between cities done", PERSONS),
    "value_added_per_day": ("value added, at the prices of last year", MONEY),
    "goods_produced": ("critical goods made, each in the unit of its row in the table goods", "units of the good per day"),
    "mask_coverage": ("share of the need of masks that is served, by who needs them", SHARE),
    "tax_base": ("budget revenue due on what is made on the day, before it comes in", MONEY),
    "member_found": ("local infections found in a run by chance", A_DAY),
    "member_output_share": ("value added against a normal day in a run by chance", SHARE),
    "member_ward": ("patients on wards of the whole region in a run by chance", PERSONS),
    "member_intensive": ("patients in intensive care of the whole region in a run by chance", PERSONS),
    "member_deaths": ("deaths in the whole region in a run by chance", A_DAY),
    "time": ("day", ""),
    "place": ("place, as the table places names it", NAME),
    "age": ("youngest age of the band", "years"),
    "sector": ("sector, as the table sectors names it", NAME),
    "good": ("critical good, as the table goods names it", NAME),
    "group": ("who needs masks", NAME),
    "strategy": ("strategy: the references, then the plan or the table of measures", NAME),
    "member": ("number of a run by chance", "1"),
}  # fmt: skip
"""Long name and unit by variable and axis. Money in yuan stands for the region's currency; the unit of time is written with its numbers."""


def attributes_of(name: str, currency: str) -> dict[str, str]:
    """Attributes of a variable or an axis.

    Parameters
    ----------
    name
        Of the variable or axis.
    currency
        The region's.
    """
    long_name, unit = NAMED[name]
    units = {"units": in_currency(unit, currency)} if unit else {}
    return {"long_name": long_name, **units}
