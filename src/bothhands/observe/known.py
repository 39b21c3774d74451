"""A fit made once: the posterior with its checks, kept in the user's cache folder by edition, as-of day and version of the program.

Why this file exists: the checks need a second fit, and a posterior never changes while region, day and program stay the same. A
kept file that cannot be read is made again; a file is written beside its place and moved there, so that several programs may write.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from platformdirs import user_cache_dir

import bothhands
from bothhands import __version__
from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import Levers
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.signals import Signals
from bothhands.observe.calibrate import fit
from bothhands.observe.checks import checked
from bothhands.observe.posterior import FitChecks, HeldOut, Posterior

FOLDERS = ("inputs", "levers", "model", "observe")
"""Folders of the program a posterior depends on."""


def known_posterior(
    region: Region,
    axes: Axes,
    params: EpidemicParams,
    levers: Levers,
    signals: Callable[[], Signals],
    as_of: date,
) -> Posterior:
    """The posterior of a region on a day, with its checks from the cache where it is kept, else fitted and without them.

    Parameters
    ----------
    region
        The region as known on the day.
    axes, params, levers
        Its axes, epidemic parameters before the fit and history, all made from the region by this program.
    signals
        Gives contacts and coverage of a run under the history; asked only for a new fit.
    as_of
        Last day whose reports are used.
    """
    kept = _read(_path(region, as_of))
    if kept is not None and (kept.edition, kept.as_of) == (region.edition, as_of):
        return kept
    return fit(region, axes, params, levers, signals(), as_of)


def checked_and_kept(
    region: Region,
    axes: Axes,
    params: EpidemicParams,
    levers: Levers,
    signals: Callable[[], Signals],
    posterior: Posterior,
) -> Posterior:
    """A posterior from `known_posterior` with its checks, which cost a second fit; kept in the cache. Arguments as there."""
    if posterior.checks is not None:
        return posterior
    made = checked(region, axes, params, levers, signals(), posterior)
    _write(_path(region, posterior.as_of), made)
    return made


def _path(region: Region, as_of: date) -> Path:
    return folder() / f"{region.edition}-{as_of.isoformat()}-{program()}.json"


def folder() -> Path:
    """Where posteriors are kept: `BOTHHANDS_CACHE_DIR`, else the user's cache folder."""
    return Path(os.environ.get("BOTHHANDS_CACHE_DIR") or user_cache_dir("bothhands")) / "posteriors"


@cache
def program() -> str:
    """Version, and a hash of the sources a posterior depends on."""
    digest = hashlib.sha256()
    root = Path(bothhands.__file__).parent
    for name in FOLDERS:
        for source in sorted((root / name).rglob("*.py")):
            digest.update(source.relative_to(root).as_posix().encode())
            digest.update(source.read_bytes())
    return f"{__version__}-{digest.hexdigest()[:12]}"


def as_text(posterior: Posterior) -> str:
    """A posterior as JSON; numbers come back as they were."""
    raw = posterior._asdict()
    arrays = {name: value.tolist() for name, value in raw.items() if isinstance(value, np.ndarray)}
    checks = posterior.checks
    told = None
    if checks is not None:
        held = checks.held_out
        told = {
            **checks._asdict(),
            "held_out": None if held is None else {**held._asdict(), "first": held.first.isoformat()},
        }
    return json.dumps({**raw, **arrays, "as_of": posterior.as_of.isoformat(), "checks": told})


def from_text(text: str) -> Posterior:
    """A posterior from `as_text`; raises a `ValueError`, `KeyError` or `TypeError` where the text is not one."""
    raw = json.loads(text)
    for name in ("mean", "covariance", "expected", "prior_mean", "prior_sd", "response"):
        raw[name] = np.array(raw[name], float)
    raw["names"], raw["outside"] = tuple(raw["names"]), tuple(raw["outside"])
    raw["as_of"] = date.fromisoformat(raw["as_of"])
    size = len(raw["names"])
    if raw["mean"].shape != (size,) or raw["covariance"].shape != (size, size):
        raise ValueError("names and numbers do not agree")
    checks = raw["checks"]
    if checks is not None:
        held = checks["held_out"]
        if held is not None:
            checks["held_out"] = HeldOut(**{**held, "first": date.fromisoformat(held["first"])})
        checks["reproduction_number"] = tuple(checks["reproduction_number"])
        raw["checks"] = FitChecks(**checks)
    return Posterior(**raw)


def _read(path: Path) -> Posterior | None:
    """What is kept, or None where there is nothing that can be read."""
    try:
        return from_text(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, posterior: Posterior) -> None:
    """Keep a posterior; a folder that cannot be written only means fitting again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(as_text(posterior))
        os.replace(beside, path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
