"""R by city is drawn where it can be believed, its line at one and its doubtful days marked; else there is no chart."""

import re
from dataclasses import replace

import numpy as np
import pytest

from bothhands.report.reproduction_chart import TOP, reproduction_chart
from bothhands.report.telling import telling_of


def told(plan, growth, language="en"):
    """The chart of daily reports in the first town that grow by a share a day; nothing in the second."""
    new = np.zeros_like(plan.reports.new)
    last = plan.axes.day_index(plan.as_of)
    new[20 : last + 1, 0] = np.round(30.0 * (1.0 + growth) ** np.arange(last - 19))
    observed = np.zeros(new.shape, bool)
    observed[: last + 1] = True
    reports = plan.reports._replace(
        new=new, observed=observed, since=np.tile(np.arange(len(new))[:, None], new.shape[1])
    )
    return reproduction_chart(telling_of(replace(plan, reports=reports), language))


def test_growth_and_decline_are_told_by_the_title(plan):
    assert "Each case infected 1." in told(plan, 0.05).title
    assert "Each case infected fewer than one other from" in told(plan, -0.06).title
    assert "每例感染" in told(plan, 0.05, "zh").title


def test_the_picture_has_the_line_at_one_the_band_and_the_hatch(plan):
    figure = told(plan, 0.05)
    for picture in (figure.wide, figure.narrow):
        assert "<polygon" in picture
        assert 'stroke-dasharray="6 3"' in picture
        assert "url(#hatch-health" in picture
        assert f"0–{TOP:g}" in picture
        assert "nan" not in picture
    assert "too few cases" in figure.wide
    assert [len(row) for row in figure.table.rows] == [len(figure.table.head)] * 2


def test_the_scale_reaches_a_number_beyond_its_usual_end(plan):
    figure = told(plan, 0.3)
    value = float(re.search(r"infected (\d+\.\d) others", figure.title)[1])
    assert value > TOP
    assert f"0–{np.ceil(value):g}" in figure.wide


def test_too_few_cases_give_no_chart(plan):
    quiet = plan.reports._replace(new=np.zeros_like(plan.reports.new))
    assert reproduction_chart(telling_of(replace(plan, reports=quiet))) is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_is_in_the_readers_language(plan, language):
    figure = told(plan, -0.06, language)
    assert "r_" not in figure.wide
    assert ("全区" in figure.wide) == (language == "zh")
