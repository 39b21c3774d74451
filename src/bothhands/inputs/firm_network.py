"""A user's own firms and who supplies whom: two long tables become numbered firms and links, or every fault is told.

Why this file exists: people have names, loops have numbers. Names are joined here, once, by columns, so that a country's links take
seconds. How a network moves stands in `model/economy/network.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.long_tables import ROW, Column, LongTable, read_long, row_faults
from bothhands.inputs.overlay import read_files
from bothhands.inputs.tables.criticality import Rating

STOCK_DAYS = 9.0
"""Days of input a firm keeps where its row does not say (Inoue & Todo 2019, doi 10.1038/s41893-019-0351-x: Poisson, mean 9)."""
FIRMS = (
    Column("firm", "Name or number of the firm, each once"),
    Column("sector", "Sector of the firm; suppliers of one sector substitute one another"),
    Column("place", "Where it is, for shocks by place", required=False),
    Column("final_demand_per_day", "What it sells to others than listed firms, value a day", True, False),
    Column("output_per_day", "In place of final demand: all it sells, value a day", True, False),
    Column("stock_days", "Days of input it keeps (9 where blank; less than 1 counts as 1)", True, False),
)
LINKS = (
    Column("supplier", "Firm that sells"),
    Column("buyer", "Firm that buys"),
    Column("amount_per_day", "Delivered at rest, value a day, above zero", True),
)
NAMED = 5
"""Unknown names for which the nearest known are looked for."""
SLACK = 1e-6
"""Share of output by which deliveries may exceed it: rounding of a table in seven digits."""


class FirmNetwork(NamedTuple):
    """Firms by number, ordered as `numbering` says, and links between them."""

    names: pl.DataFrame
    """`firm`, `sector` and `place` (blank where it is not given) of each firm."""
    sectors: tuple[str, ...]
    sector: NDArray[np.int32]
    """Of each firm, its place among `sectors`."""
    supplier: NDArray[np.int32]
    """Of each link."""
    buyer: NDArray[np.int32]
    """Of each link."""
    amount: NDArray[np.float64]
    """Of each link, value a day."""
    final: NDArray[np.float64]
    """Final demand of each firm, value a day."""
    stock_days: NDArray[np.float64]
    """Of each firm."""


def read_network(firms: Path, links: Path) -> FirmNetwork:
    """The network of two files.

    Parameters
    ----------
    firms
        Table with the columns of `FIRMS`: final demand or output, one of the two.
    links
        Table with the columns of `LINKS`, a row for two firms.

    Raises
    ------
    InputError
        With every fault of both files, each with its row.
    """
    listed, linked = read_long(firms, FIRMS), read_long(links, LINKS)
    faults = [*listed.faults, *_firm_faults(listed, firms.name), *linked.faults]
    numbers = listed.frame.unique("firm", keep="first", maintain_order=True).drop_nulls("firm").select("firm")
    numbers = numbers.with_row_index("number")
    joined = linked.frame
    for side in ("supplier", "buyer"):
        names = numbers.rename({"firm": side, "number": f"{side}_number"})
        joined = joined.join(names, on=side, how="left", maintain_order="left")
    if not listed.frame.is_empty():
        faults += _link_faults(joined, numbers, links.name)
    final, wrong = _final(listed, joined, firms.name)
    faults += wrong
    if faults:
        raise InputError(faults)
    return _numbered(listed.frame, joined, final)


def essential_inputs(path: Path, sectors: Sequence[str]) -> NDArray[np.bool_]:
    """Which input (supplying sector, using sector) stops its user: those rated 1 in a table `criticality`, as regions have it.

    Parameters
    ----------
    path
        File with `supplier`, `user` and `rating`; what is rated 0.5, 0 or not at all does not stop its user.
    sectors
        Those of the firms; others in the file are passed over.

    Raises
    ------
    InputError
        With every fault of the file, and every sector of the firms that it does not know.
    """
    given = read_files([(path, "criticality")])
    rows = [item.row for item in given.placed.get("criticality", ()) if isinstance(item.row, Rating)]
    rated = {row.supplier for row in rows} | {row.user for row in rows}
    unknown = [
        Fault("BH-NET-017", f"the sector {sector} of the firms is not rated", "every sector of the firms", nearest(sector, rated), path.name)
        for sector in sectors
        if sector not in rated
    ]  # fmt: skip
    if given.faults or unknown:
        raise InputError([*given.faults, *(unknown if not given.faults else ())])
    place = {sector: n for n, sector in enumerate(sectors)}
    essential = np.zeros((len(sectors), len(sectors)), bool)
    for row in rows:
        if row.supplier in place and row.user in place:
            essential[place[row.supplier], place[row.user]] = row.rating == 1.0
    return essential


def numbers_of(names: Sequence[str], network: FirmNetwork) -> NDArray[np.int64]:
    """Numbers of firms by name; raises `InputError` with every unknown one."""
    known = network.names.select("firm").with_row_index("number")
    asked = pl.DataFrame({ROW: range(1, len(names) + 1), "firm": names}, {ROW: pl.UInt32, "firm": pl.String})
    found = asked.join(known, on="firm", how="left", maintain_order="left")
    unknown = found.filter(pl.col("number").is_null())
    faults = row_faults(
        unknown, "BH-NET-019", "there is no firm {value}", "a firm of the list", "correct it", "--firm", "firm"
    )
    if faults:
        raise InputError(_with_nearest(faults, known["firm"]))
    return found["number"].cast(pl.Int64).to_numpy()


def numbering(buyer: NDArray[np.integer], supplier: NDArray[np.integer], firms: int) -> NDArray[np.int64]:
    """Firms by number of customers and, where alike, of suppliers, the most first: the order in which a day runs quickest.

    Parameters
    ----------
    buyer, supplier
        Numbers of the firms of each link.
    firms
        How many.

    Notes
    -----
    What is read most often then lies together, and loops over suppliers are alike in length from firm to firm: a third less time at 1.6 million firms.
    """
    customers, suppliers = np.bincount(supplier, minlength=firms), np.bincount(buyer, minlength=firms)
    return np.lexsort((-suppliers, -customers))


def _numbered(firms: pl.DataFrame, links: pl.DataFrame, final: NDArray[np.float64]) -> FirmNetwork:
    """Sound tables as arrays."""
    buyer, supplier = links["buyer_number"].to_numpy(), links["supplier_number"].to_numpy()
    order = numbering(buyer, supplier, len(firms))
    number = np.empty(len(firms), np.int32)
    number[order] = np.arange(len(firms))
    firms = firms[order]
    sectors = tuple(firms["sector"].unique().sort())
    sector = firms["sector"].cast(pl.Enum(sectors)).to_physical().cast(pl.Int32).to_numpy()
    names = firms.select("firm", "sector", pl.col("place").fill_null(""))
    days = firms["stock_days"].fill_null(STOCK_DAYS).to_numpy()
    amount = links["amount_per_day"].to_numpy()
    return FirmNetwork(names, sectors, sector, number[supplier], number[buyer], amount, final[order], days)


def _firm_faults(listed: LongTable, file: str) -> list[Fault]:
    """Firms twice, and numbers of firms that cannot be."""
    frame = listed.frame
    twice = frame.filter(pl.col("firm").is_not_null() & ~pl.col("firm").is_first_distinct())
    faults = row_faults(twice, "BH-NET-011", "the firm {value} stands before", "each firm once", "drop one of the rows", file, "firm")  # fmt: skip
    both = {"final_demand_per_day", "output_per_day"} & listed.given
    if listed.given and len(both) != 1:
        what = "final demand and output are both given" if both else "there is neither final demand nor output"
        faults.append(
            Fault("BH-NET-008", what, "one column, final_demand_per_day or output_per_day", "keep one", file, 1)
        )
    for column, code in (
        ("final_demand_per_day", "BH-NET-005"),
        ("output_per_day", "BH-NET-005"),
        ("stock_days", "BH-NET-012"),
    ):
        wrong = frame.filter(~(pl.col(column).is_finite() & (pl.col(column) >= 0)))
        faults += row_faults(wrong, code, "{value} cannot be", "zero or more", "correct it", file, column)
    for column in both if len(both) == 1 else ():
        faults += _blank(listed, column, file)
    return faults


def _blank(listed: LongTable, column: str, file: str) -> list[Fault]:
    unread = [fault.row for fault in listed.faults if fault.column == column and fault.row is not None]
    blank = listed.frame.filter(pl.col(column).is_null() & ~pl.col(ROW).is_in(unread))
    return row_faults(blank, "BH-NET-009", "the cell is blank", "value a day", "fill it", file, column)


def _link_faults(links: pl.DataFrame, numbers: pl.DataFrame, file: str) -> list[Fault]:
    """Unknown firms, self-loops, doubles and amounts that cannot be."""
    faults: list[Fault] = []
    for side in ("supplier", "buyer"):
        unknown = links.filter(pl.col(side).is_not_null() & pl.col(f"{side}_number").is_null())
        faults += _with_nearest(
            row_faults(unknown, "BH-NET-001", "there is no firm {value}", "a firm of the list", "correct it or list the firm", file, side),
            numbers["firm"],
        )  # fmt: skip
    itself = links.filter(pl.col("supplier") == pl.col("buyer"))
    faults += row_faults(itself, "BH-NET-002", "{value} buys from itself", "two firms", "drop the row", file, "buyer")
    known = pl.col("supplier_number").is_not_null() & pl.col("buyer_number").is_not_null()
    twice = links.filter(known).filter(~pl.struct("supplier_number", "buyer_number").is_first_distinct())
    faults += row_faults(
        twice, "BH-NET-003", "what this supplier sells {value} stands before", "one row for two firms", "add them up", file, "buyer"
    )  # fmt: skip
    amount = pl.col("amount_per_day")
    wrong = links.filter(~(amount.is_finite() & (amount > 0)))
    return faults + row_faults(
        wrong, "BH-NET-004", "an amount of {value} cannot be", "above zero", "correct it or drop the row", file, "amount_per_day"
    )  # fmt: skip


def _with_nearest(faults: list[Fault], known: pl.Series) -> list[Fault]:
    """The first few with the nearest known names, looked for among those that begin or end alike and are about as long."""
    told: dict[str, str] = {}
    for k, fault in enumerate(faults):
        name = fault.value
        if name not in told and len(told) < NAMED:
            length = known.str.len_chars().cast(pl.Int64)
            near = (length - len(name)).abs() <= 2
            alike = known.str.starts_with(name[:2]) | known.str.ends_with(name[-2:])
            close = nearest(name, known.filter(near & alike).head(2000))
            told[name] = close if close.startswith("nearest") else ""
        if told.get(name):
            faults[k] = replace(fault, remedy=f"{told[name]}; {fault.remedy}")
    return faults


def _final(listed: LongTable, links: pl.DataFrame, file: str) -> tuple[NDArray[np.float64], list[Fault]]:
    """Final demand of each firm, and the firms that sell nothing or deliver more than they make."""
    frame = listed.frame
    amount = pl.col("amount_per_day")
    sold = links.select(pl.col("supplier").alias("firm"), pl.when(amount.is_finite()).then(amount).alias("sold"))
    sales = sold.group_by("firm").agg(pl.col("sold").sum(), pl.len().alias("links"))
    both = frame.join(sales, on="firm", how="left", maintain_order="left").with_columns(
        pl.col("sold").fill_null(0.0), pl.col("links").fill_null(0)
    )
    output = pl.col("output_per_day")
    over = both.filter(pl.col("sold") > output * (1 + SLACK))
    faults = row_faults(
        over, "BH-NET-013", "the links deliver more than an output of {value}", "an output of at least what is delivered",
        "raise the output or lower the amounts", file, "output_per_day",
    )  # fmt: skip
    final = pl.coalesce("final_demand_per_day", (output - pl.col("sold")).clip(0.0))
    none = both.filter((final == 0) & (pl.col("links") == 0))
    faults += row_faults(
        none, "BH-NET-006", "the firm {value} sells nothing", "a customer or final demand", "drop it or give it one", file, "firm"
    )  # fmt: skip
    return both.select(final.alias("final"))["final"].fill_null(0.0).to_numpy(), faults
