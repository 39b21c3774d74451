"""Turns the workbooks of the New York Fed's nowcasting code into the tables beside this file.

Run it as `python -m bothhands.data.reference.nowcast_us.build FOLDER` with `xlrd` installed; nothing else of the project needs it. FOLDER
holds `Spec_US_example.xls` and one workbook a vintage, named by its day, of FRBNY-TimeSeriesAnalysis/Nowcasting @19f365c (BSD-3, text
beside the tables). Figures are copied untouched. Dates become the first day of the month; a quarter stands on its third month. Typical
days of release are not in the workbooks: see `RELEASED`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import xlrd

HERE = Path(__file__).parent
VINTAGES = ("2016-06-29", "2016-12-16")
RELEASED = {
    "PAYEMS": 5, "UNRATE": 5, "JTSJOL": 40, "GDPC1": 30, "CPIAUCSL": 15, "CPILFESL": 15, "DGORDER": 26, "HSN1F": 25, "RSAFS": 14, "HOUST": 16,
    "PERMIT": 16, "INDPRO": 15, "TCU": 15, "PPIFIS": 14, "DSPIC96": 29, "PCEC96": 29, "PCEPI": 29, "PCEPILFE": 29, "BOPTEXP": 36, "BOPTIMP": 36,
    "WHLSLRIMSA": 39, "TTLCONS": 32, "IR": 13, "IQ": 13, "BUSINV": 44, "ULCNFB": 36, "A261RX1Q020SBEA": 60, "GACDISA066MSFRBNY": -16,
    "GACDFSA066MSFRBPHI": -15,
}  # fmt: skip
"""Days from the end of the month or quarter to the first release, as the agencies' calendars usually have it: ASSUMED, from the general
record. A test holds them against both true vintages: on either day they give the last figure of each of the 29 series as it was."""
COLUMNS = {
    "SeriesID": "series", "SeriesName": "name", "Frequency": "frequency", "Block1-Global": "global", "Block2-Soft": "soft", "Block3-Real": "real",
    "Block4-Labor": "labour", "Transformation": "transformation", "Units": "unit", "Category": "category", "Model": "in_model",
}  # fmt: skip
EPOCH = date(1899, 12, 30)


def main(folder: Path) -> None:
    """Write the specification and every vintage."""
    head, *rows = _cells(folder / "Spec_US_example.xls")
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    specified = [{new: _plain(line[old]) for old, new in COLUMNS.items()} for line in lines]
    told = [{**one, "release_days": RELEASED[one["series"]]} for one in specified]
    _write(HERE / "specification.csv", list(told[0]), [list(one.values()) for one in told])
    for vintage in VINTAGES:
        head, *rows = _cells(folder / f"{vintage}.xls")
        months = [[_month(row[0]), *(_plain(cell) for cell in row[1:])] for row in rows]
        _write(HERE / f"{vintage}.csv", ["month", *(str(name) for name in head[1:])], months)


def _cells(path: Path) -> list[list[object]]:
    sheet = xlrd.open_workbook(path).sheet_by_index(0)
    return [list(sheet.row_values(row)) for row in range(sheet.nrows)]


def _month(cell: object) -> str:
    """First day of the month of a day as Excel counts it."""
    return (EPOCH + timedelta(days=int(float(str(cell))))).replace(day=1).isoformat()


def _plain(cell: object) -> str:
    """A cell as text: whole numbers without a point, others as they were read."""
    return f"{cell:.12g}" if isinstance(cell, float) else str(cell)


def _write(path: Path, head: list[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(head)
        lines.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
