"""Members: the same seed the same draws, wider ranges wider bands, no range no spread; outbreaks counted by hand."""

from dataclasses import replace
from datetime import date, timedelta

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.arrivals import Arrival
from bothhands.inputs.tables.origins import Origin
from bothhands.inputs.tables.variants import Variant
from bothhands.levers.history import history
from bothhands.model.ensemble import Members, ensemble
from bothhands.model.epidemic.borders import port_passes
from bothhands.model.simulate import model_of
from bothhands.observe.calibrate import fit, seeding_curve, with_posterior
from bothhands.observe.fitted import run_once
from bothhands.observe.outbreaks import counted, later_only, outbreak_members, wilson, without_earlier_seeds
from bothhands.observe.ranges import OF_LATER, OF_SPREAD, Range, ranges_of
from bothhands.observe.uncertainty import arrivals_drawn, draws_of, passes_drawn

MEMBERS, MANY = 24, 128


def made(region):
    axes = axes_of(region)
    model, past = model_of(region, axes), history(region, axes)
    posterior = fit(region, axes, model.epidemic, past, run_once(model, past).signals, region.default_as_of)
    theta, curve = jnp.asarray(posterior.mean), jnp.asarray(seeding_curve(region, axes))
    model = eqx.tree_at(lambda m: m.epidemic, model, with_posterior(model.epidemic, theta, curve))
    return region, axes, model, posterior, past


def ranged(region, factor):
    """The region with every range `factor` times as wide, on the scale of the figure."""
    wider = lambda value, edge: max(value + factor * (edge - value), value * 0.05)  # noqa: E731
    names = (*OF_SPREAD, *OF_LATER, "report_delay_days", "reported_share")
    parameters = []
    for name in names:
        row = region.parameter(name)
        low, high = (wider(row.value, edge) for edge in (row.low, row.high))
        parameters.append(row.model_copy(update={"low": low, "high": min(high, 1.0) if row.unit == "share" else high}))
    arrivals = [
        row.model_copy(
            update={
                "low_persons_per_day": wider(row.persons_per_day, row.low_persons_per_day),
                "high_persons_per_day": wider(row.persons_per_day, row.high_persons_per_day),
            }
        )
        for row in region.rows(Arrival)
    ]
    origins = [
        row.model_copy(
            update={
                "low_prevalence_share": wider(row.prevalence_share, row.low_prevalence_share),
                "high_prevalence_share": min(wider(row.prevalence_share, row.high_prevalence_share), 1.0),
            }
        )
        for row in region.rows(Origin)
    ]
    return region.replace(parameters=parameters, arrivals=arrivals, origins=origins)


@pytest.fixture(scope="module")
def towns():
    return made(load("two-towns"))


def test_a_range_has_its_value_in_the_middle_and_its_ends_at_the_tenths():
    normal = np.random.default_rng(1).standard_normal(200_000)
    for one in (
        Range("days", 3.0, 2.0, 8.0, share=False),
        Range("share", 0.4, 0.3, 0.6, share=True),
        Range("none", 0.0, 0.0, 1.0, share=False),
    ):
        low, middle, high = np.quantile(one.at(normal), [0.1, 0.5, 0.9])
        assert (low, middle, high) == pytest.approx((one.low, one.value, one.high), abs=0.01, rel=0.02)
    share = Range("share", 0.8, 0.5, 1.0, share=True).at(normal)
    assert share.max() <= 1.0


def test_the_same_seed_gives_the_same_members_and_another_others(towns):
    region, axes, model, posterior, _ = towns
    one, same, other = (draws_of(region, axes, model, posterior, MEMBERS, seed) for seed in (1, 1, 2))
    for name, values in one.values.items():
        assert np.array_equal(values, same.values[name]), name
        assert not np.array_equal(values, other.values[name]), name
    assert one.members == MEMBERS


def test_at_their_values_the_arrivals_are_those_of_the_model(towns):
    region, axes, model, *_ = towns

    class Middle:
        def standard_normal(self, shape):
            return np.zeros(shape)

    arrivals, infected = arrivals_drawn(region, axes, Middle(), 1)
    np.testing.assert_allclose(arrivals[0], model.epidemic.arrivals, rtol=1e-12)
    np.testing.assert_allclose(infected[0], model.epidemic.imported_infected, rtol=1e-12)


def test_draws_keep_the_levels_of_the_origins(towns):
    region, axes, *_ = towns
    arrivals, infected = arrivals_drawn(region, axes, np.random.default_rng(4), 4000)
    day = axes.n_days - 1
    low, middle, high = np.quantile(arrivals[:, day, 0], [0.1, 0.5, 0.9])
    assert (low, middle, high) == pytest.approx((20, 40, 60), rel=0.05)
    low, middle, high = np.quantile(infected[:, day, 0] / arrivals[:, day, 0], [0.1, 0.5, 0.9])
    assert (low, middle, high) == pytest.approx((0.001, 0.003, 0.006), rel=0.1)


