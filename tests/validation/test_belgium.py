"""Belgium in the spring of 2020 (twallema/pyIEEM @23c5b59, MIT): the economy body's shape of a lockdown, a smoke test.

Held: every row of `bothhands validate belgium` (rmse of monthly activity at most 0.06, of employment at most 0.08: the index is of
uncertain origin and the phases are undated, so only size and length of the fall can be asked for; still to 1e-12: at rest is exact).
What the files are taken to mean is held too: their identities to 1e-6 of a million euro, and the cut of staff against the paper's
first-order shocks for the United Kingdom to 0.04 (measured 0.038, film and broadcasting): the table of staff is in whole percent, and a
product of a sector's means is not the mean of products.
"""

import csv
import re
from datetime import date
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.cli import main
from bothhands.validate.belgium import BEGINS, FIRST, LAST, calendar_of, draw, errors, modelled, rows
from bothhands.validate.belgium_tables import PHASES, belgium, observed
from bothhands.validate.pichler_tables import tables
from bothhands.validate.tables import Context, shipped

NOT_OF_THE_FORMULA = ("L68", "T")
"""The paper takes a tenth of the formula for real estate and nothing for households that employ."""
SAME_CODE = {
    "R93": "R_S",
    "S96": "R_S",
    "N77": "N",
    "N80-82": "N",
    "Q86": "Q",
    "I55-56": "I",
    "F41-43": "F",
    "B05-09": "B",
}


@pytest.fixture(scope="module")
def case():
    return belgium()


def test_every_row_holds():
    found = rows()
    assert not [row for row in found if not row.passed]
    judged = [row for row in found if not isinstance(row, Context)]
    assert len(judged) == 7
    assert len(found) > len(judged)


def test_the_columns_mean_what_is_said(case):
    with (shipped("belgium") / "other_accounts_BE_NACE64.csv").open(encoding="utf-8-sig") as file:
        accounts = {line[""]: line for line in csv.DictReader(file)}
    params = case.params
    used = np.asarray(params.coefficients * params.output[0]).sum(1)
    for sector, bought, left in zip(case.sectors, used, np.asarray(params.exports)[0], strict=True):
        assert bought == pytest.approx(float(accounts[sector]["Intermediate demand (M€/y)"]), abs=1e-6)
        assert left == pytest.approx(float(accounts[sector]["Total other demand (M€/y)"]), abs=1e-6)
    assert case.policies.shape == (len(PHASES), 63)
    assert case.policies[0, case.sectors.index("Q86")] == 1.0
    assert case.staff_cut[case.sectors.index("Q86")] == 0.0


def test_staff_cut_is_the_papers_first_order_shock(case):
    _, theirs, sectors = tables()
    plain = {code.replace("_", "-"): value for code, value in zip(sectors, theirs.labour, strict=True)}
    plain |= {
        f"{code[:4]}{code[5:]}": value
        for code, value in list(plain.items())
        if re.fullmatch(r"[A-Z]\d\d-[A-Z]\d\d", code)
    }
    compared = 0
    for sector, ours in zip(case.sectors, case.staff_cut, strict=True):
        code = SAME_CODE.get(sector, sector).replace("_", "-")
        if code in plain and code not in NOT_OF_THE_FORMULA:
            assert ours == pytest.approx(plain[code], abs=0.04), sector
            compared += 1
    assert compared == 55


def test_levers_follow_the_phases(case):
    calendar = calendar_of(case)
    at = {day: (day - FIRST).days for day in BEGINS}
    retail, inns, mines = (case.sectors.index(sector) for sector in ("G47", "I55-56", "B05-09"))
    assert (calendar.openness[: at[BEGINS[0]]] == 1.0).all()
    assert calendar.openness[at[BEGINS[0]], mines] == pytest.approx(1.0 - 0.69 * 0.49)
    assert calendar.openness[at[BEGINS[1]], mines] == 1.0
    assert calendar.openness[at[BEGINS[1]], retail] < 1.0
    assert calendar.openness[at[BEGINS[2]], retail] == 1.0
    assert calendar.household[at[BEGINS[2]], inns] == pytest.approx(0.06)
    assert calendar.household[at[BEGINS[3]], inns] == 1.0
    assert (calendar.other[-1] < 1.0).all()


def test_no_shock_is_no_error_of_ours(case):
    nothing = case._replace(other_cut=0.0 * case.other_cut, policies=0.0 * case.policies)
    run = modelled(nothing)
    np.testing.assert_allclose(run.activity, 1.0, rtol=1e-12)
    activity, employment = errors(run, observed(FIRST, LAST))
    assert activity > 0.2
    assert employment > 0.2


def test_deeper_cuts_cost_more(case):
    milder = case._replace(staff_cut=0.5 * case.staff_cut)
    assert float(jnp.mean(modelled(milder).activity)) > float(jnp.mean(modelled(case).activity))


def test_it_is_drawn(tmp_path):
    names = draw(tmp_path / "new")
    assert names == ["belgium-activity.svg", "belgium-employment.svg", "belgium.csv"]
    for name in names[:2]:
        picture = (tmp_path / "new" / name).read_text(encoding="utf-8")
        assert "observed" in picture
        assert "modelled" in picture
        assert "ASSUMED" in picture
        assert "today" not in picture
    with (tmp_path / "new" / "belgium.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert next(line["day"] for line in lines if line["series"].startswith("activity")) == "2020-02-15"
    assert len(lines) == 6 + 9
    assert date.fromisoformat(lines[-1]["day"]) == date(2020, 6, 23)


def test_the_page_tells_the_figures_we_get(case):
    activity, employment = errors(modelled(case), observed(FIRST, LAST))
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "belgium.md").read_text(encoding="utf-8")
    assert f"{activity:.3f} (at most 0.06)" in page
    assert f"{employment:.3f} (at most 0.08)" in page


def test_only_a_case_that_can_be_drawn_takes_a_folder(tmp_path, capsys):
    assert main(["validate", "closed-forms", "--out", str(tmp_path / "new")]) == 2
    assert "BH-CLI-003" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
