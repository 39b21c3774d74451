"""What a lever does to the odds of an outbreak: as a full run under that lever says, without the run."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.sectors import Sector
from bothhands.levers.history import history
from bothhands.model.epidemic.params import replaced
from bothhands.model.signals import AS_MODELLED
from bothhands.model.simulate import model_of, run
from bothhands.outcome.health import outbreak_odds
from bothhands.outcome.risk import MOVED, WINDOWS, lever_risk, somewhere

GAINS = AS_MODELLED._replace(sales=0.0)
"""How far what is open is used is held fixed by the form under test, so it is cut here."""
run_it = jax.jit(lambda model, levers: run(model, levers, gains=GAINS))


@pytest.fixture(scope="module")
def planned():
    """Two towns half open with a trickle of imports: model, levers, run, first day, what must stay open."""
    region = load("two-towns")
    axes = axes_of(region)
    model, levers = model_of(region, axes), history(region, axes)
    few = {
        "imported_infected": model.epidemic.imported_infected * 1e-5,
        "transmission": model.epidemic.transmission * 3.0,
    }
    model = eqx.tree_at(lambda m: m.epidemic, model, replaced(model.epidemic, tuple(few), tuple(few.values())))
    first = 7 * (axes.day_index(region.default_as_of) // 7)
    half = (
        "openness",
        "remote",
        "school",
        "gatherings",
        "stay_home",
        "mask_rule",
        "testing",
        "tracing",
        "port_screening",
    )
    for name in half:
        getattr(levers, name)[first:] = 0.5
    lowest = np.array([row.lowest_openness for row in region.rows(Sector)])
    record = jax.tree.map(np.asarray, run_it(model, levers))
    return model, levers, record, first, lowest


def test_as_planned_it_is_the_odds_of_the_run(planned):
    model, _, record, first, _ = planned
    told = lever_risk(*planned).planned
    for n, days in enumerate(WINDOWS):
        of_run = np.asarray(outbreak_odds(model.epidemic, record.epidemic, days))[first]
        assert told[n] == pytest.approx(of_run, rel=1e-6)
    assert (np.diff(told, axis=0) >= 0).all()
    assert told[-1].max() > 0


def test_each_lever_does_what_a_run_under_it_says(planned):
    model, levers, _, first, lowest = planned
    risk = lever_risk(*planned)
    for name in MOVED:
        normal = 1.0 if name in ("openness", "school", "gatherings") else 0.0
        for ends, level in ((risk.strictest, 1.0 - normal), (risk.normal, normal)):
            asked = levers._replace(**{name: np.array(getattr(levers, name))})
            getattr(asked, name)[first:] = np.maximum(level, lowest) if name == "openness" else level
            whole = run_it(model, asked)
            of_run = np.asarray(outbreak_odds(model.epidemic, whole.epidemic, 90))[first]
            near = 0.15 if name in ("openness", "mask_rule") else 0.06  # who has masks is held fixed
            assert ends[name][-1] == pytest.approx(of_run, rel=near), (name, level)


def test_stricter_is_safer_and_somewhere_is_at_least_anywhere(planned):
    risk = lever_risk(*planned)
    for name in MOVED:
        assert (risk.strictest[name] <= risk.planned + 1e-12).all(), name
        assert (risk.normal[name] >= risk.planned - 1e-12).all(), name
    assert (somewhere(risk.planned) >= risk.planned.max(-1) - 1e-12).all()
    assert somewhere(np.array([0.5, 0.5])) == pytest.approx(0.75)


@pytest.mark.parametrize(("lever", "capacity"), [("testing", "tests_per_day"), ("tracing", "tracers")])
def test_where_laboratories_or_tracers_are_short_no_hazard_falls_below_its_base(planned, lever, capacity):
    """Short of capacity, asking more brings nothing more; asking nothing is as without testing or tracing at all."""
    model, levers, _, first, lowest = planned
    few = jnp.full_like(getattr(model.epidemic, capacity), 1e-3 if capacity == "tracers" else 1.0)
    seeds = model.epidemic.seeds.at[first - 30].add(300.0)
    short = eqx.tree_at(lambda m: m.epidemic, model, replaced(model.epidemic, (capacity, "seeds"), (few, seeds)))
    record = jax.tree.map(np.asarray, run_it(short, levers))
    asked = float(getattr(short.epidemic, "isolation_testing_rate" if lever == "testing" else "tracing_rate")) * 0.5
    base = float(short.epidemic.isolation_base_rate) if lever == "testing" else 0.0
    seen = getattr(record.epidemic, "isolation_rate" if lever == "testing" else "tracing_rate")[first:] - base
    assert seen.max() < 0.5 * asked
    risk = lever_risk(short, levers, record, first, lowest)
    bare = levers._replace(**{lever: np.array(getattr(levers, lever))})
    getattr(bare, lever)[first:] = 0.0
    without = np.asarray(outbreak_odds(short.epidemic, run_it(short, bare).epidemic, 90))[first]
    assert np.isfinite(risk.normal[lever]).all()
    assert (risk.normal[lever] >= risk.planned - 1e-12).all()
    assert risk.strictest[lever] == pytest.approx(risk.planned, rel=1e-6)
    assert risk.normal[lever][-1].max() <= 1.3 * max(without.max(), risk.planned[-1].max())


def test_days_beyond_the_calendar_do_not_count(planned):
    model, levers, record, _, lowest = planned
    n_days = len(record.epidemic.imported)
    late = lever_risk(model, levers, record, n_days - 40, lowest).planned
    assert late[2] == pytest.approx(late[1], rel=1e-9)
    assert (late[1] >= late[0]).all()
