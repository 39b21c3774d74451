"""Options of the command line that cannot be are refused at once, with what can be."""

import pytest

from bothhands.cli import main

SEEDED = (
    ["plan", "two-towns"], ["frontier", "two-towns"], ["simulate", "two-towns"], ["sensitivity", "two-towns"], ["backtest", "two-towns"],
    ["calibrate", "two-towns"], ["chain", "completion", "two-towns"], ["visits", "plan", "two-towns", "--week", "2020-03-23"],
    ["network", "draw", "--firms", "9", "--region", "two-towns"],
)  # fmt: skip


def refused(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize("command", SEEDED, ids=" ".join)
@pytest.mark.parametrize("seed", ["-1", "1.5", "2147483648", "²"])
def test_a_seed_is_a_whole_number_from_0(command, seed, capsys):
    assert refused([*command, f"--seed={seed}"], capsys).endswith(f"{seed!r} is no seed; expected a whole number from 0 to 2,147,483,647")  # fmt: skip


@pytest.mark.parametrize(
    ("option", "texts", "expected"),
    [
        ("--time-limit", ("-5", "0", "nan", "inf", "90000", "long"), "seconds above 0, at most 86,400"),
        ("--periods", ("1000000000", "0", "-1", "1.5"), "a whole number of days from 1 to 3,660"),
        ("--as-of", ("2020-6-5", "tomorrow", ""), "a day is written YYYY-MM-DD, such as 2020-03-18"),
        ("--out", ("", " "), "the path is blank; expected the name of one, such as bothhands-out/mine"),
        ("--members", ("0", "²"), "expected a whole number, 1 or more"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(option, texts, expected, capsys):
    for text in texts:
        assert refused(["plan", "two-towns", f"{option}={text}"], capsys).endswith(expected)


@pytest.mark.parametrize(
    ("command", "option", "texts", "expected"),
    [
        ("chain completion", "--draws", ("-5", "0", "1.5"), "a whole number, 1 or more"),
        ("chain explain", "--most", ("-1", "0"), "a whole number, 1 or more"),
        ("chain plan", "--branches", ("-3", "0.5", "99999999999"), "a whole number from 0 to 2,147,483,647"),
        ("chain delay", "--weeks", ("-1", "0", "nan", "inf", "523", "two"), "weeks above 0, at most 522"),
        ("chain dispatch", "--weeks", ("-1", "0"), "a whole number, 1 or more"),
        ("firms support", "--missed", ("-2",), "a whole number from 0 to 2,147,483,647"),
    ],
)
def test_a_count_or_span_that_cannot_be_is_refused_before_anything_is_run(command, option, texts, expected, capsys):
    for text in texts:
        assert refused([*command.split(), "two-towns", f"{option}={text}"], capsys).endswith(f"expected {expected}")


@pytest.mark.parametrize(
    "command",
    [
        *(command for command in SEEDED if command[0] != "calibrate"), ["targets", "status", "two-towns"], ["validate", "belgium"],
        ["firms", "diagnose", "two-towns"], ["firms", "match", "two-towns"], ["chain", "missing", "two-towns"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_done(command, tmp_path, capsys, monkeypatch):
    def never(*_, **__):
        raise AssertionError("begun")

    for name in ("plan.plan.make_plan", "plan.dated.dated_runs", "observe.backtest.backtest"):
        monkeypatch.setattr(f"bothhands.{name}", never)
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file", tmp_path / "file" / "x"):
        assert main([*command, "--out", str(out)]) == 2
        told = capsys.readouterr().err
        assert told.startswith(f"BH-CLI-007 {out} cannot be written: {tmp_path / 'file'} is no folder")
        assert len(told.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (["deaths<=5", "deaths<=3"], ["BH-ASK-003 question: --limit 'deaths' is said twice"]),
        (
            ["epidemic budget<=1,5 million yuan", "value added>=800 million euros"],
            ["BH-ASK-005 question: limits.epidemic budget: the comma of '1,5' may be", "BH-ASK-005 question: limits.value added: '800 million euros' is in euros"],
        ),
    ],
)  # fmt: skip
def test_limits_that_cannot_be_meant_are_told_before_anything_is_run(limits, told, capsys, monkeypatch):
    def never(*_, **__):
        raise AssertionError("begun")

    monkeypatch.setattr("bothhands.plan.plan.make_plan", never)
    assert main(["plan", "two-towns", *(part for limit in limits for part in ("--limit", limit))]) == 2
    lines = capsys.readouterr().err.splitlines()
    for line, start in zip(lines, told, strict=False):
        assert line.startswith(start)
