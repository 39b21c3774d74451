"""A kept posterior comes back as it was; a changed case or figure, a broken file or a changed program fits again."""

from concurrent.futures import ThreadPoolExecutor

import equinox as eqx
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.cases import CaseCount
from bothhands.levers.history import history
from bothhands.model.simulate import model_of
from bothhands.observe import known
from bothhands.observe.calibrate import fit
from bothhands.observe.checks import checked
from bothhands.observe.fitted import run_once
from bothhands.observe.known import as_text, checked_and_kept, folder, from_text, known_posterior

REGION = load("two-towns")
DAY = REGION.default_as_of


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("BOTHHANDS_CACHE_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def parts():
    """The programs of the fit are made ready here, where kept ones may be read: not in a folder of a test's own."""
    axes = axes_of(REGION)
    model, past = model_of(REGION, axes), history(REGION, axes)
    signals = run_once(model, past).signals
    checked(REGION, axes, model.epidemic, past, signals, fit(REGION, axes, model.epidemic, past, signals, DAY))
    return axes, model, past, signals


def ask(parts, region=REGION):
    """The posterior with its checks, and how often a fit was asked for."""
    axes, model, past, signals = parts
    asked = []
    posterior = known_posterior(region, axes, model, past, lambda: asked.append(1) or signals, DAY)
    assert (posterior.checks is None) == bool(asked)
    return checked_and_kept(region, axes, model, past, lambda: signals, posterior), len(asked)


def test_a_second_call_fits_nothing_and_gives_the_same(place, parts):
    (one, first), (two, second) = ask(parts), ask(parts)
    assert (first, second) == (1, 0)
    assert as_text(one) == as_text(two)
    assert np.array_equal(one.covariance, two.covariance)
    assert two.checks == one.checks
    assert two.checks is not None


def test_a_changed_case_fits_again(place, parts):
    one, _ = ask(parts)
    rows = REGION.rows(CaseCount)
    last = max((row for row in rows if row.day <= DAY), key=lambda row: (row.day, row.cumulative))
    other = REGION.replace(
        cases=[row if row is not last else row.model_copy(update={"cumulative": row.cumulative + 1}) for row in rows]
    )
    two, asked = ask(parts, other)
    assert asked == 1
    assert not np.array_equal(one.mean, two.mean)


def test_a_limit_of_the_plan_fits_nothing_and_the_edition_is_told(place, parts):
    one, _ = ask(parts)
    other = with_parameter("outbreak_odds_limit", 0.5)
    two, asked = ask(parts, other)
    assert asked == 0
    assert (one.edition, two.edition) == (REGION.edition, other.edition)
    assert one.edition != two.edition
    assert np.array_equal(one.mean, two.mean)


@pytest.mark.parametrize("name", known.PARAMETERS)
def test_a_changed_parameter_of_the_fit_fits_again(place, parts, name):
    axes, model, past, _ = parts
    before, after = (
        known._path(region, axes, model, past, DAY)
        for region in (REGION, with_parameter(name, REGION.parameter(name).value * 1.01))
    )
    assert before != after


@pytest.mark.parametrize("part", ["model", "levers"])
def test_another_figure_of_the_model_or_history_fits_again(place, parts, part):
    axes, model, past, _ = parts
    richer = eqx.tree_at(lambda m: m.epidemic.ward_beds, model, model.epidemic.ward_beds + 1)
    other = (richer, past) if part == "model" else (model, past._replace(school=past.school * 0.5))
    assert known._path(REGION, axes, *other, DAY) != known._path(REGION, axes, model, past, DAY)


def test_the_fit_reads_nothing_of_the_region_that_its_name_does_not_cover(parts):
    """A region that notes what is asked of it, given to the fit and to its checks."""
    axes, model, past, signals = parts
    asked = set()

    class Noting:
        edition = REGION.edition

        def parameter(self, name):
            asked.add(name)
            return REGION.parameter(name)

        def rows(self, of):
            asked.add(of)
            return REGION.rows(of)

    posterior = fit(Noting(), axes, model.epidemic, past, signals, DAY)
    checked(Noting(), axes, model.epidemic, past, signals, posterior)
    assert asked <= {CaseCount, *known.PARAMETERS}


def with_parameter(name, value):
    """Two towns with one parameter changed."""
    changed = REGION.parameter(name).model_copy(update={"value": value, "low": None, "high": None})
    rows = [row for row in REGION.parameters if row.parameter != name]
    return REGION.replace(parameters=[*rows, changed])


def test_a_broken_file_or_another_program_fits_again(place, parts, monkeypatch):
    one, _ = ask(parts)
    (kept,) = folder().glob("*.json")
    kept.write_text(kept.read_text()[:500])
    two, asked = ask(parts)
    assert asked == 1
    assert as_text(one) == as_text(two)
    monkeypatch.setattr(known, "program", lambda: "another")
    assert ask(parts)[1] == 1


def test_a_folder_that_cannot_be_written_only_costs_the_fit(tmp_path, parts, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("BOTHHANDS_CACHE_DIR", str(tmp_path / "file"))
    assert ask(parts)[1] == ask(parts)[1] == 1


def test_several_writers_leave_one_whole_file(place, parts):
    one, _ = ask(parts)
    path = folder() / "shared.json"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: known._write(path, one), range(40)))
    assert as_text(from_text(path.read_text())) == as_text(one)
    assert not list(folder().glob("*.part"))
