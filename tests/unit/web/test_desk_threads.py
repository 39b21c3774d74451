"""Threads of the desk: few at once, and what lasts holds up nobody who only looks."""

import asyncio
from threading import Event

import pytest

from bothhands.web.api import plans, reports
from bothhands.web.threads import AT_ONCE, in_thread, lasts


def waiting(event):
    began = Event()

    def wait():
        began.set()
        assert event.wait(10)

    return wait, began


@pytest.mark.parametrize("work", list(AT_ONCE))
def test_no_more_than_so_many_are_done_at_once(work):
    async def all_of_them():
        go = Event()
        asked = [waiting(go) for _ in range(AT_ONCE[work] + 1)]
        running = [asyncio.create_task(in_thread(work, wait)) for wait, _ in asked]
        while sum(began.is_set() for _, began in asked) < AT_ONCE[work]:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert [began.is_set() for _, began in asked] == [True] * AT_ONCE[work] + [False]
        go.set()
        await asyncio.gather(*running)

    asyncio.run(all_of_them())


@pytest.mark.parametrize("held", list(AT_ONCE))
def test_no_kind_of_work_waits_for_another(held):
    async def all_of_them():
        go = Event()
        running = [asyncio.create_task(in_thread(held, waiting(go)[0])) for _ in range(AT_ONCE[held])]
        for work in set(AT_ONCE) - {held}:
            assert await asyncio.wait_for(in_thread(work, lambda one: one + 1, 1), 5) == 2
        go.set()
        await asyncio.gather(*running)

    asyncio.run(all_of_them())


def test_a_document_lasts_and_a_list_does_not():
    kinds = {route.operation_id: route.endpoint.__wrapped__ for one in (plans, reports) for route in one.router.routes if hasattr(route.endpoint, "__wrapped__")}  # fmt: skip
    assert {name for name in ("plan_file", "plan_brief", "plans", "coverage", "digest") if lasts(kinds[name])} == {"plan_file", "plan_brief", "digest"}  # fmt: skip
