"""Every benchmark runs at its smallest size, once, and says what the table needs; no time is judged."""

import math
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.harness import Size, about, cases, rows_of  # noqa: E402


@pytest.mark.parametrize("name", cases())
def test_the_smallest_size_runs(name):
    rows = list(rows_of(name, Size(quick=True, repetitions=1)))
    assert rows
    assert len(about(name)) > 20
    for row in rows:
        assert row.what
        assert math.isfinite(row.median)
        assert row.median > 0
        assert row.peak_mb > 50
        assert row.ratio is None or row.peer


def test_an_unknown_case_lists_the_known_ones():
    asked = subprocess.run(
        [sys.executable, "-m", "benchmarks", "speed"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 2
    assert all(name in asked.stderr for name in cases())
