"""Figures a plan hangs on as they are told: names in both languages, ends on the side of zero they belong to."""

import re
from xml.etree import ElementTree

import pytest

from bothhands.inputs.loading import load
from bothhands.report.figure_charts import influence_table, limit_chart, worth_chart
from bothhands.report.figure_names import NAMES, figure_name
from bothhands.report.folder import as_json
from bothhands.report.svg import COLOUR, Chart
from bothhands.report.telling import telling_of
from bothhands.report.tornado_chart import Span, tornado_chart


def boxes(svg):
    found = [one.attrib for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("rect")]
    return [(float(one["x"]), float(one["width"]), one["fill"]) for one in found]


@pytest.mark.parametrize("width", [360, 640])
def test_bars_stand_on_their_side_of_zero_and_within_the_chart(width):
    spans = [
        Span("one", -30.0, 10.0, "−30", "+10"),
        Span("two", 5.0, -20.0, "+5", "−20"),
        Span("same", 4.0, 9.0, "+4", "+9"),
    ]
    svg = tornado_chart(Chart("t", "s", "f", "economy", width), spans, "zero")
    high_one, low_one, high_two, low_two, high_same, low_same = boxes(svg)
    zero = high_one[0]
    assert low_one[0] + low_one[1] == pytest.approx(zero, abs=0.2)
    assert high_two[0] + high_two[1] == pytest.approx(zero, abs=0.2)
    assert low_two[0] == pytest.approx(zero, abs=0.2)
    assert low_one[1] == pytest.approx(3 * high_one[1], rel=0.02)
    assert high_same[1] > low_same[1]
    assert (high_one[2], low_one[2], low_same[2]) == (COLOUR["economy"], "#fff", "none")
    assert min(x for x, _, _ in boxes(svg)) >= 0.0
    assert max(x + w for x, w, _ in boxes(svg)) <= width


def test_every_figure_of_the_embedded_regions_has_a_name_in_both_languages(plan):
    for name in ("liaoning", "liaoning-wave", "two-towns"):
        for row in load(name).parameters:
            known = row.parameter in NAMES
            assert known or row.parameter.startswith(("firm_", "chain_", "site_", "visit_", "hubei_", "seeding_")), (
                row.parameter
            )
    for one in plan.influences.ranked:
        assert re.search(r"[\u4e00-\u9fff]", figure_name(one.figure.name, "zh")), one.figure.name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_charts_tell_the_first_figure_in_their_title(plan, language):
    telling = telling_of(plan, language)
    worth, limit = worth_chart(telling), limit_chart(telling)
    first = figure_name(plan.influences.ranked[0].figure.name, language, telling.words.hub)
    assert first in worth.title
    assert len(worth.table.rows) == min(20, len(plan.influences.ranked))
    use = [max(map(abs, one.use)) for one in plan.influences.ranked if one.figure.kind != "limit"]
    at = plan.influences.ranked[
        [one.figure.kind != "limit" and max(map(abs, one.use)) == max(use) for one in plan.influences.ranked].index(
            True
        )
    ]
    assert figure_name(at.figure.name, language, telling.words.hub) in limit.title


def test_a_range_that_was_given_is_said_to_be(plan):
    one = plan.influences.ranked[0]
    telling = telling_of(plan)
    bare = one._replace(figure=one.figure._replace(stated=False))
    assert "ASSUMED" in influence_table(telling, [bare]).rows[0][1]
    assert "ASSUMED" not in influence_table(telling, [one._replace(figure=one.figure._replace(stated=True))]).rows[0][1]


def test_the_plan_as_data_holds_every_figure(plan):
    told = as_json(plan)["figures"]
    assert [row["name"] for row in told] == [one.figure.name for one in plan.influences.ranked]
    assert told[0]["welfare_limits_kept_at_high"] == plan.influences.ranked[0].kept[1]
