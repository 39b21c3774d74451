"""Levers that follow what is seen: on above one figure, off below another, never looser than the dates."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.tables.triggers import Trigger
from bothhands.levers.history import history
from bothhands.model import triggers as rules
from bothhands.model.ensemble import Draws, ensemble
from bothhands.model.epidemic.generation import generation_interval
from bothhands.model.epidemic.params import replaced
from bothhands.model.programs import BACKWARD
from bothhands.model.simulate import model_of, run
from bothhands.observe.fitted import run_once


def rule(**changed):
    given = {"trigger": "close", "lever": "school", "level": 0.0, "indicator": "weekly_cases", "above": 20, "below": 5}
    return Trigger(**{**given, **changed})


@pytest.fixture(scope="module")
def wave(two_towns):
    """Two towns with an open spring and a wave seeded in the first, under given rules: a function of the rules."""

    def run_under(*given):
        region = two_towns[0].replace(triggers=given)
        axes = axes_of(region)
        model = model_of(region, axes)
        seeds = jnp.zeros_like(model.epidemic.seeds).at[axes.day_index(region.default_as_of), 0].set(300.0)
        changed = {"seeds": seeds, "transmission": model.epidemic.transmission * 1.5}
        model = eqx.tree_at(
            lambda m: m.epidemic, model, replaced(model.epidemic, tuple(changed), tuple(changed.values()))
        )
        levers = history(region, axes)
        for name in ("school", "gatherings", "openness", "travel"):
            getattr(levers, name)[:] = 1.0
        return region, axes, model, levers, jax.tree.map(np.asarray, run_once(model, levers))

    return run_under


def weekly_reports(region, found):
    """Reports of the last seven days as the run's finds show up, by brute force."""
    delay, share = region.parameter("report_delay_days").value, region.parameter("reported_share").value
    leave = 1.0 / (1.0 + delay)
    reported = np.zeros_like(found)
    for day in range(len(found)):
        for ago in range(min(day + 1, 60)):
            reported[day] += share * leave * (1.0 - leave) ** ago * found[day - ago]
    return np.array([reported[max(day - 6, 0) : day + 1].sum(0) for day in range(len(found))])


def test_a_rule_follows_the_reports_day_by_day(wave):
    region, axes, _model, _levers, day = wave(rule())
    weekly = weekly_reports(region, day.epidemic.found)
    on, first = np.zeros(len(axes.places)), axes.day_index(region.default_as_of) + 1
    for today in range(axes.n_days):
        assert np.array_equal(day.triggered[today, 0], on), axes.days[today]
        on = np.where(on > 0, weekly[today] >= 5, weekly[today] > 20) * (today + 1 >= first)
    assert day.triggered[:, 0].any()
    assert not day.triggered[:first].any()


def test_while_a_rule_is_on_the_lever_stands_at_its_level(wave):
    *_, model, levers, day = wave(rule(level=0.25))
    on = day.triggered[:, 0] > 0
    strength = day.epidemic.setting_strength[:, 1]
    free = wave()[-1].epidemic.setting_strength[:, 1]
    assert np.allclose(strength[on], 0.25 * free[on], rtol=1e-9)
    force = rules.levers_in_force(model.triggers, jax.tree.map(jnp.asarray, levers), jnp.asarray(day.triggered))
    assert np.array_equal(np.asarray(force.school), np.where(on, 0.25, 1.0))


def test_a_stricter_date_goes_before_a_rule_and_a_laxer_one_gives_way(wave):
    _, axes, model, levers, day = wave(rule(level=0.5), rule(trigger="test", lever="testing", level=0.5))
    on = jnp.asarray(day.triggered)
    n, p = axes.n_days, len(axes.places)
    for dated, school, testing in ((0.2, 0.2, 0.5), (0.8, 0.5, 0.8)):
        given = jax.tree.map(jnp.asarray, levers)._replace(
            school=jnp.full((n, p), dated), testing=jnp.full((n, p), dated)
        )
        force = rules.levers_in_force(model.triggers, given, on)
        assert np.allclose(np.asarray(force.school)[day.triggered[:, 0] > 0], school)
        assert np.allclose(np.asarray(force.testing)[day.triggered[:, 1] > 0], testing)


def test_a_rule_acts_only_where_and_while_it_says_so(wave):
    base, axes, *_ = wave()
    town = axes.places[0]
    first = axes.days[axes.day_index(base.default_as_of) + 20]
    last = axes.days[axes.day_index(base.default_as_of) + 50]
    day = wave(rule(place=town, date_from=first, date_to=last))[-1]
    on = day.triggered[:, 0]
    assert on[:, 0].any()
    assert not on[:, 1].any()
    assert not on[: axes.day_index(first)].any()
    assert not on[axes.day_index(last) + 1 :].any()


