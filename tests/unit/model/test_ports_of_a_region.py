"""Ports of a region: rules by port, growth by origin, what is blank, what is not known, and regions without any."""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest
from pydantic import ValidationError

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.origins import Origin
from bothhands.inputs.tables.ports import Port
from bothhands.model.epidemic.borders import GIVEN, checks_at, port_passes, quarantine_days_of
from bothhands.model.epidemic.entry import passing
from bothhands.model.simulate import model_of


def changed(region, row_class, **update):
    """The region with columns of every row of a table replaced."""
    name = {Port: "ports", Origin: "origins"}[row_class]
    rows = tuple(row.model_copy(update=update) for row in region.tables[name])
    return replace(region, tables={**region.tables, name: rows})


@pytest.fixture(scope="module")
def towns():
    region = load("two-towns")
    return region, axes_of(region)


def test_a_port_without_rules_takes_the_parameters(towns):
    region, axes = towns
    (port,) = region.rows(Port)
    value = {name: region.parameter(name).value for name in GIVEN}
    checks = checks_at(port, value)
    assert (checks.exit_sensitivity, checks.quarantine_days, checks.test_days) == (0.86, 14, (1, 13))
    assert quarantine_days_of(region, axes) == pytest.approx([14])
    share = port_passes(region, axes, 0.6).sum(-1)
    assert share.shape == (axes.n_days, 1, 2)
    assert np.all((share > 0) & (share < 1))
    assert np.all(share[..., 1] < 0.1 * share[..., 0])


def test_rules_of_a_port_count(towns):
    region, axes = towns
    loose = changed(
        region, Port, exit_check_sensitivity=0.0, entry_check_sensitivity=0.0, quarantine_days=0.0, test_days="none"
    )
    share = port_passes(loose, axes, 0.6).sum(-1)
    np.testing.assert_allclose(share[..., 0], share[..., 1])
    assert np.all(share > 0.9)
    short = changed(region, Port, quarantine_days=7.0, test_days="2 6", pre_departure_test_days=1.0)
    assert quarantine_days_of(short, axes) == pytest.approx([7])
    assert np.all(port_passes(short, axes, 0.6).sum(-1)[..., 0] < port_passes(region, axes, 0.6).sum(-1)[..., 0])
    assert np.all(port_passes(short, axes, 0.6).sum(-1)[..., 1] > port_passes(region, axes, 0.6).sum(-1)[..., 1])


def test_a_test_after_the_stay_is_refused(towns):
    (port,) = towns[0].rows(Port)
    given = {**port.model_dump(), "quarantine_days": 7.0}
    assert Port.model_validate({**given, "test_days": "2 7"}).days_of_tests() == (2.0, 7.0)
    with pytest.raises(ValidationError, match="days from 0 to 7 parted by spaces, or none"):
        Port.model_validate({**given, "test_days": "2 9"})


def test_growth_at_an_origin_lets_more_through_on_its_days(towns):
    region, axes = towns
    late = region.rows(Origin)[1]
    rows = (region.rows(Origin)[0], late.model_copy(update={"growth_per_day": 0.2, "high_growth_per_day": 0.3}))
    growing = replace(region, tables={**region.tables, "origins": rows})
    before, after = (port_passes(one, axes, 0.6).sum(-1)[:, 0, 0] for one in (region, growing))
    first = axes.day_index(late.date_from)
    np.testing.assert_allclose(before[:first], after[:first])
    assert np.all(after[first : axes.day_index(late.date_to)] > before[first] + 0.05)
    assert np.all(port_passes(growing, axes, 0.6, "high").sum(-1)[first : first + 9, 0, 0] > after[first])
    np.testing.assert_allclose(port_passes(growing, axes, 0.6, "low"), port_passes(growing, axes, 0.6))


def test_a_region_without_ports_has_none():
    region = load("one-mask-line")
    model = model_of(region, axes_of(region))
    assert model.epidemic.port_passes.shape[1:] == (0, 2, 4)
    assert model.epidemic.quarantine_days.shape == (0,)


def test_odds_of_one_change_nothing_and_more_let_more_through(towns):
    region, axes = towns
    passes = jnp.asarray(port_passes(region, axes, 0.6)[80])
    free, held = passing(passes, jnp.asarray(1.0), jnp.asarray(1.0))
    np.testing.assert_allclose(free, passes[:, 0], rtol=1e-12)
    np.testing.assert_allclose(held, passes[:, 1], rtol=1e-12)
    more_free, more_held = passing(passes, jnp.asarray(1.4), jnp.asarray(2.0))
    odds = [np.asarray(one).sum() / (1 - np.asarray(one).sum()) for one in (free, more_free)]
    assert odds[1] / odds[0] == pytest.approx(1.4)
    assert float(more_held.sum()) > float(held.sum())
    given = [float(h.sum() / f.sum()) for h, f in ((held, free), (more_held, more_free))]
    assert given[1] / (1 - given[1]) == pytest.approx(2.0 * given[0] / (1 - given[0]))
