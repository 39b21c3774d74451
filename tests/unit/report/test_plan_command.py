"""The commands that write a plan's folder: a good folder is never spoiled, an interrupt says what became of it."""

import dataclasses
import errno
from pathlib import Path

import pytest
from rich.console import Console

import bothhands
from bothhands.cli import main

WRITTEN = ("briefing.html", "briefing.json", "explanation.html", "plan.json", "results.nc", "measures.parquet", "measures.csv", "plan.xlsx")  # fmt: skip


@pytest.fixture
def good(tmp_path):
    folder = tmp_path / "good"
    folder.mkdir()
    for name in (*WRITTEN, "briefing.pdf", "public-briefing.html", "notes.txt"):
        (folder / name).write_text(f"old {name}")
    return folder


@pytest.fixture
def command(plan, good, monkeypatch):
    """`plan two-towns` into the good folder, with a plan that is at hand."""
    monkeypatch.setattr("bothhands.plan.plan.make_plan", lambda *_: plan)
    return ["plan", "two-towns", "--out", str(good)]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def raising(problem):
    def broken(*_, **__):
        raise problem

    return broken


def test_a_plan_takes_the_place_of_another_and_other_files_stay(command, good, capsys):
    before = contents(good)
    assert main(command) == 0
    after = contents(good)
    assert all(after[name] != before[name] for name in WRITTEN)
    assert all(after[name] == before[name] for name in ("public-briefing.html", "notes.txt"))
    assert "briefing.pdf" in after or "no PDF" in capsys.readouterr().out
    assert after.get("briefing.pdf") != before["briefing.pdf"]
    assert not [name for name in after if name.startswith(".")]


BROKEN = (
    "report.folder.contents_of", "report.folder.explanation.page", "report.folder.as_dataset", "report.folder._workbook",
    "report.public_edition.public_explanation",
)  # fmt: skip


@pytest.mark.parametrize("where", BROKEN)
def test_a_run_that_breaks_off_leaves_the_good_folder_as_it_was(command, good, monkeypatch, capsys, where):
    before = contents(good)
    monkeypatch.setattr(f"bothhands.{where}", raising(OSError(errno.ENOSPC, "No space left on device")))
    assert main([*command, "--public"]) == 2
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert told.startswith(f"BH-CLI-007 {good} cannot be written: No space left on device")
    assert contents(good) == before


def test_an_interrupt_of_the_writing_says_that_nothing_was_written(command, good, monkeypatch, capsys):
    before = contents(good)
    monkeypatch.setattr("bothhands.report.folder.as_dataset", raising(KeyboardInterrupt()))
    assert main(command) == 130
    assert capsys.readouterr().err.strip().splitlines()[-1] == "Stopped; nothing was written."
    assert contents(good) == before


@pytest.mark.parametrize("name", ["plan", "frontier"])
def test_an_interrupt_before_the_search_says_that_nothing_was_written(name, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("bothhands.plan.plan.make_plan", raising(KeyboardInterrupt()))
    assert main([name, "two-towns", "--out", str(tmp_path / "out")]) == 130
    assert capsys.readouterr().err.strip().splitlines()[-1] == "Stopped; nothing was written."
    assert not (tmp_path / "out").exists()


def test_an_interrupt_after_the_writing_says_where_the_plan_is(command, good, monkeypatch, capsys):
    printed = Console.print

    def told(self, *given, **options):
        if given and str(given[0]).startswith(f"[bold]{good}"):
            raise KeyboardInterrupt
        printed(self, *given, **options)

    monkeypatch.setattr(Console, "print", told)
    assert main(command) == 130
    assert capsys.readouterr().err.strip().splitlines()[-1] == f"Stopped; the plan is in {good}."


@pytest.mark.parametrize("json", [False, True])
def test_a_search_that_was_interrupted_says_so_in_a_line(plan, command, monkeypatch, capsys, json):
    stopped = dataclasses.replace(plan, solution=plan.solution._replace(stopped="interrupt", steps=3))
    monkeypatch.setattr("bothhands.plan.plan.make_plan", lambda *_: stopped)
    assert main([*command, *(["--json"] if json else [])]) == 0
    told = capsys.readouterr()
    said = [line for line in (told.err if json else told.out).splitlines() if line.startswith("The search was interrupted (steps taken: 3)")]  # fmt: skip
    assert len(said) == 1


def test_every_folder_of_pages_is_written_whole():
    """No command writes into the folder it was given but through `written_whole`."""
    found = {
        path.name
        for path in Path(bothhands.__file__).parent.glob("cli_*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if ".write_text(" in line or ".write_bytes(" in line or "given.out.mkdir" in line
        if "(part /" not in line
    }
    assert found == {"cli_balance.py", "cli_table.py"}, "single tables, and nothing else"