def test_wider_ranges_give_wider_bands_and_none_leave_chance_alone(towns):
    _, _, _, _, past = towns
    spread = {}
    for factor in (0.0, 0.5, 1.0):
        region, axes, model, posterior, _ = made(ranged(load("two-towns"), factor))
        sharp = posterior._replace(covariance=posterior.covariance * 1e-12) if factor == 0 else posterior
        draws = draws_of(region, axes, model, sharp, MANY, 1)
        spread[factor] = {
            name: values.std(0).max() / max(values.mean(), 1e-12) for name, values in draws.values.items()
        }
        infections = np.asarray(ensemble(model, draws, past, 1).infections).sum((1, 2))
        spread[factor]["band"] = infections.std()
    same = [name for name in spread[0.0] if name != "band"]
    assert max(spread[0.0][name] for name in same) < 1e-4
    assert all(spread[0.5][name] < spread[1.0][name] for name in same if name not in ("seeds", "transmission"))
    assert 0.0 < spread[0.0]["band"] < spread[0.5]["band"] < spread[1.0]["band"]


def test_members_draw_transmission_with_what_it_was_fitted_to(towns):
    region, axes, model, posterior, _ = towns
    draws = draws_of(region, axes, model, posterior, 4000, 1)
    log = np.log(draws.values["transmission"] / float(model.epidemic.transmission))
    assert log.std() == pytest.approx(posterior.sd_with_outside()[0], rel=0.05)
    (rate,) = ranges_of(region, ("tracing_rate",))
    expected = posterior.response[0, posterior.outside.index("tracing_rate")]
    normal = np.log(draws.values["tracing_rate"] / rate.value)
    assert np.sign(np.corrcoef(log, normal)[0, 1]) == np.sign(expected)


def members_of(found, infections, imported):
    shape = np.zeros((len(found), 100, 1))
    fill = lambda values: shape + np.asarray(values, float)[:, None, None] / 100  # noqa: E731
    return Members(fill(infections), fill(found), shape, shape, shape, shape, fill(imported), shape, shape)


def test_an_outbreak_is_more_than_ten_finds_that_descend_from_travellers():
    # Of 20 found in the second member, half are travellers; of 24 in the third, 2.
    members = members_of([10, 20, 24, 0], [10, 20, 22, 0], [0, 20, 2, 9])
    shares = counted(members, as_of_day=-1, window_days=100)
    assert shares.outbreaks.tolist() == [1]
    assert shares.anywhere == 1
    assert shares.share[0] == 0.25
    half = counted(members, as_of_day=-1, window_days=50)
    assert half.outbreaks.tolist() == [1]
    assert counted(members, as_of_day=-1, window_days=40).outbreaks.tolist() == [0]


def test_wilson_against_the_worked_example():
    # 15 of 148: 0.0624 to 0.1605 (Newcombe 1998, doi 10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E).
    low, high = wilson(np.array([15]), 148)
    assert (low[0], high[0]) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(np.array([0]), 20)[0][0] == 0.0


def test_without_later_travellers_there_is_no_outbreak(towns):
    region, axes, model, posterior, past = towns
    draws = draws_of(region, axes, model, posterior, MEMBERS, 1)
    at = axes.day_index(region.default_as_of)
    kept = later_only(draws, at)
    assert kept.values["seeds"].sum() == 0.0
    assert kept.values["imported_infected"][:, : at + 1].sum() == 0.0
    assert np.array_equal(kept.values["imported_infected"][:, at + 1 :], draws.values["imported_infected"][:, at + 1 :])
    assert outbreak_members(model, draws, past, 1, axes.n_days - 1).outbreaks.sum() == 0
    many = {**draws.values, "imported_infected": draws.values["imported_infected"] * 100}
    assert outbreak_members(model, draws._replace(values=many), past, 1, at).share.max() > 0.5


def test_variants_seeded_before_the_day_are_left_out(towns):
    """Seeds of a variant, by day, up to the as-of day are nobody's later importation."""
    region, _, model, _, _ = towns
    early = Variant(variant="quick", seed_day=date(2020, 2, 1), seed_infections=20)
    late = early.model_copy(update={"variant": "later", "seed_day": region.default_as_of + timedelta(days=9)})
    region = region.replace(variants=(early, late))
    axes = axes_of(region)
    kept = without_earlier_seeds(model_of(region, axes), axes.day_index(region.default_as_of)).epidemic.dated
    assert {name: float(seeds.sum()) for name, seeds in kept.strain_seeds.items()} == {"quick": 0.0, "later": 20.0}
    assert without_earlier_seeds(model, 3) is model


def test_growth_at_the_origins_moves_what_ports_let_through(towns):
    region, axes, model, posterior, _ = towns
    grown = {"growth_per_day": 0.1, "low_growth_per_day": 0.0, "high_growth_per_day": 0.2}
    rows = tuple(row.model_copy(update=grown) for row in region.rows(Origin))
    growing = replace(region, tables={**region.tables, "origins": rows})
    assert "port_passes" not in draws_of(region, axes, model, posterior, MEMBERS, 1).values
    assert "port_passes" in draws_of(growing, axes, model, posterior, MEMBERS, 1).values
    middle = port_passes(growing, axes, 0.6)
    there = eqx.tree_at(lambda m: m.epidemic.port_passes, model, jnp.asarray(middle))
    drawn = passes_drawn(growing, axes, there, np.random.default_rng(5), 4000).sum(-1)[:, 80, 0, 0]
    ends = [port_passes(growing, axes, 0.6, end).sum(-1)[80, 0, 0] for end in ("low", "middle", "high")]
    assert np.quantile(drawn, [0.1, 0.5, 0.9]) == pytest.approx(ends, rel=0.01)
    assert np.all((drawn > 0) & (drawn < 1))
