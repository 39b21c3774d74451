"""The reference pages of the inputs follow the declarations, and every code in the source is documented."""

from __future__ import annotations

import re
from pathlib import Path

from bothhands.inputs.codes import CODES
from bothhands.inputs.reference import codes_part, format_page, write

ROOT = Path(__file__).parents[2]


def test_pages_are_as_generated() -> None:
    assert (ROOT / "docs/reference/region-format.md").read_text(encoding="utf-8") == format_page()
    assert codes_part() in (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")


def test_every_code_used_is_documented_and_every_input_code_used() -> None:
    used: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        if path.name != "codes.py":
            used |= set(re.findall(r"BH-[A-Z]+-\d{3}", path.read_text(encoding="utf-8")))
    page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    assert {code for code in used if code not in page} == set()
    assert set(CODES) <= used


def test_writing_keeps_what_others_wrote(tmp_path: Path) -> None:
    write(tmp_path)
    page = tmp_path / "reference" / "errors.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n## Runs\n\nBH-RUN-001\n", encoding="utf-8")
    before = page.read_text(encoding="utf-8")
    write(tmp_path)
    assert page.read_text(encoding="utf-8") == before
