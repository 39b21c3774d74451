"""Admin: people with role and places, who is signed in, one's own tokens, and what keeps the desk safe. Only for those who manage people."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup
from nicegui import ui

from bothhands.errors import Fault, InputError
from bothhands.records.access import ROLES, Access
from bothhands.records.people import User
from bothhands.report.names import place_name
from bothhands.tasks import accounts, signing_in
from bothhands.tasks.accounts import NewUser, UserChange
from bothhands.tasks.directory import places_of
from bothhands.tasks.signing_in import NewToken
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.lists_shown import offset_of, paging
from bothhands.web.pages.parts import Column, empty, link, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

A_PAGE = 50
KEPT = (
    ("dk_ad_backup", "bothhands db backup desk.zip"), ("dk_ad_restore", "bothhands db restore desk.zip --replace"),
    ("dk_ad_tidy", "bothhands db tidy --dry-run"), ("dk_ad_erase", 'bothhands db erase --user NUMBER --why "WORDS" --dry-run'),
)  # fmt: skip
"""What is done on the desk's machine, and the command."""


@desk_page("/admin", "dk_admin")
async def admin(visit: Visit, access: Access) -> None:
    """People, who is signed in, tokens, keeping."""
    access.require("manage")
    say = visit.words.say
    people, present, total, n_present = await to_page(_people, visit, access)
    heading(say("dk_admin"), say("dk_ad_answer", n=total, present=n_present) if total else say("dk_ad_no_people"))
    card(Markup("<h2>{}</h2>{}{}").format(say("dk_ad_people"), people, paging(visit, "/admin", visit.asked, total, A_PAGE) if total else ""))  # fmt: skip
    await _adding(visit, access)
    card(Markup("<h2>{}</h2>{}").format(say("dk_ad_present"), present))
    await _tokens(visit, access)
    card(Markup("<h2>{}</h2><p>{}</p>{}").format(say("dk_ad_audit"), say("dk_ad_audit_why"), link("/admin/audit", say("dk_ad_audit"))))  # fmt: skip
    commands = Markup("").join(Markup('<p>{}</p><pre class="bh-command" tabindex="0">{}</pre>').format(say(name), command) for name, command in KEPT)  # fmt: skip
    card(Markup("<h2>{}</h2><p>{}</p>{}").format(say("dk_ad_keep"), say("dk_ad_keep_why"), commands))


@desk_page("/admin/people/{number}", "dk_admin")
async def person(visit: Visit, access: Access, number: int) -> None:
    """One account: change it, give a password, sign it out, end it."""
    found, names = await to_page(_person, visit, access, number)
    say = visit.words.say
    heading(found.name, f"{found.login} · {say(f'dk_role_{found.role}')}" + ("" if found.active else f" · {say('dk_ad_ended')}"))  # fmt: skip

    async def written(change: Callable[[], object]) -> None:
        if await done(lambda: (change(), True)[1]):
            ui.navigate.to(visit.path)

    def changed(**given: object) -> None:
        with visit.store.writing(visit.access()) as session:
            accounts.change(session, number, found.version, UserChange.model_validate(given))

    def reset() -> None:
        if not password.value:
            raise InputError(Fault("BH-WEB-040", say("dk_ad_need_password")))
        with visit.store.writing(visit.access()) as session:
            accounts.set_password(session, number, password.value)

    def out() -> None:
        with visit.store.writing(visit.access()) as session:
            signing_in.sign_out_everywhere(session, number)

    with ui.element("div").classes("bh-card"), ui.element("div").classes("bh-row"):
        name = ui.input(say("dk_name"), value=found.name).props("outlined dense")
        role = _roles(visit, found.role)
        where = _places(visit, names, [one.named for one in found.places])
        everywhere = ui.checkbox(say("dk_ad_everywhere"), value=found.everywhere)
        sees = ui.checkbox(say("dk_ad_accounts"), value=found.sees_accounts)
        ui.button(say("dk_save"), on_click=lambda: written(lambda: changed(name=name.value, role=role.value, places=where.value or [], everywhere=everywhere.value, sees_accounts=sees.value))).props("unelevated")  # fmt: skip
    with ui.element("div").classes("bh-card"), ui.element("div").classes("bh-row"):
        password = ui.input(say("dk_ad_new_password"), password=True).props('outlined dense autocomplete="new-password"')  # fmt: skip
        ui.button(say("dk_ad_reset"), on_click=lambda: written(reset)).props("outline")
    with ui.element("div").classes("bh-card"), ui.element("div").classes("bh-row"):
        ui.button(say("dk_ad_sign_out"), on_click=lambda: written(out)).props("outline")
        ending = "dk_ad_end" if found.active else "dk_ad_again"
        ui.button(say(ending), on_click=lambda: written(lambda: changed(active=not found.active))).props("outline")


def _people(visit: Visit, access: Access) -> tuple[Markup, Markup, int, int]:
    say = visit.words.say
    with visit.store.reading(access) as session:
        found = accounts.users_of(session, limit=A_PAGE, offset=offset_of(visit.asked))
        present = signing_in.signed_in_now(session)
        rows = [
            (link(f"/admin/people/{one.id}", one.name), one.login, say(f"dk_role_{one.role}"), _where(visit, one), say("dk_yes") if one.sees_accounts else "–", "" if one.active else say("dk_ad_ended"))
            for one in found.items
        ]  # fmt: skip
        now = [(one.user.name, f"{one.browsers}", f"{one.since:%Y-%m-%d %H:%M}", f"{one.seen_at:%Y-%m-%d %H:%M}") for one in present]  # fmt: skip
    heads = ("dk_name", "dk_login", "dk_ad_role", "dk_ad_places", "dk_ad_accounts", "dk_status")
    people = table([Column(say(head)) for head in heads], rows) if rows else empty(say("dk_ad_no_people"))
    columns = [Column(say(head), head == "dk_ad_browsers") for head in ("dk_name", "dk_ad_browsers", "dk_ad_since", "dk_ad_seen")]  # fmt: skip
    told = table(columns, now) if now else empty(say("dk_ad_nobody"))  # fmt: skip
    return people, told, found.total, len(present)


