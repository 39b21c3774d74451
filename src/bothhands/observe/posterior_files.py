"""Sampled posteriors as files: written whole or not at all, named by what they depend on, and found again for a region and a day.

Why this file exists: sampling takes minutes, a plan seconds. A file is used only where its key is that of the region on the day:
a hash of version, day, cases, parameters of the fit and every figure of the model and its history that the reports answer to, so
that an edit of anything else leaves it valid. Figures are hashed to five digits: another machine's last bit is no other figure.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import jax
import numpy as np
import xarray as xr
from numpy.typing import NDArray

import bothhands
from bothhands import __version__
from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.cases import CaseCount
from bothhands.levers.catalogue import Levers
from bothhands.model.day import Model
from bothhands.observe.known import PARAMETERS, checks_as_plain, checks_of_plain
from bothhands.observe.posterior import FloatArray, Posterior, Sampled, with_draws
from bothhands.observe.ranges import OF_SPREAD

SHIPPED = Path(bothhands.__file__).parent / "data" / "posteriors"
REBUILD = "python src/bothhands/data/posteriors/build.py"
"""What makes the shipped posteriors anew."""
WITHOUT_EFFECT = (
    "life_years_left", "trips_to_hub", "corridor_pass_share", "quarantine_rooms", "offspring_dispersion",
)  # fmt: skip
"""Fields of the epidemic body that the epidemic of the fit does not read."""
BODIES = ("epidemic", "economy", "supply", "coupling")
"""Parts of the model whose figures the reports answer to. Firms act through capacity lost with those that close, after months."""
DIGITS = 5
BETWEEN = 0.618_033_988_749
"""Where between two figures of so many digits one becomes the other: not half-way, where decimal data and their sums lie."""


def at_prior(outside: tuple[str, ...]) -> tuple[int, ...]:
    """Columns of the figures outside the quick fit that a plan leaves at their prior: all of spread (decision 0016)."""
    return tuple(n for n, name in enumerate(outside) if name in OF_SPREAD)


def key_of(region: Region, axes: Axes, model: Model, past: Levers, as_of: date) -> str:
    """Key of the posterior of a region on a day, in hexadecimal.

    Parameters
    ----------
    region
        The region as known on the day.
    axes, model, past
        Its axes, its model before the fit and history; of what has a day, the days to the as-of day count.
    as_of
        Last day whose reports are used.
    """
    days = max(axes.day_index(as_of) + 1, 0)
    about = (
        __version__,
        as_of.isoformat(),
        axes.start.isoformat(),
        axes.places,
        axes.ages,
        axes.sectors,
        model.epidemic.disease,
        *model.epidemic.disease.layers,
    )
    digest = hashlib.sha256(repr(about).encode())
    figures = ({name: getattr(model, name) for name in BODIES}, past._asdict())
    for path, leaf in jax.tree_util.tree_flatten_with_path(figures)[0]:
        name = jax.tree_util.keystr(path)
        if name.endswith(tuple(f".{field}" for field in WITHOUT_EFFECT)):
            continue
        array = np.asarray(leaf)
        array = array[:days] if array.ndim and len(array) == axes.n_days else array
        digest.update(name.encode() + _to_digits(array).tobytes())
    for row in region.rows(CaseCount):
        if row.day <= as_of:
            digest.update(repr((row.place, row.kind, row.origin, row.day, row.cumulative)).encode())
    for name in PARAMETERS:
        one = region.parameter(name)
        digest.update(repr((name, one.value, one.low, one.high, one.unit)).encode())
    return digest.hexdigest()[:24]


def shipped(key: str) -> Posterior | None:
    """The posterior that comes with the package for a key, or None."""
    for path in sorted(SHIPPED.glob(f"*-{key}.nc")):
        return read(path)[0]
    return None


def own(path: Path, key: str, region: Region, as_of: date) -> Posterior:
    """A posterior of the user's, refused where it is not that of the region on the day."""
    posterior, found = read(path)
    if found == key:
        return posterior
    if posterior.as_of != as_of:
        differs = f"it stands on {posterior.as_of.isoformat()}, the plan on {as_of.isoformat()}"
    elif posterior.version != __version__:
        differs = f"version {posterior.version} made it, this is {__version__}"
    else:
        differs = "figures of the model, of the past or of the reports have changed since"
    raise InputError(
        Fault("BH-OBS-033", f"{path} is not the posterior of {region.name} on this day: {differs}",
              "a posterior of the same day, version and figures", f"run `bothhands calibrate {region.name}` again")
    )  # fmt: skip


