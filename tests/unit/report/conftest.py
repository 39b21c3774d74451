"""One small plan of two towns for every test of the report; nothing here asks how good it is."""

import pytest

from bothhands.inputs.loading import load
from bothhands.plan.plan import make_plan
from bothhands.plan.request import Request
from bothhands.plan.solve import Effort
from bothhands.report.briefing import briefing


@pytest.fixture(scope="package")
def plan():
    return make_plan(load("two-towns"), Request(members=3, effort=Effort(steps=2)))


@pytest.fixture(scope="package")
def pages(plan):
    return {language: briefing(plan, language) for language in ("en", "zh")}
