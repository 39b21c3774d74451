"""A fit made once: the posterior with its checks, kept in the user's cache folder.

Why this file exists: the checks need a second fit, and a posterior never changes while the figures it is made from, the day and
the program stay the same. Its name is a hash of those figures, so that another limit of the plan fits nothing anew, and any
other case or parameter of the model does. A kept file that cannot be read is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jax
import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.cases import CaseCount
from bothhands.levers.catalogue import Levers
from bothhands.model import kept
from bothhands.model.day import Model
from bothhands.model.signals import Signals
from bothhands.observe.calibrate import fit
from bothhands.observe.checks import checked
from bothhands.observe.posterior import FitChecks, HeldOut, Posterior
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD

FOLDERS = ("inputs", "levers", "model", "observe")
"""Folders of the program a posterior depends on."""
PARAMETERS = (
    *OF_SPREAD, *OF_REPORTS, "basic_reproduction_number", "hubei_growth_per_day", "seeding_last_day",
)  # fmt: skip
"""Parameters the fit and its checks read beside those in the model."""


def known_posterior(
    region: Region, axes: Axes, model: Model, levers: Levers, signals: Callable[[], Signals], as_of: date
) -> Posterior:
    """The posterior of a region on a day, with its checks from the cache where it is kept, else fitted and without them.

    Parameters
    ----------
    region
        The region as known on the day.
    axes, model, levers
        Its axes, its model before the fit and history, all made from the region by this program.
    signals
        Gives contacts and coverage of a run of that model under that history; asked only for a new fit.
    as_of
        Last day whose reports are used.
    """
    found = _read(_path(region, axes, model, levers, as_of))
    if found is not None and found.as_of == as_of:
        return found._replace(edition=region.edition)
    return fit(region, axes, model.epidemic, levers, signals(), as_of)


def checked_and_kept(
    region: Region, axes: Axes, model: Model, levers: Levers, signals: Callable[[], Signals], posterior: Posterior
) -> Posterior:
    """A posterior from `known_posterior` with its checks, which cost a second fit; kept in the cache. Arguments as there."""
    if posterior.checks is not None:
        return posterior
    made = checked(region, axes, model.epidemic, levers, signals(), posterior)
    _write(_path(region, axes, model, levers, posterior.as_of), made)
    return made


def _path(region: Region, axes: Axes, model: Model, levers: Levers, as_of: date) -> Path:
    return folder() / f"{as_of.isoformat()}-{_figures(region, axes, model, levers)}-{program()}.json"


def _figures(region: Region, axes: Axes, model: Model, levers: Levers) -> str:
    """A hash of every figure a posterior is made from: the whole model and history, the cases, and `PARAMETERS`."""
    digest = hashlib.sha256(repr(axes).encode())
    leaves, tree = jax.tree.flatten((model, levers))
    digest.update(str(tree).encode())
    for leaf in leaves:
        array = np.asarray(leaf)
        digest.update(f"{array.shape}{array.dtype}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    for row in (*region.rows(CaseCount), *(region.parameter(name) for name in PARAMETERS)):
        digest.update(row.model_dump_json().encode())
    return digest.hexdigest()[:32]


def folder() -> Path:
    """Where posteriors are kept."""
    return kept.folder("posteriors")


def program() -> str:
    """Version, and a hash of the sources a posterior depends on."""
    return kept.sources(*FOLDERS)


def as_text(posterior: Posterior) -> str:
    """A quick fit's posterior as JSON; numbers come back as they were."""
    raw = {name: value for name, value in posterior._asdict().items() if name != "sampled"}
    arrays = {name: value.tolist() for name, value in raw.items() if isinstance(value, np.ndarray)}
    plain = {"as_of": posterior.as_of.isoformat(), "checks": checks_as_plain(posterior.checks)}
    return json.dumps({**raw, **arrays, **plain})


def checks_as_plain(checks: FitChecks | None) -> dict[str, object] | None:
    """Checks of a fit as plain data."""
    if checks is None:
        return None
    held = checks.held_out
    plain = None if held is None else {**held._asdict(), "first": held.first.isoformat()}
    return {**checks._asdict(), "held_out": plain}


def checks_of_plain(plain: dict[str, Any] | None) -> FitChecks | None:
    """Checks from `checks_as_plain`."""
    if plain is None:
        return None
    held = plain["held_out"]
    told = None if held is None else HeldOut(**{**held, "first": date.fromisoformat(held["first"])})
    return FitChecks(**{**plain, "held_out": told, "reproduction_number": tuple(plain["reproduction_number"])})


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
    raw["checks"] = checks_of_plain(raw["checks"])
    return Posterior(**raw)


def _read(path: Path) -> Posterior | None:
    """What is kept, or None where there is nothing that can be read."""
    try:
        return from_text(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, posterior: Posterior) -> None:
    kept.write(path, as_text(posterior).encode())
