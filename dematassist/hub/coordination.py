"""The pages of the coordinator: log in, read what waits, follow problems, publish. Every form is signed."""

from __future__ import annotations

import secrets
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dematassist import wire
from dematassist.hub import life, moderation, tables
from dematassist.hub.api import engine_of, settings_of
from dematassist.hub.database import reading, writing
from dematassist.hub.guard import BodyRefusedError, read_body
from dematassist.hub.language import LANGUAGES, of_request
from dematassist.hub.moments import MINUTE_MS, day, moment, now_ms
from dematassist.hub.pages import render
from dematassist.hub.problems import problem
from dematassist.hub.words import say

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.engine import Connection
    from starlette.requests import Request

COOKIE = "hub-session"
_LISTED = 200
_TEXTS = 50
_NO_DAY = date.min
_R, _I = tables.reports.c, tables.incidents.c


class Coordinator(NamedTuple):
    """Who is logged in, and the secret of their forms."""

    name: str
    form_token: str


def routes() -> list[Route]:
    """Return the routes of coordinators."""
    return [
        Route(f"/{lang}/moderation{path}", endpoint, methods=[method])
        for lang in LANGUAGES
        for path, endpoint, method in (
            ("", logged_in(board), "GET"),
            ("/login", show_login, "GET"),
            ("/login", log_in, "POST"),
            ("/logout", logged_in(log_out), "POST"),
            ("/reports/{report_id}", logged_in(show_report), "GET"),
            ("/reports/{report_id}", logged_in(decide), "POST"),
            ("/incidents/{incident_id}", logged_in(show_incident), "GET"),
            ("/incidents/{incident_id}", logged_in(follow), "POST"),
            ("/journal", logged_in(show_journal), "GET"),
        )
    ]


