"""Haw et al. 2022, doi 10.1038/s43588-022-00233-0: the five rows of their results, through the epidemic body.

Tolerances stand in `bothhands.validate.haw2022`: 0.01 bn pounds, 0.1 % of peak beds, 1e-3 of R. The table carries up to 0.05 % of its
integrator's error, ours is below 1e-6 (halving the step changes nothing that shows).
"""

import json
import shutil

import numpy as np
import pytest

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.validate import haw2022, haw2022_tables
from bothhands.validate.tables import read, shipped


@pytest.fixture(scope="module")
def table():
    return list(haw2022.rows())


def test_every_published_figure_is_met(table):
    assert len(table) == 30
    assert [row for row in table if not row.passed] == []


def test_finer_steps_change_nothing(table):
    tables = read(shipped("haw2022"), haw2022_tables.TABLES)
    uk = haw2022_tables.uk_of(tables)
    finer = []
    for line in tables["reference_results.csv"]:
        path = haw2022_tables.openness_path(uk, line["openness"])
        found = haw2022.results(uk, path, float(line["delta"]), 2 * haw2022.STEPS_PER_DAY)
        finer += [found[column] for column in haw2022_tables.TOLERANCES]
    np.testing.assert_allclose(finer, [row.ours for row in table], rtol=2e-6)


def test_a_row_of_the_users_own_is_run(tmp_path, table):
    shutil.copytree(shipped("haw2022"), tmp_path / "own")
    results = tmp_path / "own" / "reference_results.csv"
    lines = results.read_text().splitlines()
    named = lines[3].replace("A_H18000", "mine").replace("x_A2", "x_A2 with sector 1 at 0.5")
    results.write_text("\n".join([lines[0], named]) + "\n")
    own = list(haw2022.rows(tmp_path / "own"))
    assert [row.name.split(":")[0] for row in own] == ["mine"] * 6
    first, reference = own[0], next(row for row in table if row.name.startswith("A_H18000"))
    agriculture = read(shipped("haw2022"), haw2022_tables.TABLES)[haw2022_tables.SECTORS][0]
    lost = (
        2
        * float(agriculture["gva_gbp_m_per_month"])
        / 1000
        * (sum(float(agriculture[f"x_A2_p{n}"]) for n in (1, 2, 3)) - 1.5)
    )
    assert reference.ours - first.ours == pytest.approx(lost, abs=1e-9)
    assert not first.passed


def test_faults_of_a_folder_are_told_at_once(tmp_path, capsys):
    shutil.copytree(shipped("haw2022"), tmp_path / "own")
    (tmp_path / "own" / "uk_population_5y.csv").unlink()
    results = tmp_path / "own" / "reference_results.csv"
    results.write_text(results.read_text().replace("660.389", "lots").replace("delta", "delte"))
    with pytest.raises(InputError) as told:
        list(haw2022.rows(tmp_path / "own"))
    said = str(told.value)
    assert "uk_population_5y.csv" in said
    assert "'delta'" in said
    assert "delte" in said
    assert "row 2" in said
    assert main(["validate", "haw2022", "--data", str(tmp_path / "own")]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_an_unknown_column_names_the_nearest():
    uk = haw2022_tables.uk_of(read(shipped("haw2022"), haw2022_tables.TABLES))
    with pytest.raises(InputError, match="x_A2"):
        haw2022_tables.openness_path(uk, "x_A3")


def test_the_command_prints_the_table(capsys, table):
    assert main(["validate", "haw2022", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["ours"] for row in told] == [row.ours for row in table]
    assert all(row["passed"] for row in told)
