"""`bothhands visits plan`: a city's week from the region alone, begun again when somebody falls ill, and what it refuses."""

import json

import pytest

from bothhands.cli import main

CITY = ["visits", "plan", "liaoning", "--week", "2020-03-23", "--place", "Liaoyang", "--most", "24"]


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    folder = tmp_path_factory.mktemp("week")
    (folder / "visits.csv").write_text(
        "visit,kind,place,firm,last_on,due_on,opens,closes,on_day,parties,worth_yuan,minutes,source,quality\n"
        "forum,forum,Liaoyang,,,2020-03-25,14:00,14:00,2020-03-25,petrochina-liaoyang;zhongwang-aluminum,,120,the office,measured\n"
        "city,place,Liaoyang,,2020-02-20,,,,,,,,the office,measured\n",
        encoding="utf-8",
    )
    assert main([*CITY, "--with", str(folder / "visits.csv"), "--out", str(folder / "out")]) == 0
    return folder


def told(folder):
    return json.loads((folder / "visits.json").read_text(encoding="utf-8"))


def told_of(words):
    try:
        return main(words)
    except SystemExit as ended:
        return ended.code


def stops(one):
    return {stop["visit"]: (day["officer"], day["day"], stop["begins"]) for day in one["days"] for stop in day["stops"]}


def test_a_week_has_its_forum_on_its_hour_and_what_is_due(week):
    made = stops(told(week / "out"))
    assert made["forum"][1:] == ("2020-03-25", "14:00")
    assert "place Liaoyang" in made, "last seen more than four weeks before"
    assert {"visits-week.xlsx", "visits.json", "visits-week.svg", "visits-week-narrow.svg"} <= {
        path.name for path in (week / "out").iterdir()
    }


def test_who_falls_ill_is_replaced_and_the_others_keep_theirs(week, capsys):
    before = stops(told(week / "out"))
    ill = "Liaoyang firms officer"
    code = main([*CITY, "--with", str(week / "visits.csv"), "--from", str(week / "out"), "--away", f"{ill}=2020-03-23..2020-03-27", "--out", str(week / "again"), "--lang", "zh"])  # fmt: skip
    assert code == 0
    after = stops(told(week / "again"))
    assert all(officer != ill for officer, _, _ in after.values())
    kept = {visit: at[:2] for visit, at in before.items() if at[0] != ill}
    assert kept
    assert {visit: after[visit][:2] for visit in kept} == kept
    others = {one["visit"]: one["why"] for one in told(week / "again")["left_out"]}
    assert {others[visit] for visit in before if visit not in after} <= {"rules", "worth"}, (
        "what nobody takes over is told"
    )
    assert "走访" in capsys.readouterr().out
    board = (week / "again" / "visits-week.svg").read_text(encoding="utf-8")
    assert "辽宁省" in board
    assert ">liaoning, " not in board


def test_every_wrong_word_is_told(capsys, tmp_path):
    (tmp_path / "visits.csv").write_text(
        "visit,kind,place,opens,source,quality\na,firm,Nowhere,25:00,x,measured\n", encoding="utf-8"
    )
    assert main([*CITY, "--with", str(tmp_path / "visits.csv")]) == 2
    faults = capsys.readouterr().err
    assert "Nowhere" in faults
    assert "25:00" in faults
    assert main([*CITY, "--away", "nobody", "--away", "also=nothing"]) == 2
    assert capsys.readouterr().err.count("BH-VIS-016") >= 2
    assert main([*CITY, "--away", "Liaoyang officer=2020-03-23"]) == 2
    assert "BH-VIS-013" in capsys.readouterr().err
    assert main([*CITY, "--from", str(tmp_path)]) == 2
    assert "BH-VIS-017" in capsys.readouterr().err
    assert main([*CITY[:5], "--place", "Lioyang"]) == 2
    assert "Liaoyang" in capsys.readouterr().err
    assert main(["visits", "plan", "one-mask-line", "--week", "2020-03-23"]) == 2
    assert "BH-VIS-012 officers: there is no officer" in capsys.readouterr().err
    assert main(["visits", "plan", "one-mask-line", "--week", "2020-03-23", "--lang", "zh"]) == 2
    assert capsys.readouterr().err == "BH-VIS-012 officers：没有驻点岗位；应为：officers表中的行；请补上走访岗位。\n"


def test_words_on_the_weeks_before_are_told_before_anything_is_run(capsys, tmp_path):
    post = "Liaoyang firms officer"
    for words, code in (
        (["--hours-before", "nobody=3"], "BH-VIS-013"), (["--hours-before", f"{post}=many"], "BH-VIS-023"), (["--hours-before", f"{post}=9999"], "BH-VIS-023"),
        (["--worked", f"{post}=20 March"], "BH-VIS-024"), (["--worked", "nobody=2020-03-20"], "BH-VIS-013"), (["--made", str(tmp_path / "none.json")], "BH-VIS-021"),
        (["--finding", "nobody=3"], "BH-FRM-009"), (["--week", "2019-03-23"], "BH-VIS-029"), (["--most", "-2"], "expected a whole number, 1 or more"),
    ):  # fmt: skip
        assert told_of([*CITY, *words]) == 2
        assert code in capsys.readouterr().err
