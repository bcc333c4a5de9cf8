"""What anybody may read: known problems, figures, exports, the barometer. No account, no script."""

from __future__ import annotations

from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from dematassist import wire
from dematassist.hub import barometer, exports, figures, life, tables
from dematassist.hub.api import engine_of
from dematassist.hub.database import reading
from dematassist.hub.feed import incident_of, public
from dematassist.hub.language import LANGUAGES, of_request
from dematassist.hub.moments import DAY_MS, day, now_ms
from dematassist.hub.names import place_name, service_name
from dematassist.hub.problems import problem
from dematassist.hub.words import done, say, written_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from sqlalchemy.engine import Connection
    from starlette.requests import Request

PER_PAGE = 30
MAX_PAGE = 10_000
_FIGURES_MS = 60_000
"""How long figures serve before they are counted again."""
_FOLDER = Path(__file__).parent / "templates"
_I = tables.incidents.c
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


class Chosen(NamedTuple):
    """What a reader asked to see."""

    service: str
    kind: str
    lever: str
    closed: bool
    page: int


class Line(NamedTuple):
    """One line of the history of an incident."""

    day: date
    what: str


def routes() -> list[Route]:
    """Return the routes of readers."""
    return [
        Route("/", home, methods=["GET"]),
        Route("/style.css", style, methods=["GET"]),
        Route("/export/incidents.{form}", export, methods=["GET"]),
        Route("/open311/v2/services.json", open311_services, methods=["GET"]),
        Route("/open311/v2/requests.json", open311_requests, methods=["GET"]),
        Route("/open311/v2/requests/{request_id}.json", open311_request, methods=["GET"]),
        *(
            Route(f"/{lang}{path}", page, methods=["GET"])
            for lang in LANGUAGES
            for path, page in (
                ("/", list_incidents),
                ("/incidents/{incident_id}", show_incident),
                ("/figures", show_figures),
                ("/about", about),
                ("/barometer/{year:int}-{month:int}.pdf", show_barometer),
            )
        ),
    ]


def render(request: Request, template: str, here: str, status: int = 200, **values: Any) -> Response:
    """Return a page in the language of its address."""
    lang = of_request(request)
    other = "fr" if lang == "en" else "en"
    path = request.url.path
    same = path[4:] if path.startswith(f"/{lang}/") else ""
    query = f"?{request.url.query}" if request.url.query else ""
    page = _ENVIRONMENT.get_template(template).render(
        lang=lang,
        here=here,
        t=partial(say, lang),
        done=partial(done, lang),
        place_of=partial(place_name, lang),
        written_day=lambda day_: written_day(lang, day_.isoformat()),
        other_language=f"/{other}/{same}{query if request.method == 'GET' else ''}",
        **values,
    )
    return HTMLResponse(page, status, headers={"Content-Language": lang})


def not_found(request: Request) -> Response:
    """Say that there is nothing at this address: in a page to a browser, else as problem+json."""
    if "text/html" in request.headers.get("accept", ""):
        return render(request, "not_found.html", "", 404)
    return problem(request, wire.ProblemCode.NOT_FOUND)


async def home(request: Request) -> Response:
    """Send to the list, in the language that the reader prefers."""
    return RedirectResponse(f"/{of_request(request)}/", 303, headers={"Vary": "Accept-Language"})


