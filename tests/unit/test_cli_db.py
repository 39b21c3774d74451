"""The commands that keep the desk's records, as they are typed."""

import builtins
import json

import pytest

from bothhands.cli import main
from bothhands.records.schema import known_versions, open_store
from bothhands.tasks.editions import set_up
from desk_filled import NAME, fill, rows_of


@pytest.fixture
def folder(tmp_path):
    store = open_store(tmp_path / "desk")
    set_up(store, "two-towns")
    fill(store)
    store.close()
    return tmp_path / "desk"


def told(capsys, *words):
    assert main(["db", *map(str, words)]) == 0
    return capsys.readouterr().out


def test_a_desk_is_backed_up_and_read_back(folder, tmp_path, capsys):
    file = tmp_path / "desk.zip"
    said = told(capsys, "backup", file, "--folder", folder)
    assert "records and 4 files of two-towns." in said
    assert "keep it where only you can read it" in said
    other = tmp_path / "other"
    assert "4 files stand as on 20" in told(capsys, "restore", file, "--folder", other)
    assert main(["db", "restore", str(file), "--folder", str(other)]) == 2
    assert "BH-KEP-015" in capsys.readouterr().err
    again = json.loads(told(capsys, "restore", file, "--folder", other, "--replace", "--json"))
    assert again["before"].startswith(str(other / "before-restore-"))
    assert again["rows"]["findings"] == 1


def test_a_new_desk_is_of_the_last_version(tmp_path, capsys):
    assert told(capsys, "upgrade", "--folder", tmp_path) == f"The database is of version {known_versions()[-1]}.\n"


def test_what_is_over_is_told_and_let_go(folder, capsys):
    said = told(capsys, "tidy", "--folder", folder, "--dry-run")
    assert "sign-ins: 1 would be let go; kept for 1 days after they expire." in said
    assert json.loads(told(capsys, "tidy", "--folder", folder, "--json"))["counts"]["sign-ins"] == 1
    assert "sign-ins: 0 let go" in told(capsys, "tidy", "--folder", folder)


def test_a_person_is_erased_after_a_look(folder, capsys):
    said = told(capsys, "erase", "--folder", folder, "--name", NAME, "--why", "asked for it", "--dry-run")
    assert "comments.text: 1 would change" in said
    done = json.loads(told(capsys, "erase", "--folder", folder, "--name", NAME, "--why", "asked for it", "--json"))
    store = open_store(folder)
    rows = str(rows_of(store)).replace(f"{NAME}ming", "")
    store.close()
    assert NAME not in rows
    assert done["pseudonym"] in rows
    assert "The name stands nowhere." in told(capsys, "erase", "--folder", folder, "--name", "Nobody", "--why", "x", "--dry-run")  # fmt: skip
    assert main(["db", "erase", "--folder", str(folder), "--user", "999", "--why", "x"]) == 2
    assert "BH-REC-012" in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch, capsys):
    real = builtins.__import__

    def without(name, *rest):
        if name == "bothhands.records.schema":
            raise ModuleNotFoundError("No module named 'sqlalchemy'", name="sqlalchemy")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    assert main(["db", "upgrade", "--folder", str(tmp_path)]) == 2
    assert "pip install 'bothhands[desk]'" in capsys.readouterr().err


def test_an_account_that_cannot_be_is_told_in_plain_words(tmp_path, capsys):
    store = open_store(tmp_path / "desk")
    set_up(store, "two-towns")
    store.close()
    said = ["two words", "--name", "", "--role", "officer", "--everywhere", "--folder", str(tmp_path / "desk")]
    assert main(["admin", "user", "add", *said, "--password-stdin"]) == 2
    told = capsys.readouterr().err
    assert "BH-ACC-014 login is 'two words'; expected a text of signs that may stand there; mend it." in told
    assert "BH-ACC-014 name is ''; expected a text of 1 or more characters; mend it." in told
