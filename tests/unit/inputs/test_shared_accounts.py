"""Accounts of a run: each firm its own while there are few; in a long register groups of one place, sector and size by days of cash."""

import numpy as np
import pytest

from bothhands.inputs.firm_accounts import accounts_of, cut
from bothhands.inputs.tables.firms import Firm


def firm(name, place="Northport", sector="A", size="small", cash=10.0, sales=365.0):
    return Firm(firm=name, name=name, place=place, sector=sector, size=size, cash_yuan=cash, sales_yuan_per_year=sales)


def test_few_firms_have_accounts_of_their_own():
    assert accounts_of([firm("a"), firm("b")], most=2) == (("a", "b"), ())


def test_a_long_register_shares_accounts_within_place_sector_and_size_by_days_of_cash():
    rows = [
        firm("rich", cash=90.0), firm("poor", cash=1.0), firm("inn", sector="C"), firm("poorer", cash=0.5), firm("unknown", cash=None),
        firm("far", place="Southfield"),
    ]  # fmt: skip
    names, account = accounts_of(rows, most=4)
    by = dict(zip([row.firm for row in rows], [names[n] for n in account], strict=True))
    assert len(set(names)) == len(names) == 4
    assert by["inn"] == "Northport/C/small/1"
    assert by["far"] == "Southfield/A/small/1"
    assert by["poor"] != by["unknown"] == by["poorer"]
    assert by["rich"] == by["poor"]


def test_where_sizes_do_not_fit_places_and_sectors_stay_apart():
    rows = [
        firm(str(n), size=size, sector=sector)
        for n, (size, sector) in enumerate([("small", "A"), ("micro", "A"), ("small", "B"), ("large", "B")])
    ]
    names, account = accounts_of(rows, most=2)
    assert names == ("Northport/A/1", "Northport/B/1")
    assert account == (0, 0, 1, 1)


@pytest.mark.parametrize("most", [3, 10, 40])
def test_a_cut_leaves_no_account_empty_and_keeps_order(most):
    rng = np.random.default_rng(5)
    group, lasting = rng.integers(0, 3, 200), rng.random(200)
    account = cut(group, lasting, most)
    assert set(account.tolist()) == set(range(int(account.max()) + 1))
    assert account.max() + 1 <= most
    for at in range(int(account.max()) + 1):
        assert len(set(group[account == at].tolist())) == 1
    for one in range(3):
        inside = np.flatnonzero(group == one)
        order = inside[np.argsort(lasting[inside])]
        assert (np.diff(account[order]) >= 0).all()
