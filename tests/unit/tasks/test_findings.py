"""Findings and requests: told, settled, verified by somebody else, followed by a code."""

from datetime import date

import pytest
from sqlalchemy import select

from bothhands.errors import InputError, NotAllowed, NotThere
from bothhands.records.access import SYSTEM
from bothhands.records.work import Finding, Request
from bothhands.tasks.discuss import attach, attachments_of, comment, comments_of, content_of
from bothhands.tasks.findings import (
    FindingChange,
    FindingFilter,
    NewFinding,
    change_finding,
    findings_of,
    record,
    task_of_finding,
    verify,
)
from bothhands.tasks.follow_up import TaskChange, change_task
from bothhands.tasks.requests import NewRequest, file_request, standing
from desk_town import as_person, number_of

DAY = date(2020, 3, 25)
PETRA, DORA, OTTO, NORA = (as_person(one) for one in ("petra", "dora", "otto", "nora"))


def told(store, who=OTTO, **given):
    with store.writing(who) as session:
        return record(
            session, NewFinding(**{"kind": "difficulty", "text": "no cloth", "firm": "field-works", **given}), DAY
        ).id


def solved(store, number, by=DORA):
    with store.writing(by) as session:
        task = task_of_finding(session, number)
        change_task(
            session,
            task.id,
            task.version,
            TaskChange(assignee_id=by.user_id, status="done", evidence="cloth came"),
            DAY,
        )


def test_a_finding_lies_where_its_firm_does_and_has_a_task(town):
    number = told(town, place="Twoland", who=PETRA)
    with town.reading(OTTO) as session:
        found, task = session.one(Finding, number), task_of_finding(session, number)
    assert (found.place, task.place, task.title, task.kind) == (
        "Southfield",
        "Southfield",
        "difficulty: no cloth",
        "finding",
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"firm": "", "place": ""}, "BH-TSK-053"),
        ({"firm": "nobody"}, "BH-TSK-002"),
        ({"firm": "", "place": "Sothfield"}, "BH-TSK-001"),
        ({"place": "Northport"}, "BH-TSK-054"),
        ({"assignee_id": 6, "who": PETRA}, "BH-TSK-004"),
        ({"assignee_id": 99, "who": PETRA}, "BH-TSK-003"),
        ({"assignee_id": number_of("vera"), "who": PETRA}, "BH-TSK-005.*only reads"),
        ({"due": date(2019, 5, 1)}, "BH-TSK-055.*2020-03-25 or a later day"),
    ],
)
def test_what_is_wrong_with_a_finding_is_told(town, given, code):
    with pytest.raises(InputError, match=code):
        told(town, **given)


def test_a_firm_of_another_place_is_told_as_if_it_were_not_there(town):
    with pytest.raises(InputError, match="BH-TSK-002"):
        told(town, who=NORA)


def test_it_is_verified_by_somebody_else(town):
    number = told(town)
    with pytest.raises(InputError, match="BH-TSK-051"), town.writing(PETRA) as session:
        verify(session, number, 1)
    solved(town, number)
    for who in (DORA, SYSTEM):
        with pytest.raises(NotAllowed, match="BH-TSK-052"), town.writing(who) as session:
            verify(session, number, 2)
    with town.writing(PETRA) as session:
        verify(session, number, 2)
    with town.reading(OTTO) as session:
        assert [
            (one.status, one.verified_by) for one in findings_of(session, FindingFilter(status="verified")).items
        ] == [("verified", PETRA.user_id)]
    with pytest.raises(InputError, match="BH-TSK-050"), town.writing(DORA) as session:
        change_finding(session, number, 3, FindingChange(text="other"))


def test_whoever_told_it_may_mend_it_and_the_desk_answers(town):
    number = told(town)
    with town.writing(OTTO) as session:
        change_finding(session, number, 1, FindingChange(text="no cloth since Monday"))
    with pytest.raises(NotAllowed), town.writing(OTTO) as session:
        change_finding(session, number, 2, FindingChange(answer="we send some"))
    with town.writing(DORA) as session:
        change_finding(session, number, 2, FindingChange(answer="we send some"))
    with pytest.raises(NotThere), town.writing(NORA) as session:
        change_finding(session, number, 3, FindingChange(text="x"))


def test_a_request_from_outside_becomes_a_finding_and_is_followed_by_its_code(town):
    code = file_request(
        town,
        NewRequest(kind="request", text="masks", place="Southfield", firm="Corner shop", name="Li", contact="0419"),
        DAY,
    )
    assert standing(town, code)[:3] == ("request", "open", "")
    assert standing(town, f" {code.lower().replace('-', ' ')} ")[:2] == ("request", "open")
    with town.reading(DORA) as session:
        found = findings_of(session, FindingFilter(source="outside")).items[0]
        assert (found.text, found.place, task_of_finding(session, found.id).due) == (
            "Corner shop: masks",
            "Southfield",
            date(2020, 4, 1),
        )
        assert session.scalars(select(Request)).one().contact == "0419"
        assert code not in str([one.__dict__ for one in session.scalars(select(Request))])
    with town.writing(DORA) as session:
        change_finding(session, found.id, 1, FindingChange(answer="on Friday"))
    solved(town, found.id)
    assert standing(town, code)[:3] == ("request", "solved", "on Friday")


def test_a_code_that_nobody_was_given_tells_nothing(town):
    with pytest.raises(NotThere, match="BH-TSK-060"):
        standing(town, "AAAAA-AAAAA-AAAAA-AAAAA")
    with pytest.raises(InputError, match="BH-TSK-001"):
        file_request(town, NewRequest(kind="request", text="x", place="Elsewhere"), DAY)


def test_comments_and_files_belong_to_the_place_of_their_record(town):
    number = told(town)
    with town.writing(OTTO) as session:
        comment(session, "finding", number, " <b>see</b> '; DROP TABLE tasks;-- ")
        attach(town, session, "finding", number, "../../etc/pass\u202ewd.png", b"\x89PNG\r\n\x1a\n rest")
    with town.reading(DORA) as session:
        assert [one.text for one in comments_of(session, "finding", number).items] == [
            "<b>see</b> '; DROP TABLE tasks;--"
        ]
        file = attachments_of(session, "finding", number).items[0]
        assert (file.name, file.media_type, content_of(town, file)) == (
            "pass_wd.png",
            "image/png",
            b"\x89PNG\r\n\x1a\n rest",
        )
    with town.reading(NORA) as session, pytest.raises(NotThere):
        comments_of(session, "finding", number)
    with pytest.raises(NotThere), town.writing(NORA) as session:
        attach(town, session, "finding", number, "x", b"x")
    with pytest.raises(InputError, match="BH-TSK-071 the file x is empty"), town.writing(OTTO) as session:
        attach(town, session, "finding", number, "x", b"")


def test_numbers_of_people_are_those_of_the_story(town):
    with town.reading(SYSTEM) as session:
        from bothhands.records.people import User

        assert {one.login: one.id for one in session.scalars(select(User))}["nora"] == number_of("nora")
