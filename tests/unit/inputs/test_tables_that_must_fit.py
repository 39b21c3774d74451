"""Tables that contradict one another: people and jobs, contacts from both sides, ports and cities, levels, falling counts."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest
from spoiled import Spoil, faults_of, table_lines, write_lines

from bothhands.cli import main
from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.bands import WORKING_AGES, share_between
from bothhands.inputs.loading import load, loaded
from bothhands.inputs.reciprocity import balanced, residents_by_age
from bothhands.inputs.region import Region
from bothhands.inputs.saving import save_folder, save_workbook
from bothhands.inputs.tables.cases import CaseCount
from bothhands.inputs.tables.contacts import Contact
from bothhands.inputs.tables.measures import DATED, OF_SECTORS, MeasureInForce
from bothhands.inputs.tables.people import AgeGroup
from bothhands.levers.catalogue import LEVER, neutral_levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.history import DATED as OF_HISTORY
from bothhands.levers.measure import Measure
from bothhands.model.epidemic.strata import strata_of
from bothhands.model.epidemic.tables import population_of
from bothhands.observe.streams import reports_of

CASES = [
    ("activity", 5, "workers", "41000", "BH-INP-056", "65,000 residents are aged 20 to 64"),
    ("activity", 5, "place", "Twoland", "BH-INP-057", "19,600 workers in 'Twoland'"),
    ("flows", 2, "trips_per_day", "400000", "BH-INP-114", "400,000 trips a day from Northport, whose residents could make"),
    ("ports", 2, "place", "Twoland", "BH-INP-059", "'Northport harbour' lies in Twoland, which is a province and no city"),
    ("ports", 2, "place", "Northprot", "BH-INP-022", "unknown place 'Northprot'"),
    ("arrivals", 2, "port", "Northport pier", "BH-INP-022", "unknown port 'Northport pier'"),
    ("measures", 2, "place", "Twoland", "BH-INP-059", "a measure of returned is for Twoland"),
    ("measures", 5, "value", "1.4", "BH-INP-019", "openness is 1.4"),
    ("measures", 3, "to_value", "90", "BH-INP-019", "returned is 90"),
    ("measures", 5, "value", "-0.4", "BH-INP-019", "-0.4"),
    ("measures", 7, "lever", "scool", "BH-INP-018", "no lever is called 'scool'"),
    ("measures", 7, "sector", "trade", "BH-INP-018", "school has no sectors"),
    ("measures", 3, "end", "", "BH-INP-012", "returned moves to 0.9 without a last day"),
    ("sectors", 3, "lowest_openness", "1.1", "BH-INP-019", "1.1"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[2]}-{case[3]}")
def test_a_contradiction_is_named_and_located(
    folder: Path, spoil: Spoil, case: tuple[str, int, str, str, str, str]
) -> None:
    table, row, column, text, code, said = case
    spoil(table, row, column, text)
    (found,) = [fault for fault in faults_of(folder) if fault.code == code]
    assert (found.file, found.row, found.column, found.value) == (f"{table}.csv", row, column, text)
    assert said in found.what
    assert found.expected
    assert found.remedy


def test_every_contradiction_comes_at_once(folder: Path, spoil: Spoil) -> None:
    for table, row, column, text in (
        ("activity", 5, "workers", "41000"), ("ports", 2, "place", "Twoland"), ("measures", 5, "value", "1.4"),
        ("cases", 2, "day", "2019-12-30"), ("cases", 2, "cumulative", "5"), ("contacts", 4, "contacts_per_day", "30"),
    ):  # fmt: skip
        spoil(table, row, column, text)
    codes = {fault.code for fault in faults_of(folder)}
    assert codes == {f"BH-INP-{n:03d}" for n in (19, 56, 58, 59, 60)}


def test_a_trigger_holds_a_level_in_a_city(folder: Path) -> None:
    head = "trigger,lever,place,level,indicator,above,below\n"
    (folder / "triggers.csv").write_text(
        head + "one,school,Twoland,0.5,weekly_cases,9,3\ntwo,school,,1.5,weekly_cases,9,3\n"
    )
    found = {(fault.code, fault.row, fault.column) for fault in faults_of(folder)}
    assert found == {("BH-INP-059", 2, "place"), ("BH-INP-019", 3, "level")}


def test_levers_of_the_measures_table_are_those_of_the_catalogue() -> None:
    assert set(DATED) == set(OF_HISTORY)
    assert {(LEVER[name].low, LEVER[name].high) for name in DATED} == {(0, 1)}
    assert set(OF_SECTORS) == {name for name in DATED if "sector" in LEVER[name].axes}


def test_openness_out_of_range_in_a_program(towns: Region) -> None:
    axes = axes_of(towns)
    day = axes.start
    wrong = Measure(lever="openness", start=day, end=day, value=1.2, unit="share", place="Northport")
    with pytest.raises(InputError) as caught:
        to_arrays([wrong, wrong.model_copy(update={"value": -0.1})], axes, neutral_levers(axes))
    assert [(f.code, f.row, f.column, f.value) for f in caught.value.faults] == [
        ("BH-LEV-008", 1, "value", "1.2"),
        ("BH-LEV-008", 2, "value", "-0.1"),
    ]
    rows = [*towns.rows(MeasureInForce), MeasureInForce(lever="openness", start=day, end=day, value=3)]
    with pytest.raises(InputError) as caught:
        towns.replace(measures=rows)
    assert [(f.row, f.column, f.value) for f in caught.value.faults] == [(len(rows) + 1, "value", "3")]


def test_a_city_without_people(folder: Path) -> None:
    lines = table_lines(folder / "people.csv")
    write_lines(folder / "people.csv", [line for line in lines if line[0] != "Southfield"])
    (found,) = [fault for fault in faults_of(folder) if fault.code == "BH-INP-057"]
    assert (found.file, found.row, found.value) == ("places.csv", 4, "Southfield")


def test_a_band_missing_in_one_city(folder: Path) -> None:
    lines = table_lines(folder / "people.csv")
    write_lines(folder / "people.csv", [*lines[:7], *lines[8:]])
    assert {fault.code for fault in faults_of(folder)} >= {"BH-INP-034"}


def test_nearly_everyone_at_work_is_told_and_fits(folder: Path, spoil: Spoil) -> None:
    """Between 95 % and all of the working ages a run takes fewer workers; the note says how many."""
    spoil("activity", 5, "workers", "31000")
    found = loaded(folder)
    (note,) = [one for one in found.notes if one.code == "BH-INP-063"]
    assert (note.file, note.row, note.value) == ("activity.csv", 5, "31000")
    assert "takes 61,750" in note.expected
    axes = axes_of(found.region)
    strata, _ = strata_of(found.region, axes, population_of(found.region, axes))
    assert strata[0, len(axes.ages) :].sum() == pytest.approx(61_750)


def test_bands_that_cut_the_working_ages_keep_their_workers(towns: Region) -> None:
    """0-14, 15-64, 65+: no band begins within 20 to 64, and still people work."""
    assert share_between((0, 15, 65), *WORKING_AGES) == (0.0, 0.9, 0.0)
    assert share_between((0, 20, 60), *WORKING_AGES)[2] == pytest.approx((30 + 29 + 28 + 27 + 26) / (30 * 31 / 2))
    assert share_between(tuple(range(0, 90, 5)), *WORKING_AGES) == (*[0.0] * 4, *[1.0] * 9, *[0.0] * 5)
    bands = {0: 0, 15: 5, 65: 65}
    ends = {0: 14, 15: 64, 65: 120}
    persons = {(place, age): 0.0 for place in towns.cities for age in bands}
    for row in towns.rows(AgeGroup):
        persons[row.place, {0: 0, 5: 0, 20: 15, 65: 65}[row.age_from]] += row.persons
    people = [AgeGroup(place=p, age_from=a, age_to=ends[a], persons=n) for (p, a), n in persons.items()]
    old = {(row.setting, row.age_from, row.contact_age_from): row.contacts_per_day for row in towns.rows(Contact)}
    contacts = [
        Contact(setting=setting, age_from=a, contact_age_from=b, contacts_per_day=old.get((setting, bands[a], bands[b]), 0))
        for setting in ("home", "community") for a in bands for b in bands
    ]  # fmt: skip
    region = towns.replace(people=people, contacts=contacts_balanced(towns, people, contacts))
    axes = axes_of(region)
    strata, _ = strata_of(region, axes, population_of(region, axes))
    assert strata[0, 3:].sum() == pytest.approx(52_000)


def contacts_balanced(region: Region, people: list[AgeGroup], contacts: list[Contact]) -> tuple[Contact, ...]:
    return balanced(residents_by_age(people, region.cities), contacts)


def with_counts(folder: Path, counts: list[tuple[str, int]]) -> None:
    (folder / "cases.csv").write_text(
        "place,kind,origin,day,cumulative\n" + "".join(f"Northport,confirmed,local,{day},{n}\n" for day, n in counts)
    )


def falls_of(folder: Path) -> list[Fault]:
    return [note for note in loaded(folder).notes if note.code == "BH-INP-061"]


def test_a_fall_is_a_note_with_its_row(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_counts(folder, [("2020-02-01", 3), ("2020-02-03", 9), ("2020-02-02", 7), ("2020-02-05", 6)])
    (note,) = falls_of(folder)
    assert (note.file, note.row, note.column, note.value) == ("cases.csv", 5, "cumulative", "6")
    assert "falls from 9 on 2020-02-03 to 6" in note.what
    region = load(folder)
    reports = reports_of(region, axes_of(region), region.default_as_of)
    assert reports.new.sum() == 6
    assert reports.new.min() == 0
    assert main(["region", "check", str(folder)]) == 0
    assert "Note BH-INP-061 cases.csv, row 5" in capsys.readouterr().out
    assert main(["region", "check", str(folder), "--json"]) == 0
    assert [note["row"] for note in json.loads(capsys.readouterr().out)["notes"]] == [5]


def test_a_fall_below_what_was_counted_before_the_run(folder: Path) -> None:
    """Sixty were counted before 1 January, so that no day of the run has what the fall to 50 takes back."""
    with_counts(folder, [("2019-12-30", 60), ("2020-02-01", 65), ("2020-02-03", 50)])
    (found,) = faults_of(folder)
    assert (found.code, found.file, found.row, found.value) == ("BH-INP-060", "cases.csv", 4, "50")
    with_counts(folder, [("2019-12-30", 60), ("2020-02-01", 65), ("2020-02-03", 60)])
    region = load(folder)
    assert reports_of(region, axes_of(region), region.default_as_of).new.min() == 0


def test_more_cases_than_residents_are_refused(folder: Path) -> None:
    people = sum(row.persons for row in load(folder).rows(AgeGroup) if row.place == "Northport")
    with_counts(folder, [("2020-02-01", 3), ("2020-02-03", int(people) + 1)])
    (found,) = faults_of(folder)
    assert (found.code, found.file, found.row, found.column) == ("BH-INP-117", "cases.csv", 3, "cumulative")
    assert f"persons of {people:,.0f} residents" in found.what
    with_counts(folder, [("2020-02-01", 3), ("2020-02-03", int(people))])
    assert load(folder).rows(CaseCount)[-1].cumulative == int(people)


def test_falls_of_liaoning_are_told_where_they_stand() -> None:
    found = loaded("liaoning")
    rows = {int(note.row or 0): note for note in found.notes if note.code == "BH-INP-061"}
    with (Path(load.__code__.co_filename).parents[1] / "data/regions/liaoning/cases.csv").open(
        encoding="utf-8"
    ) as file:
        lines = list(csv.DictReader(file))
    expected: dict[tuple[str, ...], list[tuple[str, int, int]]] = defaultdict(list)
    for number, line in enumerate(lines, start=2):
        key = (line["place"], line["kind"], line["origin"])
        expected[key].append((line["day"], int(line["cumulative"]), number))
    falling = {
        number
        for series in expected.values()
        for (_, one, _), (_, two, number) in zip(sorted(series), sorted(series)[1:], strict=False)
        if two < one
    }
    assert set(rows) == falling
    assert len(falling) > 3


def test_an_update_that_falls_says_so(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_counts(folder, [("2020-02-01", 3), ("2020-02-02", 2)])
    new = tmp_path / "cases-2020-02-03.csv"
    new.write_text("place,kind,origin,day,cumulative\nNorthport,confirmed,local,2020-02-03,1\n")
    assert main(["region", "update", str(folder), str(new)]) == 0
    told = capsys.readouterr().out
    assert told.count("Note BH-INP-061") == 1
    assert "cases-2020-02-03.csv, row 2" in told
    assert main(["region", "update", str(folder), str(new), "--json"]) == 0
    assert [note["value"] for note in json.loads(capsys.readouterr().out)["notes"]] == ["1"]


def test_notes_of_a_workbook_name_its_sheet(folder: Path, tmp_path: Path) -> None:
    with_counts(folder, [("2020-02-01", 3), ("2020-02-03", 1)])
    path = save_workbook(load(folder), tmp_path / "towns.xlsx")
    (note,) = [one for one in loaded(path).notes if one.code == "BH-INP-061"]
    assert (note.file, note.row) == ("towns.xlsx[cases]", 3)


def test_a_region_made_in_a_program_is_held_to_the_same(towns: Region, tmp_path: Path) -> None:
    def people(share: float) -> list[AgeGroup]:
        return [row.model_copy(update={"persons": row.persons * share}) for row in towns.rows(AgeGroup)]

    with pytest.raises(InputError) as caught:
        towns.replace(people=people(0.5))
    assert {fault.code for fault in caught.value.faults} == {"BH-INP-056"}
    assert {fault.file for fault in caught.value.faults} == {"activity"}
    save_folder(towns.replace(people=people(0.9)), tmp_path / "fewer")
    assert load(tmp_path / "fewer").has("people")


def test_an_item_is_offered_in_one_unit(folder: Path, spoil: Spoil) -> None:
    spoil("offers", 3, "unit", "kg")
    spoil("offers", 5, "unit", "")
    found = [fault for fault in faults_of(folder) if fault.code == "BH-INP-120"]
    assert [(fault.file, fault.row, fault.column, fault.value) for fault in found] == [
        ("offers.csv", 3, "unit", "kg"), ("offers.csv", 5, "unit", ""),
    ]  # fmt: skip
    assert found[0].what == "input 'cloth' is counted in kg, in tonnes in row 2"
    spoil("offers", 3, "unit", "tonnes")
    spoil("offers", 5, "unit", "tonnes")
    spoil("offers", 10, "item", "mask")
    (lines,) = faults_of(folder)
    assert (lines.code, lines.row, lines.value) == ("BH-INP-120", 10, "rooms")
