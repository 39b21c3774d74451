"""The fit of Liaoning to its reports, and the reading of the region before it. Smallest size: two towns."""

from __future__ import annotations

from collections.abc import Iterator

import jax

from benchmarks.harness import Measured, Size, timed
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.history import history
from bothhands.model.simulate import model_of, run
from bothhands.observe.calibrate import fit
from bothhands.observe.checks import checked


def rows(size: Size) -> Iterator[Measured]:
    """Reading, arrays, fit, fit with its checks."""
    name = "two-towns" if size.quick else "liaoning"
    yield timed("read and check the region", lambda: (load(name), ())[1], size)
    region = load(name)
    day = region.default_as_of
    region = region.standing_on(day)
    axes = axes_of(region)
    yield timed("tables to arrays", lambda: model_of(region, axes), size)
    model, past = model_of(region, axes), history(region, axes)
    signals = jax.jit(run)(model, past).signals
    given = (region, axes, model.epidemic, past, signals)
    yield timed("fit", lambda: fit(*given, day).mean, size)
    posterior = fit(*given, day)
    yield timed("checks of the fit, a second fit among them", lambda: checked(*given, posterior).mean, size)
