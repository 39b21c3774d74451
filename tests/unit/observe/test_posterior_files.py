"""Posterior files: they come back, are refused where they are another's, are never half written, and the shipped one is fresh."""

import numpy as np
import pytest
import xarray as xr

from bothhands.errors import InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.cases import CaseCount
from bothhands.levers.history import history
from bothhands.model.epidemic.params import replaced
from bothhands.model.simulate import model_of
from bothhands.observe import posterior_files
from bothhands.observe.calibrate import as_reported, expected, observed_of
from bothhands.observe.fitted import fit_region
from bothhands.observe.posterior import Sampled, with_draws
from bothhands.observe.posterior_files import (
    BODIES,
    REBUILD,
    WITHOUT_EFFECT,
    _to_digits,
    at_prior,
    key_of,
    own,
    read,
    shipped,
    write,
)
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD, ranges_of

REGION = load("two-towns")
DAY = REGION.default_as_of


@pytest.fixture(scope="module")
def towns():
    return fit_region(REGION, DAY)


@pytest.fixture(scope="module")
def sampled(towns):
    """The quick fit with draws of its own, as a calibration would leave them."""
    quick = towns.posterior
    theta, outside = quick.sample_jointly(np.random.default_rng(1), 60)
    made = Sampled(theta, outside, np.full(60, 1.4), at_prior(quick.outside), 3, 7, 1.004, 410.0, 0)
    return with_draws(quick, made)


def key(fitted, region=None, model=None, past=None, day=DAY):
    return key_of(region or fitted.region, fitted.axes, model or fitted.prior, past or fitted.past, day)


