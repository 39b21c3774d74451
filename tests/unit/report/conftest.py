"""One small plan of two towns for every test of the report; nothing here asks how good it is."""

import pytest

from bothhands.report.briefing import briefing
from made_plans import short_plan_of_two_towns


@pytest.fixture(scope="package")
def plan(tmp_path_factory):
    return short_plan_of_two_towns(tmp_path_factory)


@pytest.fixture(scope="package")
def pages(plan):
    return {language: briefing(plan, language) for language in ("en", "zh")}
