"""Two towns, modelled once."""

import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.history import history
from bothhands.model.simulate import model_of
from bothhands.observe.fitted import run_once


@pytest.fixture(scope="session")
def two_towns():
    region = load("two-towns")
    axes = axes_of(region)
    return region, axes, model_of(region, axes), history(region, axes)


@pytest.fixture(scope="session")
def compiled():
    return run_once