def write(path: Path, posterior: Posterior, key: str, about: dict[str, Any]) -> None:
    """Write a sampled posterior as netCDF, beside its place and then moved there.

    Parameters
    ----------
    path
        The file.
    posterior, key
        What is written; `sampled` is there.
    about
        Further variables and attributes by name: R-hat, effective draws, the filter.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    try:
        data = as_dataset(posterior, key, about)
        packed = {name: {"zlib": True, "complevel": 6} for name in data.data_vars if data[name].ndim > 1}
        data.to_netcdf(beside, engine="h5netcdf", encoding=packed)
        Path(beside).chmod(0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def as_dataset(posterior: Posterior, key: str, about: dict[str, Any]) -> xr.Dataset:
    """A sampled posterior with named axes: chain, draw, parameter, outside, time, place. Arguments as of `write`."""
    made = posterior.sampled
    if made is None:
        raise ValueError("a quick fit has no draws to write")
    data = {
        "parameters": (("chain", "draw", "parameter"), _by_chain(made.parameters, made.chains)),
        "outside_figures": (("chain", "draw", "outside"), _by_chain(made.outside, made.chains)),
        "dispersion": (("chain", "draw"), _by_chain(made.dispersion, made.chains)),
        "prior_mean": (("parameter",), posterior.prior_mean),
        "prior_sd": (("parameter",), posterior.prior_sd),
        "expected_reports": (("time", "place"), posterior.expected.astype(np.float32)),
        **about.get("variables", {}),
    }
    attributes = {
        "key": key, "edition": posterior.edition, "as_of": posterior.as_of.isoformat(), "version": posterior.version,
        "seed": made.seed, "largest_r_hat": made.largest_r_hat, "least_effective_draws": made.least_effective_draws,
        "divergences": made.divergences, "log_likelihood": posterior.log_likelihood,
        "checks": json.dumps(checks_as_plain(posterior.checks)),
        "units": "parameters: natural logarithms; outside figures: standard normal numbers; reports: cases a day",
        **about.get("attributes", {}),
    }  # fmt: skip
    names = {"parameter": list(posterior.names), "outside": list(posterior.outside)}
    return xr.Dataset(data, {**names, **about.get("coordinates", {})}, attributes)


def read(path: Path) -> tuple[Posterior, str]:
    """A posterior from its file, and its key."""
    try:
        with xr.open_dataset(path, engine="h5netcdf") as data:
            return _posterior_of(data.load()), str(data.attrs["key"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            Fault("BH-OBS-032", f"{path} holds no posterior that can be read ({type(error).__name__})",
                  "a file that `bothhands calibrate` wrote", "write it again")
        ) from None  # fmt: skip


def _posterior_of(data: xr.Dataset) -> Posterior:
    about = data.attrs
    theta, outside, dispersion = (
        np.concatenate(np.asarray(data[name], float)) for name in ("parameters", "outside_figures", "dispersion")
    )
    names = tuple(str(name) for name in data["parameter"].values)
    figures = tuple(str(name) for name in data["outside"].values)
    made = Sampled(
        theta, outside, dispersion, at_prior(figures), data.sizes["chain"], int(about["seed"]), float(about["largest_r_hat"]),
        float(about["least_effective_draws"]), int(about["divergences"]),
    )  # fmt: skip
    size = len(names)
    bare = Posterior(
        np.zeros(size), np.eye(size), names, 1.0, str(about["edition"]), date.fromisoformat(str(about["as_of"])),
        str(about["version"]), np.asarray(data["expected_reports"], float), np.asarray(data["prior_mean"], float),
        np.asarray(data["prior_sd"], float), figures, np.zeros((size, len(figures))), float(about["log_likelihood"]),
        checks_of_plain(json.loads(str(about["checks"]))),
    )  # fmt: skip
    return with_draws(bare, made)


def _by_chain(draws: FloatArray, chains: int) -> NDArray[np.float32]:
    return draws.reshape(chains, -1, *draws.shape[1:]).astype(np.float32)


def _to_digits(array: NDArray[Any]) -> NDArray[Any]:
    """Figures to `DIGITS` significant digits as whole mantissas and powers of ten; others as they are."""
    if not np.issubdtype(array.dtype, np.floating):
        return np.ascontiguousarray(array)
    value = np.asarray(array, float)
    power = np.floor(np.log10(np.maximum(np.abs(value), 1e-300)))
    mantissa = np.floor(np.where(value == 0, 0.0, value / 10.0**power) * 10.0 ** (DIGITS - 1) + BETWEEN)
    over = np.abs(mantissa) >= 10**DIGITS
    power, mantissa = power + over, np.where(over, mantissa / 10, mantissa)
    return np.ascontiguousarray(np.stack([mantissa, power]).astype(np.int64))
