"""The project keeps its own rules: no registry address in the lock, the wheel carries the regions, the command line is quick."""

import subprocess
import sys
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_lock_names_no_registry():
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    assert "index-url" not in text


def test_the_wheel_contains_every_embedded_region_and_template(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    for region in ("liaoning", "liaoning-wave", "two-towns", "one-mask-line"):
        assert f"bothhands/data/regions/{region}/region.toml" in names
    assert "bothhands/report/templates/briefing.html.j2" in names
    assert "bothhands/report/fonts/noto-sans-sc-gb2312.woff2" in names
    assert "bothhands/report/fonts/OFL.txt" in names
    assert "bothhands/web/pages/look.css" in names
    assert "bothhands/records/migrations/versions/0001_the_first_tables.py" in names
    assert "bothhands/data/defaults/parameters.csv" in names
    assert any(name.startswith("bothhands/data/posteriors/liaoning-2020-03-18-") for name in names)


def test_help_and_import_are_quick():
    """Half a second is the promise; three seconds is what no slow machine excuses (heavy imports take longer)."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bothhands.cli", "--help"], check=True, capture_output=True)
    assert time.perf_counter() - began < 3.0
    heavy = "import sys, bothhands, bothhands.cli; assert not {'jax', 'scipy', 'xarray', 'polars'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", heavy], check=True)
