"""The pages of the reference that follow from the declarations: the region format and the error codes.

Run `python -m bothhands.inputs.reference DOCS` to write both; a test fails while they lag behind.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bothhands.inputs.cells import Column, columns
from bothhands.inputs.codes import CODES
from bothhands.inputs.registry import tables
from bothhands.inputs.settings import Settings, Variant
from bothhands.inputs.table import PROVENANCE, Table

FORMAT = """# Region format

Made by `python -m bothhands.inputs.reference docs` from the declarations in `bothhands/inputs/tables`. Do not edit.

A region is a folder with `region.toml` and one file a table (`people.csv` or `people.parquet`), or one Excel
workbook with
a sheet `region` (columns `key` and `value`) and one sheet a table. All three say the same. A table without rows
may be left
out unless it is required.

- Text is UTF-8, with or without a byte order mark, or GB18030; what was found is stated. Nothing else is
  read; Korean in EUC-KR cannot always be told from GB18030, so look at what was stated.
- A blank cell is unknown, or takes the default; blank is not zero. Spaces around a cell do not count.
- A number has digits and a point: no thousands separator, no unit, no 万, no %. A date is `2020-03-18`. A flag
  is `true` or `false`.
- The order of `places` and of `sectors` is the order of the axes; elsewhere order means nothing.
- The same key with another `known_from` is another edition of a figure; the latest known one counts.
- Shares run from 0 to 1. Money is in the currency of the settings.
- *Sensitive* columns, a firm's cash, debt and tax, are for the officers in charge of it alone.

An *edition* is twelve hexadecimal digits over every figure and setting. `--as-of` drops what was not known yet;
tables marked
*slow* are kept even so, and listed as hindsight. A figure without `known_from` counts as known from its own
`day`, where the
table has that column, else always.
"""
ERRORS = """# Errors

The input part is made by `python -m bothhands.inputs.reference docs` from `bothhands/inputs/codes.py`. Every
fault names its
code, file, row (the header is row 1), column, value, what was expected and what to do; all faults of an input
come at once, and
nothing is written. On the command line the exit code is 2, with `--json` every fault is listed in full.
"""
BEGIN, END = "<!-- input codes: generated -->", "<!-- end of generated codes -->"


def format_page() -> str:
    """The page `region-format.md`."""
    parts = [FORMAT, "## Settings\n", _settings(), "\n## Columns of every table\n", _provenance()]
    parts += [_table(table) for table in tables().values()]
    return "\n".join(parts)


def codes_part() -> str:
    """The generated part of `errors.md`."""
    rows = [f"| {code} | {meaning} |" for code, meaning in CODES.items()]
    return "\n".join([BEGIN, "| code | meaning |", "|---|---|", *rows, END])


def write(docs: Path) -> None:
    """Write both pages; text of others around the generated codes stays."""
    reference = docs / "reference"
    reference.mkdir(parents=True, exist_ok=True)
    (reference / "region-format.md").write_text(format_page(), encoding="utf-8")
    page = reference / "errors.md"
    old = page.read_text(encoding="utf-8") if page.exists() else ""
    if BEGIN in old and END in old:
        before, _, rest = old.partition(BEGIN)
        text = before + codes_part() + rest.partition(END)[2]
    else:
        text = ERRORS + "\n" + codes_part() + "\n" + old
    page.write_text(text, encoding="utf-8")


def _settings() -> str:
    rows = ["| key | needed | meaning |", "|---|---|---|"]
    for model in (Settings, Variant):
        for key, field in model.model_fields.items():
            needed = "yes" if field.is_required() else "no"
            shown = "`[patch] tables`" if key == "patch" else f"`{key}`"
            rows.append(f"| {shown} | {needed} | {field.description} |")
    return "\n".join(rows)


def _provenance() -> str:
    known = columns(next(iter(tables().values())))
    return "\n".join([*_header(), *(_row(known[name]) for name in PROVENANCE)])


def _table(table: Table) -> str:
    known = columns(table)
    marks = [word for word, holds in (("required", table.required), ("slow", table.slow)) if holds]
    facts = [f"Key: {', '.join(f'`{name}`' for name in table.key)}."]
    facts += [f"`{column}` stands in `{target}`." for column, target in table.refs.items()]
    title = f"\n## {table.name}" + (f" ({', '.join(marks)})" if marks else "")
    rows = [_row(column) for name, column in known.items() if name not in PROVENANCE]
    return "\n".join([title, "", f"{table.about}. {' '.join(facts)}", "", *_header(), *rows])


def _header() -> list[str]:
    return ["| column | kind | unit | needed | meaning |", "|---|---|---|---|---|"]


def _row(column: Column) -> str:
    kind = " / ".join(column.words) if column.words else column.kind
    needed = "yes" if column.required else "no"
    about = f"{column.description}{' Sensitive.' if column.sensitive else ''}"
    return f"| `{column.name}` | {kind} | {column.unit} | {needed} | {about} |"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
