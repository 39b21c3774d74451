"""One file holds the desk and gives it back on either database; what is no sound backup changes nothing."""

import json
import shutil
import stat
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bothhands.errors import InputError
from bothhands.records import restore as restore_module
from bothhands.records import schema
from bothhands.records.access import SYSTEM
from bothhands.records.audit import Audit
from bothhands.records.backup import backup
from bothhands.records.files import path_of
from bothhands.records.restore import restore
from bothhands.records.schema import known_versions, open_store, version_of
from bothhands.records.work import Finding
from desk_filled import CONTENT, files_of, fill, rows_of


@pytest.fixture
def filled(town):
    fill(town)
    return town


@pytest.fixture
def saved(filled, tmp_path):
    file = tmp_path / "desk.zip"
    backup(filled, file)
    return file


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request, tmp_path):
    database = None if request.param == "sqlite" else request.getfixturevalue("postgres_server").made()
    store = open_store(tmp_path / "other", database)
    yield store
    store.close()


@pytest.fixture
def blank(tmp_path):
    store = open_store(tmp_path / "blank")
    yield store
    store.close()


def packed_again(saved, tmp_path, change):
    """The backup with its parts changed, as somebody without the program might."""
    with zipfile.ZipFile(saved) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(parts["manifest.json"])
    change(parts, manifest)
    parts.setdefault("manifest.json", b"")
    parts["manifest.json"] = json.dumps(manifest).encode() if manifest is not None else parts["manifest.json"]
    at = tmp_path / "changed.zip"
    with zipfile.ZipFile(at, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return at


def count_of(store):
    return sum(len(rows) for rows in rows_of(store).values())


def test_a_desk_comes_back_row_by_row_and_file_by_file_on_either_database(filled, saved, empty):
    before = rows_of(filled)
    assert {name for name, rows in before.items() if not rows} == set(), "the test fills every table"
    done = restore(saved, empty)
    assert rows_of(empty) == before
    assert files_of(empty) == files_of(filled)
    assert done.rows == {name: len(rows) for name, rows in before.items()}
    assert (done.before, done.missing) == ("", ())
    assert path_of(empty.folder, before["attachments"][0]["sha256"]).read_bytes() == CONTENT


def test_the_restored_desk_goes_on_with_new_numbers_and_a_sealed_audit(saved, empty):
    restore(saved, empty)
    with empty.writing(SYSTEM, "after") as session:
        last = session.scalar(select(func.max(Finding.id)))
        session.add(Finding(kind="request", text="new", place="Southfield"))
        session.flush()
        assert session.scalar(select(func.max(Finding.id))) == last + 1
    with pytest.raises(Exception, match="only ever added to"), empty.writing(SYSTEM) as session:
        session.execute(Audit.__table__.delete())


def test_the_file_is_for_its_owner_only_and_tells_what_it_holds(filled, tmp_path):
    made = backup(filled, tmp_path / "new" / "desk.zip")
    at = tmp_path / "new" / "desk.zip"
    assert stat.S_IMODE(at.stat().st_mode) == 0o600
    assert made.region == "two-towns"
    assert made.files == len(files_of(filled))
    assert made.rows["users"] == 7
    assert [path.name for path in at.parent.iterdir()] == ["desk.zip"]


def test_no_file_is_overwritten(filled, saved):
    before = saved.read_bytes()
    with pytest.raises(InputError, match="BH-KEP-001"):
        backup(filled, saved)
    assert saved.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(filled):
    with pytest.raises(InputError, match="BH-KEP-002"):
        backup(filled, filled.folder / "desk.zip" / "x" if (filled.folder / "desk.zip").write_text("") == 0 else None)


def test_a_file_that_is_gone_is_told_and_does_not_stop_a_backup(filled, tmp_path, blank):
    shutil.rmtree(filled.folder / "results" / "1")
    made = backup(filled, tmp_path / "desk.zip")
    assert made.missing == ("results/1",)
    assert restore(tmp_path / "desk.zip", blank).missing == ("results/1",)


def test_a_desk_that_is_not_empty_stays_unless_it_is_to_be_replaced(filled, saved, tmp_path):
    with filled.writing(SYSTEM) as session:
        session.add(Finding(kind="request", text="since the backup", place="Southfield"))
    (filled.folder / "results" / "1" / "plan.json").write_text("changed since")
    before, files = rows_of(filled), files_of(filled)
    with pytest.raises(InputError, match=r"BH-KEP-015 the desk is not empty: it holds \d+ records"):
        restore(saved, filled)
    assert rows_of(filled) == before
    done = restore(saved, filled, replace=True)
    assert len(rows_of(filled)["findings"]) == 1
    assert files_of(filled)["results/1/plan.json"] == b'{"measures": []}'
    again = open_store(tmp_path / "again")
    restore(tmp_path.__class__(done.before), again)
    assert rows_of(again) == before
    assert files_of(again) == files
    again.close()


def test_nothing_is_left_behind(filled, saved):
    restore(saved, filled, replace=True)
    odd = [path.name for path in filled.folder.iterdir() if path.name.startswith(".")]
    assert odd == []


def no_table(parts, manifest):
    del parts["tables/tasks.jsonl"]


def another_file(parts, manifest):
    parts["files/results/1/odd.txt"] = b"x"


def row_changed(parts, manifest):
    parts["tables/findings.jsonl"] = parts["tables/findings.jsonl"].replace(b"Call", b"Kill")


def row_twice(parts, manifest):
    content = parts["tables/findings.jsonl"] * 2
    parts["tables/findings.jsonl"] = content
    _sealed(manifest["tables"]["findings"], content)


def row_less(parts, manifest):
    content = b""
    parts["tables/progress.jsonl"] = content
    _sealed(manifest["tables"]["progress"], content)


def column_less(parts, manifest):
    content = json.dumps({"id": 1}).encode() + b"\n"
    parts["tables/progress.jsonl"] = content
    _sealed(manifest["tables"]["progress"], content, 1)


def task_of_nothing(parts, manifest):
    content = parts["tables/tasks.jsonl"].replace(b'"measure_id": 1', b'"measure_id": 99')
    parts["tables/tasks.jsonl"] = content
    _sealed(manifest["tables"]["tasks"], content)


def comment_of_nothing(parts, manifest):
    content = parts["tables/comments.jsonl"].replace(b'"about_id": 1', b'"about_id": 99')
    parts["tables/comments.jsonl"] = content
    _sealed(manifest["tables"]["comments"], content)


def photograph_less(parts, manifest):
    name = next(name for name in parts if name.startswith("files/attachments/"))
    del parts[name], manifest["files"][name.removeprefix("files/")]


def audit_open(parts, manifest):
    content = parts["tables/audit_openings.jsonl"].replace(b"false", b"true")
    parts["tables/audit_openings.jsonl"] = content
    _sealed(manifest["tables"]["audit_openings"], content)


def leads_outside(parts, manifest):
    _moved(parts, manifest, "results/../../../outside.txt")


def leads_to_the_root(parts, manifest):
    _moved(parts, manifest, "/tmp/outside.txt")


def into_the_desk_itself(parts, manifest):
    _moved(parts, manifest, "desk.sqlite")


def newer_program(parts, manifest):
    manifest["database"] = "9999"


def newer_form(parts, manifest):
    manifest |= {"form": 2, "more": {}}


def odd_manifest(parts, manifest):
    manifest["tables"] = "none"


def bomb(parts, manifest):
    content = b" " * (101 << 20)
    parts["tables/progress.jsonl"] = content
    _sealed(manifest["tables"]["progress"], content)


def _moved(parts, manifest, name):
    parts[f"files/{name}"] = parts.pop("files/results/1/plan.json")
    manifest["files"][name] = manifest["files"].pop("results/1/plan.json")


def _sealed(part, content, rows=None):
    import hashlib

    part |= {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    if rows is not None:
        part["rows"] = rows


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (no_table, "BH-KEP-012"), (another_file, "BH-KEP-012"), (row_changed, "BH-KEP-013"), (row_twice, "BH-KEP-016"), (row_less, "BH-KEP-013"),
        (column_less, "BH-KEP-016"), (task_of_nothing, "BH-KEP-016"), (comment_of_nothing, "BH-KEP-017"), (photograph_less, "BH-KEP-017"),
        (audit_open, "BH-KEP-017"), (leads_outside, "BH-KEP-012"), (leads_to_the_root, "BH-KEP-012"), (into_the_desk_itself, "BH-KEP-012"),
        (newer_program, "BH-KEP-011"), (newer_form, "BH-KEP-011"), (odd_manifest, "BH-KEP-010"), (bomb, "BH-KEP-014"),
    ],
)  # fmt: skip
def test_what_is_no_sound_backup_is_refused_and_changes_nothing(saved, blank, tmp_path, change, code):
    changed = packed_again(saved, tmp_path, change)
    there = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=code):
        restore(changed, blank)
    assert count_of(blank) == 0
    assert files_of(blank) == {}
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in there and "desk.sqlite" not in path.name] in (
        [], [blank.folder / "attachments"], [blank.folder / "attachments", blank.folder / "editions", blank.folder / "results"]
    )  # fmt: skip
    restore(saved, blank)
    assert count_of(blank) > 50


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_link_and_a_name_that_is_there_twice_are_refused(saved, blank, tmp_path):
    for link in (True, False):
        at = tmp_path / f"link-{link}.zip"
        with zipfile.ZipFile(saved) as packed, zipfile.ZipFile(at, "w") as again:
            for one in packed.infolist():
                info = zipfile.ZipInfo(one.filename)
                if link and one.filename.endswith("plan.json"):
                    info.external_attr = (stat.S_IFLNK | 0o777) << 16
                again.writestr(info, packed.read(one.filename))
            if not link:
                with pytest.warns(UserWarning, match="Duplicate"):
                    again.writestr("tables/users.jsonl", packed.read("tables/users.jsonl"))
        with pytest.raises(InputError, match="BH-KEP-012"):
            restore(at, blank)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("cut", [0, 10, 3000, -30])
