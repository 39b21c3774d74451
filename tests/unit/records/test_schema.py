"""Opening a database: new, of this version, older, newer, not there."""

from datetime import UTC, date, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, select, text

from bothhands.errors import InputError
from bothhands.records.access import SYSTEM
from bothhands.records.everything import METADATA, TABLES
from bothhands.records.schema import alembic_config, known_versions, open_store, version_of
from bothhands.records.work import Finding
from bothhands.report.phrases import PHRASES


def test_the_steps_lead_to_the_tables_as_declared(database, tmp_path):
    store = open_store(tmp_path, database)
    with store.engine.connect() as connection:
        assert version_of(connection) == known_versions()[-1]
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA) == []
    store.close()


def test_a_finding_of_an_older_version_was_told_on_the_day_it_was_written_down(database, tmp_path):
    engine = create_engine(database)
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        moment = datetime(2020, 3, 17, 23, 30, tzinfo=UTC)
        connection.execute(text("INSERT INTO findings (kind, source, firm, text, difficulty, party, status, answer, place, created_at, changed_at, version) VALUES ('request', 'desk', '', 'x', '', '', 'open', '', '', :at, :at, 1)"), {"at": moment})  # fmt: skip
    engine.dispose()
    store = open_store(tmp_path, database, upgrade=True)
    with store.reading(SYSTEM) as session:
        assert session.scalars(select(Finding)).one().told_on == date(2020, 3, 17)
    store.close()


def test_every_table_is_known_by_name():
    assert {kind.__tablename__ for kind in TABLES} == set(METADATA.tables)


@pytest.mark.parametrize(("version", "code"), [("9999", "BH-REC-003"), ("0000", "BH-REC-003")])
def test_a_database_of_a_version_that_is_unknown_is_refused_and_left_alone(database, tmp_path, version, code):
    store = open_store(tmp_path, database)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    store.close()
    with pytest.raises(InputError, match=code):
        open_store(tmp_path, database)
    with pytest.raises(InputError, match=code):
        open_store(tmp_path, database, upgrade=True)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://x/y", "BH-REC-002"),
        ("nonsense", "BH-REC-002"),
        ("postgresql://nobody@localhost:1/none", "BH-REC-001"),
        ("sqlite:////dev/null/no/desk.sqlite", "BH-REC-001"),
    ],
)
def test_a_database_that_cannot_be_used_is_told(tmp_path, url, code):
    with pytest.raises(InputError, match=code):
        open_store(tmp_path, url)


def test_a_password_in_a_url_is_told_to_nobody(tmp_path):
    with pytest.raises(InputError) as refused:
        open_store(tmp_path, "postgresql://desk:secret@localhost:1/none")
    assert "secret" not in str(refused.value)


def test_names_of_columns_are_said_as_they_are():
    """Where two changed a record, the page tells its fields by these words; one with a blank to fill could not be said."""
    named = {f"dk_{column.name}" for table in TABLES for column in table.__table__.columns} & PHRASES.keys()
    assert len(named) > 10
    assert {name for name in named if any("{" in text for text in PHRASES[name])} == set()
