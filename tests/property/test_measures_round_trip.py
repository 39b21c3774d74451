"""Any levers, written as measures and compiled again, are the same levers."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.catalogue import LEVERS, Levers, axis_names
from bothhands.levers.compile import to_arrays
from bothhands.levers.history import history
from bothhands.levers.measures_of import to_measures

REGION = load("two-towns")
AXES = axes_of(REGION)
BASE = history(REGION, AXES)


@st.composite
def changed_levers(draw):
    seed = draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    spread = draw(st.sampled_from([0.02, 0.3, 1.0]))
    arrays = {name: np.array(getattr(BASE, name)) for name in Levers._fields}
    for lever in LEVERS:
        array = arrays[lever.name]
        for _ in range(draw(st.integers(0, 4))):
            first, last = sorted(random.integers(AXES.day_index(date(2020, 3, 18)), AXES.n_days, 2))
            chosen = [np.flatnonzero(random.random(len(axis_names(AXES, axis))) < spread) for axis in lever.axes]
            value = random.choice([random.uniform(lever.low, min(lever.high, 7)), lever.low, lever.neutral])
            array[np.ix_(np.arange(first, last + 1), *chosen)] = value
    return Levers(**arrays)


@settings(max_examples=40, deadline=None)
@given(changed_levers())
def test_round_trip_is_exact(levers):
    measures = to_measures(levers, AXES, BASE, date(2020, 3, 18))
    back = to_arrays(measures, AXES, BASE)
    for name in Levers._fields:
        assert np.array_equal(getattr(back, name), getattr(levers, name)), name


@settings(max_examples=10, deadline=None)
@given(changed_levers(), st.randoms())
def test_order_of_measures_does_not_matter(levers, random):
    measures = list(to_measures(levers, AXES, BASE, date(2020, 3, 18)))
    random.shuffle(measures)
    back = to_arrays(measures, AXES, BASE)
    assert all(np.array_equal(getattr(back, name), getattr(levers, name)) for name in Levers._fields)