def test_a_file_comes_back_as_it_was(towns, sampled, tmp_path):
    path = tmp_path / "there" / "posterior.nc"
    write(path, sampled, key(towns), {"attributes": {"filter": ""}})
    back, found = read(path)
    assert found == key(towns)
    np.testing.assert_allclose(back.sampled.parameters, sampled.sampled.parameters, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(back.mean, sampled.mean, atol=1e-6)
    np.testing.assert_allclose(back.covariance, sampled.covariance, atol=1e-6)
    assert back.sampled[3:] == sampled.sampled[3:]
    assert (back.names, back.outside, back.as_of, back.checks) == (sampled.names, sampled.outside, DAY, sampled.checks)
    assert [one.name for one in path.parent.iterdir()] == ["posterior.nc"]


def test_a_write_that_breaks_off_leaves_what_was_there(towns, sampled, tmp_path, monkeypatch):
    path = tmp_path / "posterior.nc"
    write(path, sampled, key(towns), {})
    before = path.read_bytes()

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(xr.Dataset, "to_netcdf", stopped)
    with pytest.raises(KeyboardInterrupt):
        write(path, sampled, key(towns), {})
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["posterior.nc"]


def test_another_day_or_figure_is_refused_with_the_reason(towns, sampled, tmp_path):
    path = tmp_path / "posterior.nc"
    write(path, sampled, key(towns), {})
    assert own(path, key(towns), REGION, DAY).sampled is not None
    for wanted, day, reason in (("other", DAY, "have changed"), ("other", DAY.replace(day=1), "it stands on")):
        with pytest.raises(InputError, match="BH-OBS-033") as refused:
            own(path, wanted, REGION, day)
        assert reason in str(refused.value)
    (tmp_path / "broken.nc").write_bytes(path.read_bytes()[:200])
    for name in ("broken.nc", "none.nc"):
        with pytest.raises(InputError, match="BH-OBS-032"):
            read(tmp_path / name)


def test_members_and_model_take_a_sampled_posterior(towns, sampled, tmp_path, monkeypatch):
    monkeypatch.setattr(posterior_files, "SHIPPED", tmp_path)
    write(tmp_path / f"two-towns-{key(towns)}.nc", sampled, key(towns), {})
    fitted = fit_region(REGION, DAY, sampled=True)
    drawn = fitted.posterior
    assert drawn.sampled is not None
    theta, _ = drawn.sample_jointly(np.random.default_rng(3), 40)
    assert len({tuple(row) for row in theta.tolist()}) == 40
    assert len(drawn.sample(np.random.default_rng(3), 200)) == 200
    assert float(fitted.model.epidemic.tracing_rate) == float(fitted.prior.epidemic.tracing_rate)
    factor = float(fitted.model.epidemic.transmission / fitted.prior.epidemic.transmission)
    assert factor == pytest.approx(np.exp(drawn.mean[0]), rel=1e-9)
    assert fit_region(REGION, DAY).posterior.sampled is None


def test_figures_of_spread_keep_their_prior_and_the_rest_answers_to_them():
    """Draws in which a parameter is 0.5 of the figure of spread plus noise, the figure 1 ± 0.5 where its prior is 0 ± 1."""
    generator = np.random.default_rng(6)
    spread, share = 1.0 + 0.5 * generator.standard_normal(4000), generator.standard_normal(4000)
    theta = 2.0 + 0.5 * spread - 0.7 * share + 0.1 * generator.exponential(1.0, 4000)
    made = Sampled(theta[:, None], np.column_stack([spread, share]), np.full(4000, 1.4), (0,), 4, 1, 1.0, 999.0, 0)
    bare = fit_region(REGION, DAY).posterior._replace(names=("one",), outside=("tracing_rate", "reported_share"))
    posterior = with_draws(bare, made)
    assert posterior.mean[0] == pytest.approx(2.1, abs=0.05)
    assert posterior.response[0].tolist() == pytest.approx([0.5, 0.0], abs=0.02)
    np.testing.assert_allclose(posterior.outside_mean, [0.0, share.mean()], atol=0.03)
    drawn, outside = posterior.sample_jointly(np.random.default_rng(7), 4000)
    assert (outside[:, 0].mean(), outside[:, 0].std()) == pytest.approx((0.0, 1.0), abs=0.05)
    assert np.corrcoef(drawn[:, 0], outside[:, 1])[0, 1] < -0.7
    rest = drawn[:, 0] - 0.5 * outside[:, 0] + 0.7 * outside[:, 1] - 2.0
    assert rest.mean() == pytest.approx(0.1, abs=0.02)
    assert ((rest - rest.mean()) ** 3).mean() / rest.std() ** 3 > 1.0
    assert drawn.std() == pytest.approx(posterior.sd_with_outside()[0], rel=0.05)


def test_what_the_reports_answer_to_changes_the_key_and_nothing_else_does(towns):
    usual = key(towns)
    ill = towns.prior.epidemic
    other = lambda field, value: key(towns, model=_with(towns.prior, replaced(ill, (field,), (value,))))  # noqa: E731
    assert other("latent_rate", ill.latent_rate * 1.01) != usual
    assert other("latent_rate", ill.latent_rate * (1 + 1e-12)) == usual
    for field in WITHOUT_EFFECT:
        assert other(field, getattr(ill, field) * 2 + 1) == usual, field
    later = towns.axes.day_index(DAY) + 1
    assert other("imported_infected", ill.imported_infected.at[later:].add(5)) == usual
    assert other("imported_infected", ill.imported_infected.at[later - 1].add(5)) != usual
    rows = REGION.rows(CaseCount)
    more = [row.model_copy(update={"cumulative": row.cumulative + 1}) for row in rows]
    assert key(towns, region=towns.region.replace(cases=more)) != usual
    limit = REGION.parameter("outbreak_odds_limit").model_copy(update={"value": 0.5, "low": None, "high": None})
    others = [row for row in towns.region.parameters if row.parameter != "outbreak_odds_limit"]
    assert key(towns, region=towns.region.replace(parameters=[*others, limit])) == usual
    assert key(towns, day=DAY.replace(day=10)) != usual


def test_fields_left_out_of_the_key_do_not_touch_the_reports(towns):
    ill = towns.prior.epidemic
    given = observed_of(towns.region, towns.axes, ill, towns.past, towns.heard(), DAY)
    theta = np.append(0.3, np.full(2, 3.0))
    values = np.array([one.value for one in ranges_of(REGION, (*OF_SPREAD, *OF_REPORTS))])
    usual = np.asarray(expected(given, theta, values))
    for field in WITHOUT_EFFECT:
        changed = given._replace(params=replaced(given.params, (field,), (getattr(given.params, field) * 0.5 + 1,)))
        np.testing.assert_allclose(expected(changed, theta, values), usual, rtol=1e-6, err_msg=field)
    assert set(BODIES) < {"epidemic", "economy", "supply", "coupling", "firms"}


def _with(model, ill):
    import equinox as eqx

    return eqx.tree_at(lambda m: m.epidemic, model, ill)


def test_the_last_bits_of_another_machine_are_no_other_figure():
    """Decimal data lie half-way between figures of fewer digits; sums of them fall on either side by machine."""
    decimal = np.array([0.822225, 301315.0, 0.0925675, -1.000005, 0.0, 99999.5])
    for shift in (1e-12, -1e-12):
        assert np.array_equal(_to_digits(decimal * (1 + shift)), _to_digits(decimal))
    assert not np.array_equal(_to_digits(decimal * (1 + 1e-4)), _to_digits(decimal))
    assert _to_digits(np.array([99999.9])).tolist() == _to_digits(np.array([100000.0])).tolist()


def test_the_shipped_posterior_is_that_of_the_region():
    """A stale one is not used: the plan falls back on the quick fit and says so. Make it anew."""
    name = "liaoning"
    region = load(name)
    day = region.default_as_of
    region = region.standing_on(day)
    axes = axes_of(region)
    model = model_of(region, axes)
    prior = _with(model, as_reported(model.epidemic))
    found = shipped(key_of(region, axes, prior, history(region, axes), day))
    assert found is not None, f"the posterior of {name} is of other figures: run {REBUILD}"
    assert found.sampled.largest_r_hat < 1.01
    assert found.sampled.least_effective_draws > 400
    assert found.checks is not None


def test_the_shipped_posterior_expects_what_the_program_expects():
    """Sources are not in the key: a change of the model that moves the expected reports makes the file stale too."""
    fitted = fit_region(load("liaoning"), load("liaoning").default_as_of, sampled=True)
    made = fitted.posterior
    ill = fitted.prior.epidemic
    given = observed_of(fitted.region, fitted.axes, ill, fitted.past, fitted.heard(), made.as_of)
    ranges = ranges_of(fitted.region, (*OF_SPREAD, *OF_REPORTS))
    values = np.array([float(one.at(x)) for one, x in zip(ranges, made.outside_mean, strict=True)])
    now = np.asarray(expected(given, made.mean, values))
    np.testing.assert_allclose(now, made.expected, rtol=2e-3, atol=2e-3, err_msg=f"run {REBUILD}")
