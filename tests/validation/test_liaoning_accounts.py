"""The accounts of Liaoning's first quarter as forecast on 18 March 2020: every row of `bothhands validate accounts`.

Held: −7.7 % (Bureau of Statistics of Liaoning, 26 April 2020) lies in a band of 90 % at most 10 points wide, the median is nearer to it
than both naive forecasts named in advance, and the accounts add up to 1e-9.
"""

from bothhands.validate.accounts import rows
from bothhands.validate.tables import Context


def test_every_row_holds_and_what_was_assumed_is_told():
    found = rows()
    assert not [row for row in found if not row.passed]
    told = [row.name for row in found if isinstance(row, Context)]
    assert sum(name.startswith("ASSUMED returned") for name in told) == 3
    assert any("year 2020, forecast" in name for name in told)
