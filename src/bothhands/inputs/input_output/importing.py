"""A user's own table brought into a region: read, put on its sectors, judged, balanced if asked, and written as its rows.

Why this file exists: it is the way from a file to `input_output.csv` and `trade.csv`, step by step, with what moved where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.concordance import Concordance, concordances, fit_faults, identity, read_concordance
from bothhands.inputs.input_output import judging
from bothhands.inputs.input_output.account import ABROAD, BELOW, HERE, Account, account_of, on_sectors
from bothhands.inputs.input_output.balancing import Change, closed
from bothhands.inputs.input_output.entries import Read, read_accounts, read_entries, split_consumption
from bothhands.inputs.input_output.grid import read_grid
from bothhands.inputs.input_output.layouts import Layout, given_meanings, layout_of
from bothhands.inputs.input_output.pymrio_folder import JOINT, grid_of_folder

SAME = "same"


@dataclass(frozen=True)
class Wishes:
    """What the user asks for; blanks take what the layout says."""

    layout: str = ""
    sheet: str = ""
    header_row: int = 1
    accounts: Path | None = None
    meanings: Sequence[str] = ()
    joint: str = ""
    concordance: str = ""
    split_by: Mapping[str, float] = field(default_factory=dict)
    split_name: str = ""
    sectors: Sequence[str] = ()
    places: Sequence[str] = ()
    workers: Mapping[str, float] = field(default_factory=dict)
    blank_zero: bool = False
    move_negative: bool = False
    balance: bool = False


class Imported(NamedTuple):
    """A table on the region's sectors and how it came there; `as_read` is on the sectors of the file."""

    layout: Layout
    as_read: Account
    lines: Concordance
    account: Account
    notes: list[Fault]
    change: Change | None
    negatives: float

    @property
    def moved(self) -> list[tuple[str, str, float, float, str]]:
        """Source, target, weight, output moved and reason of each line with output or flows."""
        lines = self.lines.ordered(self.as_read.sectors, self.account.sectors)
        found = []
        for at, to in np.argwhere(lines.weights > 0):
            pair = lines.sources[at], lines.targets[to]
            weight = float(lines.weights[at, to])
            found.append((*pair, weight, weight * float(self.as_read.output[at]), lines.reasons.get(pair, "")))
        return found


def imported(path: Path, wishes: Wishes) -> Imported:
    """The table of a file on the region's sectors.

    Raises
    ------
    InputError
        With every fault of the file, of the concordance, or of the table.
    """
    layout, read = _read(path, wishes)
    if HERE not in {one.destination for one in read.entries if one.supplier not in BELOW} and not wishes.places:
        raise InputError(_no_places(read, path))
    places = (HERE, *wishes.places)
    _check_places(read, places, path)
    column = "value" if layout.name == "long" else ""
    as_read = completed(account_of(read.entries, read.sectors, places, path.name, column), read.derived)
    negatives = float(np.minimum(as_read.flows, 0.0).sum())
    if wishes.move_negative and negatives:
        as_read = without_negatives(as_read)
    faults = _table_faults(as_read, balance=wishes.balance)
    lines = _concordance(layout, wishes, as_read)
    faults += fit_faults(lines, _mass(as_read), wishes.sectors or lines.targets, path.name)
    if faults:
        raise InputError(faults)
    account, change = on_sectors(as_read, lines.ordered(as_read.sectors, wishes.sectors or lines.targets)), None
    if wishes.balance:
        account, change = closed(account)
    notes = [*judging.columns_left_open(account), *judging.without_output(account)]
    notes += judging.without_workers(account, wishes.workers) if wishes.workers else ()
    return Imported(layout, as_read, lines, account, notes, change, negatives)


def _table_faults(account: Account, *, balance: bool) -> list[Fault]:
    """What is wrong with a table as it was read; gaps are no fault where it is to be balanced."""
    faults = [*judging.negative_flows(account), *judging.unproductive(account)]
    gaps = [*judging.rows_that_do_not_balance(account), *judging.columns_that_do_not_balance(account)]
    hint = "or --balance, which tells what it changes"
    return faults if balance else faults + [replace(one, remedy=f"{one.remedy}; {hint}") for one in gaps]


def completed(account: Account, derived_before: Mapping[str, str] = MappingProxyType({})) -> Account:
    """Output and value added worked out where the file has none: what is delivered, and what inputs and taxes leave of it."""
    below, derived = dict(account.below), dict(derived_before)
    if "output" not in below:
        below["output"] = account.delivered
        derived["output"] = "what the sector delivers"
    if "value_added" not in below:
        below["value_added"] = below["output"] - account.put_in
        derived["value_added"] = "what inputs and taxes leave of output" + (
            ""
            if "imports" in account.final
            else "; imports of the same product are part of it: the file does not show them"
        )
    return replace(account, below=below, derived=derived)


