"""Regions that lack what others have: no port, no target, no reported case; nothing is drawn on an axis of rounding."""

import re

import pytest
from page_reader import Reader

from bothhands.inputs.loading import load
from bothhands.plan.plan import make_plan
from bothhands.plan.request import Request
from bothhands.plan.solve import Effort
from bothhands.report.briefing import briefing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page():
    return briefing(make_plan(load("one-mask-line"), Request(members=2, effort=Effort(steps=1))))


def test_a_region_without_ports_targets_or_cases_has_a_page(page):
    figures = Reader(page).figures
    assert not {"targets", "odds", "ill-cities"} & set(figures)
    assert {"cases", "calendar", "limits"} <= set(figures)


def test_no_axis_or_title_shows_rounding(page):
    for words in re.findall(r"<text[^>]*>([^<]*)</text>", page):
        assert not re.search(r"\de-\d", words), words
