"""Chains from planners' sheets: tables shaped like frePPLe's, and forecasts shaped like WHO's supplies forecasting tool.

Why this file exists: who plans supply has these sheets already. They are read as CSV files of a folder or as sheets of one
workbook; what they do not say stays blank, and what cannot be told for certain is a fault, never a guess. Only columns
named here are read; others are left alone.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bothhands.errors import Fault, InputError

Line = dict[str, str]
SECONDS_PER_DAY = 86_400.0
UNITS = {
    "t": ("t", 1.0), "tonne": ("t", 1.0), "tonnes": ("t", 1.0), "kg": ("t", 1e-3), "g": ("t", 1e-6),
    "piece": ("piece", 1.0), "pieces": ("piece", 1.0), "each": ("piece", 1.0), "unit": ("piece", 1.0), "pair": ("piece", 1.0),
    "kit": ("kit", 1.0), "test": ("kit", 1.0), "tests": ("kit", 1.0),
}  # fmt: skip
"""Units of sheets: the unit of the region, and how many of it one is."""
GROUPS = {
    "health workers": "health_workers", "hcw": "health_workers", "healthcare workers": "health_workers",
    "patients": "patients", "patient": "patients", "workers": "workers", "public": "public",
}  # fmt: skip
PRIORITY = {"health_workers": 1, "patients": 2, "workers": 3, "public": 4}
FREPPLE = ("item", "operation", "operationmaterial", "operationresource", "resource", "buffer")
WHO = "forecast"


class Imported(NamedTuple):
    """Rows of the region's tables as cells of text, and what was left out, in words."""

    tables: dict[str, list[Line]]
    notes: tuple[str, ...]


def imported(path: Path, today: date) -> Imported:
    """The tables of a chain from a folder of CSV files or a workbook.

    Parameters
    ----------
    path
        With files or sheets item, operation, operationmaterial, operationresource, resource and buffer (frePPLe's names),
        or with one called forecast (item, unit, group, quantity, weeks, persons; price where known).
    today
        Day of the buffers' stock, and day from which lines stand.

    Raises
    ------
    InputError
        Every sheet, column and cell that cannot be used, all at once (BH-CHN-005).
    """
    sheets = _sheets(path)
    if WHO in sheets:
        return _of_forecast(sheets[WHO])
    if "item" in sheets and "operation" in sheets:
        return _of_frepple(sheets, today)
    what = f"{path} holds {', '.join(sheets) or 'no sheet'}"
    raise InputError(
        Fault("BH-CHN-005", what, f"sheets {', '.join(FREPPLE)}, or one called {WHO}", "rename the sheets")
    )


def _of_forecast(lines: Sequence[Line]) -> Imported:
    """Goods and needs of a forecast of supplies: units a person and day = quantity / (7 × weeks × persons)."""
    faults = _absent(WHO, lines, ("item", "unit", "group", "quantity", "weeks", "persons"))
    goods: dict[str, Line] = {}
    demand: list[Line] = []
    for number, line in enumerate(lines if not faults else (), start=2):
        unit, group = UNITS.get(line["unit"].lower()), GROUPS.get(line["group"].lower())
        quantity, weeks, persons = (_number(line[name]) for name in ("quantity", "weeks", "persons"))
        if unit is None:
            faults.append(_cell(WHO, number, "unit", line["unit"], f"one of {', '.join(UNITS)}"))
        if group is None:
            faults.append(_cell(WHO, number, "group", line["group"], f"one of {', '.join(GROUPS)}"))
        for name, value in (("quantity", quantity), ("weeks", weeks), ("persons", persons)):
            if value is None or value <= 0:
                faults.append(_cell(WHO, number, name, line[name], "a number above 0"))
        if unit is None or group is None or not quantity or not weeks or not persons:
            continue
        good = _name(line["item"])
        goods[good] = {"good": good, "name": line["item"], "unit": unit[0], "price_yuan": line.get("price", "")}
        demand.append({
            "good": good, "group": group, "priority": f"{PRIORITY[group]}",
            "units_per_person_day": f"{quantity * unit[1] / 7.0 / weeks / persons:.6g}",
            "source": f"forecast sheet, row {number}: {quantity:g} {line['unit']} in {weeks:g} weeks for {persons:g} persons",
            "quality": "estimated",
        })  # fmt: skip
    if faults:
        raise InputError(faults)
    rows = [{**line, "source": "forecast sheet", "quality": "unverified"} for line in goods.values()]
    return Imported({"goods": rows, "demand": demand}, ("recipes, lines and equipment are not in a forecast sheet",))