def test_a_rule_of_the_whole_region_acts_everywhere_at_once(wave):
    on = wave(rule(scope="region"))[-1].triggered[:, 0]
    assert on.any()
    assert np.array_equal(on[:, 0], on[:, 1])


def test_a_rule_stays_on_for_its_least_days(wave):
    for least in (1, 40):
        on = wave(rule(level=0.0, above=20, below=19, least_days=least))[-1].triggered[:, 0, 0]
        edges = np.flatnonzero(np.diff(np.concatenate([[0.0], on, [0.0]])))
        lengths = edges[1::2] - edges[::2]
        assert len(lengths)
        assert lengths[:-1].min(initial=10**6) >= least
        assert lengths[0] >= least


def test_closing_a_sector_by_rule_keeps_what_must_stay_open(wave):
    region, _axes, model, levers, day = wave(rule(lever="openness", level=0.0))
    on = day.triggered[:, 0] > 0
    force = rules.levers_in_force(model.triggers, jax.tree.map(jnp.asarray, levers), jnp.asarray(day.triggered))
    lowest = np.array([row.lowest_openness for row in region.rows("sectors")])
    assert np.allclose(np.asarray(force.openness)[on], lowest)
    assert day.economy.value_added[:, 0].sum() < wave()[-1].economy.value_added[:, 0].sum()


def test_the_reproduction_number_is_that_of_the_reports(wave):
    """Against Cori et al. by brute force; below five reports a week there is none."""
    region, *_, day = wave(rule(indicator="reproduction_number", above=1.2, below=0.9))
    found = day.epidemic.found
    w = np.append(0.0, generation_interval(region))
    delay, share = region.parameter("report_delay_days").value, region.parameter("reported_share").value
    leave = 1.0 / (1.0 + delay)
    kernel = share * leave * (1 - leave) ** np.arange(60)
    reported = np.stack([np.convolve(one, kernel)[: len(one)] for one in found.T], axis=1)
    pressure = np.stack([np.convolve(one, w)[: len(one)] for one in reported.T], axis=1)
    last = lambda series: np.array([series[max(t - 6, 0) : t + 1].sum(0) for t in range(len(series))])  # noqa: E731
    number = np.where(last(reported) >= 5, (1 + last(reported)) / (0.2 + last(pressure)), 0.0)
    on, first = np.zeros(found.shape[1]), int(np.flatnonzero(day.triggered.any((1, 2)))[0])
    for today in range(first - 1, len(found)):
        on = np.where(on > 0, number[today] >= 0.9, number[today] > 1.2) * 1.0
        if today + 1 < len(found):
            clear = np.abs(number[today][:, None] - np.array([0.9, 1.2])).min(1) > 2e-3
            assert np.array_equal(day.triggered[today + 1, 0][clear], on[clear])
            on = day.triggered[today + 1, 0]
    assert day.triggered.any()


def test_members_obey_by_their_own_reports(wave):
    _, axes, model, levers, _ = wave(rule(above=10, below=1))
    seeds = np.zeros((16, *model.epidemic.seeds.shape))
    seeds[:, axes.day_index(wave()[0].default_as_of), 0] = 1.0
    members = ensemble(model, Draws({"seeds": seeds}), levers, seed=3)
    days = np.asarray(members.triggered)[:, 0]
    assert days.shape == (16, len(axes.places))
    assert (days[:, 0] > 0).any()
    assert (days[:, 0] == 0).any()
    never = days.sum(1) == 0
    assert np.asarray(members.found).sum((1, 2))[never].max() < np.asarray(members.found).sum((1, 2))[~never].max()


def test_a_rule_that_is_off_leaves_gradients_whole(wave):
    _, axes, model, levers, _ = wave(rule(above=1e9, below=1.0))
    free = wave()[2]

    def ill(school, model):
        given = jax.tree.map(jnp.asarray, levers)._replace(school=school)
        return run(model, given).epidemic.infections.sum()

    school = jnp.ones((axes.n_days, len(axes.places)))
    one, other = (jax.jit(jax.grad(ill), compiler_options=BACKWARD)(school, own) for own in (model, free))
    assert np.allclose(np.asarray(one), np.asarray(other), rtol=1e-9)
    assert np.abs(np.asarray(one)).max() > 0


def test_every_fault_of_a_rule_is_told_at_once(two_towns):
    with pytest.raises(InputError) as caught:
        two_towns[0].replace(
            triggers=[
                rule(above=5, below=20),
                rule(trigger="nothing", level=1.0),
                rule(trigger="sectors", sector=two_towns[0].sectors[0]),
                rule(trigger="place", place="Nowhere"),
            ]
        )
    assert sorted(fault.code for fault in caught.value.faults) == ["BH-INP-022", *["BH-INP-048"] * 3]
