"""Imports: seen first, taken whole or not at all, by whoever may; the directory follows."""

import pytest
from sqlalchemy import func, select

from bothhands.errors import InputError, NotAllowed, OutOfDate
from bothhands.inputs.loading import load
from bothhands.inputs.registry import table
from bothhands.inputs.saving import csv_text
from bothhands.records.access import SYSTEM, Access
from bothhands.records.known import Edition, FirmAccounts, FirmRow
from bothhands.tasks.directory import FirmFilter, accounts_of, firms_of, places_of, targets_of
from bothhands.tasks.editions import edition_in_force, proposed, region_in_force, region_of, set_up, taken
from desk_town import as_person

PETRA, DORA = as_person("petra"), as_person("dora")
SEES = Access(4, "Petra", "planner", None, sees_accounts=True)


def firms_file(folder, **changes):
    """The register of two-towns with some figures of field-works changed."""
    rows = [
        row.model_copy(update=changes) if row.firm == "field-works" else row for row in load("two-towns").rows("firms")
    ]
    at = folder / "firms.csv"
    at.write_text(csv_text(table("firms"), rows))
    return at


def test_a_desk_is_set_up_once(town):
    first = edition_in_force(town)
    set_up(town, "liaoning")
    assert (edition_in_force(town), first) == (first, load("two-towns").edition)
    with town.reading(SYSTEM) as session:
        assert {one.place for one in places_of(session)} == {"Twoland", "Northport", "Southfield"}
        assert targets_of(session, "Twoland").total == 1


def test_an_import_is_seen_first_and_changes_nothing(town, tmp_path):
    before = edition_in_force(town)
    update = proposed(town, SEES, [firms_file(tmp_path, workers=77.0)])
    assert {(row.key, row.outcome) for row in update.rows if row.outcome == "changed"} == {
        (("field-works",), "changed")
    }
    assert edition_in_force(town) == before


def test_a_taken_import_is_in_force_and_in_the_directory(town, tmp_path):
    before = edition_in_force(town)
    _, edition = taken(town, SEES, [firms_file(tmp_path, workers=77.0, cash_yuan=5.0)], "the firm reported")
    assert edition == edition_in_force(town) != before
    assert region_of(town, before).edition == before
    with town.reading(SEES) as session:
        found = firms_of(session, FirmFilter(search="FIELD")).items[0]
        assert (found.workers, accounts_of(session, ["field-works"])["field-works"]["cash_yuan"]) == (77.0, 5.0)
        assert "cash_yuan" not in found.figures
        kept = session.one(Edition, edition)
        assert (kept.based_on, kept.what, kept.made_by) == (before, "firms.csv", 4)
    assert region_in_force(town).edition == edition


def test_the_same_again_makes_no_new_edition(town, tmp_path):
    file = firms_file(tmp_path, workers=77.0)
    _, first = taken(town, SEES, [file], "")
    _, second = taken(town, SEES, [file], "")
    assert first == second
    with town.reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(Edition)) == 2


def test_faults_are_all_told_and_nothing_is_taken(town, tmp_path):
    before = edition_in_force(town)
    file = firms_file(tmp_path, workers=-1.0, place="Nowhere")
    with pytest.raises(InputError) as refused:
        taken(town, SEES, [file], "")
    assert len(refused.value.faults) >= 2
    assert edition_in_force(town) == before
    assert not list((town.folder / "editions").glob("*")) if (town.folder / "editions").exists() else True


def test_rows_of_other_places_and_unseen_accounts_are_refused(town, tmp_path):
    richer = firms_file(tmp_path, cash_yuan=5.0)
    with pytest.raises(NotAllowed, match="BH-TSK-013"):
        proposed(town, PETRA, [richer])
    north = firms_file(tmp_path, workers=8.0)
    north.write_text(north.read_text().replace("Southfield", "Northport"))
    with pytest.raises(NotAllowed, match="BH-TSK-012"):
        proposed(town, DORA, [north])
    assert proposed(town, DORA, [firms_file(tmp_path, workers=8.0)]).region is not None
    with pytest.raises(NotAllowed, match="BH-REC-010"):
        proposed(town, as_person("otto"), [north])


def test_two_imports_at_once_do_not_lose_one(town, tmp_path, monkeypatch):
    from bothhands.tasks import editions

    file, other = firms_file(tmp_path, workers=8.0), tmp_path / "other"
    other.mkdir()
    real = editions.proposed

    def meanwhile(store, access, files):
        found = real(store, access, files)
        monkeypatch.setattr(editions, "proposed", real)
        taken(store, access, [firms_file(other, workers=9.0)], "quicker")
        return found

    monkeypatch.setattr(editions, "proposed", meanwhile)
    with pytest.raises(OutOfDate, match="BH-TSK-011"):
        taken(town, SEES, [file], "slower")
    with town.reading(SYSTEM) as session:
        assert session.one(FirmRow, "field-works").workers == 9.0
        assert session.scalar(select(func.count()).select_from(Edition).where(Edition.in_force)) == 1


def test_firms_are_filtered_sorted_and_scoped(town):
    with town.reading(PETRA) as session:
        every = firms_of(session, FirmFilter(order="-workers"))
        assert every.total == 6
        workers = [one.workers for one in every.items if one.workers is not None]
        assert workers == sorted(workers, reverse=True)
        assert firms_of(session, FirmFilter(search="%")).total == 0
        assert session.scalars(select(FirmAccounts)).all() == []
    with town.reading(DORA) as session:
        south = firms_of(session, FirmFilter())
        assert {one.place for one in south.items} == {"Southfield"}
        with pytest.raises(InputError, match="BH-TSK-001"):
            firms_of(session, FirmFilter(place="Sothfield"))
