"""Every code that the desk can tell stands on the page, and nothing else."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"BH-(?:ACC|WEB|UPL|DSK|CLT|REC|TSK|STF)-\d{3}")


def test_codes_of_the_desk_are_those_on_the_page():
    told = {code for path in (ROOT / "src" / "bothhands").rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}  # fmt: skip
    page = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    assert told == set(CODE.findall(page))
