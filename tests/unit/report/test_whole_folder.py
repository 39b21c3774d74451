"""A folder is written whole or not at all: other files stay, a failure or an interrupt changes nothing, what cannot be is told before."""

import errno
import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from xlsxwriter.exceptions import FileCreateError

from bothhands.errors import InputError
from bothhands.report.printing import Printing
from bothhands.report.whole_folder import check_writable, written_whole

NOBODY = 65534


def tree(folder):
    return {str(path.relative_to(folder)): path.read_text() if path.is_file() else None for path in folder.rglob("*")}


@pytest.fixture
def good(tmp_path):
    folder = tmp_path / "good"
    folder.mkdir()
    for name in ("briefing.html", "briefing.pdf", "plan.json", "notes.txt"):
        (folder / name).write_text(f"old {name}")
    return folder


def write(part, broken=lambda: None):
    for name in ("briefing.html", "briefing.pdf", "plan.json", "results.nc"):
        (part / name).write_text(f"new {name}")
    (part / "sub").mkdir()
    (part / "sub" / "map.svg").write_text("new map")
    broken()


def raising(problem):
    def broken():
        raise problem

    return broken


def test_files_take_their_places_and_others_stay(good):
    with written_whole(good) as part:
        write(part)
        assert (good / "plan.json").read_text() == "old plan.json"
    names = ("briefing.html", "briefing.pdf", "plan.json", "results.nc")
    new = {name: f"new {name}" for name in names} | {"sub": None, "sub/map.svg": "new map"}
    assert tree(good) == {"notes.txt": "old notes.txt", **new}


def test_the_print_of_a_page_that_is_written_anew_without_one_goes(good):
    with written_whole(good) as part:
        (part / "briefing.html").write_text("new")
    assert tree(good) == {"briefing.html": "new", "notes.txt": "old notes.txt", "plan.json": "old plan.json"}


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), ValueError("a fault of ours"), InputError(())])
def test_what_breaks_off_changes_nothing_and_stays_what_it_is(good, tmp_path, problem):
    before = tree(good)
    for folder in (good, tmp_path / "new" / "deep"):
        with pytest.raises(type(problem)), written_whole(folder) as part:
            write(part, raising(problem))
    assert tree(good) == before
    assert not (tmp_path / "new").exists()


def wrapped():
    try:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError as problem:
        raise FileCreateError(problem)  # noqa: B904  as xlsxwriter does


@pytest.mark.parametrize("broken", [raising(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))), wrapped])
def test_a_full_disk_is_told_with_folder_reason_and_remedy(good, broken):
    before = tree(good)
    with pytest.raises(InputError) as told, written_whole(good) as part:
        write(part, broken)
    (fault,) = told.value.faults
    assert fault.code == "BH-CLI-007"
    assert str(good) in fault.what
    assert "No space left on device" in fault.what
    assert "make room" in fault.remedy
    assert tree(good) == before


def test_a_move_that_fails_is_taken_back(good, monkeypatch):
    before, moves, replace = tree(good), [], os.replace

    def once(one, other):
        moves.append(other)
        if len(moves) == 4:
            raise KeyboardInterrupt
        replace(one, other)

    monkeypatch.setattr("bothhands.report.whole_folder.os.replace", once)
    with pytest.raises(KeyboardInterrupt), written_whole(good) as part:
        write(part)
    assert len(moves) > 4
    assert tree(good) == before


def test_a_folder_in_the_way_of_a_file_is_told(good):
    (good / "plan.json").unlink()
    (good / "plan.json").mkdir()
    before = tree(good)
    with pytest.raises(InputError, match="Is a directory"), written_whole(good) as part:
        write(part)
    assert tree(good) == before


def test_what_cannot_be_written_is_told_before_and_nothing_is_left(good, tmp_path):
    (tmp_path / "file").write_text("")
    for folder, why in ((tmp_path / "file", "is no folder"), (tmp_path / "file" / "x", "is no folder")):
        with pytest.raises(InputError, match=f"BH-CLI-007 .* cannot be written: .*{why}"):
            check_writable(folder)
        with pytest.raises(InputError, match="BH-CLI-007"), written_whole(folder):
            pass
    before = tree(tmp_path)
    check_writable(good)
    check_writable(tmp_path / "new" / "deep")
    assert tree(tmp_path) == before


@contextmanager
def as_nobody():
    """Without the rights of root, where the tests have them: root may write everywhere."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize(("mode", "inside"), [(0o555, ""), (0o555, "new"), (0o000, "new/one")])
def test_a_folder_one_may_not_write_or_even_see_is_told(mode, inside):
    """Nobody may enter the folders of pytest when root runs it: hence one of its own."""
    with tempfile.TemporaryDirectory() as outer:
        Path(outer).chmod(0o755)
        folder = Path(outer) / "plan"
        folder.mkdir()
        folder.chmod(mode)
        with as_nobody(), pytest.raises(InputError, match=r"BH-CLI-007.*Permission denied"):
            check_writable(folder / inside)
        folder.chmod(0o755)
        assert list(folder.iterdir()) == []


def test_a_page_that_is_given_up_is_not_printed(tmp_path):
    with pytest.raises(ValueError, match="no page"), Printing(tmp_path / "page.pdf") as printing:
        raise ValueError("no page")
    assert printing.printer.returncode
    assert not list(tmp_path.iterdir())


def test_a_print_that_breaks_off_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr("bothhands.report.printing.PRINT", "import sys; open(sys.argv[1], 'w').write('half'); 1 / 0")
    with Printing(tmp_path / "page.pdf") as printing:
        printing.begin("<p>x</p>")
        assert printing.end() == "no PDF: printing broke off (ZeroDivisionError: division by zero)"
    assert not list(tmp_path.iterdir())


def test_a_read_only_place_is_told(tmp_path):
    """Where name spaces are allowed: a mount that cannot be written."""
    script = f"mount --bind {tmp_path} {tmp_path} && mount -o remount,bind,ro {tmp_path} && python -c 'from pathlib import Path; from bothhands.report.whole_folder import check_writable as c; c(Path(\"{tmp_path}/x\"))'"  # fmt: skip
    env = {**os.environ, "PATH": f"{os.path.dirname(os.sys.executable)}:{os.environ['PATH']}"}
    try:
        told = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, check=False, env=env)  # fmt: skip
    except FileNotFoundError:
        pytest.skip("no name spaces")
    if "BH-CLI-007" not in told.stderr and ("mount" in told.stderr or "unshare" in told.stderr):
        pytest.skip("no name spaces")
    assert "Read-only file system" in told.stderr
