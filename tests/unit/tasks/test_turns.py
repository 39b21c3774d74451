"""Turns: a job is one worker's at a time, and whoever lost it can spoil nothing."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from bothhands.errors import Fault, InputError
from bothhands.records.access import SYSTEM
from bothhands.records.base import now
from bothhands.records.running import Job, JobLine
from bothhands.tasks import turns
from bothhands.tasks.jobs import ask, wish
from bothhands.tasks.turns import beat, cancelled, failed, fell, given_back, next_turn, patiently, take_back, tell


@pytest.fixture
def numbers(town):
    with town.writing(SYSTEM) as session:
        return [ask(session, "plan", {}).id for _ in range(3)]


def job_of(store, number):
    with store.reading(SYSTEM) as session:
        return session.one(Job, number)


def silent(store, number, seconds=60.0):
    with store.writing(SYSTEM) as session:
        session.execute(update(Job).where(Job.id == number).values(beat_at=now() - timedelta(seconds=seconds)))


def test_the_job_that_waits_longest_comes_first_and_none_comes_twice(town, numbers):
    taken = [next_turn(town, "a"), next_turn(town, "b"), next_turn(town, "a")]
    assert [one.job_id for one in taken] == numbers
    assert next_turn(town, "a") is None
    found = job_of(town, numbers[1])
    assert (found.state, found.worker, found.attempts, found.version) == ("running", "b", 1, 2)


def test_workers_that_ask_at_the_same_moment_take_different_jobs(town, numbers):
    at_once, taken = Barrier(6), []

    def work(name):
        at_once.wait()
        turn = next_turn(town, name)
        if turn:
            taken.append(turn.job_id)

    threads = [Thread(target=work, args=(str(n),)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(taken) == sorted(set(taken))
    assert set(taken) <= set(numbers)
    assert taken


def test_progress_is_told_and_wishes_are_heard(town, numbers):
    turn = next_turn(town, "a")
    assert tell(town, turn, ["first", "x" * 900], 0.3) == ""
    with town.writing(SYSTEM) as session:
        wish(session, turn.job_id, None, "finish")
    assert tell(town, turn, [], 0.4) == "finish"
    assert beat(town, [turn]) == {turn: "finish"}
    found = job_of(town, turn.job_id)
    assert (found.share, found.said, found.version) == (0.4, "x" * 500, 3), "progress is no new version"
    with town.reading(SYSTEM) as session:
        assert session.scalars(select(JobLine.text).order_by(JobLine.id)).all() == ["first", "x" * 500]


def test_a_job_whose_worker_is_silent_waits_again_and_the_old_worker_changes_nothing(town, numbers):
    old = next_turn(town, "a")
    assert take_back(town, 30) == []
    silent(town, old.job_id)
    assert take_back(town, 30) == [old.job_id]
    new = next_turn(town, "b")
    assert (new.job_id, new.attempt) == (old.job_id, 2)
    assert tell(town, old, ["late"], 0.9) is None
    assert beat(town, [old, new]) == {old: None, new: ""}
    for end in (lambda: fell(town, old, "x"), lambda: given_back(town, old), lambda: cancelled(town, old), lambda: failed(town, old, [Fault("X", "x")])):  # fmt: skip
        assert end() is False
    found = job_of(town, old.job_id)
    assert (found.state, found.worker, found.said) == ("running", "b", "starting")


def test_a_worker_that_beats_meanwhile_keeps_its_job(town, numbers, monkeypatch):
    turn = next_turn(town, "a")
    silent(town, turn.job_id)
    real = turns.fell

    def late(*arguments):
        beat(town, [turn])
        return real(*arguments)

    monkeypatch.setattr(turns, "fell", late)
    assert take_back(town, 30) == []
    assert job_of(town, turn.job_id).state == "running"


def test_after_the_third_attempt_a_job_has_failed_and_says_why(town, numbers):
    for attempt in (1, 2, 3):
        turn = next_turn(town, f"w{attempt}")
        assert (turn.job_id, turn.attempt) == (numbers[0], attempt)
        silent(town, numbers[0])
        take_back(town, 30)
    found = job_of(town, numbers[0])
    assert found.state == "failed"
    fault = found.faults["faults"][0]
    assert fault["code"] == "BH-JOB-011"
    assert "attempt 3 of 3 broke off: its worker was not heard of for 30 s" in fault["what"]
    assert fault["remedy"]
    assert found.ended_at is not None
    assert next_turn(town, "w4").job_id == numbers[1]


def test_a_worker_that_is_stopped_costs_no_attempt(town, numbers):
    for _ in range(5):
        assert given_back(town, next_turn(town, "a"))
    assert (job_of(town, numbers[0]).state, job_of(town, numbers[0]).attempts) == ("queued", 0)


def test_a_job_that_was_to_be_cancelled_does_not_begin_again(town, numbers):
    turn = next_turn(town, "a")
    with town.writing(SYSTEM) as session:
        wish(session, turn.job_id, None, "cancel")
    assert fell(town, turn, "its process was ended by signal 9")
    assert job_of(town, turn.job_id).state == "cancelled"
    other = next_turn(town, "a")
    assert other.job_id == numbers[1]
    assert cancelled(town, other)
    assert job_of(town, other.job_id).said == "cancelled"


def away():
    return OperationalError("SELECT 1", {}, Exception("the server is gone\nand more"))


def test_while_the_database_is_away_it_is_waited_for_and_said_once(monkeypatch):
    monkeypatch.setattr(turns, "RETRY_SECONDS", 0.0)
    answers = [away(), InputError(Fault("BH-REC-001", "cannot be opened")), away(), 7]
    said = []

    def action():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert patiently(action, said.append) == 7
    assert said == ["the database is away, waiting for it: the server is gone", "the database is back"]


@pytest.mark.parametrize("problem", [InputError(Fault("BH-REC-003", "newer")), ValueError("x")])
def test_what_waiting_does_not_mend_is_raised(problem):
    def action():
        raise problem

    with pytest.raises(type(problem)):
        patiently(action, print)


def test_waiting_ends_when_it_is_over():
    def action():
        raise away()

    with pytest.raises(OperationalError):
        patiently(action, lambda line: None, lambda: True)
