"""The United Kingdom of 2020 as a workbook, from an empty template and a folder of reference data.

Run it: `python examples/united_kingdom/build.py DATA uk.xlsx`. DATA holds `daedalus/`, `haw2022/`, `wiod/` and `pichler/`
as the README beside this file names them. What no data set tells stands in `record/`, each row with its source or ASSUMED.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

import openpyxl
from people import beds, contacts, people, with_customers
from sectors import CODES, Row, activity, criticality, of_the_country, sectors, table

import bothhands
from bothhands.cli import main as command

PLACE = "United Kingdom"
HERE = Path(__file__).parent
SETTINGS = {
    "title": PLACE,
    "start": date(2020, 1, 1),
    "end": date(2020, 12, 31),
    "default_as_of": date(2020, 3, 23),
    "currency": "GBP",
}
WIOD = "WIOD 2016 release, GBR 2014 (Timmer et al. 2015)"


def pathogen(data: Path) -> list[Row]:
    """The severity that comes with the package, with the years of life left to residents of the United Kingdom."""
    defaults = table(Path(bothhands.__file__).parent / "data/defaults/pathogen.csv")
    middle = {"0-4": 2.5, "5-19": 12.5, "20-64": 42.5, "65+": 75.0}
    rows = of_the_country(data / "daedalus/demography_life_value.csv")
    points = [(middle[row["age_group"]], float(row["life_expectancy_years"])) for row in rows]
    return [
        row
        | {"life_years_left": f"{between(points, float(row['age_from']) + 2.5):.2f}"}
        | {"source": row["source"].replace("daedalus China", "daedalus GBR")}
        for row in defaults
    ]


def between(points: list[tuple[float, float]], at: float) -> float:
    """A straight line through points, carried on beyond the outer two and never below five years."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if at <= x1 or x1 == points[-1][0]:
            return max(y0 + (y1 - y0) * (at - x0) / (x1 - x0), 5.0)
    raise ValueError(points)


def input_output(data: Path) -> list[Row]:
    """The national table of WIOD on the 45 sectors, by the command a user has."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "input_output.csv"
        said = ["--source", WIOD, "--period", "2014", "--quality", "measured", "--out", str(made)]
        if command(["region", "table", str(data / "wiod/GBR_NIOT_2014.csv"), "--split-by", "GBR", *said]):
            raise SystemExit("the input-output table could not be read")
        return [dict(row) for row in table(made)]


def rows_by_table(data: Path) -> dict[str, list[Row]]:
    """Every table of the region: from the data, and from the record."""
    found: dict[str, list[Row]] = {
        "places": [{"place": PLACE, "level": "city", "source": "public fact", "quality": "measured"}],
        "people": people(data, PLACE),
        "beds": beds(data, PLACE),
        "contacts": contacts(data),
        "pathogen": pathogen(data),
        "sectors": sectors(data, with_customers(data)),
        "activity": activity(data, PLACE),
        "input_output": input_output(data),
        "criticality": criticality(data),
    }
    for path in sorted((HERE / "record").glob("*.csv")):
        found.setdefault(path.stem, []).extend(dict(row) for row in table(path))
    return found


def typed(value: object) -> object:
    """A cell as a spreadsheet would hold it: numbers and dates as such, sector codes as text."""
    if not isinstance(value, str) or value in CODES:
        return value
    for read in (float, date.fromisoformat):
        try:
            return read(value)
        except ValueError:
            continue
    return value or None


def fill(book: openpyxl.Workbook, name: str, rows: Iterable[Row]) -> None:
    """Put rows under the header of a sheet."""
    sheet = book[name]
    columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for number, row in enumerate(rows, start=2):
        for key, value in row.items():
            sheet.cell(number, columns[key], typed(value))


def build(data: Path, out: Path) -> None:
    """Fill a fresh template and write it."""
    if command(["region", "new", str(out.with_suffix("")), "--excel", "--empty"]):
        raise SystemExit(f"no template could be made at {out}")
    book = openpyxl.load_workbook(out)
    for row in book["region"].iter_rows(min_row=2):
        row[1].value = SETTINGS.get(str(row[0].value), row[1].value)
    for name, rows in rows_by_table(data).items():
        fill(book, name, rows)
    book.save(out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    build(Path(sys.argv[1]), Path(sys.argv[2]))
