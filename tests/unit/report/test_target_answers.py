"""What `targets status` says: odds near nothing as such, yardsticks marked, what is not known left blank; both languages; pictures."""

from datetime import date
from xml.etree import ElementTree

import pytest

from bothhands.inputs.loading import load
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.targets import Target
from bothhands.outcome.target_status import path_of, statuses
from bothhands.report.amounts import Language
from bothhands.report.target_answers import (
    TargetWords,
    basis_table,
    figures,
    notes,
    progress_table,
    sentences,
    status_table,
    years_table,
)
from bothhands.report.target_board import board, path
from bothhands.report.words import Wording

DAY = date(2020, 5, 20)


def region():
    rows = [
        Target(target="far", place="Northport", indicator="gdp", value=90e9, unit="yuan", period="2020", quality="measured"),
        Target(target="mark", place="Twoland", indicator="gdp", value=6.0, unit="%", kind="growth", base_period="2019", period="2020",
               standing="yardstick", quality="assumed"),
        Target(target="open", place="Northport", indicator="gdp", value=9e9, unit="yuan", quality="measured"),
        Target(target="lost", place="Northport", indicator="exports", value=9e9, unit="yuan", period="2020"),
        Target(target="cut", place="Northport", indicator="gdp", value=7e9, unit="yuan", period="2020", known_from=date(2020, 4, 1)),
        Target(target="cut", place="Northport", indicator="gdp", value=8e9, unit="yuan", period="2020", known_from=date(2020, 1, 1)),
    ]  # fmt: skip
    known = [
        Indicator(place=place, indicator="gdp", value=value * 1.05**k, unit="bn yuan", period=str(2015 + k), known_from=date(2016 + k, 2, 1))
        for place, value in (("Northport", 6.0), ("Twoland", 9.0)) for k in range(5)
    ]  # fmt: skip
    return load("two-towns").with_rows(targets=rows, indicators=known)


@pytest.fixture(scope="module")
def told():
    return statuses(region(), DAY, {})


def words(language: Language = "en") -> TargetWords:
    return TargetWords(region().standing_on(DAY), Wording(language, "auto", "", "yuan"))


def test_every_target_has_its_sentence(told):
    far, mark, open_one, lost, cut = sentences(words(), told).splitlines()
    assert "odds < 0.1 % of 90 billion yuan by 31 Dec 2020" in far
    assert mark.startswith("Twoland GDP (yardstick ◇)")
    assert "+6 % = " in mark
    assert "no year named" in open_one
    assert "even odds first in" in open_one
    assert (
        lost == "Northport exports ◇: not known: no series gives it from a base above zero, and no run reaches its day."
    )
    assert "7 billion yuan" in cut


def test_tables_say_the_odds_the_basis_and_the_first_version(told):
    status = {row[0]: row for row in status_table(words(), told).rows}
    assert status["Northport exports ◇"][3:] == ("–", "–", "○ unknown")
    basis = [row for row in basis_table(words(), told).rows if row[0] == "Northport GDP ◇"]
    assert [row[4] for row in basis] == ["8 billion yuan"]
    assert all(row[-1] == "past growth" for row in basis)
    years = years_table(words(), told)
    assert years.head[1:] == ("Northport GDP",)
    assert [row[0] for row in years.rows] == [str(year) for year in range(2020, 2030)]
    assert len(progress_table(words(), told).rows) == 5


def test_a_revision_and_an_even_season_are_told(told):
    said = notes(words(), told, 0, False)
    assert any("was revised: first 8 billion yuan, now 7 billion yuan" in one for one in said)
    assert any(one.startswith("Season: even by month") for one in said)


def test_figures_keep_odds_as_they_are(told):
    far = figures(told)[0]
    assert 0 < far["odds"] < 1e-3
    assert (far["first_version"], far["season_years"]) == (90e9, ())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pictures_are_drawings_and_say_their_finding(told, language):
    drawn = board(words(language), told, "source")
    ElementTree.fromstring(drawn)
    assert ("dated targets on track" in drawn) == (language == "en")
    points = path_of(region(), DAY, {}, told[4])
    assert [point.day.month for point in points] == list(range(1, 13))
    assert points[5].expected == pytest.approx(3.5e9)
    ElementTree.fromstring(path(words(language), told[4], points, "source", DAY))
