"""What the desk keeps of every firm is what the commands tell of it; nothing open rests on its money."""

import pytest

from bothhands.inputs.loading import load
from bothhands.plan.firm_case import firm_case
from bothhands.plan.support.answer import support_answer
from bothhands.plan.support.case import support_case
from bothhands.report.firm_folder import write_firm_folder
from bothhands.report.firm_tables import one_firm
from bothhands.report.kept_firms import about_in, diagnosis_in, fits_in, ranked_in


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    region, folder = load("two-towns"), tmp_path_factory.mktemp("firms")
    case = firm_case(region)
    helped = support_case(region, case.as_of)
    write_firm_folder(case, helped, folder)
    return folder, case, helped


def test_every_firm_is_told_as_the_command_tells_it(made):
    folder, case, _ = made
    for n, row in enumerate(case.rows):
        kept, told = diagnosis_in(folder, row.firm, private=True), one_firm(case, n)
        assert kept["said"] == {"en": told["said"], "zh": told["said_zh"]}
        assert kept["binds"] == told["binds"]
        assert (kept["days_of_cash"] or "") == told["days_of_cash"]
    assert diagnosis_in(folder, "nobody", private=True) is None


def test_what_is_open_tells_no_money(made):
    folder, case, _ = made
    for row in case.rows:
        kept = diagnosis_in(folder, row.firm, private=False)
        assert set(kept) == {"firm", "place", "binds", "lost_share", "hidden", "said"}
        assert kept["binds"] != "funds" or row.blocked_by == "funds"
        assert not any(
            word in line for line in kept["said"]["en"] for word in ("cash", "credit", "breaks even", "yuan")
        )
        private = {one["policy"] for one in fits_in(folder, row.firm, private=True) if one["private"]}
        assert not private & {one["policy"] for one in fits_in(folder, row.firm, private=False)}
    assert private <= set(about_in(folder)["policies"])


def test_the_ranked_list_holds_everybody_who_is_helped_and_begins_where_a_yuan_does_most(made):
    folder, _, helped = made
    answer, found = support_answer(helped), ranked_in(folder, None, "", "", 500, 0).rows
    chosen = {one["firm"]: one for one in found if one["chosen"]}
    assert set(chosen) == {one.firm for one in answer.helped} != set()
    for one in answer.helped:
        assert chosen[one.firm]["policies"] == list(one.policies)
        assert chosen[one.firm]["yuan"] == pytest.approx(one.yuan)
        assert chosen[one.firm]["kept_yuan"] == pytest.approx(one.kept_yuan)
    a_yuan = [one["kept_per_yuan"] for one in found]
    assert a_yuan == sorted(a_yuan, reverse=True)
    assert all(one["kept_yuan"] >= one["yuan"] for one in found)
