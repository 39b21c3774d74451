"""Who is signed in: only for those who manage people, only of their own people, and gone once they are signed out or idle."""

from datetime import timedelta

import pytest

from bothhands.errors import NotAllowed, NotThere
from bothhands.records.access import SYSTEM, Access
from bothhands.records.base import now
from bothhands.records.people import SignIn
from bothhands.tasks.signing_in import IDLE, sign_out_everywhere, signed_in_now
from desk_town import as_person, number_of

ROOT = Access(None, "root", "admin", None)
SOUTH = Access(None, "south", "admin", frozenset({"Southfield"}))


@pytest.fixture
def kind():
    return "sqlite"


def sign_in(town, login, key, ago=timedelta()):
    at = now() - ago
    with town.writing(SYSTEM) as session:
        session.add(SignIn(key_hash=key, user_id=number_of(login), guard_hash="", made_at=at, seen_at=at, expires_at=now() + timedelta(days=1)))  # fmt: skip


def names(town, who):
    with town.reading(who) as session:
        return [(one.user.login, one.browsers) for one in signed_in_now(session)]


def test_who_is_signed_in_is_told_by_who_was_seen_last(town):
    for login, key, minutes in (("otto", "a", 50), ("otto", "b", 20), ("petra", "c", 5), ("vera", "d", 60 * 9)):
        sign_in(town, login, key, timedelta(minutes=minutes))
    assert timedelta(hours=9) > IDLE
    assert names(town, ROOT) == [("petra", 1), ("otto", 2)]
    assert names(town, SOUTH) == [("otto", 2)]
    with pytest.raises(NotAllowed):
        names(town, as_person("petra"))


def test_signing_out_ends_every_browser_of_one_s_own_people_only(town):
    for login, key in (("otto", "a"), ("otto", "b"), ("petra", "c")):
        sign_in(town, login, key)
    with pytest.raises(NotThere), town.writing(SOUTH) as session:
        sign_out_everywhere(session, number_of("petra"))
    with town.writing(SOUTH) as session:
        sign_out_everywhere(session, number_of("otto"))
    assert names(town, ROOT) == [("petra", 1)]
