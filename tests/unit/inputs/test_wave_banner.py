"""The banner of the hypothetical wave says what its tables say."""

import json

import pytest

from bothhands.data.regions.liaoning import wave
from bothhands.inputs.loading import load


@pytest.mark.parametrize("field", ["hypothetical", "hypothetical_zh"])
def test_the_share_of_beds_in_the_banner_is_that_of_the_tables(field):
    said = getattr(load("liaoning-wave").settings, field).replace(" %", "%")
    assert f"{100 * wave.BEDS_SHARE:.0f}%" in said, json.dumps(said, ensure_ascii=False)
