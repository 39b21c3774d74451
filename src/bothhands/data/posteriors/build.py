"""Samples the posteriors that come with the package anew: `python src/bothhands/data/posteriors/build.py [REGION …]`.

Why this file exists: a shipped posterior is used only where the figures it was made from are still those of its region; after a
change of them, or of the version, a test says that this script must be run. Minutes a region; the same seed gives the same draws.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bothhands.inputs.loading import load
from bothhands.observe.calibration import calibrate, write_calibration
from bothhands.observe.posterior_files import key_of

FOLDER = Path(__file__).resolve().parent
REGIONS = ("liaoning",)
"""Regions whose posterior is shipped. The hypothetical wave has other beds, which reach the reports through fear: it is fitted quickly."""
SEED = 20200318


def main(regions: Sequence[str] = REGIONS) -> None:
    """Sample, refuse what has not converged, write, and drop what was there for the same region."""
    for name in regions:
        made = calibrate(load(name), seed=SEED, progress=_told)
        if not made.has_converged:
            raise SystemExit(f"{name}: the chains have not met; ask for more draws")
        fitted, as_of = made.fitted, made.posterior.as_of
        key = key_of(fitted.region, fitted.axes, fitted.prior, fitted.past, as_of)
        path = FOLDER / f"{name}-{as_of.isoformat()}-{key}.nc"
        write_calibration(path, made)
        for old in FOLDER.glob(f"{name}-{as_of.isoformat()}-*.nc"):
            if old != path:
                old.unlink()
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} kB, {made.seconds:.0f} s")


def _told(line: str) -> None:
    print(f"\r{line:60s}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or REGIONS)