def _of_frepple(sheets: Mapping[str, list[Line]], today: date) -> Imported:
    """Goods, recipes, sites, lines and stocks of items, operations, resources and buffers."""
    needed = {"item": ("name",), "operation": ("name",), "operationmaterial": ("operation", "item", "quantity")}
    needed |= {
        "operationresource": ("operation", "resource"),
        "resource": ("name",),
        "buffer": ("item", "location", "onhand"),
    }
    faults = [fault for name, columns in needed.items() for fault in _absent(name, sheets.get(name, []), columns)]
    if faults:
        raise InputError(faults)
    goods = [_good(line) for line in sheets["item"]]
    faults += [_cell("item", n, "unit", line.get("unit", ""), f"one of {', '.join(UNITS)}")
               for n, line in enumerate(sheets["item"], start=2) if line.get("unit", "piece").lower() not in UNITS]  # fmt: skip
    made, recipes = _flows(sheets.get("operationmaterial", []), faults)
    sites, lines, notes = _lines(sheets, made, today, faults)
    stocks = [
        {"place": line["location"], "good": _name(line["item"]), "day": today.isoformat(), "quantity": line["onhand"],
         "source": "buffer sheet", "quality": "unverified"}
        for line in sheets.get("buffer", []) if line["onhand"]
    ]  # fmt: skip
    if faults:
        raise InputError(faults)
    tables = {"goods": goods, "recipes": recipes, "sites": sites, "lines": lines, "stocks": stocks}
    return Imported({name: rows for name, rows in tables.items() if rows}, tuple(notes))


def _good(line: Line) -> Line:
    unit = UNITS.get(line.get("unit", "piece").lower(), ("piece", 1.0))[0]
    return {"good": _name(line["name"]), "name": line.get("description") or line["name"], "unit": unit,
            "price_yuan": line.get("cost", ""), "source": "item sheet", "quality": "unverified"}  # fmt: skip


def _flows(lines: Sequence[Line], faults: list[Fault]) -> tuple[dict[str, str], list[Line]]:
    """Good each operation makes, and recipes: input taken per unit made."""
    out: dict[str, tuple[str, float]] = {}
    taken: list[tuple[str, str, float, int]] = []
    for number, line in enumerate(lines, start=2):
        quantity = _number(line["quantity"])
        if quantity is None or quantity == 0:
            faults.append(_cell("operationmaterial", number, "quantity", line["quantity"], "a number that is not 0"))
        elif quantity > 0 and line["operation"] in out:
            faults.append(_cell("operationmaterial", number, "item", line["item"], "one product an operation"))
        elif quantity > 0:
            out[line["operation"]] = _name(line["item"]), quantity
        else:
            taken.append((line["operation"], _name(line["item"]), -quantity, number))
    recipes = []
    for operation, good, quantity, number in taken:
        if operation not in out:
            faults.append(
                _cell(
                    "operationmaterial",
                    number,
                    "operation",
                    operation,
                    "an operation with a product (a quantity above 0)",
                )
            )
            continue
        product, amount = out[operation]
        recipes.append({"good": product, "input": good, "quantity_per_unit": f"{quantity / amount:.9g}",
                        "source": f"operation {operation}", "quality": "unverified"})  # fmt: skip
    return {operation: product for operation, (product, _) in out.items()}, recipes


