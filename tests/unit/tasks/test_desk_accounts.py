"""Accounts, passwords, sign-ins, tokens, and how often one may fail."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from bothhands.errors import Busy, InputError, NotAllowed, NotSignedIn, NotThere, OutOfDate
from bothhands.records.access import SYSTEM, Access
from bothhands.records.audit import Audit
from bothhands.records.base import now
from bothhands.records.people import Attempt, SignIn, Token, User
from bothhands.tasks import accounts, signing_in, throttle
from bothhands.tasks.accounts import NewUser, UserChange
from bothhands.tasks.signing_in import NewToken
from bothhands.tasks.staff import people_for
from desk_town import number_of

WORDS = "four words of mine"
ROOT = Access(None, "root", "admin", None, True)
NORTH_ADMIN = Access(6, "Nora", "admin", frozenset({"Northport"}))


@pytest.fixture
def ann(town):
    with town.writing(ROOT, "joins") as session:
        return accounts.add(session, NewUser(login="Ann", name="Ann Ho", role="desk", places=("Southfield",)), WORDS).id


def test_a_person_signs_in_with_any_case_of_the_login_and_works_for_their_places(town, ann):
    found = signing_in.sign_in(town, " ANN ", WORDS, "10.0.0.1")
    assert found.access == Access(ann, "Ann Ho", "desk", frozenset({"Southfield"}))
    assert signing_in.signed_in(town, found.key) == found.access
    assert signing_in.is_guard(town, found.key, found.guard)
    assert not signing_in.is_guard(town, found.key, found.guard[::-1])
    signing_in.sign_out(town, found.key)
    with pytest.raises(NotSignedIn, match="BH-ACC-011"):
        signing_in.signed_in(town, found.key)


def test_the_database_holds_neither_password_nor_key(town, ann):
    key = signing_in.sign_in(town, "ann", WORDS, "10.0.0.1").key
    with town.reading(SYSTEM) as session:
        kept = session.one(User, ann).password_hash
        sign_in = session.scalars(select(SignIn)).one()
        attempts = session.scalars(select(Attempt.who_hash)).all()
    assert kept.startswith("$argon2id$")
    assert WORDS not in kept
    assert key not in (sign_in.key_hash, sign_in.guard_hash)
    assert attempts == []
    assert stat.S_IMODE((town.folder / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize("password", ["short", "a" * 12, "a" * 201, "annannannann"])
def test_a_weak_password_is_refused(town, password):
    with pytest.raises(InputError, match="BH-ACC-001"), town.writing(ROOT) as session:
        accounts.add(session, NewUser(login="annannannann", name="A", role="viewer", everywhere=True), password)


def test_a_password_kept_with_old_figures_is_kept_anew_at_the_next_sign_in(town, ann):
    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(WORDS)
    with town.writing(ROOT) as session:
        session.one(User, ann).password_hash = weak
    signing_in.sign_in(town, "ann", WORDS, "a")
    with town.reading(SYSTEM) as session:
        assert session.one(User, ann).password_hash != weak
    assert signing_in.sign_in(town, "ann", WORDS, "a").access.user_id == ann


@pytest.mark.parametrize("what", ["sees nobody", "unknown", "without a password", "no longer in use"])
def test_every_failure_is_told_alike(town, ann, what):
    login = {"unknown": "nobody", "without a password": "vera"}.get(what, "ann")
    password = "wrong words of mine" if what == "sees nobody" else WORDS
    if what == "no longer in use":
        with town.writing(ROOT) as session:
            accounts.change(session, ann, 1, UserChange(active=False))
    with pytest.raises(NotSignedIn) as refused:
        signing_in.sign_in(town, login, password, "a")
    assert "do not belong together" in str(refused.value)


def test_five_failures_of_a_login_stop_it_even_for_the_right_password_and_from_elsewhere(town, ann):
    for address in "abcde":
        with pytest.raises(NotSignedIn):
            signing_in.sign_in(town, "ann", "wrong words of mine", address)
    with pytest.raises(Busy, match="BH-ACC-002") as refused:
        signing_in.sign_in(town, "ann", WORDS, "z")
    assert 800 < refused.value.wait_seconds <= 901
    _an_hour_ago(town, timedelta(minutes=16))
    assert signing_in.sign_in(town, "ann", WORDS, "z").access.user_id == ann


def test_twenty_failures_of_an_address_stop_it(town, ann):
    for number in range(20):
        throttle.count(town, [(throttle.LOGIN, f"nobody {number}"), (throttle.ADDRESS, "a")])
    with pytest.raises(Busy):
        signing_in.sign_in(town, "ann", WORDS, "a")
    assert signing_in.sign_in(town, "ann", WORDS, "b").access.user_id == ann


def test_many_at_once_do_not_all_pass(town):
    def tried(number: int) -> bool:
        try:
            throttle.count(town, [(throttle.REQUEST, "a")])
        except Busy:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(tried, range(24))) == 5


def test_old_attempts_are_forgotten(town):
    throttle.count(town, [(throttle.REQUEST, "a")])
    _an_hour_ago(town, timedelta(minutes=61))
    throttle.count(town, [(throttle.REQUEST, "b")])
    with town.reading(SYSTEM) as session:
        assert len(session.scalars(select(Attempt)).all()) == 1


@pytest.mark.parametrize(("idle", "made", "holds"), [(7.9, 24, True), (8.1, 24, False), (0, 169, False)])
def test_a_browser_is_signed_out_after_eight_idle_hours_or_seven_days(town, ann, idle, made, holds):
    key = signing_in.sign_in(town, "ann", WORDS, "a").key
    with town.writing(SYSTEM) as session:
        found = session.scalars(select(SignIn)).one()
        found.seen_at, found.expires_at = now() - timedelta(hours=idle), now() + timedelta(hours=168 - made)
    if holds:
        signing_in.signed_in(town, key)
        with town.reading(SYSTEM) as session:
            assert now() - session.scalars(select(SignIn)).one().seen_at < timedelta(minutes=1)
    else:
        with pytest.raises(NotSignedIn, match="BH-ACC-011"):
            signing_in.signed_in(town, key)


def test_whoever_reads_waits_for_no_writer(town, ann):
    """While another browser's being seen is written down, this one's is left to the next request."""
    key = signing_in.sign_in(town, "ann", WORDS, "a").key
    with town.writing(SYSTEM) as session:
        session.scalars(select(SignIn)).one().seen_at = now() - timedelta(hours=1)
    with signing_in._SEEING:
        assert signing_in.signed_in(town, key).user_id == ann
    with town.reading(SYSTEM) as session:
        assert now() - session.scalars(select(SignIn)).one().seen_at > timedelta(minutes=59)
    signing_in.signed_in(town, key)
    with town.reading(SYSTEM) as session:
        assert now() - session.scalars(select(SignIn)).one().seen_at < timedelta(minutes=1)


def test_a_new_password_ends_every_sign_in_and_token_and_is_in_the_audit(town, ann):
    found = signing_in.sign_in(town, "ann", WORDS, "a")
    with town.writing(found.access) as session:
        _, token = signing_in.own_token(session, NewToken(label="script"))
    with pytest.raises(NotAllowed, match="BH-ACC-005"):
        accounts.change_own_password(town, found.access, "not my words at all", "other words of mine")
    accounts.change_own_password(town, found.access, WORDS, "other words of mine")
    with pytest.raises(NotSignedIn):
        signing_in.signed_in(town, found.key)
    with pytest.raises(NotSignedIn, match="BH-ACC-012"):
        signing_in.of_token(town, token)
    assert signing_in.sign_in(town, "ann", "other words of mine", "a").access.user_id == ann
    with town.reading(SYSTEM) as session:
        row = session.scalars(select(Audit).where(Audit.action == "password")).one()
    assert (row.actor, row.record, row.before, row.after) == ("Ann Ho", str(ann), None, None)


def test_a_token_reads_only_unless_asked_and_ends(town, ann):
    access = signing_in.sign_in(town, "ann", WORDS, "a").access
    with town.writing(access) as session:
        _, reads = signing_in.own_token(session, NewToken(label="read"))
        made, writes = signing_in.own_token(session, NewToken(label="write", reads_only=False, days=1))
        number = made.id
    assert reads.startswith("bh_")
    assert not signing_in.of_token(town, reads).may("record")
    assert signing_in.of_token(town, writes).may("record")
    with town.writing(SYSTEM) as session:
        session.one(Token, number).expires_at = now() - timedelta(seconds=1)
    with pytest.raises(NotSignedIn):
        signing_in.of_token(town, writes)
    with town.writing(access) as session:
        signing_in.revoke(session, 1)
    with pytest.raises(NotSignedIn):
        signing_in.of_token(town, reads)


def test_whoever_is_let_go_or_gets_another_role_is_signed_out(town, ann):
    for version, given in ((1, UserChange(role="viewer")), (2, UserChange(active=False))):
        key = signing_in.sign_in(town, "ann", WORDS, "a").key
        with town.writing(ROOT) as session:
            accounts.change(session, ann, version, given)
        with pytest.raises(NotSignedIn):
            signing_in.signed_in(town, key)


def test_an_administrator_of_a_place_manages_only_its_people(town, ann):
    with town.reading(NORTH_ADMIN) as session:
        assert [one.login for one in accounts.users_of(session).items] == ["nora"]
        with pytest.raises(NotThere):
            accounts.user_of(session, ann)
        with pytest.raises(NotThere):
            signing_in.tokens_of(session, ann)
    with pytest.raises(NotThere), town.writing(NORTH_ADMIN) as session:
        accounts.set_password(session, ann, "a password of the other")


@pytest.mark.parametrize(
    "more", [{"places": ("Southfield",)}, {"everywhere": True}, {"sees_accounts": True, "places": ("Northport",)}]
)
def test_nobody_gives_more_than_they_have(town, more):
    with pytest.raises(NotAllowed, match="BH-ACC-008"), town.writing(NORTH_ADMIN) as session:
        accounts.add(session, NewUser(login="x", name="X", role="viewer", **more))


def test_nobody_takes_over_an_account_that_sees_more(town):
    with town.writing(ROOT) as session:
        given = NewUser(login="x", name="X", role="viewer", places=("Northport",), sees_accounts=True)
        number = accounts.add(session, given).id
    with pytest.raises(NotAllowed, match="BH-ACC-008"), town.writing(NORTH_ADMIN) as session:
        accounts.set_password(session, number, "a password of the other")
    with pytest.raises(NotAllowed, match="BH-ACC-008"), town.writing(NORTH_ADMIN) as session:
        accounts.change(session, number, 1, UserChange(sees_accounts=False))


def test_nobody_without_the_role_manages_anybody(town):
    planner = Access(number_of("petra"), "Petra", "planner")
    with pytest.raises(NotAllowed, match="BH-REC-010"), town.writing(planner) as session:
        accounts.add(session, NewUser(login="x", name="X", role="admin", everywhere=True))
    with pytest.raises(NotAllowed), town.reading(planner) as session:
        accounts.users_of(session)


def test_places_are_replaced_and_what_cannot_be_is_told(town, ann):
    with town.writing(ROOT) as session:
        accounts.change(session, ann, 1, UserChange(places=("Northport",)))
    with town.reading(ROOT) as session:
        assert [one.named for one in accounts.user_of(session, ann).places] == ["Northport"]
    for given, code in ((UserChange(places=("Northpart",)), "BH-TSK-001"), (UserChange(places=()), "BH-ACC-007")):
        with pytest.raises(InputError, match=code), town.writing(ROOT) as session:
            accounts.change(session, ann, session.one(User, ann).version, given)
    with pytest.raises(OutOfDate, match="BH-ACC-003"), town.writing(ROOT) as session:
        accounts.add(session, NewUser(login="ANN", name="Another", role="viewer", everywhere=True))
    with pytest.raises(OutOfDate, match="BH-REC-013"), town.writing(ROOT) as session:
        accounts.change(session, ann, 1, UserChange(name="X"))


def test_people_to_give_work_to_are_those_who_work_there(town, ann):
    def seen(places):
        with town.reading(Access(1, "V", "viewer", places and frozenset(places))) as session:
            return [one.login for one in accounts.people_of(session).items]

    assert seen({"Northport"}) == ["nora", "paul", "petra"]
    assert "ann" in seen({"Southfield"})
    assert len(seen(None)) == 7


def test_people_are_named_where_they_work_and_only_while_they_do(town, ann):
    def named(places):
        with town.reading(Access(1, "V", "viewer", places and frozenset(places))) as session:
            return accounts.names_of_people(session), {one.id: one.name for one in accounts.people_of(session, limit=500).items if one.role != "viewer"}  # fmt: skip

    with town.writing(ROOT) as session:
        boss = accounts.add(session, NewUser(login="boss", name="Al Boss", role="desk", places=("Twoland",))).id
    for places in ({"Northport"}, {"Southfield"}, {"Twoland"}, None):
        names, listed = named(places)
        assert names == listed
        assert list(names.values()) == sorted(names.values())
        assert (ann in names, boss in names) == ("Southfield" in (places or {"Southfield"}), True)
    with town.writing(ROOT) as session:
        accounts.change(session, ann, 1, UserChange(active=False))
    assert ann not in named(None)[0]


def test_whoever_only_reads_holds_no_post(town, ann):
    with town.writing(ROOT) as session:
        accounts.add(session, NewUser(login="reader", name="Reader", role="viewer", places=("Southfield",)))
    with town.reading(ROOT) as session:
        at_south, at_both = (people_for(session, homes) for homes in (["Southfield"], ["Southfield", "Northport"]))
    assert ann in at_south
    assert "Reader" not in at_both.values()
    assert number_of("nora") in at_both.keys() - at_south.keys()


def _an_hour_ago(store, span):
    with store.writing(SYSTEM) as session:
        for one in session.scalars(select(Attempt)):
            one.at = now() - span