def _where(visit: Visit, one: User) -> str:
    if one.everywhere:
        return visit.words.say("dk_ad_everywhere")
    join = "、" if visit.words.zh else ", "
    return join.join(place_name(visit.region, place.named, visit.language) for place in one.places)


def _person(visit: Visit, access: Access, number: int) -> tuple[User, dict[str, str]]:
    access.require("manage")
    with visit.store.reading(access) as session:
        return accounts.user_of(session, number), _names(visit, access)


def _names(visit: Visit, access: Access) -> dict[str, str]:
    """Places that may be given, by name."""
    with visit.store.reading(access) as session:
        found = [one.place for one in places_of(session) if access.places is None or one.place in access.places]
    return {place: place_name(visit.region, place, visit.language) for place in found}


async def _adding(visit: Visit, access: Access) -> None:
    say = visit.words.say
    names = await to_page(_names, visit, access)

    def add() -> bool:
        with visit.store.writing(visit.access()) as session:
            if not password.value:
                raise InputError(Fault("BH-WEB-040", say("dk_ad_need_password")))
            given = NewUser.model_validate({
                "login": login.value or "", "name": name.value or "", "role": role.value, "places": where.value or [], "everywhere": everywhere.value,
                "sees_accounts": sees.value, "language": visit.language,
            })  # fmt: skip
            accounts.add(session, given, password.value)
        return True

    async def pressed() -> None:
        if await done(add):
            ui.navigate.to("/admin")

    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2>").format(say("dk_ad_add")), sanitize=False)
        with ui.element("div").classes("bh-row"):
            login = ui.input(say("dk_login")).props('outlined dense autocomplete="off"')
            name = ui.input(say("dk_name")).props("outlined dense")
            role = _roles(visit, "viewer")
            where = _places(visit, names, [])
            everywhere = ui.checkbox(say("dk_ad_everywhere"))
            sees = ui.checkbox(say("dk_ad_accounts"))
            password = ui.input(say("dk_ad_password"), password=True).props('outlined dense autocomplete="new-password"').style("min-width: 240px")  # fmt: skip
            ui.button(say("dk_ad_add"), on_click=pressed).props("unelevated")


async def _tokens(visit: Visit, access: Access) -> None:
    say, words = visit.words.say, visit.words

    def read() -> Markup:
        with visit.store.reading(visit.access()) as session:
            found = signing_in.tokens_of(session).items if access.user_id is not None else []
        rows = [
            (one.label, say("dk_ad_reads" if one.reads_only else "dk_ad_writes"), words.date(one.expires_at.date()), say("dk_ad_revoked") if one.revoked else str(one.id))
            for one in found
        ]  # fmt: skip
        heads = ("dk_ad_label", "dk_ad_may", "dk_ad_until", "dk_ad_token_number")
        return table([Column(say(head)) for head in heads], rows) if rows else empty(say("dk_ad_no_tokens"))

    def make() -> str:
        with visit.store.writing(visit.access()) as session:
            given = NewToken.model_validate({"label": label.value or "", "days": int(days.value or 0), "reads_only": not writes.value})  # fmt: skip
            return signing_in.own_token(session, given)[1]

    async def made() -> None:
        if (key := await done(make)) is not None:
            shown.set_content(Markup('<p>{}</p><pre class="bh-command" tabindex="0">{}</pre>').format(say("dk_ad_key"), key))  # fmt: skip
            listed.set_content(await to_page(read))

    def end() -> bool:
        with visit.store.writing(visit.access()) as session:
            signing_in.revoke(session, int(number.value or 0))
        return True

    async def ended() -> None:
        if await done(end):
            listed.set_content(await to_page(read))

    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2>").format(say("dk_ad_tokens")), sanitize=False)
        if access.user_id is None:
            ui.html(empty(say("dk_ad_local_tokens")), sanitize=False)
            return
        listed = ui.html(await to_page(read), sanitize=False)
        shown = ui.html("", sanitize=False).props('role="status"')
        with ui.element("div").classes("bh-row"):
            label = ui.input(say("dk_ad_label")).props("outlined dense")
            days = ui.number(say("dk_ad_days"), value=90, min=1, max=365, precision=0).props("outlined dense")
            writes = ui.checkbox(say("dk_ad_writes"))
            ui.button(say("dk_ad_make"), on_click=made).props("outline")
            number = ui.number(say("dk_ad_token_number"), min=1, precision=0).props("outlined dense")
            ui.button(say("dk_ad_revoke"), on_click=ended).props("outline")


def _roles(visit: Visit, chosen: str) -> ui.select:
    options = {role: visit.words.say(f"dk_role_{role}") for role in ROLES}
    return ui.select(options, value=chosen, label=visit.words.say("dk_ad_role")).props("outlined dense").style("min-width: 160px")  # fmt: skip


def _places(visit: Visit, names: dict[str, str], chosen: list[str]) -> ui.select:
    kept = {**names, **{place: place for place in chosen if place not in names}}
    return ui.select(kept, value=chosen, label=visit.words.say("dk_ad_places"), multiple=True).props("outlined dense use-chips").style("min-width: 200px")  # fmt: skip
