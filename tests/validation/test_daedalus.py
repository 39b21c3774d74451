"""daedalus R 0.3.0, own runs of an MIT package: two countries, seven pathogens, four strategies, within 1e-4.

One row, China with sars_cov_2_delta and closed schools, is met only with its overflow flag staying on at the second crossing, and is
named so. The corrected severities are shown to be the exchanged ones of the upstream table.
"""

import ast
from pathlib import Path

import numpy as np
import pytest

from bothhands import validate
from bothhands.validate import daedalus
from bothhands.validate.daedalus_costs import totals
from bothhands.validate.daedalus_run import TOGGLING, run, scenario_of
from bothhands.validate.daedalus_tables import country_of, pathogen_of
from bothhands.validate.tables import read, shipped


@pytest.fixture(scope="module")
def table():
    return list(daedalus.rows())


def test_every_row_is_met(table):
    assert [row for row in table if not row.passed] == []


def test_countries_pathogens_and_strategies_are_all_there(table):
    named = {row.name.split(":")[0] for row in table if "largest" not in row.name}
    assert len(named) == 56
    assert [name for name in named if "named exception" in name] == [
        "China, sars_cov_2_delta, school_closures (named exception)"
    ]


def test_the_scaling_of_transmission_is_the_published_one():
    for country, radius, transmission in (
        ("United Kingdom", 17.9944083867, 0.0555091865),
        ("China", 25.3265421748, 0.0394390582),
    ):
        given = scenario_of(country_of(country), pathogen_of("sars_cov_2_pre_alpha"), np.ones(45), False, TOGGLING)
        assert float(given.largest) == pytest.approx(radius, abs=1e-9)
        assert float(given.transmission) == pytest.approx(transmission, abs=1e-9)


def test_upstream_exchanges_the_severities_of_5_to_19_and_20_to_64():
    """Of every pathogen of the coronavirus kind a schoolchild would die more readily than an adult; put back, it is the reverse."""
    for name in ("sars_cov_2_pre_alpha", "sars_cov_2_omicron", "sars_cov_2_delta"):
        as_shipped, mended = pathogen_of(name), pathogen_of(name, mended=True)
        risk = as_shipped.eta * as_shipped.hfr
        assert risk[1] > 10 * risk[2]
        assert mended.eta[1] * mended.hfr[1] < mended.eta[2] * mended.hfr[2]
        assert (mended.eta[[0, 3]] == as_shipped.eta[[0, 3]]).all()


def test_the_mended_severities_give_the_deaths_of_the_published_check():
    check = read(shipped("daedalus_reference"), {"severity_age_order_check.csv": ("deaths", "d20_64")})
    for line in check["severity_age_order_check.csv"]:
        mended = line["severity"] == "age_order_fixed"
        record, country, openness = run(line["country"], line["pathogen"], "none", mended)
        ours = totals(country, openness, daedalus.responses(record), record.persons, record.entered)
        assert ours["total_deaths"] == pytest.approx(float(line["deaths"]), rel=1e-4)
        assert ours["deaths_20_64"] == pytest.approx(float(line["d20_64"]), rel=1e-4)


def test_validate_defines_no_dynamics_of_its_own():
    """Every file of `validate/` moves persons by the steppers of the body; none writes a derivative or a step of its own."""
    own = {}
    for path in Path(validate.__path__[0]).glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        own[path.name] = names
    integrators = {"odeint", "solve_ivp", "diffeqsolve", "expm1"}
    moving = {name for name, used in own.items() if {"rates", "force_of_infection"} & used}
    assert moving == {"haw2022_run.py", "daedalus_run.py", "daedalus_mended.py"}
    for name in moving:
        assert {"runge_kutta", "net"} <= own[name]
        assert {"Disease", "DISEASE"} & own[name]
        assert not integrators & own[name]


def test_people_are_conserved():
    record, country, _ = run("United Kingdom", "influenza_1918", "elimination")
    np.testing.assert_allclose(record.persons.sum((1, 2)), country.population.sum(), rtol=1e-10)
    assert record.persons.min() > -1e-6
