"""`dev.py` installs system packages where apt can, asks nothing twice, and never fails for want of them; long tests begin first."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / "dev.py"
spec = importlib.util.spec_from_file_location("dev", PATH)
dev = importlib.util.module_from_spec(spec)
spec.loader.exec_module(dev)


@pytest.fixture
def machine(monkeypatch):
    """A machine with apt: what is installed, what apt can find before and after an update, and every command given."""

    class Machine:
        installed, findable, after_update, commands, root = {"bread"}, {"jam"}, {"butter"}, [], []

        def succeeds(self, command):
            self.commands.append(command[command.index("-y") + 1 :])
            if self.commands[-1] == ["update"]:
                self.findable |= self.after_update
                return True
            wanted = set(self.commands[-1][2:])
            found = wanted <= self.findable
            self.installed |= wanted if found else set()
            return found

    made = Machine()
    made.installed, made.findable, made.commands = set(made.installed), set(made.findable), []
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev, "is_installed", lambda package: package in made.installed)
    monkeypatch.setattr(dev, "as_root", lambda: made.root)
    monkeypatch.setattr(dev, "succeeds", made.succeeds)
    return made


def test_nothing_is_done_where_all_is_installed(machine, capsys):
    dev.install(("bread",), "no breakfast")
    assert machine.commands == []
    assert capsys.readouterr().out == ""


def test_only_what_is_missing_is_installed_and_no_list_is_fetched(machine, capsys):
    dev.install(("bread", "jam"), "no breakfast")
    assert machine.commands == [["install", "--no-install-recommends", "jam"]]
    assert capsys.readouterr().out == "Installing system packages: jam.\n"


def test_the_list_is_fetched_where_a_package_is_not_found(machine):
    dev.install(("butter",), "no breakfast")
    assert [command[0] for command in machine.commands] == ["install", "update", "install"]
    assert "butter" in machine.installed


def test_what_cannot_be_installed_is_said_in_one_line(machine, capsys):
    dev.install(("caviar",), "no breakfast")
    assert capsys.readouterr().out.splitlines()[-1] == "Missing system packages: caviar. Without them: no breakfast."


def test_without_root_nothing_is_tried(machine, capsys):
    machine.root = None
    dev.install(("jam",), "no breakfast")
    assert machine.commands == []
    assert capsys.readouterr().out == "Missing system packages: jam. Without them: no breakfast.\n"


def test_without_apt_nothing_is_said(machine, monkeypatch, capsys):
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    dev.install(("jam",), "no breakfast")
    assert (machine.commands, capsys.readouterr().out) == ([], "")


def test_files_that_begin_first_are_files_of_tests_each_named_once(request):
    names = (PATH.parent / "tests" / "longest_first.txt").read_text(encoding="utf-8").split()
    assert names
    assert len(set(names)) == len(names)
    for name in names:
        assert (PATH.parent / "tests" / name).is_file(), f"{name}: correct its line in tests/longest_first.txt"
    at = [names.index(name) for item in request.session.items if (name := name_of(item)) in names]
    assert at == sorted(at)
    assert not any(name_of(item) in names for item in request.session.items[len(at) :])


def name_of(item):
    """The file of a test, as the list names it."""
    return item.path.relative_to(PATH.parent / "tests").as_posix()