async def style(_request: Request) -> Response:
    """Give the style sheet."""
    css = await run_in_threadpool((_FOLDER / "style.css").read_text, "utf-8")
    return Response(css, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


async def list_incidents(request: Request) -> Response:
    """Show known problems, as chosen."""
    lang, chosen = of_request(request), _chosen(request.query_params)
    rows, services = await _read(request, partial(_listed, chosen=chosen))
    incidents = [incident_of(row) for row in rows]
    return render(
        request,
        "incidents.html",
        "incidents",
        incidents=incidents[:PER_PAGE],
        services=sorted(((id_, service_name(lang, id_)) for id_ in services), key=itemgetter(1)),
        kinds=[(kind.value, say(lang, f"kind.{kind.value}")) for kind in wire.Kind],
        levers=[(lever.value, say(lang, f"lever.{lever.value}")) for lever in wire.Lever],
        chosen=chosen,
        page=chosen.page,
        previous=_link(chosen, -1) if chosen.page > 1 else "",
        next=_link(chosen, 1) if len(incidents) > PER_PAGE else "",
    )


async def show_incident(request: Request) -> Response:
    """Show one known problem."""
    found = await _read(request, partial(_one, incident_id=request.path_params["incident_id"]))
    if found is None:
        return not_found(request)
    row, history = found
    return render(request, "incident.html", "incidents", incident=incident_of(row), history=history)


async def show_figures(request: Request) -> Response:
    """Show the figures, counted at most once a minute."""
    lang, state = of_request(request), request.app.state
    made_ms, groups = getattr(state, "figures", (0, ()))
    if now_ms() - made_ms > _FIGURES_MS:
        groups = await _read(
            request, lambda connection: [(name, figures.figures(connection, name)) for name in figures.GROUPS]
        )
        state.figures = (now_ms(), groups)
    last_month = day(now_ms() - day(now_ms()).day * DAY_MS)
    return render(
        request,
        "figures.html",
        "figures",
        groups=groups,
        name_of=partial(barometer.name_of, lang),
        days=partial(barometer.written_days, lang),
        barometer=f"/{lang}/barometer/{last_month:%Y-%m}.pdf",
    )


async def about(request: Request) -> Response:
    """Say what this is."""
    return render(request, "about.html", "about")


async def show_barometer(request: Request) -> Response:
    """Give the barometer of a month."""
    year, month = request.path_params["year"], request.path_params["month"]
    if not (2000 <= year <= 2999 and 1 <= month <= 12):  # noqa: PLR2004 -- the calendar
        return not_found(request)
    lang, service = of_request(request), request.query_params.get("service", "")[:80]
    made = await _read(
        request, lambda connection: barometer.barometer(connection, lang, year, month, service)
    )
    return Response(made, media_type="application/pdf")


async def export(request: Request) -> Response:
    """Give every public incident, as a table or as JSON."""
    engine, form = engine_of(request), request.path_params["form"]

    def parts(write: Callable[[Iterator[wire.Incident]], Iterator[str | bytes]]) -> Iterator[str | bytes]:
        with reading(engine) as connection:
            yield from write(exports.incidents(connection))

    if form == "csv":
        return StreamingResponse(parts(exports.csv_lines), media_type="text/csv; charset=utf-8")
    if form == "json":
        return StreamingResponse(parts(exports.json_lines), media_type="application/json")
    return problem(request, wire.ProblemCode.NOT_FOUND)


async def open311_services(request: Request) -> Response:
    """List services, as Open311."""
    return JSONResponse(await _read(request, exports.open311_services))


async def open311_requests(request: Request) -> Response:
    """List public incidents, as Open311."""
    asked = request.query_params
    find = partial(
        exports.open311_requests,
        request_id=asked.get("service_request_id", ""),
        service_code=asked.get("service_code", ""),
        status=asked.get("status", ""),
    )
    return JSONResponse(await _read(request, find))


async def open311_request(request: Request) -> Response:
    """Give one public incident, as Open311."""
    find = partial(exports.open311_requests, request_id=request.path_params["request_id"])
    found = await _read(request, find)
    return JSONResponse(found) if found else problem(request, wire.ProblemCode.NOT_FOUND)


async def _read(request: Request, find: Callable[[Connection], Any]) -> Any:
    def run() -> Any:
        with reading(engine_of(request)) as connection:
            return find(connection)

    return await run_in_threadpool(run)


def _chosen(asked: QueryParams) -> Chosen:
    return Chosen(
        # PostgreSQL refuses U+0000 even in a comparison.
        service=asked.get("service", "")[:80].replace("\0", ""),
        kind=asked.get("kind", "")[:20].replace("\0", ""),
        lever=asked.get("lever", "")[:10].replace("\0", ""),
        closed=asked.get("closed") == "1",
        page=_page(asked.get("page", "1")),
    )


def _page(written: str) -> int:
    is_number = written.isascii() and written.isdigit() and len(written) <= len(str(MAX_PAGE))
    return min(max(int(written), 1), MAX_PAGE) if is_number else 1


def _link(chosen: Chosen, offset: int) -> str:
    values = chosen._asdict() | {"page": chosen.page + offset, "closed": "1" if chosen.closed else ""}
    return f"?{QueryParams({key: str(value) for key, value in values.items() if value})}"


def _listed(connection: Connection, chosen: Chosen) -> tuple[list[Any], list[str]]:
    query = sa.select(tables.incidents).where(public())
    if not chosen.closed:
        query = query.where(_I.stage.not_in([stage.value for stage in life.CLOSED]))
    for column, value in ((_I.service_id, chosen.service), (_I.kind, chosen.kind), (_I.lever, chosen.lever)):
        if value:
            query = query.where(column == value)
    page = (
        query.order_by(_I.last_report_ms.desc(), _I.incident_id)
        .limit(PER_PAGE + 1)
        .offset((chosen.page - 1) * PER_PAGE)
    )
    services = sa.select(_I.service_id).where(public()).distinct().order_by(_I.service_id)
    return list(connection.execute(page)), list(connection.execute(services).scalars())


def _one(connection: Connection, incident_id: str) -> tuple[Any, list[Line]] | None:
    row = connection.execute(
        sa.select(tables.incidents).where(public(), _I.incident_id == incident_id.replace("\0", ""))
    ).first()
    if row is None:
        return None
    lines = connection.execute(
        sa.select(tables.journal.c.at_ms, tables.journal.c.what)
        .where(tables.journal.c.subject == incident_id)
        .order_by(tables.journal.c.entry)
    )
    return row, [Line(day(line.at_ms), line.what) for line in lines]