def without_negatives(account: Account) -> Account:
    """Negative flows between sectors, by-products, booked as less stock change of the supplier and less value added of the
    user; rows and columns keep their sums."""
    negative = np.minimum(account.flows, 0.0)
    investment = account.final.get("investment", np.zeros(len(account.sectors))) + negative.sum(axis=1)
    added = account.below["value_added"] + negative.sum(axis=0)
    return replace(
        account,
        flows=account.flows - negative,
        final={**account.final, "investment": investment},
        below={**account.below, "value_added": added},
    )


def _read(path: Path, wishes: Wishes) -> tuple[Layout, Read]:
    """The layout and the figures of the file, and of its accounts where they stand apart."""
    folder = path.is_dir()
    grid = grid_of_folder(path) if folder else read_grid(path, wishes.sheet, wishes.header_row)
    layout = layout_of("matrix" if folder else wishes.layout, grid.header)
    layout = layout._replace(joint=JOINT if folder else wishes.joint)
    given = given_meanings(wishes.meanings)
    read = read_entries(grid, layout, given, zero=wishes.blank_zero)
    entries = read.entries
    if wishes.accounts:
        entries = entries + read_accounts(read_grid(wishes.accounts), layout, given, read.sectors)
    elif layout.accounts:
        what = f"{path.name} has no final uses and no output"
        raise InputError(Fault("BH-INP-068", what, "a second file with them", "add --accounts FILE", path.name))
    joined = any(one.user == "consumption" for one in entries) and not layout.consumption
    derived = (
        {"household": "with the consumption of government, which the file does not part from it"} if joined else {}
    )
    return layout, Read(split_consumption(entries, layout), read.sectors, derived)


def _mass(account: Account) -> dict[str, float]:
    """All that a sector sells and takes in, without sign: what would be lost without a line for it."""
    total = np.abs(account.flows).sum(axis=1) + np.abs(account.flows).sum(axis=0)
    for values in (*account.final.values(), *account.below.values()):
        total = total + np.abs(values)
    return dict(zip(account.sectors, map(float, total), strict=True))


def _concordance(layout: Layout, wishes: Wishes, account: Account) -> Concordance:
    """The concordance asked for, else that of the layout, else none if the table has just the region's sectors, else the one
    that knows every sector of the table. Codes that only look alike (01 to 42 of 45, or bare numbers) are never taken to be so."""
    own, wanted = set(account.sectors), set(wishes.sectors)
    if wishes.concordance == SAME:
        lines = identity(account.sectors)
    elif wishes.concordance:
        lines = read_concordance(wishes.concordance)
    elif layout.concordance and own != wanted:
        lines = read_concordance(layout.concordance)
    elif own == wanted:
        lines = identity(account.sectors)
    else:
        known = [read_concordance(name) for name in concordances()]
        lettered = not all(code.isdigit() for code in own)
        fitting = [one for one in known if lettered and own <= set(one.sources)]
        if not fitting:
            names = {code for one in known for code in one.sources}
            first = next((code for code in account.sectors if code not in wanted), account.sectors[0])
            what = f"no concordance that comes with the package has the sectors of {account.file}, for example {first}"
            remedy = f"--concordance FILE, or {SAME} if they are the region's; {nearest(first, wanted or names)}"
            raise InputError(Fault("BH-INP-067", what, "a line for every sector", remedy, account.file, value=first))
        lines = min(fitting, key=lambda one: len(one.sources))
    return lines.split_by(wishes.split_by, wishes.split_name) if wishes.split_by else lines


def _no_places(read: Read, path: Path) -> Fault:
    names = ", ".join(sorted({one.destination for one in read.entries} - {HERE})[:8])
    what = f"{path.name} is of several regions: {names}"
    return Fault("BH-INP-076", what, "which of them are the region", "add `--places NAME NAME ...`", path.name)


def _check_places(read: Read, places: Sequence[str], path: Path) -> None:
    met = {one.destination for one in read.entries} | {one.origin for one in read.entries} - {ABROAD}
    faults = [
        Fault(
            "BH-INP-076", f"{path.name} has no place {place!r}", "a place of the table", nearest(place, met), path.name
        )
        for place in places
        if place and place not in met
    ]
    if faults:
        raise InputError(faults)
