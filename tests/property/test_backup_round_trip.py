"""Whatever people write and whatever figures come, a backup gives it back, to the last digit, on either database."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bothhands.records.access import SYSTEM
from bothhands.records.backup import backup
from bothhands.records.restore import restore
from bothhands.records.running import Job
from bothhands.records.schema import open_store
from bothhands.records.work import Finding, MeasureRecord, PlanRecord
from desk_filled import rows_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
FIGURES = st.floats(allow_nan=False, allow_infinity=False)
TOLD = st.dictionaries(TEXTS, st.none() | st.booleans() | st.integers(-(2**53), 2**53) | FIGURES | TEXTS | st.lists(TEXTS, max_size=3), max_size=4)  # fmt: skip
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(("made_on", "read_on"), [("sqlite", "postgres"), ("postgres", "sqlite")])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, told=TOLD, figure=FIGURES, moment=MOMENTS | st.none(), day=DAYS)
def test_a_backup_gives_everything_back(request, made_on, read_on, text, told, figure, moment, day):
    def opened(kind, folder):
        server = request.getfixturevalue("postgres_server") if kind == "postgres" else None
        return open_store(folder, None if server is None else server.made())

    with tempfile.TemporaryDirectory() as folder:
        store, again = opened(made_on, Path(folder) / "a"), opened(read_on, Path(folder) / "b")
        with store.writing(SYSTEM, text) as session:
            job = Job(kind="plan", asked=told, edition="e", ended_at=moment)
            plan = PlanRecord(name=text, edition="e", as_of=day, feasible=True, folder="", told=told)
            session.add_all([job, plan, Finding(kind="request", text=text, place=text, answer=text)])
            session.flush()
            session.add(MeasureRecord(plan_id=plan.id, lever="testing", start=day, end=day, value=figure, unit="share", reason=text))  # fmt: skip
        backup(store, Path(folder) / "desk.zip")
        restore(Path(folder) / "desk.zip", again)
        assert rows_of(again) == rows_of(store)
        store.close(), again.close()