def logged_in(
    endpoint: Callable[[Request, Coordinator, QueryParams], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Have an endpoint served to coordinators only; a form must carry the secret given with its page."""

    async def guarded(request: Request) -> Response:
        token = request.cookies.get(COOKIE, "")
        known = await _read(request, lambda connection: moderation.session(connection, token, now_ms()))
        if known is None:
            return _to(request, "/login")
        who, form = Coordinator(*known), QueryParams()
        if request.method == "POST":
            try:
                form = await _form(request)
            except BodyRefusedError as error:
                return problem(request, error.code)
            if not secrets.compare_digest(form.get("form_token", "").encode(), who.form_token.encode()):
                return problem(request, wire.ProblemCode.SIGNATURE)
        answer = await endpoint(request, who, form)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return guarded


# --- logging in ---------------------------------------------------------------------------------------


async def show_login(request: Request) -> Response:
    """Ask who comes."""
    return render(request, "login.html", "moderation", fault="")


async def log_in(request: Request) -> Response:
    """Open a session. Tries are counted by account: no address is kept."""
    try:
        form = await _form(request)
    except BodyRefusedError as error:
        return problem(request, error.code)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return problem(request, wire.ProblemCode.SIGNATURE)
    name, limits = form.get("name", "")[:80].replace("\0", ""), settings_of(request).limits
    failures: dict[str, list[int]] = request.app.state.failed_logins
    since = now_ms() - limits.failed_login_minutes * MINUTE_MS
    recent = [at_ms for at_ms in failures.get(name, []) if at_ms > since]
    if len(recent) >= limits.failed_logins:
        return render(request, "login.html", "moderation", 429, fault="login.wait")
    stored = await _read(request, partial(_password_hash, name=name))
    if not await run_in_threadpool(moderation.is_password, stored, form.get("password", "")[:200]):
        if len(failures) > _LISTED:
            failures.clear()
        failures[name] = [*recent, now_ms()]
        return render(request, "login.html", "moderation", 403, fault="login.wrong")
    failures.pop(name, None)
    token = await _write(request, lambda connection: moderation.open_session(connection, name, now_ms()))
    answer = _to(request, "")
    answer.set_cookie(
        COOKIE,
        token,
        max_age=moderation.SESSION_HOURS * 3600,
        path="/",
        secure=settings_of(request).is_https,
        httponly=True,
        samesite="strict",
    )
    return answer


async def log_out(request: Request, _who: Coordinator, _fields: QueryParams) -> Response:
    """End the session."""
    token = request.cookies.get(COOKIE, "")
    await _write(request, lambda connection: moderation.close_session(connection, token))
    answer = _to(request, "/login")
    answer.delete_cookie(COOKIE, path="/")
    return answer


# --- reading and deciding -----------------------------------------------------------------------------


async def board(request: Request, who: Coordinator, _fields: QueryParams, fault: str = "") -> Response:
    """Show what waits."""
    held, incidents = await _read(request, _waiting)
    return render(
        request,
        "moderation.html",
        "moderation",
        200 if not fault else 409,
        form_token=who.form_token,
        held=held,
        incidents=incidents,
        fault=fault,
    )


async def show_report(request: Request, who: Coordinator, form: QueryParams) -> Response:
    """Show a report that waits."""
    lang = of_request(request)
    row = await _read(request, partial(_held, report_id=request.path_params["report_id"]))
    if row is None:
        return await board(request, who, form, "mod.error")
    return render(
        request,
        "held_report.html",
        "moderation",
        form_token=who.form_token,
        report=wire.decode(row.body.encode(), wire.Report),
        is_unsigned=not row.key_id,
        suspicions=", ".join(say(lang, f"suspicion.{kind}") for kind in row.suspicions.split()),
    )


async def decide(request: Request, who: Coordinator, form: QueryParams) -> Response:
    """Accept a report that waits, or set it aside."""
    report_id, text = request.path_params["report_id"], _text(form, "text")

    def do(connection: Connection) -> bool:
        if form.get("do") == "accept" and text is not None:
            return moderation.accept(connection, report_id, text, who.name, now_ms())
        if form.get("do") == "set-aside":
            return moderation.set_aside(connection, report_id, who.name, now_ms())
        return False

    is_done = await _write(request, do)
    return _to(request, "") if is_done else await board(request, who, form, "mod.error")


async def show_incident(request: Request, who: Coordinator, form: QueryParams) -> Response:
    """Show a problem to follow."""
    found = await _read(request, partial(_followed, incident_id=request.path_params["incident_id"]))
    if found is None:
        return await board(request, who, form, "mod.error")
    incident, others, texts = found
    return render(
        request,
        "followed_incident.html",
        "moderation",
        form_token=who.form_token,
        incident=incident,
        stages=life.NEXT[wire.Stage(incident.stage)],
        others=others,
        texts=texts,
    )


async def follow(request: Request, who: Coordinator, form: QueryParams) -> Response:
    """Take a problem further, publish what people read, or merge it."""
    incident_id = request.path_params["incident_id"]
    way_round, answer, until = _text(form, "way_round"), _text(form, "answer"), _day(form, "shown_until")

    def do(connection: Connection) -> bool:
        if form.get("stage", "") in {stage.value for stage in wire.Stage}:
            stage = wire.Stage(form["stage"])
            return moderation.move(
                connection, incident_id, stage, who.name, now_ms(), coming_from=form.get("from", "")
            )
        if form.get("do") == "publish":
            if way_round is None or answer is None or until == _NO_DAY:
                return False
            return moderation.publish(connection, incident_id, way_round, answer, until, who.name, now_ms())
        if form.get("do") == "merge":
            return moderation.merge(connection, incident_id, form.get("into", ""), who.name, now_ms())
        return False

    if not await _write(request, do):
        return await board(request, who, form, "mod.error")
    return _to(request, "" if form.get("do") == "merge" else f"/incidents/{incident_id}")


async def show_journal(request: Request, _who: Coordinator, _fields: QueryParams) -> Response:
    """Show who did what, newest first."""
    return render(request, "journal.html", "moderation", lines=await _read(request, _journal))


# --- edges --------------------------------------------------------------------------------------------


def _to(request: Request, path: str) -> RedirectResponse:
    return RedirectResponse(f"/{of_request(request)}/moderation{path}", 303)


async def _form(request: Request) -> QueryParams:
    raw = await read_body(request, settings_of(request).limits.body_seconds)
    return QueryParams(raw.decode("utf-8", "replace"))


async def _read(request: Request, find: Callable[[Connection], Any]) -> Any:
    def run() -> Any:
        with reading(engine_of(request)) as connection:
            return find(connection)

    return await run_in_threadpool(run)


async def _write(request: Request, do: Callable[[Connection], Any]) -> Any:
    def run() -> Any:
        with writing(engine_of(request)) as connection:
            return do(connection)

    return await run_in_threadpool(run)


def _text(form: QueryParams, name: str) -> str | None:
    """Return a text that a message may carry; ``None`` when it may not."""
    text = form.get(name, "").replace("\r\n", "\n").strip()
    is_clean = all(letter in "\n\t" or letter >= " " for letter in text)
    return text if is_clean and len(text) <= wire.MAX_TEXT_CHARACTERS else None


def _day(form: QueryParams, name: str) -> date | None:
    """Return a day, ``None`` when the field is empty, ``_NO_DAY`` when what it holds is none."""
    written = form.get(name, "").strip()
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return _NO_DAY


# --- what the pages show ------------------------------------------------------------------------------


def _password_hash(connection: Connection, name: str) -> str | None:
    table = tables.moderators
    return connection.execute(sa.select(table.c.password_hash).where(table.c.name == name)).scalar()


def _waiting(connection: Connection) -> tuple[list[Any], list[Any]]:
    held = connection.execute(
        sa.select(_R.report_id, _R.service_id, _R.guide_id, _R.step_id, _R.kind, _R.received_ms)
        .where(_R.standing == wire.Standing.HELD.value)
        .order_by(_R.received_ms)
        .limit(_LISTED)
    ).mappings()
    incidents = connection.execute(
        sa.select(tables.incidents)
        .where(_I.merged_into == "", _I.stage != wire.Stage.GUIDE_UPDATED.value)
        # What must be sent again comes first.
        .order_by(_I.stage != wire.Stage.NOT_FIXED.value, _I.last_report_ms.desc())
        .limit(_LISTED)
    )
    return [dict(row) | {"day": day(row["received_ms"])} for row in held], list(incidents)


def _held(connection: Connection, report_id: str) -> Any:
    return connection.execute(
        sa.select(tables.reports).where(
            _R.report_id == report_id.replace("\0", ""), _R.standing == wire.Standing.HELD.value
        )
    ).first()


def _followed(connection: Connection, incident_id: str) -> tuple[Any, list[Any], list[str]] | None:
    wanted = incident_id.replace("\0", "")
    incident = connection.execute(
        sa.select(tables.incidents).where(_I.incident_id == wanted, _I.merged_into == "")
    ).first()
    if incident is None:
        return None
    others = connection.execute(
        sa.select(tables.incidents)
        .where(_I.service_id == incident.service_id, _I.merged_into == "", _I.incident_id != wanted)
        .order_by(_I.last_report_ms.desc())
        .limit(_TEXTS)
    )
    bodies = connection.execute(
        sa.select(_R.body).where(_R.incident_id == wanted).order_by(_R.received_ms.desc()).limit(_TEXTS)
    ).scalars()
    texts = [wire.decode(body.encode(), wire.Report).text for body in bodies]
    return incident, list(others), [text for text in texts if text]


def _journal(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        sa.select(tables.journal).order_by(tables.journal.c.entry.desc()).limit(_LISTED)
    ).mappings()
    return [dict(row) | {"when": moment(row["at_ms"]).strftime("%Y-%m-%d %H:%M UTC")} for row in rows]
