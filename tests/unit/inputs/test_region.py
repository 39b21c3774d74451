from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from spoiled import faults_of, table_lines, write_lines

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.inputs.region import Region
from bothhands.inputs.saving import save_folder
from bothhands.inputs.tables.cases import CaseCount
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.ports import Port
from bothhands.inputs.tables.stocks import Stock


def test_axes_follow_the_order_of_the_file(towns: Region) -> None:
    assert towns.cities == ("Northport", "Southfield")
    assert towns.sectors == ("A", "B", "C", "D")


def test_rows_by_name_and_by_class(towns: Region) -> None:
    assert towns.rows("people") == towns.rows(AgeGroup)
    assert towns.has("ports")
    assert not towns.has("trade")
    with pytest.raises(InputError, match="nearest known: ports"):
        towns.rows("prots")


def test_parameters_fall_back_to_the_defaults(towns: Region) -> None:
    assert load("liaoning-wave").parameter("wave_seed_infections").value == 6000
    assert towns.parameter("arrivals_multiplier").value == 1
    with pytest.raises(InputError, match="nearest known: arrivals_multiplier"):
        towns.parameter("arrival_multiplier")


def test_standing_on_a_day_hides_what_came_later(towns: Region) -> None:
    stock = towns.rows(Stock)[0]
    later = stock.model_copy(update={"quantity": 9.0, "known_from": date(2020, 4, 1)})
    edited = towns.replace(stocks=(*towns.rows(Stock), later))
    assert edited.rows(Stock)[0].quantity == 9.0
    assert edited.standing_on(date(2020, 3, 31)).rows(Stock)[0].quantity == stock.quantity
    assert edited.standing_on(date(2020, 4, 1)).rows(Stock)[0].quantity == 9.0


def test_a_planted_future_case_changes_nothing(towns: Region) -> None:
    day = date(2020, 3, 18)
    row = towns.rows(CaseCount)[0].model_copy(update={"day": date(2020, 5, 1), "cumulative": 9999, "known_from": None})
    planted = towns.replace(cases=(*towns.rows(CaseCount), row))
    assert planted.edition != towns.edition
    assert planted.standing_on(day).edition == towns.standing_on(day).edition


def test_early_used_structure_is_kept_and_listed(towns: Region) -> None:
    rows = tuple(row.model_copy(update={"known_from": date(2021, 6, 1)}) for row in towns.rows(AgeGroup))
    seen = towns.replace(people=rows).standing_on(date(2020, 3, 18))
    assert seen.rows(AgeGroup) == rows
    assert {(item.table, item.known_from) for item in seen.hindsight} == {("people", date(2021, 6, 1))}
    assert len(seen.hindsight) == len(rows)
    assert towns.standing_on(date(2020, 3, 18)).hindsight == ()


def test_an_edition_known_in_time_is_no_hindsight(towns: Region) -> None:
    first = towns.rows(AgeGroup)[0]
    later = first.model_copy(update={"persons": 1.0, "known_from": date(2021, 6, 1)})
    seen = towns.replace(people=(*towns.rows(AgeGroup), later)).standing_on(date(2020, 3, 18))
    assert seen.rows(AgeGroup)[0] == first
    assert seen.hindsight == ()


def test_replace_checks_and_leaves_the_old_region_alone(towns: Region) -> None:
    port = towns.rows(Port)[0]
    with pytest.raises(InputError) as caught:
        towns.replace(ports=[port.model_copy(update={"place": "Northpolt"})])
    assert [(fault.code, fault.row, fault.remedy) for fault in caught.value.faults] == [
        ("BH-INP-022", 2, "nearest known: Northport")
    ]
    assert towns.replace(ports=(), arrivals=(), origins=()).has("ports") is False
    assert towns.rows(Port) == (port,)


def test_an_edition_changes_with_any_figure_or_setting(towns: Region) -> None:
    first, *others = towns.rows(AgeGroup)
    changed = towns.replace(people=[first.model_copy(update={"persons": first.persons + 1}), *others])
    assert re.fullmatch("[0-9a-f]{12}", towns.edition)
    assert len({towns.edition, changed.edition, towns.with_settings(title="Other").edition}) == 3
    assert changed.replace(people=towns.rows(AgeGroup)).edition == towns.edition


def test_an_edition_knows_the_order_of_axes_only(towns: Region) -> None:
    assert towns.replace(people=reversed(towns.rows(AgeGroup))).edition == towns.edition
    assert towns.replace(places=reversed(towns.rows("places"))).edition != towns.edition


def test_regions_without_ports_firms_chain_or_cases_load(towns: Region, tmp_path: Path) -> None:
    bare = {name: () for name in towns.tables if name not in
            ("places", "people", "contacts", "sectors", "activity", "input_output")}  # fmt: skip
    region = load(save_folder(towns.replace(**bare), tmp_path / "bare"))
    assert sorted(region.tables) == ["activity", "contacts", "input_output", "people", "places", "sectors"]
    zero = [row.model_copy(update={"cumulative": 0}) for row in towns.rows(CaseCount)]
    assert not any(
        row.cumulative for row in load(save_folder(towns.replace(cases=zero), tmp_path / "zero")).rows(CaseCount)
    )


def test_a_variant_replaces_tables_and_patches_rows(towns: Region, folder: Path, tmp_path: Path) -> None:
    variant = tmp_path / "variant"
    variant.mkdir()
    toml = 'name = "variant"\nbase = "towns"\nhypothetical = "more beds"\n[patch]\ntables = ["beds"]\n'
    (variant / "region.toml").write_text(toml)
    (variant / "beds.csv").write_text("place,kind,count\nNorthport,ward,999\n")
    (variant / "ports.csv").write_text("port,place,kind\nNorthport harbour,Northport,sea\nSouth quay,Southfield,sea\n")
    region = load(variant)
    assert (region.name, region.title, region.hypothetical) == ("variant", towns.title, "more beds")
    beds = {
        (row.model_dump()["place"], row.model_dump()["kind"]): row.model_dump()["count"] for row in region.rows("beds")
    }
    assert beds["Northport", "ward"] == 999
    assert len(beds) == len(towns.rows("beds"))
    assert list(beds) == [(row.model_dump()["place"], row.model_dump()["kind"]) for row in towns.rows("beds")]
    assert [row.port for row in region.rows(Port)] == ["Northport harbour", "South quay"]
    (variant / "region.toml").write_text(toml.replace("towns", "towms"))
    assert faults_of(variant)[0].code == "BH-INP-042"
    (folder / "region.toml").write_text('name = "towns"\nbase = "variant"\n')
    (variant / "region.toml").write_text(toml)
    assert "BH-INP-042" in {fault.code for fault in faults_of(variant)}


def test_parquet_is_read_like_csv(towns: Region, tmp_path: Path) -> None:
    assert load(save_folder(towns, tmp_path / "towns", "parquet")).edition == towns.edition


def test_blank_is_not_zero(folder: Path) -> None:
    lines = table_lines(folder / "firms.csv")
    lines[1][lines[0].index("workers")] = ""
    write_lines(folder / "firms.csv", lines)
    assert load(folder).rows("firms")[0].model_dump()["workers"] is None
