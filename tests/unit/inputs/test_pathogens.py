"""Another pathogen: a folder of two tables, ages put right, faults told at once."""

import shutil

import pytest

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.inputs.loading import DATA, load
from bothhands.inputs.pathogens import pathogens, with_pathogen
from bothhands.inputs.tables.cases import CaseCount
from bothhands.inputs.tables.pathogen import AgeRisk
from bothhands.validate.daedalus_tables import pathogen_of


def death_share(region, age):
    row = max((row for row in region.rows(AgeRisk) if row.age_from <= age), key=lambda row: row.age_from)
    return row.hospital_share * row.fatality_share


def test_seven_pathogens_ship_and_each_gives_a_region():
    towns = load("two-towns")
    assert len(pathogens()) == 7
    for name in pathogens():
        struck = with_pathogen(towns, name)
        assert struck.edition != towns.edition
        assert struck.parameter("basic_reproduction_number").value == pytest.approx(pathogen_of(name).r0, rel=1e-5)
        assert name.replace("_", "-") in struck.name
        assert struck.hypothetical
        assert not struck.has("cases")


def test_ages_are_put_right_where_upstream_exchanges_them():
    for name in ("sars_cov_2_pre_alpha", "sars_cov_2_delta", "sars_cov_2_omicron"):
        struck = with_pathogen(load("two-towns"), name)
        assert death_share(struck, 10) < death_share(struck, 40) < death_share(struck, 70)


def test_the_shipped_folders_are_those_the_script_makes(tmp_path, monkeypatch):
    from bothhands.data.pathogens import build

    (tmp_path / "defaults").mkdir()
    (tmp_path / "pathogens").mkdir()
    shutil.copy(DATA / "defaults" / "pathogen.csv", tmp_path / "defaults")
    monkeypatch.setattr(build, "HERE", tmp_path / "pathogens")
    build.main()
    for name in pathogens():
        for table in ("pathogen.csv", "parameters.csv", "pathogen.toml"):
            made = (tmp_path / "pathogens" / name / table).read_text(encoding="utf-8")
            assert made == (DATA / "pathogens" / name / table).read_text(encoding="utf-8")


def test_a_folder_of_the_users_own(tmp_path):
    shutil.copytree(DATA / "pathogens" / "influenza_1957", tmp_path / "mine")
    parameters = tmp_path / "mine" / "parameters.csv"
    parameters.write_text(
        parameters.read_text(encoding="utf-8").replace("basic_reproduction_number,1.8", "basic_reproduction_number,2.1")
    )
    struck = with_pathogen(load("two-towns"), tmp_path / "mine")
    assert struck.parameter("basic_reproduction_number").value == 2.1


def test_faults_of_a_folder_are_told_at_once(tmp_path):
    shutil.copytree(DATA / "pathogens" / "influenza_1957", tmp_path / "mine")
    severity = tmp_path / "mine" / "pathogen.csv"
    severity.write_text(severity.read_text(encoding="utf-8").replace("0.669", "1.4", 2), encoding="utf-8")
    (tmp_path / "mine" / "parameters.csv").unlink()
    with pytest.raises(InputError) as told:
        with_pathogen(load("two-towns"), tmp_path / "mine")
    said = str(told.value)
    assert "parameters.csv" in said
    assert said.count("1.4") >= 2


def test_an_unknown_pathogen_names_the_nearest(capsys):
    assert main(["simulate", "two-towns", "--pathogen", "influenza_1919"]) == 2
    assert "influenza_1918" in capsys.readouterr().err


def test_cases_of_the_region_are_left_out():
    liaoning = load("liaoning")
    assert liaoning.rows(CaseCount)
    assert not with_pathogen(liaoning, "sars_cov_1").rows(CaseCount)