def test_a_torn_or_foreign_file_is_refused(saved, blank, tmp_path, cut):
    torn = tmp_path / "torn.zip"
    torn.write_bytes(saved.read_bytes()[:cut])
    with pytest.raises(InputError, match="BH-KEP-010"):
        restore(torn, blank)
    with pytest.raises(InputError, match="BH-KEP-010"):
        restore(tmp_path / "none.zip", blank)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_flipped_bit_anywhere_is_found(filled, saved, blank, tmp_path):
    content, rows = saved.read_bytes(), rows_of(filled)
    refused = []
    for at in range(40, len(content), len(content) // 60):
        flipped = bytearray(content)
        flipped[at] ^= 0x10
        (tmp_path / "flipped.zip").write_bytes(flipped)
        try:
            restore(tmp_path / "flipped.zip", blank, replace=True)
        except InputError as problem:
            refused.append(problem.faults[0].code)
        else:  # a bit of the zip's own that says nothing, such as a moment
            assert rows_of(blank) == rows
    assert len(refused) > 40
    assert set(refused) <= {"BH-KEP-010", "BH-KEP-011", "BH-KEP-012", "BH-KEP-013", "BH-KEP-016"}


def test_a_backup_of_an_older_version_is_restored_and_then_upgraded(saved, empty, tmp_path, monkeypatch):
    steps = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, steps)
    (steps / "versions" / "0002_later.py").write_text(
        '"""A later step."""\nimport sqlalchemy as sa\nfrom alembic import op\n\nrevision, down_revision, branch_labels, depends_on = "later", "'
        + known_versions()[-1]
        + '", None, None\n\ndef upgrade():\n    op.add_column("findings", sa.Column("mood", sa.String(8), nullable=False, server_default="calm"))\n'
    )
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    restore(saved, empty)
    with empty.engine.connect() as connection:
        assert version_of(connection) == "later"
        assert connection.exec_driver_sql("SELECT mood, place FROM findings").all() == [("calm", "Southfield")]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_restore_that_breaks_off_at_its_end_moves_the_files_back(filled, saved, monkeypatch):
    (filled.folder / "results" / "1" / "plan.json").write_text("changed since")
    rows, files = rows_of(filled), files_of(filled)
    real = restore_module._placed

    def broken(*arguments):
        real(*arguments)
        raise OSError("no space left")

    monkeypatch.setattr(restore_module, "_placed", broken)
    with pytest.raises(OSError, match="no space"):
        restore(saved, filled, replace=True)
    assert rows_of(filled) == rows
    assert files_of(filled) == files


def test_moments_are_the_same_moment_on_every_database(saved, empty):
    restore(saved, empty)
    assert rows_of(empty)["jobs"][0]["ended_at"] == datetime(2020, 4, 1, 8, 30, 15, 123456, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_part_that_begins_before_the_file_is_refused(saved, blank, tmp_path):
    content = bytearray(saved.read_bytes())
    end = content.rindex(b"PK\x05\x06")
    first = int.from_bytes(content[end + 16 : end + 20], "little")
    content[end + 16 : end + 20] = (first + 4096).to_bytes(4, "little")
    (tmp_path / "moved.zip").write_bytes(content)
    with pytest.raises(InputError, match="BH-KEP-010"):
        restore(tmp_path / "moved.zip", blank)
