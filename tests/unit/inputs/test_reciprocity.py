"""Contacts seen from both sides: gaps by hand, the limit against published matrices, the balanced table offered and taken."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest
from spoiled import Spoil, faults_of, rows_in, table_lines, write_lines

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.inputs.loading import DATA, embedded, load
from bothhands.inputs.reciprocity import balanced, gaps_of, residents_by_age
from bothhands.inputs.region import Region
from bothhands.inputs.rules.mixing import ONE_SIDED_MOST
from bothhands.inputs.tables.contacts import Contact
from bothhands.inputs.tables.people import AgeGroup


def gap_of(region: Region) -> dict[str, float]:
    persons = residents_by_age(region.rows(AgeGroup), region.cities)
    return {gap.setting: gap.share for gap in gaps_of(persons, region.rows(Contact))}


@pytest.mark.parametrize("name", embedded())
def test_embedded_contacts_are_accepted(name: str) -> None:
    assert max(gap_of(load(name)).values()) < ONE_SIDED_MOST


def test_a_gap_by_hand() -> None:
    """100 children tell of 3 × 100 contacts with adults, 300 adults of 0.5 × 300 with children; 150 of 900 are one-sided."""
    persons = {0: 100.0, 20: 300.0}
    given = {(0, 0): 1.5, (0, 20): 3.0, (20, 0): 0.5, (20, 20): 1.0}
    rows = [Contact(setting="home", age_from=a, contact_age_from=b, contacts_per_day=n) for (a, b), n in given.items()]
    (gap,) = gaps_of(persons, rows)
    assert (gap.age, gap.other, gap.there, gap.back) == (0, 20, 300.0, 150.0)
    assert gap.share == pytest.approx(150 / 900)
    made = {(row.age_from, row.contact_age_from): row.contacts_per_day for row in balanced(persons, rows)}
    assert made == pytest.approx({(0, 0): 1.5, (0, 20): 2.25, (20, 0): 0.75, (20, 20): 1.0})
    assert "Arregui" in (balanced.__doc__ or "")


def test_a_pair_told_of_from_one_side_only_gets_its_other_row() -> None:
    rows = [Contact(setting="home", age_from=0, contact_age_from=20, contacts_per_day=3)]
    made = balanced({0: 100.0, 20: 300.0}, rows)
    assert [(row.age_from, row.contact_age_from, row.contacts_per_day) for row in made] == [(0, 20, 1.5), (20, 0, 0.5)]
    assert balanced({0: 100.0, 20: 0.0}, rows)[1].contacts_per_day == 0
    assert gaps_of({0: 0.0}, rows) == []


@pytest.mark.parametrize("name", ["liaoning", "one-mask-line"])
def test_balanced_contacts_are_as_many_and_stay_balanced(name: str) -> None:
    region = load(name)
    persons = residents_by_age(region.rows(AgeGroup), region.cities)
    made = balanced(persons, region.rows(Contact))
    mended = region.replace(contacts=made)
    assert max(gap_of(mended).values()) < 1e-12
    for setting in ("home", "community"):
        before, after = (
            sum(persons[row.age_from] * row.contacts_per_day for row in rows if row.setting == setting)
            for rows in (region.rows(Contact), made)
        )
        assert after == pytest.approx(before, rel=1e-12)
    again = balanced(persons, made)
    assert [row.contacts_per_day for row in again] == pytest.approx([row.contacts_per_day for row in made], rel=1e-12)
    assert [row.source for row in again] == [row.source for row in made]


def test_the_limit_lies_between_published_matrices_and_exchanged_columns() -> None:
    """The 67 matrices of DAEDALUS and the one of Haw et al. 2022, each with its own population; what the limit is justified by."""
    folder = DATA / "reference" / "daedalus"
    persons: dict[str, dict[int, float]] = defaultdict(dict)
    for row in rows_in(folder / "demography_life_value.csv"):
        persons[row["iso3c"]][first_age(row["age_group"])] = float(row["population"])
    matrices: dict[str, list[Contact]] = defaultdict(list)
    for row in rows_in(folder / "contact_matrix_4x4_long.csv"):
        pair = (first_age(row["age_row_participant"]), first_age(row["age_col_contact"]))
        matrices[row["iso3c"]].append(a_contact(*pair, float(row["contacts_per_day"])))
    gaps = [gaps_of(persons[country], rows)[0] for country, rows in matrices.items()]
    assert len(gaps) == 67
    assert max(gap.share for gap in gaps) < 0.01
    assert min(gap.exchanged for gap in gaps) > ONE_SIDED_MOST
    folder = DATA / "reference" / "haw2022"
    ages = [float(row["pop"]) for row in rows_in(folder / "uk_population_5y.csv")]
    with (folder / "uk_polymod_16x16.csv").open() as file:
        _, *lines = csv.reader(file)
    counted = {5 * n: float(count) for n, count in enumerate([*ages[:15], sum(ages[15:])])}
    rows = [a_contact(5 * a, 5 * b, float(cell)) for a, line in enumerate(lines) for b, cell in enumerate(line)]
    assert 0.18 < gaps_of(counted, rows)[0].share < 0.20 < ONE_SIDED_MOST


def first_age(band: str) -> int:
    return int(band.split("-", maxsplit=1)[0].rstrip("+"))


def a_contact(age: int, other: int, count: float) -> Contact:
    return Contact(setting="home", age_from=age, contact_age_from=other, contacts_per_day=count)


def turned_round(folder: Path) -> None:
    """The contacts of one-mask-line with the two age columns exchanged and its elders meeting many more."""
    lines = table_lines(folder / "contacts.csv")
    at = [lines[0].index(name) for name in ("age_from", "contact_age_from", "contacts_per_day")]
    for line in lines[1:]:
        line[at[0]], line[at[1]] = line[at[1]], line[at[0]]
    write_lines(folder / "contacts.csv", lines)


def test_exchanged_columns_are_suspected(folder: Path) -> None:
    """Two towns meet in proportion, so that the matrix with its columns exchanged is far from reciprocal, and the remedy says so."""
    turned_round(folder)
    found = [fault for fault in faults_of(folder) if fault.code == "BH-INP-058"]
    assert {fault.what.split(" at ")[1].split(" are")[0] for fault in found} == {"home", "community"}
    assert all("are age_from and contact_age_from exchanged? then it is 0.0%" in fault.remedy for fault in found)
    assert all(fault.file == "contacts.csv" and fault.row and fault.column == "contacts_per_day" for fault in found)


def test_the_balanced_table_is_offered_and_taken(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turned_round(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    out = tmp_path / "mended" / "contacts.csv"
    assert main(["region", "check", str(folder)]) == 2
    assert "region balance" in capsys.readouterr().err
    assert main(["region", "balance", str(folder), "--out", str(out)]) == 0
    assert "community" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert max(gap_of(load(folder, [out])).values()) < 1e-12
    assert main(["region", "balance", str(folder), "--out", str(out)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert main(["region", "balance", str(folder), "--out", str(tmp_path / "mine.csv")]) == 2
    assert main(["region", "balance", str(folder), "--out", str(tmp_path / "b" / "contacts.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.strip())
    assert {gap["setting"] for gap in told["gaps_before"]} >= {"home", "community"}


def test_other_faults_stop_the_balance(folder: Path, spoil: Spoil, tmp_path: Path) -> None:
    turned_round(folder)
    spoil("ports", 2, "place", "Twoland")
    assert main(["region", "balance", str(folder), "--out", str(tmp_path / "contacts.csv")]) == 2
    assert not (tmp_path / "contacts.csv").exists()


def test_a_file_with_faults_replaces_nothing(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "contacts.csv"
    own.write_text("setting,age_from,contact_age_from,contacts_per_day\nhome,0,7,many\n")
    turned_round(folder)
    with pytest.raises(InputError) as caught:
        load(folder, [own, tmp_path / "none.csv"])
    assert {fault.code for fault in caught.value.faults} == {"BH-INP-001", "BH-INP-013"}


def test_a_parameter_of_a_file_takes_the_place_of_the_regions(towns: Region, tmp_path: Path) -> None:
    own = tmp_path / "parameters.csv"
    own.write_text("parameter,value,unit\nlatent_days,4,days\n")
    region = load("liaoning", [own])
    assert region.parameter("latent_days").value == 4
    assert len(region.rows("parameters")) >= len(load("liaoning").rows("parameters"))
    assert load("two-towns", []).edition == towns.edition
