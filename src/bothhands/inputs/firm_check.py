"""A register of firms before it is loaded: every faulty cell, and every figure that is possible and yet cannot be right.

Why this file exists: registers come from many desks, in yuan and in 10,000 yuan, twice the same firm, a part larger than its
whole. A fault stops the file; a doubt is told, and the file is taken only by one who has seen it. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeVar

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.firm_units import units_mixed
from bothhands.inputs.reading import Placed, placed_rows, rows_of
from bothhands.inputs.region import Region, key_of
from bothhands.inputs.registry import table_of, tables
from bothhands.inputs.sheets import Found, add_file
from bothhands.inputs.table import Row
from bothhands.inputs.tables.firm_buyers import FirmBuyer
from bothhands.inputs.tables.firm_inputs import FirmInput
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.update import Update, updated

RowType = TypeVar("RowType", bound=Row)
TABLES = ("firms", "firm_months", "firm_repayments", "firm_inputs", "firm_buyers")
SLACK = 1.001
"""How far a part may exceed its whole by rounding."""
OVERSTAFFED = 1.1
"""ASSUMED: staff on site and away may exceed the yearly count by a tenth, for both move."""
LOSS = 1.5
"""ASSUMED: a firm whose costs of a normal year are half as much again as its sales is doubted."""


class Checked(NamedTuple):
    """What was found in a register."""

    firms: int
    """Rows of the table `firms`."""
    faults: list[Fault]
    """What stops it."""
    doubts: list[Fault]
    """What must be looked at before it is taken."""


def check_file(path: Path, region: Region | None = None) -> Checked:
    """Every fault and doubt of a register in a CSV, Parquet or workbook file.

    Parameters
    ----------
    path
        A file of the table `firms`, whatever it is called, or of another firm table by its name; a workbook with a sheet a table.
    region
        The region it is for: places, sectors and firms must be known to it. None: names are not looked at.
    """
    found = Found()
    if not path.is_file():
        missing = Fault("BH-INP-001", f"no file {path.name!r}", "a CSV, Parquet or .xlsx file", "", str(path))
        return Checked(0, [missing], [])
    add_file(path, found, _table_named(path))
    faults, placed = list(found.faults), dict[str, list[Placed]]()
    count = 0
    for name, sheet in found.sheets.items():
        read = rows_of(tables()[name], sheet)
        faults += read.faults
        placed[name] = sorted([*read.sound, *read.spoiled], key=lambda item: item.number or 0)
        count += len(sheet.rows) if name == "firms" else 0
    faults += [fault for rule in FAULTS for fault in rule(placed)]
    faults += _unknown_names(placed, region) if region is not None else []
    return Checked(count, faults, _doubts(placed))


def check_region(region: Region) -> Checked:
    """Every doubt of a region's own register.

    Parameters
    ----------
    region
        Loaded, so that no row of it is faulty by itself.
    """
    placed = {name: placed_rows(tables()[name], region.rows(name), name) for name in TABLES}
    faults = [fault for rule in FAULTS for fault in rule(placed)]
    return Checked(len(placed["firms"]), faults, _doubts(placed))


def laid_over_region(region: Region, path: Path) -> Update:
    """A checked file laid over its region, row by row; writes nothing.

    Parameters
    ----------
    region
        What it is laid over.
    path
        A file as `check_file` takes it, whatever it is called.
    """
    name = _table_named(path)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / f"{name}{path.suffix.lower()}"
        copy.write_bytes(path.read_bytes())
        return updated(region, [copy])


def _table_named(path: Path) -> str:
    """The firm table a file is named after, else the register."""
    return max((name for name in TABLES if path.stem.startswith(name)), key=len, default="firms")


Register = Mapping[str, Sequence[Placed]]


def identities_are_unique(placed: Register) -> Iterator[Fault]:
    """No official number and no identifier stands for two firms."""
    for column in ("identity_number", "firm"):
        first: dict[str, int | None] = {}
        for item, row in _rows(placed, Firm):
            value = getattr(row, column, "")
            if not value or (column == "firm" and row.known_from is not None):
                continue
            if value in first:
                what = f"{value!r} stands in row {first[value]} too"
                yield _at(item, "BH-FRM-001", what, "each firm once", "remove one, or correct the number", column)
            first.setdefault(value, item.number)


def shares_are_parts(placed: Register) -> Iterator[Fault]:
    """What a firm sells to its buyers, and what its inputs cost, is no more than the whole."""
    for kind, column in ((FirmBuyer, "sales_share"), (FirmInput, "cost_share")):
        total: dict[str, float] = {}
        for item, row in _rows(placed, kind):
            firm, share = getattr(row, "firm", ""), getattr(row, column, None)
            before = total.get(firm, 0.0)
            total[firm] = before + (share or 0.0)
            if total[firm] > SLACK >= before:
                what = f"with this row the shares of {firm} add up to {total[firm]:.3g}"
                yield _at(item, "BH-FRM-002", what, "1 at most", "correct the shares of the firm", column)


def names_stand_once(placed: Register) -> Iterator[Fault]:
    """A name that stands twice in one place may be one firm."""
    first: dict[tuple[str, str], Placed] = {}
    for item, row in _rows(placed, Firm):
        key = (getattr(row, "name", ""), getattr(row, "place", ""))
        other = first.setdefault(key, item)
        if key[0] and key_of(table_of(Firm), other.row) != key_of(table_of(Firm), row):
            what = f"{key[0]!r} in {key[1]} stands in row {other.number} too, under another identifier"
            yield _at(item, "BH-FRM-003", what, "one row a firm", "remove one, or add what tells them apart", "name")


def parts_are_within_their_whole(placed: Register) -> Iterator[Fault]:
    """Rent within fixed cost, interest within debt service, main business within sales, staff within workers."""
    for item, row in _rows(placed, Firm):
        for part, whole in (
            ("rent_yuan_per_year", "fixed_cost_yuan_per_year"),
            ("interest_yuan_per_year", "debt_service_yuan_per_year"),
            ("main_business_revenue_yuan_per_year", "sales_yuan_per_year"),
        ):
            one, other = getattr(row, part, None), getattr(row, whole, None)
            if one is not None and other is not None and one > SLACK * other:
                what = f"{text_of(one)} is more than {whole}, {text_of(other)}, of which it is a part"
                yield _at(item, "BH-FRM-005", what, f"{text_of(other)} at most", "correct one of the two", part)
        here, away, all_of_them = (getattr(row, name, None) for name in ("workers_on_site", "workers_away", "workers"))
        if (
            here is not None
            and away is not None
            and all_of_them is not None
            and here + away > OVERSTAFFED * all_of_them
        ):
            what = f"{text_of(here)} on site and {text_of(away)} away are more than {text_of(all_of_them)} workers"
            yield _at(item, "BH-FRM-005", what, "as many as it has", "correct one of the three", "workers_on_site")


def states_agree(placed: Register) -> Iterator[Fault]:
    """A firm that stopped runs nothing, one that is open and unhindered is not blocked."""
    for item, row in _rows(placed, Firm):
        state, running = getattr(row, "state", None), getattr(row, "running_share", None)
        if running is not None and (
            (state in ("stopped", "closed") and running > 0) or (state == "open" and running == 0)
        ):
            what = f"the firm is {state} and runs {100 * running:g} % of its capacity"
            yield _at(item, "BH-FRM-006", what, "a state that agrees", "correct state or running_share", "state")
        if state == "closed" and getattr(row, "blocked_by", None):
            what = "a firm that closed for good is not held back by anything"
            yield _at(item, "BH-FRM-006", what, "stopped, or no blocked_by", "correct one of the two", "state")


def costs_are_bearable(placed: Register) -> Iterator[Fault]:
    """In a normal year a firm does not spend half as much again as it sells."""
    fixed = ("payroll_yuan_per_year", "fixed_cost_yuan_per_year", "debt_service_yuan_per_year", "tax_yuan_per_year")
    for item, row in _rows(placed, Firm):
        sales = getattr(row, "sales_yuan_per_year", None)
        if not sales:
            continue
        spent = sum(getattr(row, name, None) or 0.0 for name in fixed)
        share = spent / sales + (getattr(row, "variable_cost_share", None) or 0.0)
        if share > LOSS:
            what = f"the costs of a normal year are {share:.3g} times its sales"
            yield _at(item, "BH-FRM-007", what, f"{LOSS:g} times at most", "look for a figure in another unit or of another year", "sales_yuan_per_year")  # fmt: skip


FAULTS: tuple[Callable[[Register], Iterable[Fault]], ...] = (identities_are_unique, shares_are_parts)
DOUBTS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    names_stand_once, parts_are_within_their_whole, states_agree, costs_are_bearable,
)  # fmt: skip


def _doubts(placed: Register) -> list[Fault]:
    return [*units_mixed(placed.get("firms", ())), *(fault for rule in DOUBTS for fault in rule(placed))]


def _unknown_names(placed: Register, region: Region) -> list[Fault]:
    """Names of places, sectors and firms that the region does not have."""
    known = {
        "place": frozenset(region.cities),
        "sector": frozenset(region.sectors),
        "firm": frozenset(
            getattr(row, "firm", "") for row in (*region.rows(Firm), *(i.row for i in placed.get("firms", ())))
        ),
    }
    remedy = cache(lambda column, name: nearest(name, known[column]))
    looked = [("firms", "place"), ("firms", "sector"), *((name, "firm") for name in TABLES[1:])]
    return [
        _at(
            item,
            "BH-INP-022",
            f"unknown {column} {name!r}",
            f"a {column} of {region.name}",
            remedy(column, name),
            column,
        )
        for table, column in looked
        for item in placed.get(table, ())
        if (name := getattr(item.row, column, "")) and name not in known[column]
    ]


def _rows(placed: Register, of: type[RowType]) -> Iterator[tuple[Placed, RowType]]:
    for item in placed.get(table_of(of).name, ()):
        if isinstance(item.row, of):
            yield item, item.row


def _at(item: Placed, code: str, what: str, expected: str, remedy: str, column: str) -> Fault:
    return Fault(code, what, expected, remedy, item.file, item.number, column, text_of(getattr(item.row, column, None)))