def _lines(
    sheets: Mapping[str, list[Line]], made: Mapping[str, str], today: date, faults: list[Fault]
) -> tuple[list[Line], list[Line], list[str]]:
    """Sites and lines: a resource is a site with as many lines as its maximum, at one unit a `duration_per`."""
    operations = {line["name"]: line for line in sheets["operation"]}
    resources = {line["name"]: line for line in sheets.get("resource", [])}
    sites, lines, notes = [], [], []
    for number, line in enumerate(sheets.get("operationresource", []), start=2):
        operation, resource = operations.get(line["operation"]), resources.get(line["resource"])
        if operation is None or resource is None or line["operation"] not in made:
            faults.append(
                _cell(
                    "operationresource",
                    number,
                    "operation",
                    line["operation"],
                    "an operation, its product and a resource of the other sheets",
                )
            )
            continue
        seconds = _seconds(operation.get("duration_per", ""))
        name, good = line["resource"], made[line["operation"]]
        sites.append({"site": name, "place": resource.get("location", ""), "good": good, "inside": "true",
                      "source": "resource sheet", "quality": "unverified"})  # fmt: skip
        if not seconds:
            notes.append(f"operation {line['operation']} has no duration_per: no line of {name} was made; fill lines")
            continue
        lines.append({"site": name, "good": good, "lines": resource.get("maximum", "") or "1",
                      "units_per_day": f"{SECONDS_PER_DAY / seconds:.9g}", "ready_on": today.isoformat(),
                      "source": f"operation {line['operation']}: one unit in {seconds:g} s, day and night", "quality": "unverified"})  # fmt: skip
    return sites, lines, notes


def _sheets(path: Path) -> dict[str, list[Line]]:
    if path.is_dir():
        return {file.stem.lower(): _csv(file) for file in sorted(path.glob("*.csv"))}
    if path.suffix.lower() == ".csv" and path.is_file():
        return {path.stem.lower(): _csv(path)}
    if path.suffix.lower() in (".xlsx", ".xlsm") and path.is_file():
        return _workbook(path)
    raise InputError(
        Fault("BH-INP-001", f"no folder, CSV or workbook {path}", "a planner's sheets", "correct the path")
    )


def _csv(path: Path) -> list[Line]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_clean(line) for line in csv.DictReader(file)]


def _workbook(path: Path) -> dict[str, list[Line]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    found = {}
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        head = [str(cell or "") for cell in rows[0]] if rows else []
        found[sheet.title.lower()] = [_clean(dict(zip(head, row, strict=False))) for row in rows[1:] if any(row)]
    book.close()
    return found


def _clean(line: Mapping[str, object]) -> Line:
    """Cells as text under lower-case headers with underscores."""
    return {
        str(name).strip().lower().replace(" ", "_"): "" if value is None else str(value).strip()
        for name, value in line.items()
        if name
    }


def _absent(sheet: str, lines: Sequence[Line], columns: Sequence[str]) -> list[Fault]:
    known = lines[0] if lines else dict.fromkeys(columns, "")
    return [
        Fault("BH-CHN-005", f"no column {name!r}", f"columns {', '.join(columns)}", "add it", sheet, 1, name)
        for name in columns
        if name not in known
    ]


def _cell(sheet: str, row: int, column: str, value: str, expected: str) -> Fault:
    return Fault("BH-CHN-005", f"{value!r} cannot be used", expected, "correct the cell", sheet, row, column, value)


def _name(text: str) -> str:
    """An identifier from an item's name."""
    return "_".join(text.lower().replace("-", " ").split())


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _seconds(text: str) -> float | None:
    """Seconds of a duration: a number of seconds, or days and HH:MM:SS as frePPLe writes them."""
    parts = text.replace(" ", ":").split(":")
    numbers = [_number(part) for part in parts]
    if not text or any(number is None for number in numbers) or len(parts) > 4:
        return None
    total = 0.0
    for number, weight in zip(reversed(numbers), (1.0, 60.0, 3600.0, SECONDS_PER_DAY), strict=False):
        total += (number or 0.0) * weight
    return total or None
