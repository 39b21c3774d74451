"""What a run tells of firms reaches only those in whose places they lie; what rests on their money only those who may see accounts."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from bothhands.errors import InputError, NotAllowed, NotThere
from bothhands.records.access import SYSTEM
from bothhands.report.ranked_sheet import as_workbook, ranked_table
from bothhands.report.words import Wording
from bothhands.report.workbook import as_csv
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.firm_answers import SupportFilter, diagnosed, newest_run, support_list
from desk_firms import SECRET, firms_run
from desk_town import as_person

PETRA, OTTO = as_person("petra"), as_person("otto")
FIRMS = {"field-works": "Southfield", "south-shop": "Southfield", "north-inn": "Northport"}


@pytest.fixture
def kind():
    """Scope is the session's; what is new here is read from files."""
    return "sqlite"


@pytest.fixture
def worked_out(town):
    with town.writing(SYSTEM) as session:
        firms_run(town, session, FIRMS, "fieldfare")
    return town


def test_without_a_run_it_is_said_what_to_do(town):
    assert newest_run(town) is None
    with town.reading(PETRA) as session, pytest.raises(NotThere, match="Work it out"):
        diagnosed(town, session, "north-inn")


def test_what_rests_on_a_firm_s_money_is_left_out_for_whoever_may_not_see_it(worked_out):
    with worked_out.reading(PETRA) as session:
        told = diagnosed(worked_out, session, "north-inn")
        assert str(int(SECRET)) not in str((told.diagnosis, told.fits, told.best))
        assert (told.diagnosis["binds"], told.diagnosis["hidden"]) == ("labour", True)
        assert [one["policy"] for one in told.fits] == ["wages"]
        with pytest.raises(NotAllowed, match="BH-TSK-143"):
            support_list(worked_out, session, SupportFilter(), 50, 0)
    with worked_out.reading(replace(PETRA, sees_accounts=True)) as session:
        told = diagnosed(worked_out, session, "north-inn")
        assert (told.diagnosis["binds"], told.diagnosis["days_of_cash"]) == ("funds", SECRET)
        assert [one["policy"] for one in told.fits] == ["loan", "wages"]
        assert told.best["rank"] == 3


def test_an_officer_is_told_of_firms_in_their_places_only(worked_out):
    with worked_out.reading(replace(OTTO, sees_accounts=True)) as session:
        found = support_list(worked_out, session, SupportFilter(), 1, 0)
        assert (found.total, [one["firm"] for one in found.rows]) == (2, ["field-works"])
        assert support_list(worked_out, session, SupportFilter(place="Northport"), 50, 0).total == 0
        assert support_list(worked_out, session, SupportFilter(need="labour"), 50, 0).total == 0
        assert support_list(worked_out, session, SupportFilter(firm="south-shop"), 50, 0).rows[0]["rank"] == 2
        with pytest.raises(InputError, match="BH-TSK-002"):
            diagnosed(worked_out, session, "north-inn")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_list_as_files_holds_no_formula_and_says_what_it_is(worked_out, language):
    words, region, run = Wording(language), region_in_force(worked_out), newest_run(worked_out)
    with worked_out.reading(SYSTEM) as session:
        rows = support_list(worked_out, session, SupportFilter(), 500, 0).rows
    table = ranked_table(words, region, run.about, rows)
    assert not any(head.startswith("dk_") for head in table.head)
    lines = as_csv(table).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(FIRMS)
    assert not any(cell.startswith("=") for line in lines for cell in line.split(","))
    book = openpyxl.load_workbook(BytesIO(as_workbook(words, table, ["what it is"])))
    first, sheet = book.worksheets
    assert [first["A1"].value, first["A3"].value] == [words.say("dk_sl_title"), "what it is"]
    assert sheet["H2"].value == 10
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
