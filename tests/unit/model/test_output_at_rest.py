"""The economy and the register of firms say the same of a sector's output in a normal year."""

import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.input_output.national import activity_of, national_table
from bothhands.inputs.loading import load
from bothhands.model.economy.params import from_region
from bothhands.model.firms.register import sales_of_sectors


@pytest.mark.parametrize("name", ["liaoning", "two-towns"])
def test_firms_and_economy_have_one_output(name):
    region = load(name)
    axes = axes_of(region)
    economy = np.asarray(from_region(region, axes).output) * 365.0
    sales = sales_of_sectors(region, axes)
    with_output = national_table(region, axes).value_added_share > 0
    np.testing.assert_allclose(sales[:, with_output], economy[:, with_output], rtol=1e-12)
    np.testing.assert_array_equal(sales[:, ~with_output], activity_of(region, axes)[0][:, ~with_output])
